#include "core/sandbox/backendlogfile.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;

namespace
{

constexpr qsizetype maxTextBytes = 32 * 1024 * 1024;

} // namespace

BackendLogFile::BackendLogFile(base::Clock &clock)
    : m_clock(clock)
{
}

base::Result<void> BackendLogFile::open(const QString &path)
{
    QString place = path;
    if (place.isEmpty()) {
        m_folder = std::make_unique<QTemporaryDir>();
        place = m_folder->filePath(u"backend.log"_s);
    }
    m_file.setFileName(place);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        return Error{.what = QCoreApplication::translate("gm::sandbox::BackendLogFile",
                                                         "The backend log \"%1\" cannot be written.")
                                 .arg(place),
                     .why = m_file.errorString()};
    }
    return {};
}

QString BackendLogFile::path() const
{
    return QFileInfo(m_file.fileName()).absoluteFilePath();
}

void BackendLogFile::write(const QString &logger, const QString &level, const QString &message)
{
    QString oneLine = message;
    oneLine.replace(u"\n"_s, u"\\n"_s);
    const QString time = m_clock.wallClock().toString(u"yyyy-MM-dd HH:mm:ss,zzz"_s);
    const QString line = time + u" - "_s + logger + u" - "_s + level + u" - "_s + oneLine + u'\n';
    const QByteArray bytes = line.toUtf8();
    m_file.write(bytes);
    m_file.flush();
    m_text += bytes;
    if (m_text.size() > maxTextBytes)
        m_text.remove(0, m_text.indexOf('\n', maxTextBytes / 2) + 1);
}

} // namespace gm::sandbox
