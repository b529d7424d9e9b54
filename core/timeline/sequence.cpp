#include "core/timeline/sequence.h"

#include "core/base/recenttexts.h"

#include <utility>

namespace gm::timeline
{

Sequence::Sequence(qsizetype remembered)
    : m_remembered(remembered)
    , m_ids(remembered)
{
}

EventFlags Sequence::judge(const Event::Fields &fields, bool isBacklog)
{
    if (isRepeat(fields))
        return EventFlag::Duplicate;
    EventFlags flags;
    if (isOutOfOrder(fields))
        flags |= EventFlag::OutOfOrder;
    if (!isBacklog && fields.publishedMs != 0 && fields.receivedMs - fields.publishedMs >= lateFromMs)
        flags |= EventFlag::Late;
    return flags;
}

bool Sequence::isRepeat(const Event::Fields &fields)
{
    if (fields.id.isEmpty())
        return false;
    constexpr size_t seed = 0x9e3779b97f4a7c15;
    return !m_ids.insert(qHashMulti(seed, fields.conversation, fields.id));
}

bool Sequence::isOutOfOrder(const Event::Fields &fields)
{
    if (fields.publishedMs == 0)
        return false;
    const bool isCurrent = base::isSameText(fields.conversation.text(), m_publisher.conversation.text()) &&
                           base::isSameText(fields.connectionId, m_publisher.connectionId) &&
                           base::isSameText(fields.clientId, m_publisher.clientId);
    if (!isCurrent)
        turnTo({fields.conversation, fields.connectionId, fields.clientId});
    const qint64 newest = std::exchange(m_newestMs, std::max(m_newestMs, fields.publishedMs));
    return fields.publishedMs < newest;
}

void Sequence::turnTo(const PublisherKey &publisher)
{
    if (m_newestMs != 0) {
        if (m_published.size() >= m_remembered && !m_published.contains(m_publisher)) {
            m_olderPublished = std::move(m_published);
            m_published = {};
        }
        m_published.insert(m_publisher, m_newestMs);
    }
    m_publisher = publisher;
    const auto known = m_published.constFind(publisher);
    m_newestMs = known != m_published.constEnd() ? *known : m_olderPublished.value(publisher);
}

} // namespace gm::timeline
