#include "core/timeline/gaps.h"

#include <array>

namespace gm::timeline
{

using base::ConversationId;

namespace
{

/// Channels of one connection tell of the same loss one after the other.
constexpr qint64 sameMomentMs = 1'000;

} // namespace

QString gapCauseWord(GapCause cause)
{
    static constexpr std::array words{"resume-refused", "suspended", "lost-continuity", "rate-limited", "asleep"};
    return QLatin1String(words[size_t(cause)]);
}

Gaps::Gaps(const EventStore &store, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
}

GapIndex Gaps::open(const ConversationId &conversation, GapCause cause, int code, qint64 fromMs, qint64 fromMonoMs)
{
    if (const auto known = m_open.constFind(conversation); known != m_open.constEnd())
        return *known;
    std::optional<GapIndex> index = sameGap(conversation, cause, code, fromMs);
    if (!index) {
        index = GapIndex(m_gaps.size());
        Gap fresh;
        fresh.cause = cause;
        fresh.code = code;
        fresh.fromMs = fromMs;
        fresh.beforeRow = m_store.size();
        m_gaps.push_back(std::move(fresh));
        m_fromMono.push_back(fromMonoMs);
    }
    Gap &gap = m_gaps[size_t(*index)];
    gap.conversations << conversation;
    gap.stillOpen << conversation;
    gap.toMs = 0;
    gap.lengthMs = -1;
    m_open.insert(conversation, *index);
    Q_EMIT opened(*index, conversation);
    return *index;
}

void Gaps::close(const ConversationId &conversation)
{
    const auto known = m_open.constFind(conversation);
    if (known == m_open.constEnd())
        return;
    const GapIndex index = *known;
    m_open.erase(known);
    Gap &gap = m_gaps[size_t(index)];
    gap.stillOpen.removeOne(conversation);
    if (gap.stillOpen.isEmpty()) {
        gap.toMs = m_clock.wallMs();
        gap.lengthMs = std::max<qint64>(0, m_clock.now().count() - m_fromMono[size_t(index)]);
    }
    Q_EMIT closed(index, conversation);
}

void Gaps::markFilled(const ConversationId &conversation)
{
    for (size_t i = m_gaps.size(); i-- > 0;) {
        Gap &gap = m_gaps[i];
        if (!gap.conversations.contains(conversation))
            continue;
        if (!gap.filled.contains(conversation)) {
            gap.filled << conversation;
            Q_EMIT filled(GapIndex(i), conversation);
        }
        return;
    }
}

void Gaps::addReconnect(bool isSameConnection, int channels, const QString &host)
{
    m_reconnects.push_back({.atMs = m_clock.wallMs(),
                            .isSameConnection = isSameConnection,
                            .channels = channels,
                            .host = host,
                            .beforeRow = m_store.size()});
    Q_EMIT reconnected(m_reconnects.back());
}

int Gaps::countOf(const ConversationId &conversation) const
{
    return int(std::count_if(m_gaps.begin(), m_gaps.end(),
                             [&](const Gap &gap) { return gap.conversations.contains(conversation); }));
}

qint64 Gaps::lengthOf(const ConversationId &conversation) const
{
    qint64 sum = 0;
    for (size_t i = 0; i < m_gaps.size(); ++i) {
        if (m_gaps[i].conversations.contains(conversation))
            sum += lengthOf(GapIndex(i));
    }
    return sum;
}

qint64 Gaps::lengthOf(GapIndex index) const
{
    const Gap &gap = at(index);
    return gap.isOpen() ? std::max<qint64>(0, m_clock.now().count() - m_fromMono[size_t(index)]) : gap.lengthMs;
}

std::optional<GapIndex> Gaps::sameGap(const ConversationId &conversation, GapCause cause, int code, qint64 fromMs) const
{
    if (m_gaps.empty())
        return std::nullopt;
    const Gap &newest = m_gaps.back();
    const bool isSame = newest.cause == cause && newest.code == code && !newest.conversations.contains(conversation) &&
                        std::abs(newest.fromMs - fromMs) <= sameMomentMs;
    return isSame ? std::optional(GapIndex(m_gaps.size() - 1)) : std::nullopt;
}

} // namespace gm::timeline
