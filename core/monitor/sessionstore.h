/// Supabase sessions in the keychain: joins core/supabase's interface to core/profile's store.
#pragma once

#include "core/profile/secretstore.h"
#include "core/profile/settings.h"
#include "core/supabase/sessionstorage.h"

namespace gm::monitor
{

/// One profile's session. The settings remember whose it is, since the keychain's key names the user.
class SessionStore final : public supabase::SessionStorage
{
public:
    SessionStore(profile::SecretStore &secrets, profile::Settings &settings, QString profileName, QString project);

    [[nodiscard]] QFuture<base::Result<std::optional<base::Secret>>> read() override;
    [[nodiscard]] QFuture<base::Result<void>> write(const QString &userId, const base::Secret &record) override;
    [[nodiscard]] QFuture<base::Result<void>> remove() override;

private:
    [[nodiscard]] QString storedUser() const;

    profile::SecretStore &m_secrets;
    profile::Settings &m_settings;
    QString m_profileName;
    QString m_project;
};

} // namespace gm::monitor
