/// The computer's own clocks.
#pragma once

#include "core/base/clock.h"

#include <QElapsedTimer>

namespace gm::base
{

/// Clock on QElapsedTimer and QTimer. Timers run in the thread that asked for them.
class SystemClock final : public Clock
{
public:
    SystemClock();
    [[nodiscard]] std::chrono::milliseconds now() const override;
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) override;

private:
    QElapsedTimer m_elapsed;
};

} // namespace gm::base
