/// What stands around and before the text of a log line. Private to this folder: backendlog.h is the way in.
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace gm::genie
{

/// A line's own text, and when it was logged.
struct LogText {
    QString message{};
    std::optional<qint64> atMs{}; ///< ms since 1970 UTC.
};

/// Takes off colours, the container's prefix, docker's time or JSON, and the head of Python's logging. @p zone is that of
/// times that name none, ahead of UTC.
[[nodiscard]] LogText readLogHead(const QString &line, std::chrono::minutes zone);

} // namespace gm::genie
