/// Durations as people write them to the control API: "30s", "250ms", "-3m", "1.5h", or a plain number of milliseconds.
#pragma once

#include <QJsonValue>
#include <QString>

#include <chrono>
#include <optional>

namespace gm::sandbox
{

/// Nothing when @p text is not a duration.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(const QString &text);
/// A JSON text as above, or a number of milliseconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(const QJsonValue &value);

} // namespace gm::sandbox
