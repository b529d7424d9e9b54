#include "core/monitor/sessionstore.h"

#include <tuple>

namespace gm::monitor
{

using base::Result;
using base::Secret;
using profile::Setting;

SessionStore::SessionStore(profile::SecretStore &secrets, profile::Settings &settings, QString profileName,
                           QString project)
    : m_secrets(secrets)
    , m_settings(settings)
    , m_profileName(std::move(profileName))
    , m_project(std::move(project))
{
}

QString SessionStore::storedUser() const
{
    return m_settings.value(Setting::SignedInUser, m_profileName).toString();
}

QFuture<Result<std::optional<Secret>>> SessionStore::read()
{
    const QString user = storedUser();
    if (user.isEmpty())
        return QtFuture::makeReadyFuture(Result<std::optional<Secret>>(std::optional<Secret>()));
    return m_secrets.read(profile::sessionKey(m_project, user));
}

QFuture<Result<void>> SessionStore::write(const QString &userId, const Secret &record)
{
    // Another user's session of this profile would otherwise stay in the keychain for good.
    if (const QString before = storedUser(); !before.isEmpty() && before != userId)
        std::ignore = m_secrets.remove(profile::sessionKey(m_project, before));
    m_settings.setValue(Setting::SignedInUser, userId, m_profileName);
    return m_secrets.write(profile::sessionKey(m_project, userId), record);
}

QFuture<Result<void>> SessionStore::remove()
{
    const QString user = storedUser();
    if (user.isEmpty())
        return QtFuture::makeReadyFuture(Result<void>());
    m_settings.reset(Setting::SignedInUser, m_profileName);
    return m_secrets.remove(profile::sessionKey(m_project, user));
}

} // namespace gm::monitor
