/// The sandbox's own clock: the given one plus an offset, so that clients can be tried against a clock that differs.
#pragma once

#include "core/base/clock.h"

#include <QObject>

namespace gm::sandbox
{

/// Durations and timers are those of the clock behind; only the wall clock is shifted (`POST /clock`).
class SandboxClock final : public QObject, public base::Clock
{
    Q_OBJECT

public:
    /// @p real outlives this.
    explicit SandboxClock(base::Clock &real, QObject *parent = nullptr);

    [[nodiscard]] std::chrono::milliseconds now() const override;
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] base::TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) override;

    [[nodiscard]] std::chrono::milliseconds offset() const { return m_offset; }
    /// Positive: the sandbox is ahead of the real clock.
    void setOffset(std::chrono::milliseconds offset);

Q_SIGNALS:
    /// The wall clock has jumped: what expires by it should be looked at again.
    void offsetChanged();

private:
    base::Clock &m_real;
    std::chrono::milliseconds m_offset{0};
};

} // namespace gm::sandbox
