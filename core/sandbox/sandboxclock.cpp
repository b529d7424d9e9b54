#include "core/sandbox/sandboxclock.h"

namespace gm::sandbox
{

using std::chrono::milliseconds;

SandboxClock::SandboxClock(base::Clock &real, QObject *parent)
    : QObject(parent)
    , m_real(real)
{
}

milliseconds SandboxClock::now() const
{
    return m_real.now();
}

qint64 SandboxClock::wallMs() const
{
    return m_real.wallMs() + m_offset.count();
}

base::TimerHandle SandboxClock::after(milliseconds delay, std::function<void()> call)
{
    return m_real.after(delay, std::move(call));
}

void SandboxClock::setOffset(milliseconds offset)
{
    if (std::exchange(m_offset, offset) != offset)
        Q_EMIT offsetChanged();
}

} // namespace gm::sandbox
