#include "core/timeline/sequence.h"

namespace gm::timeline
{

Sequence::Sequence(qsizetype remembered)
    : m_remembered(remembered)
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
    const IdKey key{fields.conversation, fields.id};
    if (m_ids.contains(key) || m_olderIds.contains(key))
        return true;
    if (m_ids.size() >= m_remembered) {
        m_olderIds = std::move(m_ids);
        m_ids = {};
    }
    m_ids.insert(key);
    return false;
}

bool Sequence::isOutOfOrder(const Event::Fields &fields)
{
    if (fields.publishedMs == 0)
        return false;
    const PublisherKey key{fields.conversation, fields.connectionId, fields.clientId};
    const auto known = m_published.constFind(key);
    const qint64 newest = known != m_published.constEnd() ? *known : m_olderPublished.value(key);
    if (known == m_published.constEnd() && m_published.size() >= m_remembered) {
        m_olderPublished = std::move(m_published);
        m_published = {};
    }
    m_published.insert(key, std::max(newest, fields.publishedMs));
    return fields.publishedMs < newest;
}

} // namespace gm::timeline
