/// Medians, percentiles and rates.
#pragma once

#include <QtGlobal>

#include <deque>
#include <optional>
#include <vector>

namespace gm::timeline
{

/// The value that @p fraction (0 … 1) of @p values do not exceed, by nearest rank; nothing for no values.
[[nodiscard]] std::optional<qint64> percentile(std::vector<qint64> values, double fraction);
/// Half of the values do not exceed it.
[[nodiscard]] inline std::optional<qint64> median(const std::vector<qint64> &values)
{
    return percentile(values, 0.5);
}
/// 95 of 100 do not exceed it.
[[nodiscard]] inline std::optional<qint64> p95(const std::vector<qint64> &values)
{
    return percentile(values, 0.95);
}

/// Events a second over a sliding window. Times are of the monotonic clock and never go back.
class RateMeter
{
public:
    explicit RateMeter(qint64 windowMs = 5'000);

    void add(qint64 nowMs, qint64 events = 1);
    /// Over the window that ends at @p nowMs.
    [[nodiscard]] double perSecond(qint64 nowMs) const;

private:
    struct Bucket {
        qint64 tick = 0;
        qint64 events = 0;
    };
    static constexpr qint64 bucketMs = 100;

    qint64 m_windowMs;
    std::deque<Bucket> m_buckets;
};

} // namespace gm::timeline
