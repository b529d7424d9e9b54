#include "core/base/systemclock.h"

#include <QTimer>

#include <algorithm>
#include <ctime>
#include <limits>

namespace gm::base
{

namespace
{

class QTimerToken final : public TimerHandle::Token
{
public:
    QTimerToken(std::chrono::milliseconds delay, std::function<void()> call)
        : m_call(std::move(call))
    {
        const auto longest = std::chrono::milliseconds(std::numeric_limits<int>::max());
        m_timer.setSingleShot(true);
        // Coarse timers may fire 5 % early; a deadline of a protocol must not.
        m_timer.setTimerType(delay < std::chrono::seconds(20) ? Qt::PreciseTimer : Qt::CoarseTimer);
        m_timer.setInterval(std::clamp(delay, std::chrono::milliseconds(0), longest));
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            // The call may destroy this token: keep the function alive on the stack.
            const auto running = std::move(m_call);
            running();
        });
        m_timer.start();
    }

private:
    QTimer m_timer;
    std::function<void()> m_call;
};

} // namespace

/// CLOCK_BOOTTIME goes on in sleep, unlike the clock behind QElapsedTimer and QTimer.
std::chrono::milliseconds SystemClock::now() const
{
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                 std::chrono::nanoseconds(time.tv_nsec));
}

qint64 SystemClock::wallMs() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

TimerHandle SystemClock::after(std::chrono::milliseconds delay, std::function<void()> call)
{
    return TimerHandle(std::make_unique<QTimerToken>(delay, std::move(call)));
}

} // namespace gm::base
