#include "core/monitor/signinflow.h"

#include <QPointer>

namespace gm::monitor
{

using profile::Setting;

SignInFlow::SignInFlow(const Services &services, const profile::Profile &profile, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_profile(profile)
    , m_auth(services.http, services.clock, profile.supabaseUrl, profile.anonKey)
    , m_storage(services.secrets, services.settings, profile.name, m_auth.project())
    , m_keeper(m_auth, m_storage, services.clock, services.random, services.paths.sessionLockFile(m_auth.project()))
    , m_bearer(m_keeper)
    , m_backend(services.http, m_bearer, profile.backendUrl)
    , m_tokens(m_backend)
{
}

QFuture<base::Result<void>> SignInFlow::signIn(const QString &email, const base::Secret &password,
                                               supabase::Persistence persistence)
{
    const bool isRemembered = persistence == supabase::Persistence::Stored;
    return m_keeper.signIn(email, password, persistence)
        .then([guard = QPointer(this), email, isRemembered](const base::Result<void> &result) {
            if (guard && result && isRemembered)
                guard->m_services.settings.setValue(Setting::LastEmail, email, guard->m_profile.name);
            return result;
        });
}

} // namespace gm::monitor
