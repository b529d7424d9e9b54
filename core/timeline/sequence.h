/// What only the order of arrival tells about an event: repeats, lateness, order, and whether it is the newest version.
#pragma once

#include "core/timeline/event.h"
#include "core/timeline/idmemory.h"

#include <QHash>

namespace gm::timeline
{

/// From this lag on an event is late.
inline constexpr qint64 lateFromMs = 1'000;

/// Asked by ingest for each event in order of arrival. Exact for the last 65,536 ids and publishers, and bounded by twice
/// as many: Ably repeats nothing older than its two minutes of history.
class Sequence
{
public:
    explicit Sequence(qsizetype remembered = 65'536);

    /// Duplicate, Late, OutOfOrder and Superseded as they apply. A repeat is none of the others. @p isBacklog events come late by
    /// nature and are not called so. Events without id or published time get no flag that needs it.
    [[nodiscard]] EventFlags judge(const Event::Fields &fields, bool isBacklog);

private:
    struct PublisherKey {
        base::ConversationId conversation;
        QString connectionId;
        QString clientId;
        friend bool operator==(const PublisherKey &, const PublisherKey &) = default;
        friend size_t qHash(const PublisherKey &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.conversation, key.connectionId, key.clientId);
        }
    };

    [[nodiscard]] bool isRepeat(const Event::Fields &fields);
    [[nodiscard]] bool isOutOfOrder(const Event::Fields &fields);
    void turnTo(const PublisherKey &publisher);
    [[nodiscard]] bool isSuperseded(const Event::Fields &fields);

    qsizetype m_remembered;
    IdMemory m_ids;
    /// When each publisher's newest event was published, ms UTC; the current one's stands apart, for the next event is
    /// mostly its as well.
    QHash<PublisherKey, qint64> m_published;
    QHash<PublisherKey, qint64> m_olderPublished;
    PublisherKey m_publisher;
    qint64 m_newestMs = 0;                    ///< 0: of nobody yet.
    QHash<QString, QString> m_newestVersions; ///< By the serial of messages that were changed, at most m_remembered.
};

} // namespace gm::timeline
