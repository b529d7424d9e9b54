/// A clock that stands still until a test moves it.
#pragma once

#include "core/base/clock.h"

#include <map>

namespace gm::test
{

/// Timers fire inside advance(), in the order of their times, each at its own time. A timer that a call sets for a moment
/// within the same advance() fires in it too.
class FakeClock final : public base::Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds now() const override { return m_now; }
    [[nodiscard]] qint64 wallMs() const override { return m_wallMs; }
    [[nodiscard]] base::TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) override;

    /// Moves both clocks forward and fires what is due.
    void advance(std::chrono::milliseconds by);
    /// Fires what is due now: calls asked for with a delay ≤ 0.
    void runDue() { advance(std::chrono::milliseconds(0)); }
    /// The computer sleeps: both clocks go on, timers stand still.
    void sleep(std::chrono::milliseconds length);
    /// Moves the wall clock alone: someone set it.
    void jumpWall(std::chrono::milliseconds by) { m_wallMs += by.count(); }
    void setWallMs(qint64 ms) { m_wallMs = ms; }

    /// Timers waiting.
    [[nodiscard]] int pending() const { return int(m_timers->size()); }

private:
    struct Timer {
        std::chrono::milliseconds at;
        std::function<void()> call;
    };
    using Timers = std::map<quint64, Timer>; ///< By the order in which they were asked for.

    class FakeToken;

    std::chrono::milliseconds m_now{1'000'000};
    qint64 m_wallMs = 1'762'437'827'000; // 2025-11-06T14:03:47Z
    quint64 m_lastId = 0;
    std::shared_ptr<Timers> m_timers = std::make_shared<Timers>();
};

} // namespace gm::test
