/// The profile file.
#pragma once

#include "core/profile/profile.h"

#include <QStringList>

namespace gm::profile
{

/// Reads the file anew for every call and writes it whole or not at all, so that several processes may use it. A file that
/// cannot be read or understood is never overwritten: `GM-PROFILES-DAMAGED`, `GM-PROFILES-FILE`.
class ProfileStore
{
public:
    /// @p file need not exist.
    explicit ProfileStore(QString file);

    /// In the order they were added.
    [[nodiscard]] base::Result<QList<Profile>> list() const;
    /// Fails with `GM-PROFILE-UNKNOWN`, which names those there are.
    [[nodiscard]] base::Result<Profile> get(const QString &name) const;
    /// Fails with `GM-PROFILE-EXISTS` for a name in use; case does not matter.
    [[nodiscard]] base::Result<void> add(const Profile &profile);
    /// Puts @p profile in the place of the one called @p name.
    [[nodiscard]] base::Result<void> replace(const QString &name, const Profile &profile);
    [[nodiscard]] base::Result<void> remove(const QString &name);

    [[nodiscard]] const QString &file() const { return m_file; }

private:
    [[nodiscard]] base::Result<void> save(const QList<Profile> &profiles) const;

    QString m_file;
};

} // namespace gm::profile
