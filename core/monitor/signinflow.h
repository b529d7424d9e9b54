/// From session to token: signs in with Supabase, keeps the session, and asks the backend with it.
#pragma once

#include "core/monitor/backendtokens.h"
#include "core/monitor/services.h"
#include "core/monitor/sessionstore.h"
#include "core/profile/profile.h"
#include "core/supabase/signin.h"

#include <QObject>
#include <QPromise>

namespace gm::monitor
{

/// Wires the parts of one profile's sign-in; its members speak for themselves.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    SignInFlow(const Services &services, const profile::Profile &profile, QObject *parent = nullptr);

    [[nodiscard]] supabase::AuthClient &auth() { return m_auth; }
    [[nodiscard]] supabase::SessionKeeper &keeper() { return m_keeper; }
    /// Every way to sign in, step by step.
    [[nodiscard]] supabase::SignIn &steps() { return m_steps; }
    [[nodiscard]] genie::BackendClient &backend() { return m_backend; }
    [[nodiscard]] BackendTokens &tokens() { return m_tokens; }

    /// The way without questions. `GM-SIGNIN-SECOND-STEP` for an account that asks one.
    QFuture<base::Result<void>> signIn(const QString &email, const base::Secret &password,
                                       supabase::Persistence persistence);

Q_SIGNALS:
    /// By whichever way. The address is remembered for the next time's form, unless nothing is to be stored.
    void signedIn();

private:
    void onStep(const supabase::SignInStep &step);
    void answer(const base::Result<void> &result);

    Services m_services;
    profile::Profile m_profile;
    supabase::AuthClient m_auth;
    SessionStore m_storage;
    supabase::SessionKeeper m_keeper;
    supabase::SignIn m_steps;
    std::optional<QPromise<base::Result<void>>> m_waiting; ///< Whoever called signIn().
    SessionBearer m_bearer;
    genie::BackendClient m_backend;
    BackendTokens m_tokens;
};

} // namespace gm::monitor
