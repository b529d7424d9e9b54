/// From session to token: signs in with Supabase, keeps the session, and asks the backend with it.
#pragma once

#include "core/monitor/backendtokens.h"
#include "core/monitor/services.h"
#include "core/monitor/sessionstore.h"
#include "core/profile/profile.h"
#include "core/supabase/sessionkeeper.h"

#include <QObject>

namespace gm::monitor
{

/// Wires the parts of one profile's sign-in; its members speak for themselves.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    SignInFlow(const Services &services, const profile::Profile &profile, QObject *parent = nullptr);

    [[nodiscard]] supabase::SessionKeeper &keeper() { return m_keeper; }
    [[nodiscard]] genie::BackendClient &backend() { return m_backend; }
    [[nodiscard]] BackendTokens &tokens() { return m_tokens; }

    /// Signs in and remembers the address for the next time's form.
    QFuture<base::Result<void>> signIn(const QString &email, const base::Secret &password,
                                       supabase::Persistence persistence);

private:
    Services m_services;
    profile::Profile m_profile;
    supabase::AuthClient m_auth;
    SessionStore m_storage;
    supabase::SessionKeeper m_keeper;
    SessionBearer m_bearer;
    genie::BackendClient m_backend;
    BackendTokens m_tokens;
};

} // namespace gm::monitor
