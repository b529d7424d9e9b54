#include "core/base/backoff.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace gm::base
{

std::chrono::milliseconds delayBeforeRetry(std::chrono::milliseconds base, int n, Random &random)
{
    const double coefficient = std::min((std::max(n, 1) + 2) / 3.0, 2.0); // RTB1a
    const double jitter = 0.8 + 0.2 * random.uniform();                   // RTB1b
    return std::chrono::milliseconds(qint64(std::floor(double(base.count()) * coefficient * jitter)));
}

std::chrono::milliseconds doublingDelay(std::chrono::milliseconds first, std::chrono::milliseconds longest, int n,
                                        Random &random)
{
    const int doublings = std::clamp(n - 1, 0, 30);
    const double plain = std::min(double(first.count()) * std::exp2(doublings), double(longest.count()));
    return std::chrono::milliseconds(qint64(plain * (0.8 + 0.4 * random.uniform())));
}

} // namespace gm::base
