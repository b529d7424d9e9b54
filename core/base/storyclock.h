/// The clock of a story told again: its wall clock stands still until whoever tells the story moves it.
#pragma once

#include "core/base/clock.h"

namespace gm::base
{

/// Monotonic time and timers run on, as heartbeats and time-outs need it; each move of the wall clock moves monotonic time
/// along, so that a minute of the story is a minute in both.
class StoryClock final : public Clock
{
public:
    /// Starts at @p startMs (ms since 1970-01-01 UTC). @p real outlives this.
    StoryClock(Clock &real, qint64 startMs)
        : m_real(real)
        , m_startMs(startMs)
        , m_wallMs(startMs)
    {
    }

    [[nodiscard]] std::chrono::milliseconds now() const override
    {
        return m_real.now() + std::chrono::milliseconds(m_wallMs - m_startMs);
    }
    [[nodiscard]] qint64 wallMs() const override { return m_wallMs; }
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) override
    {
        return m_real.after(delay, std::move(call));
    }

    /// Moves to @p wallMs; an earlier time than now is ignored: the story does not go back.
    void moveTo(qint64 wallMs) { m_wallMs = std::max(m_wallMs, wallMs); }

private:
    Clock &m_real;
    const qint64 m_startMs;
    qint64 m_wallMs;
};

} // namespace gm::base
