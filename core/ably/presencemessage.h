/// Who is present on a channel, as it comes over the wire.
#pragma once

#include "core/ably/message.h"

namespace gm::ably
{

/// What a member did (TP2). A number that is not named here is kept as it came.
enum class PresenceAction : int { Absent = 0, Present = 1, Enter = 2, Leave = 3, Update = 4 };

/// One entry of a PRESENCE or SYNC frame (TP3), its id, connectionId and timestamp filled from the frame where it had none.
struct PresenceMessage {
    QString id{}; ///< Empty: a LEAVE made up by the client (RTP19).
    QString connectionId{};
    std::optional<qint64> timestamp{}; ///< ms since 1970 UTC.
    PresenceAction action = PresenceAction::Absent;
    QString clientId{};
    DataKind kind = DataKind::Absent;
    QByteArray data{};
    QString encoding{};  ///< Steps still to undo, rightmost first (see payload.h).
    QByteArray extras{}; ///< JSON text; empty: absent.

    /// One client may be present through several connections (TP3h).
    [[nodiscard]] QString memberKey() const { return connectionId + u':' + clientId; }
    /// What decodePayload() takes: data and encoding alone.
    [[nodiscard]] Message asMessage() const { return {.kind = kind, .data = data, .encoding = encoding}; }
};

/// `enter`, `leave` …; unknown numbers as `action 7`.
[[nodiscard]] QString presenceActionName(PresenceAction action);

} // namespace gm::ably

Q_DECLARE_TYPEINFO(gm::ably::PresenceMessage, Q_RELOCATABLE_TYPE);
