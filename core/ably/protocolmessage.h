/// Ably's frames as values (spec 6.1.1, protocol version 6): no socket, no time, no wire format.
#pragma once

#include "core/ably/message.h"
#include "core/ably/presencemessage.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QMetaType>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

namespace gm::ably
{

/// What a frame is for (TR2). A number that is not named here is kept as it came.
enum class Action : int {
    Heartbeat = 0,
    Ack = 1,
    Nack = 2,
    Connect = 3,
    Connected = 4,
    Disconnect = 5,
    Disconnected = 6,
    Close = 7,
    Closed = 8,
    Error = 9,
    Attach = 10,
    Attached = 11,
    Detach = 12,
    Detached = 13,
    Presence = 14,
    Message = 15,
    Sync = 16,
    Auth = 17,
    Activate = 18,
    Object = 19,
    ObjectSync = 20,
    Annotation = 21,
};

/// Bits of ProtocolMessage::flags (TR3): notices below 16, channel modes from 16 on.
namespace flag
{
inline constexpr quint32 HasPresence = 1U << 0;
inline constexpr quint32 HasBacklog = 1U << 1;
inline constexpr quint32 Resumed = 1U << 2;
inline constexpr quint32 Presence = 1U << 16;
inline constexpr quint32 Publish = 1U << 17;
inline constexpr quint32 Subscribe = 1U << 18;
inline constexpr quint32 PresenceSubscribe = 1U << 19;
inline constexpr quint32 AnnotationPublish = 1U << 21;
inline constexpr quint32 AnnotationSubscribe = 1U << 22;
inline constexpr quint32 ObjectSubscribe = 1U << 24;
inline constexpr quint32 ObjectPublish = 1U << 25;
/// The bits that are modes; the rest are notices.
inline constexpr quint32 AllModes = Presence | Publish | Subscribe | PresenceSubscribe | AnnotationPublish |
                                    AnnotationSubscribe | ObjectSubscribe | ObjectPublish;
} // namespace flag

/// An error as the service sends it (TI1). Every field may be absent.
struct ErrorInfo {
    int code = 0;
    int statusCode = 0;
    QString message{};
    QString href{};
    QString requestId{};
    QByteArray detail{}; ///< JSON text; empty: absent.
    std::shared_ptr<const ErrorInfo> cause{};

    /// `href`, else the service's page for the code, else empty (TI5).
    [[nodiscard]] QUrl helpUrl() const;
    /// 401 with 40140 ≤ code < 40150: a new token may help (RSA4b).
    [[nodiscard]] bool isTokenError() const;
    /// For a log: `message (code 40142, status 401)`, with the help page where there is one.
    [[nodiscard]] QString toText() const;
    friend bool operator==(const ErrorInfo &a, const ErrorInfo &b);
};

/// What CONNECTED tells of the connection (CD2). Values that were absent are the documented defaults.
struct ConnectionDetails {
    QString clientId{}; ///< Empty: anonymous; `*`: any.
    base::Secret connectionKey{};
    std::chrono::milliseconds connectionStateTtl{120'000};
    std::chrono::milliseconds maxIdleInterval{15'000}; ///< 0: no promise, hence no idle limit.
    qint64 maxMessageSize = 65'536;                    ///< Bytes.
    qint64 maxFrameSize = 524'288;                     ///< Bytes.
    qint64 maxInboundRate = 0;                         ///< Frames a second; 0: not told.
    QString serverId{};
    QString siteCode{};
    std::chrono::milliseconds objectsGCGracePeriod{0};
};

/// One frame (TR4). Texts that are empty were absent, save for the optional ones.
struct ProtocolMessage {
    Action action = Action::Heartbeat;
    quint32 flags = 0;
    QString id{};
    /// Set also when it came empty: an ERROR with a channel, even an empty one, is not about the connection.
    std::optional<QString> channel{};
    QString channelSerial{};
    QString connectionId{};
    base::Secret connectionKey{}; ///< The old place; connectionDetails' key wins.
    std::optional<ConnectionDetails> connectionDetails{};
    std::optional<ErrorInfo> error{};
    base::Secret accessToken{}; ///< `auth.accessToken`, in AUTH.
    QMap<QString, QString> params{};
    std::optional<qint64> msgSerial{};
    std::optional<int> count{};
    std::optional<qint64> timestamp{}; ///< ms since 1970 UTC.
    QList<Message> messages{};
    QList<PresenceMessage> presence{};
    QList<QByteArray> annotations{}; ///< Each entry as JSON text, as received.
    /// Places whose value had a type that does not fit, like `messages[2].name`: left out, the rest was kept.
    QStringList misfits{};

    [[nodiscard]] bool has(quint32 flagBit) const { return (flags & flagBit) != 0; }
    /// The newest connection key this frame brings; empty: none.
    [[nodiscard]] const base::Secret &newestKey() const;
    /// Gives messages and members without id, connectionId or timestamp the frame's, and completes the messages' versions
    /// (TM2a, TM2c, TM2f, TM2s1, TM2s2, TP3a, TP3d, TP3g). Readers of frames call it once.
    void fillInMessages();
};

/// `ATTACHED`, `HEARTBEAT` …; unknown numbers as `ACTION 42`.
[[nodiscard]] QString actionName(Action action);

} // namespace gm::ably

Q_DECLARE_METATYPE(gm::ably::ProtocolMessage)
