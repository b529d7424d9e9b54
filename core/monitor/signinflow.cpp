#include "core/monitor/signinflow.h"

namespace gm::monitor
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using profile::Setting;
using Kind = supabase::SignInStep::Kind;

SignInFlow::SignInFlow(const Services &services, const profile::Profile &profile, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_profile(profile)
    , m_auth(services.http, services.clock, profile.supabaseUrl, profile.anonKey)
    , m_storage(services.secrets, services.settings, profile.name, m_auth.project())
    , m_keeper(m_auth, m_storage, services.clock, services.random, services.paths.sessionLockFile(m_auth.project()))
    , m_steps(m_auth, m_keeper, services.clock, services.random, services.openUrl)
    , m_bearer(m_keeper)
    , m_backend(services.http, m_bearer, profile.backendUrl)
    , m_tokens(m_backend)
{
    connect(&m_steps, &supabase::SignIn::stepChanged, this, &SignInFlow::onStep);
}

QFuture<Result<void>> SignInFlow::signIn(const QString &email, const base::Secret &password,
                                         supabase::Persistence persistence)
{
    answer(Error{.id = u"GM-SESSION-REPLACED"_s, .what = tr("Another sign-in came in between.")});
    m_waiting.emplace();
    m_waiting->start();
    auto future = m_waiting->future();
    m_steps.setPersistence(persistence);
    m_steps.beginPassword(email, password);
    return future;
}

void SignInFlow::onStep(const supabase::SignInStep &step)
{
    switch (step.kind) {
    case Kind::Done:
        if (m_steps.persistence() == supabase::Persistence::Stored)
            m_services.settings.setValue(Setting::LastEmail, step.email, m_profile.name);
        Q_EMIT signedIn();
        answer({});
        break;
    case Kind::Failed:
        answer(*step.error);
        break;
    case Kind::AwaitingTotp:
        if (!m_waiting)
            break;
        answer(Error{.id = u"GM-SIGNIN-SECOND-STEP"_s,
                     .what = tr("This account asks for a second step to sign in."),
                     .why = tr("The code of its authenticator app is needed, and nobody can be asked for it here."),
                     .next = tr("Sign in once with: genie-monitor login --totp-stdin")});
        m_steps.cancel();
        break;
    case Kind::Idle:
        answer(Error{.id = u"GM-SIGNIN-CANCELLED"_s, .what = tr("The sign-in was given up.")});
        break;
    case Kind::Working:
    case Kind::AwaitingBrowser:
    case Kind::AwaitingCode:
        break;
    }
}

void SignInFlow::answer(const Result<void> &result)
{
    if (!m_waiting)
        return;
    // The receiver may sign in anew at once.
    QPromise<Result<void>> waiting = std::move(*m_waiting);
    m_waiting.reset();
    waiting.addResult(result);
    waiting.finish();
}

} // namespace gm::monitor
