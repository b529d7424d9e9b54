#include "tests/support/fakeclock.h"

namespace gm::test
{

/// Cancels by its id; harmless when the timer has fired or the clock is gone.
class FakeClock::FakeToken final : public base::TimerHandle::Token
{
public:
    FakeToken(std::weak_ptr<Timers> timers, quint64 id)
        : m_timers(std::move(timers))
        , m_id(id)
    {
    }

    ~FakeToken() override
    {
        if (const auto timers = m_timers.lock())
            timers->erase(m_id);
    }

private:
    std::weak_ptr<Timers> m_timers;
    quint64 m_id;
};

base::TimerHandle FakeClock::after(std::chrono::milliseconds delay, std::function<void()> call)
{
    const quint64 id = ++m_lastId;
    m_timers->emplace(id, Timer{m_now + std::max(delay, std::chrono::milliseconds(0)), std::move(call)});
    return base::TimerHandle(std::make_unique<FakeToken>(m_timers, id));
}

void FakeClock::sleep(std::chrono::milliseconds length)
{
    m_now += length;
    m_wallMs += length.count();
    for (auto &[id, timer] : *m_timers)
        timer.at += length;
}

void FakeClock::advance(std::chrono::milliseconds by)
{
    const auto end = m_now + by;
    for (;;) {
        auto due = m_timers->end();
        for (auto it = m_timers->begin(); it != m_timers->end(); ++it) {
            if (it->second.at <= end && (due == m_timers->end() || it->second.at < due->second.at))
                due = it;
        }
        if (due == m_timers->end())
            break;
        const auto step = std::max(due->second.at - m_now, std::chrono::milliseconds(0));
        m_now += step;
        m_wallMs += step.count();
        const auto call = std::move(due->second.call);
        m_timers->erase(due);
        call();
    }
    m_wallMs += (end - m_now).count();
    m_now = end;
}

} // namespace gm::test
