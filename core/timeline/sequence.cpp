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
    if (isSuperseded(fields))
        flags |= EventFlag::Superseded;
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

/// Versions sort as plain text (TM2s1), in whatever order they come. The first version has the message's own serial.
bool Sequence::isSuperseded(const Event::Fields &fields)
{
    const bool isChange = fields.revision && !fields.revision->serial.isEmpty();
    if (fields.serial.isEmpty() || (!isChange && m_newestVersions.isEmpty()))
        return false;
    const QString &version = isChange ? fields.revision->serial : fields.serial;
    const auto known = m_newestVersions.find(fields.serial);
    if (known != m_newestVersions.end()) {
        if (version < *known)
            return true;
        *known = version;
    } else if (isChange) {
        if (m_newestVersions.size() >= m_remembered)
            m_newestVersions.clear();
        m_newestVersions.insert(fields.serial, version);
    }
    return false;
}

} // namespace gm::timeline
