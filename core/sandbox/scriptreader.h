/// Steps of a scenario file, and what they stand for: a line such as `"stream"` becomes many steps.
#pragma once

#include "core/base/result.h"
#include "core/sandbox/scenario.h"

#include <QJsonArray>

namespace gm::sandbox
{

/// Understands, besides `wait` (duration before the step):
/// `say` (+ `role`, `type`, `metadata`, `as`) a message · `status` (+ `text`, `metadata`) · `complete` (a count) ·
/// `stream` (+ `pieces`, `over`, `as`, `open`) pieces and their end, or no end while `open` · `event` (+ `data`, `times`,
/// `perSecond`) anything · `again` · `fault` · `log` · `drop` (+ `back`, `refused`), `renew` and
/// `pass` for stories.
/// In stories each step has `at` (time of day), `in` (key of the conversation) and `lag` (ms) in place of `wait`.
[[nodiscard]] base::Result<Script> readScript(const QJsonArray &steps);
/// The same with the times of a story that begins at @p startMs; in order of time.
[[nodiscard]] base::Result<Script> readStory(const QJsonArray &steps, qint64 startMs);

} // namespace gm::sandbox
