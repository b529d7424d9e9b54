/// The members of a channel, kept right through late, repeated and missing messages (RTP2, RTP18, RTP19).
#pragma once

#include "core/ably/presencemessage.h"

#include <QList>
#include <QMap>
#include <QSet>

#include <optional>

namespace gm::ably
{

/// A value; knows no channel and no time of its own.
class PresenceMap
{
public:
    /// Takes an ENTER, UPDATE or PRESENT. What listeners are to hear, with its own action (RTP2d1); nothing: it came too late.
    std::optional<PresenceMessage> put(const PresenceMessage &message);
    /// Takes a LEAVE. What listeners are to hear; nothing: it came too late, nobody was there, or a sync is under way, which
    /// then decides (RTP2h).
    std::optional<PresenceMessage> remove(const PresenceMessage &message);
    /// Also of a member that has left during a sync, as ABSENT (RTP2h2a).
    [[nodiscard]] std::optional<PresenceMessage> find(const QString &memberKey) const;
    /// Everybody present, by member key, with PRESENT as action (RTP2d2).
    [[nodiscard]] QList<PresenceMessage> members() const;
    void clear();

    /// A list of all members begins; one under way is dropped (RTP18a).
    void startSync();
    /// The list is complete: the LEAVEs of members that were not in it, without id and with @p nowMs as their time (RTP19).
    QList<PresenceMessage> endSync(qint64 nowMs);
    [[nodiscard]] bool isSyncInProgress() const { return m_isSyncing; }

private:
    [[nodiscard]] bool isTooLate(const PresenceMessage &message) const;

    QMap<QString, PresenceMessage> m_members; ///< By member key.
    QSet<QString> m_unseen;                   ///< Members the sync under way has not named yet.
    bool m_isSyncing = false;
};

} // namespace gm::ably
