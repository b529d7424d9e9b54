/// So many a second, with a second's worth at once: the bucket behind the cap on deliveries.
#pragma once

#include <algorithm>
#include <chrono>

namespace gm::sandbox
{

class RateCap
{
public:
    /// Takes @p count from the bucket; false, and nothing taken, when there is not that much. @p rate may change between calls.
    [[nodiscard]] bool take(double count, double rate, std::chrono::milliseconds now)
    {
        const double elapsedS = std::chrono::duration<double>(now - m_filledAt).count();
        m_level = m_isUsed ? std::min(rate, m_level + elapsedS * rate) : rate;
        m_isUsed = true;
        m_filledAt = now;
        if (m_level < count)
            return false;
        m_level -= count;
        return true;
    }

private:
    bool m_isUsed = false;
    double m_level = 0;
    std::chrono::milliseconds m_filledAt{0};
};

} // namespace gm::sandbox
