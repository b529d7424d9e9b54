/// Gaps and reconnects in words.
#pragma once

#include "core/timeline/gaps.h"

#include <QString>

namespace gm::models
{

/// "Gap 4.2 s"; while it is open "Gap, 3 s so far".
[[nodiscard]] QString gapTitle(const timeline::Gap &gap, qint64 lengthMs);
/// "connection lost, resume refused (80008). Events may be missing in 6 conversations".
[[nodiscard]] QString gapText(const timeline::Gap &gap);
/// "Connected again as a new connection, 6 channels attached".
[[nodiscard]] QString reconnectText(const timeline::Reconnect &reconnect);
/// "Gap of 4.2 seconds, connection lost, resume refused, code 80008, events may be missing in 6 conversations".
[[nodiscard]] QString speakGap(const timeline::Gap &gap, qint64 lengthMs);

} // namespace gm::models
