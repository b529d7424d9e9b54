#include "core/profile/standardpaths.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStandardPaths>

namespace gm::profile
{

using namespace Qt::StringLiterals;

namespace
{

constexpr auto applicationId = u"app.genie.Monitor";

QString below(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + u'/' + applicationId;
}

/// The session's own folder where there is one: it is private to the user and empty after a restart.
QString lockFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool isThere = !runtime.isEmpty() && QDir(runtime).exists();
    return isThere ? QString(runtime + u'/' + applicationId)
                   : below(QStandardPaths::GenericCacheLocation) + u"/locks"_s;
}

} // namespace

QString Paths::sessionLockFile(const QString &project) const
{
    // A project's name holds colons and slashes: only its fingerprint is fit for a file name.
    const QByteArray name = QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return u"%1/session-%2.lock"_s.arg(lockDir, QString::fromLatin1(name));
}

Paths standardPaths(const QString &configDir)
{
    Paths paths{.lockDir = lockFolder()};
    if (configDir.isEmpty()) {
        paths.configDir = below(QStandardPaths::GenericConfigLocation);
        paths.dataDir = below(QStandardPaths::GenericDataLocation);
        paths.cacheDir = below(QStandardPaths::GenericCacheLocation);
    } else {
        const QString base = QDir::cleanPath(QDir(configDir).absolutePath());
        paths.configDir = base;
        paths.dataDir = base + u"/data"_s;
        paths.cacheDir = base + u"/cache"_s;
    }
    return paths;
}

} // namespace gm::profile
