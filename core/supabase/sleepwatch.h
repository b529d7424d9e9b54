/// Notices that the computer slept or its clock was set.
#pragma once

#include "core/base/clock.h"

namespace gm::supabase
{

/// Compares how far the wall clock and the monotonic clock have come since the last look.
class SleepWatch
{
public:
    explicit SleepWatch(const base::Clock &clock)
        : m_clock(clock)
    {
        gapSinceLastLook();
    }

    /// How much more the wall clock has moved, where that is over 5 s either way; else 0. Positive: the computer slept, or
    /// the clock was set forward. Negative: it was set back.
    std::chrono::milliseconds gapSinceLastLook()
    {
        const auto now = m_clock.now();
        const auto wall = std::chrono::milliseconds(m_clock.wallMs());
        const auto gap = (wall - std::exchange(m_wall, wall)) - (now - std::exchange(m_now, now));
        return std::chrono::abs(gap) > std::chrono::seconds(5) ? gap : std::chrono::milliseconds(0);
    }

private:
    const base::Clock &m_clock;
    std::chrono::milliseconds m_now{};
    std::chrono::milliseconds m_wall{};
};

} // namespace gm::supabase
