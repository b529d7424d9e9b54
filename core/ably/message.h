/// A message of a channel as it came over the wire.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace gm::ably
{

/// What happened to a message (TM5). A number that is not named here is kept as it came.
enum class MessageAction : int { Create = 0, Update = 1, Delete = 2, Meta = 3, Summary = 4, Append = 5 };

/// How Message::data came over the wire, before its `encoding` is undone.
enum class DataKind : quint8 {
    Absent,
    Text,   ///< UTF-8, as received: not checked yet when it came by msgpack.
    Binary, ///< msgpack only.
    Json,   ///< An object, array, number or boolean written into the frame itself: its JSON text.
};

/// One version of a message (TM2s).
struct MessageVersion {
    QString serial{};
    std::optional<qint64> timestamp{}; ///< ms since 1970 UTC.
    QString clientId{};
    QString description{};
    QByteArray metadata{}; ///< JSON text; empty: absent.
};

/// One message as received (TM), its id, connectionId and timestamp filled from the frame where it had none.
struct Message {
    QString id{};
    QString connectionId{};
    std::optional<qint64> timestamp{}; ///< ms since 1970 UTC, when it was created; kept through updates.
    QString name{};
    QString clientId{};
    DataKind kind = DataKind::Absent;
    QByteArray data{};
    QString encoding{};  ///< Steps still to undo, rightmost first (see payload.h).
    QByteArray extras{}; ///< JSON text; empty: absent.
    MessageAction action = MessageAction::Create;
    QString serial{};
    MessageVersion version{};
    QByteArray annotations{}; ///< JSON text; empty: absent (TM2u).
    /// @name Of a message that came as a delta and was made whole (see deltas.h)
    /// @{
    QString deltaEncoding{}; ///< Steps undone for it, `vcdiff` the first of them; empty: it came whole.
    qint64 deltaBytes = 0;   ///< Size of the delta.
    /// @}
};

} // namespace gm::ably

Q_DECLARE_TYPEINFO(gm::ably::Message, Q_RELOCATABLE_TYPE);
