#include "core/ably/presencemap.h"

#include <utility>

namespace gm::ably
{

namespace
{

/// The two numbers behind a member's connectionId in the id of a message it sent itself.
struct Order {
    qint64 msgSerial = 0;
    qint64 index = 0;

    friend auto operator<=>(const Order &a, const Order &b) = default;
};

/// Nothing where the service made the message up for a client that has gone: its id is of another form (RTP2b1).
std::optional<Order> orderOf(const PresenceMessage &message)
{
    if (message.connectionId.isEmpty() || !message.id.startsWith(message.connectionId + u':'))
        return std::nullopt;
    const QStringView rest = QStringView(message.id).sliced(message.connectionId.size() + 1);
    const qsizetype colon = rest.indexOf(u':');
    if (colon < 0)
        return std::nullopt;
    bool isSerial = false;
    bool isIndex = false;
    const Order order{rest.first(colon).toLongLong(&isSerial), rest.sliced(colon + 1).toLongLong(&isIndex)};
    return isSerial && isIndex ? std::optional(order) : std::nullopt;
}

bool isNewer(const PresenceMessage &incoming, const PresenceMessage &known)
{
    const std::optional<Order> one = orderOf(incoming);
    const std::optional<Order> other = orderOf(known);
    if (one && other) // RTP2b2
        return *one > *other;
    return incoming.timestamp.value_or(0) >= known.timestamp.value_or(0); // RTP2b1, RTP2b1a
}

} // namespace

bool PresenceMap::isTooLate(const PresenceMessage &message) const
{
    const auto known = m_members.constFind(message.memberKey());
    return known != m_members.constEnd() && !isNewer(message, *known);
}

std::optional<PresenceMessage> PresenceMap::put(const PresenceMessage &message)
{
    m_unseen.remove(message.memberKey()); // seen, however late this is
    if (isTooLate(message))
        return std::nullopt;
    PresenceMessage &stored = m_members[message.memberKey()] = message;
    stored.action = PresenceAction::Present; // RTP2d2
    return message;
}

std::optional<PresenceMessage> PresenceMap::remove(const PresenceMessage &message)
{
    if (isTooLate(message))
        return std::nullopt;
    if (m_isSyncing) { // RTP2h2a: kept, so that an older page of the sync does not bring it back
        m_unseen.remove(message.memberKey());
        m_members[message.memberKey()] = message;
        m_members[message.memberKey()].action = PresenceAction::Absent;
        return std::nullopt;
    }
    return m_members.remove(message.memberKey()) > 0 ? std::optional(message) : std::nullopt; // RTP2h1
}

std::optional<PresenceMessage> PresenceMap::find(const QString &memberKey) const
{
    const auto known = m_members.constFind(memberKey);
    return known == m_members.constEnd() ? std::nullopt : std::optional(*known);
}

QList<PresenceMessage> PresenceMap::members() const
{
    QList<PresenceMessage> present;
    for (const PresenceMessage &member : m_members) {
        if (member.action == PresenceAction::Present)
            present.append(member);
    }
    return present;
}

void PresenceMap::clear()
{
    *this = PresenceMap();
}

void PresenceMap::startSync()
{
    m_isSyncing = true;
    m_unseen.clear();
    for (auto it = m_members.cbegin(); it != m_members.cend(); ++it) {
        if (it->action == PresenceAction::Present)
            m_unseen.insert(it.key());
    }
}

QList<PresenceMessage> PresenceMap::endSync(qint64 nowMs)
{
    if (!std::exchange(m_isSyncing, false))
        return {};
    QList<PresenceMessage> leaves;
    m_members.removeIf([this, &leaves, nowMs](const QMap<QString, PresenceMessage>::iterator &it) {
        if (m_unseen.contains(it.key())) { // RTP19
            PresenceMessage leave = *it;
            leave.action = PresenceAction::Leave;
            leave.id.clear();
            leave.timestamp = nowMs;
            leaves.append(leave);
            return true;
        }
        return it->action == PresenceAction::Absent; // RTP2h2b
    });
    m_unseen.clear();
    return leaves;
}

} // namespace gm::ably
