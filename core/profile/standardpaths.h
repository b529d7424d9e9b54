/// Where this program keeps its files.
#pragma once

#include <QString>

namespace gm::profile
{

/// Folders; none is created until something is written.
struct Paths {
    QString configDir{}; ///< Profiles and settings.
    QString dataDir{};   ///< Archive and recordings.
    QString cacheDir{};
    /// Locks between processes. Belongs to the user, as the keychain does, not to @p configDir.
    QString lockDir{};

    [[nodiscard]] QString profilesFile() const { return configDir + QStringLiteral("/profiles.json"); }
    [[nodiscard]] QString settingsFile() const { return configDir + QStringLiteral("/settings.ini"); }
    /// One lock per Supabase project (AuthClient::project()).
    [[nodiscard]] QString sessionLockFile(const QString &project) const;
};

/// The platform's places for `app.genie.Monitor`; everything but the locks goes below @p configDir where that is given.
[[nodiscard]] Paths standardPaths(const QString &configDir = {});

} // namespace gm::profile
