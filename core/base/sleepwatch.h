/// Notices that the computer slept, or that its clock was set.
#pragma once

#include "core/base/clock.h"

#include <utility>

namespace gm::base
{

/// Looked at by whoever is called in regular time. Clock::now() goes on while the computer sleeps and timers do not: a timer
/// that comes much too late means sleep (or a process that was stopped, which for a connection is the same). The wall clock
/// moving by another length than Clock::now() means that somebody set it.
class SleepWatch
{
public:
    /// Lateness up to this is a busy computer, not a sleeping one.
    static constexpr std::chrono::seconds tolerance{10};

    struct Look {
        std::chrono::milliseconds slept{0};    ///< Longer than expected since the last look; 0: as expected.
        std::chrono::milliseconds clockSet{0}; ///< Positive: set forward; negative: set back; 0: within 5 s.
    };

    explicit SleepWatch(const Clock &clock)
        : m_clock(clock)
    {
        look({});
    }

    /// What happened since the last look, which was to be @p expected ago at most.
    Look look(std::chrono::milliseconds expected)
    {
        const auto now = m_clock.now();
        const auto wall = std::chrono::milliseconds(m_clock.wallMs());
        const auto passed = now - std::exchange(m_now, now);
        const auto moved = wall - std::exchange(m_wall, wall) - passed;
        return {.slept = passed > expected + tolerance ? passed - expected : std::chrono::milliseconds(0),
                .clockSet = std::chrono::abs(moved) > std::chrono::seconds(5) ? moved : std::chrono::milliseconds(0)};
    }

private:
    const Clock &m_clock;
    std::chrono::milliseconds m_now{};
    std::chrono::milliseconds m_wall{};
};

} // namespace gm::base
