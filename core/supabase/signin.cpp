#include "core/supabase/signin.h"

#include "core/base/whendone.h"
#include "core/supabase/autherror.h"
#include "core/supabase/authwords.h"
#include "core/supabase/signincode.h"

#include <QRegularExpression>

namespace gm::supabase
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;
using Kind = SignInStep::Kind;

namespace
{

bool isEmail(const QString &text)
{
    static const QRegularExpression form(u"^[^\\s@]+@[^\\s@]+$"_s);
    return form.match(text).hasMatch();
}

/// Names the settings never list, though a project may have them.
bool isUnlisted(const QString &provider)
{
    return provider == u"x" || provider.startsWith(u"custom:");
}

} // namespace

SignIn::SignIn(AuthClient &auth, SessionKeeper &keeper, base::Clock &clock, base::Random &random, OpenUrl openUrl,
               QObject *parent)
    : QObject(parent)
    , m_auth(auth)
    , m_keeper(keeper)
    , m_random(random)
    , m_openUrl(std::move(openUrl))
    , m_redirect(clock, random)
{
    connect(&m_redirect, &LoopbackRedirect::codeReceived, this, &SignIn::exchange);
    connect(&m_redirect, &LoopbackRedirect::failed, this, &SignIn::fail);
}

SignIn::~SignIn() = default;

void SignIn::beginPassword(const QString &email, const Secret &password)
{
    begin(email);
    if (!checkEmail())
        return;
    setStep(Kind::Working);
    whenSignedIn(m_auth.signInWithPassword(m_step.email, password), [this](const Error &error) { fail(error); });
}

void SignIn::beginProvider(const QString &provider)
{
    begin({});
    m_step.browser.provider = provider;
    setStep(Kind::Working);
    base::whenDone(m_auth.settings(), this, [this, attempt = m_attempt](const Result<AuthSettings> &offered) {
        if (attempt == m_attempt)
            openBrowser(offered);
    });
}

void SignIn::requestEmailCode(const QString &email)
{
    const bool isAgain = m_step.kind == Kind::AwaitingCode && m_step.email == email.trimmed();
    begin(email);
    if (!checkEmail())
        return;
    setStep(Kind::Working);
    base::whenDone(m_auth.requestEmailCode(m_step.email), this,
                   [this, isAgain, attempt = m_attempt](const Result<void> &sent) {
                       if (attempt != m_attempt)
                           return;
                       if (sent)
                           setStep(Kind::AwaitingCode);
                       else if (isAgain)
                           setStep(Kind::AwaitingCode, sent.error()); // the code mailed before is still good
                       else
                           fail(sent.error());
                   });
}

bool SignIn::openBrowserAgain()
{
    return m_step.kind == Kind::AwaitingBrowser && m_openUrl && m_openUrl(m_step.browser.url);
}

void SignIn::verifyEmailCode(const Secret &typed)
{
    if (m_step.kind != Kind::AwaitingCode)
        return;
    const auto code = readCode(typed, 6, 10);
    if (!code) {
        setStep(Kind::AwaitingCode, Error{.id = u"GM-SIGNIN-CODE"_s,
                                          .what = tr("This is not a code from the mail."),
                                          .why = tr("It has 6 to 10 digits and nothing else."),
                                          .next = tr("Enter it again, or ask for a new one.")});
        return;
    }
    setStep(Kind::Working);
    whenSignedIn(m_auth.verifyEmailCode(m_step.email, *code), [this](const Error &error) {
        setStep(endsTheAttempt(error) ? Kind::Failed : Kind::AwaitingCode, error);
    });
}

QFuture<Result<void>> SignIn::cancel()
{
    const auto held = std::exchange(m_held, std::nullopt);
    auto ended = held ? endSession(*held) : QtFuture::makeReadyFuture(Result<void>());
    if (!m_isFinishing) {
        begin({});
        setStep(Kind::Idle);
    }
    return ended;
}

/// Gives up what was under way and starts with an empty step.
void SignIn::begin(const QString &email)
{
    ++m_attempt;
    m_isFinishing = false;
    m_redirect.close();
    m_pkce = {};
    m_challenge = {};
    if (const auto held = std::exchange(m_held, std::nullopt))
        endSession(*held);
    m_step = {.email = email.trimmed()};
}

bool SignIn::checkEmail()
{
    if (isEmail(m_step.email))
        return true;
    fail({.id = u"GM-SIGNIN-EMAIL"_s,
          .what = tr("This is not an email address."),
          .why = tr("\"%1\" is not of the form name@example.com.").arg(m_step.email),
          .next = tr("Check the email address.")});
    return false;
}

void SignIn::setStep(Kind kind, std::optional<Error> error)
{
    m_step.kind = kind;
    m_step.error = std::move(error);
    Q_EMIT stepChanged(m_step);
}

void SignIn::fail(const Error &error)
{
    setStep(Kind::Failed, error);
}

void SignIn::whenSignedIn(QFuture<Result<Session>> answer, std::function<void(const Error &)> refused)
{
    base::whenDone(std::move(answer), this,
                   [this, attempt = m_attempt, refused = std::move(refused)](const Result<Session> &session) {
                       const bool isWanted = attempt == m_attempt;
                       if (session && isWanted)
                           take(*session);
                       else if (session)
                           endSession(*session); // it came too late for anybody to know of it
                       else if (isWanted)
                           refused(session.error());
                   });
}

void SignIn::openBrowser(const Result<AuthSettings> &offered)
{
    const QString provider = m_step.browser.provider;
    if (!offered) {
        fail(offered.error());
        return;
    }
    if (!offered->providers.contains(provider) && !isUnlisted(provider)) {
        fail({.id = u"provider_disabled"_s,
              .what = offered->switchedOff.contains(provider)
                          ? tr("%1 sign-in is switched off for this Supabase project.").arg(providerName(provider))
                          : tr("Supabase knows no provider \"%1\".").arg(provider),
              .why = offered->providers.isEmpty() ? tr("The project offers no sign-in through the browser.")
                                                  : tr("The project offers: %1.").arg(offered->providers.join(u", "_s)),
              .next = tr("Choose another way to sign in.")});
        return;
    }
    const auto returnTo = m_redirect.listen();
    if (!returnTo) {
        fail(returnTo.error());
        return;
    }
    m_pkce = Pkce::make(m_random);
    m_step.browser.url = m_auth.authorizeUrl(provider, *returnTo, m_pkce.challenge);
    m_step.browser.returnsTo = returnTo->authority();
    m_step.browser.until = m_redirect.deadline();
    m_step.browser.isOpened = m_openUrl && m_openUrl(m_step.browser.url);
    setStep(Kind::AwaitingBrowser);
}

void SignIn::exchange(const Secret &code)
{
    const Pkce pkce = std::exchange(m_pkce, {});
    setStep(Kind::Working);
    whenSignedIn(m_auth.exchangeCode(code, pkce.verifier), [this](const Error &error) { fail(error); });
}

/// A session of Supabase's: for use, or for the second step first.
void SignIn::take(const Session &session)
{
    if (!session.needsSecondStep()) {
        finish(session);
        return;
    }
    m_held = session;
    offerFactors(session.factors);
}

void SignIn::finish(const Session &session)
{
    m_held.reset();
    m_isFinishing = true;
    base::whenDone(m_keeper.take(session, m_persistence), this, [this, attempt = m_attempt](bool) {
        if (attempt != m_attempt)
            return;
        m_isFinishing = false;
        m_step.email = m_keeper.session() ? m_keeper.session()->email : QString();
        setStep(Kind::Done);
    });
}

/// Ends a session nobody will use; whether Supabase hears of it does not matter.
QFuture<Result<void>> SignIn::endSession(const Session &session)
{
    return m_auth.signOut(session.accessToken, SignOutScope::Local);
}

} // namespace gm::supabase
