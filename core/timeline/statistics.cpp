#include "core/timeline/statistics.h"

#include <algorithm>
#include <cmath>

namespace gm::timeline
{

std::optional<qint64> percentile(std::vector<qint64> values, double fraction)
{
    if (values.empty())
        return std::nullopt;
    const double rank = std::ceil(std::clamp(fraction, 0.0, 1.0) * double(values.size()));
    const auto place = values.begin() + std::max<qint64>(0, qint64(rank) - 1);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

RateMeter::RateMeter(qint64 windowMs)
    : m_windowMs(windowMs)
{
}

void RateMeter::add(qint64 nowMs, qint64 events)
{
    const qint64 tick = nowMs / bucketMs;
    if (m_buckets.empty() || m_buckets.back().tick != tick)
        m_buckets.push_back({tick, 0});
    m_buckets.back().events += events;
    while (m_buckets.front().tick <= tick - m_windowMs / bucketMs)
        m_buckets.pop_front();
}

double RateMeter::perSecond(qint64 nowMs) const
{
    const qint64 oldest = nowMs / bucketMs - m_windowMs / bucketMs;
    qint64 events = 0;
    for (const Bucket &bucket : m_buckets) {
        if (bucket.tick > oldest)
            events += bucket.events;
    }
    return double(events) * 1000.0 / double(m_windowMs);
}

} // namespace gm::timeline
