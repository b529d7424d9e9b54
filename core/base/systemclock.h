/// The computer's own clocks.
#pragma once

#include "core/base/clock.h"

namespace gm::base
{

/// The time since the computer was started, sleep included, and QTimer, which stands still in sleep. Timers run in the thread
/// that asked for them.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds now() const override;
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) override;
};

} // namespace gm::base
