/// Durations as people type them.
#pragma once

#include "core/base/result.h"

#include <chrono>

namespace gm::base
{

/// "500ms", "30s", "2m", "1h", "1.5s"; a number needs its unit. At most 1000 h. Error 1110 says what to write.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(const QString &text);
/// "3 h 12 min", "4 min 5 s", "45 s" for a sentence; parts of a second are left out.
[[nodiscard]] QString durationWords(std::chrono::milliseconds length);

} // namespace gm::base
