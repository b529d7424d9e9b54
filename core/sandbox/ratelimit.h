/// A bucket of requests that fills again with time.
#pragma once

#include "core/base/clock.h"

namespace gm::sandbox
{

/// Full at first; each request takes one, and they come back evenly.
class RateLimit
{
public:
    /// @p refill: the time one request takes to come back.
    RateLimit(base::Clock &clock, int burst, std::chrono::milliseconds refill)
        : m_clock(clock)
        , m_capacity(std::chrono::milliseconds(refill * burst))
        , m_refill(refill)
        , m_saved(m_capacity)
        , m_lookedAt(clock.now())
    {
    }

    /// False when the bucket is empty.
    [[nodiscard]] bool take()
    {
        const std::chrono::milliseconds now = m_clock.now();
        m_saved = std::min(m_capacity, m_saved + (now - m_lookedAt));
        m_lookedAt = now;
        if (m_saved < m_refill)
            return false;
        m_saved -= m_refill;
        return true;
    }

private:
    base::Clock &m_clock;
    std::chrono::milliseconds m_capacity; ///< The bucket is counted in time saved up.
    std::chrono::milliseconds m_refill;
    std::chrono::milliseconds m_saved;
    std::chrono::milliseconds m_lookedAt;
};

} // namespace gm::sandbox
