/// Events a second over the last few seconds.
#pragma once

#include <chrono>
#include <deque>

namespace gm::monitor
{

/// Counts over a sliding window of five seconds, in steps of 250 ms: bounded whatever the rate.
class RateMeter
{
public:
    void add(qint64 events, std::chrono::milliseconds now)
    {
        const auto slot = now / step;
        if (m_slots.empty() || m_slots.back().slot != slot)
            m_slots.push_back({slot, 0});
        m_slots.back().events += events;
        forget(slot);
    }

    [[nodiscard]] double perSecond(std::chrono::milliseconds now)
    {
        forget(now / step);
        qint64 sum = 0;
        for (const Slot &slot : m_slots)
            sum += slot.events;
        return double(sum) / std::chrono::duration<double>(step * slotCount).count();
    }

private:
    static constexpr std::chrono::milliseconds step{250};
    static constexpr qint64 slotCount = 20;

    struct Slot {
        qint64 slot = 0;
        qint64 events = 0;
    };

    void forget(qint64 newest)
    {
        while (!m_slots.empty() && m_slots.front().slot <= newest - slotCount)
            m_slots.pop_front();
    }

    std::deque<Slot> m_slots;
};

} // namespace gm::monitor
