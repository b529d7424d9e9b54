/// Many timers with one owner: each forgets itself when it has fired, all go with the owner.
#pragma once

#include "core/base/clock.h"

#include <map>

namespace gm::sandbox
{

class Timers
{
public:
    /// @p clock outlives the object.
    explicit Timers(base::Clock &clock)
        : m_clock(clock)
    {
    }

    /// Calls @p call once, @p delay from now, unless clear() comes first.
    void after(std::chrono::milliseconds delay, std::function<void()> call)
    {
        const quint64 id = ++m_lastId;
        m_running[id] = m_clock.after(delay, [this, id, call = std::move(call)] {
            m_running.erase(id);
            call();
        });
    }
    void clear() { m_running.clear(); }
    [[nodiscard]] bool isEmpty() const { return m_running.empty(); }

private:
    base::Clock &m_clock;
    std::map<quint64, base::TimerHandle> m_running;
    quint64 m_lastId = 0;
};

} // namespace gm::sandbox
