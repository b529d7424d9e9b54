#include "core/timeline/sequence.h"

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
    const PublisherKey key{fields.conversation, fields.connectionId, fields.clientId};
    if (const auto known = m_published.find(key); known != m_published.end()) {
        const qint64 newest = std::exchange(*known, std::max(*known, fields.publishedMs));
        return fields.publishedMs < newest;
    }
    const qint64 newest = m_olderPublished.value(key);
    if (m_published.size() >= m_remembered) {
        m_olderPublished = std::move(m_published);
        m_published = {};
    }
    m_published.insert(key, std::max(newest, fields.publishedMs));
    return fields.publishedMs < newest;
}

} // namespace gm::timeline
