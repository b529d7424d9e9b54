/// Delays between attempts.
#pragma once

#include <chrono>

namespace gm::base
{

class Random;

/// Delay before retry @p n, counted from 1: base × min((n + 2) / 3, 2) × jitter, 0.8 ≤ jitter ≤ 1 (RTB1). At most 2 × base.
[[nodiscard]] std::chrono::milliseconds delayBeforeRetry(std::chrono::milliseconds base, int n, Random &random);

/// Doubling delay: first × 2^(n − 1), at most @p longest, then ±20 % jitter. For services without a rule of their own.
[[nodiscard]] std::chrono::milliseconds doublingDelay(std::chrono::milliseconds first,
                                                      std::chrono::milliseconds longest, int n, Random &random);

} // namespace gm::base
