/// The backend's log: lines in the form of Python's logging, in a file and in memory.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace gm::sandbox
{

/// `2025-11-06 14:02:51,204 - app.services.ably_service - INFO - Published …`. Times are UTC.
class BackendLogFile
{
public:
    /// @p clock outlives the object.
    explicit BackendLogFile(base::Clock &clock);

    /// Starts an empty file at @p path; an empty path makes one in a temporary folder that goes with the object.
    [[nodiscard]] base::Result<void> open(const QString &path);
    /// Where the file is, absolute.
    [[nodiscard]] QString path() const;

    /// Line feeds in @p message are written as `\n`: a line stays a line. Flushed at once.
    void write(const QString &logger, const QString &level, const QString &message);
    [[nodiscard]] QByteArray text() const { return m_text; }

private:
    base::Clock &m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    QFile m_file;
    QByteArray m_text; ///< The newest part, bounded.
};

} // namespace gm::sandbox
