/// Ably's frames and bodies as the sandbox reads and writes them: on purpose apart from the client's code in core/ably.
#pragma once

#include "core/base/error.h"

#include <QCborMap>
#include <QJsonValue>

#include <optional>

namespace gm::sandbox
{

/// Asked for by the client: `format=` on a websocket, `Accept` and `Content-Type` on a request.
enum class Format { Json, Msgpack };

/// ProtocolMessage.action, the numbers of the protocol.
enum class Action {
    Heartbeat = 0,
    Ack = 1,
    Nack = 2,
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
    Annotation = 21,
};

/// Message.action, the numbers of the protocol.
namespace messageaction
{
inline constexpr int create = 0;
inline constexpr int update = 1;
inline constexpr int erase = 2; ///< `delete`, a word of C++.
inline constexpr int summary = 4;
inline constexpr int append = 5;
} // namespace messageaction

/// What a message carries: text or bytes or nothing, and the steps a receiver still has to undo.
struct Payload {
    QCborValue data{QCborValue::Undefined}; ///< A string, a byte array, or undefined.
    QString encoding{};

    /// Objects and arrays become text with the step `json`; text stays text; null becomes nothing.
    [[nodiscard]] static Payload fromJson(const QJsonValue &value);
    [[nodiscard]] static Payload fromBytes(const QByteArray &bytes) { return {QCborValue(bytes), {}}; }
};

/// A message or a presence message; what is empty is left out on the wire.
struct Message {
    QString id{};
    QString connectionId{};
    QString clientId{};
    QString name{};
    QString serial{};
    Payload payload{};
    QCborValue extras{QCborValue::Undefined};
    qint64 timestampMs = 0;
    int action = 0;
    QCborMap version{}; ///< Of a message that was changed: serial, timestamp, and what its changer said of it.
    QCborMap summary{}; ///< Of its annotations, by type.

    /// Bytes that count against the limit of 64 KiB: name, client id, data and extras.
    [[nodiscard]] qsizetype size() const;
};

/// Nothing when the bytes are not one whole value. Never reads beyond them; nesting is limited to 64 levels.
[[nodiscard]] std::optional<QCborValue> decode(const QByteArray &bytes, Format format);
[[nodiscard]] QByteArray encode(const QCborValue &value, Format format);

/// Bytes go as they are in msgpack, and as base64 with one more step in JSON. Missing data is left out, never nil.
[[nodiscard]] QCborMap toMap(const Message &message, Format format);
/// Undoes a last `base64` step, so that the same message can go out in either format. Data of another type than text and
/// bytes is kept as JSON text.
[[nodiscard]] Message messageFrom(const QCborMap &map);

/// `{code, statusCode, message, href}`.
[[nodiscard]] QCborMap toMap(const base::Error &error);

/// A frame with that action; add the rest.
[[nodiscard]] QCborMap frame(Action action);

/// @name Fields of a map that came from a client. A null or wrongly typed field counts as absent.
/// @{
[[nodiscard]] QString textIn(const QCborMap &map, QLatin1StringView field);
/// Numbers come in any width, or as decimal text.
[[nodiscard]] std::optional<qint64> integerIn(const QCborMap &map, QLatin1StringView field);
/// @}

} // namespace gm::sandbox
