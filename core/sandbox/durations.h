/// Durations of the control API: as people type them, also negative ones, or a plain number of milliseconds.
#pragma once

#include <QJsonValue>
#include <QString>

#include <chrono>
#include <optional>

namespace gm::sandbox
{

/// "30s", "250ms", "-3m", "1.5h", "1500"; nothing when @p text is none of these.
[[nodiscard]] std::optional<std::chrono::milliseconds> readDuration(const QString &text);
/// A JSON text as above, or a number of milliseconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> readDuration(const QJsonValue &value);

} // namespace gm::sandbox
