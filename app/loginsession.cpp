#include "app/loginsession.h"

#include "app/console.h"
#include "core/base/whendone.h"
#include "core/supabase/authwords.h"

namespace gm::app
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using supabase::SignInStep;
using Kind = SignInStep::Kind;

namespace
{

constexpr int mostTries = 3; ///< At a terminal.

} // namespace

LoginSession::LoginSession(const LoginCommand &command, const profile::Profile &profile, monitor::SignInFlow &flow,
                           profile::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_command(command)
    , m_profile(profile)
    , m_flow(flow)
    , m_settings(settings)
{
    connect(&m_flow.steps(), &supabase::SignIn::stepChanged, this, &LoginSession::onStep);
    connect(&m_flow.keeper(), &supabase::SessionKeeper::storageFailed, this,
            [this](const Error &error) { m_storageError = error; });
}

void LoginSession::start()
{
    supabase::SignIn &steps = m_flow.steps();
    switch (m_command.way) {
    case LoginCommand::Way::Password: {
        const auto password = readPassword();
        if (password)
            steps.beginPassword(m_command.email, *password);
        else
            end(password.error(), UsageError);
        return;
    }
    case LoginCommand::Way::Provider:
        steps.beginProvider(m_command.provider);
        return;
    case LoginCommand::Way::EmailCode:
        break;
    }
    QString email = m_command.email;
    if (email.isEmpty())
        email = m_settings.value(profile::Setting::LastEmail, m_profile.name).toString();
    if (email.isEmpty()) {
        end({.id = u"GM-USAGE"_s,
             .what =
                 tr("Nobody has signed in to %1 yet, so there is no address to mail a code to.").arg(m_profile.name),
             .next = tr("Give it with --email.")},
            UsageError);
        return;
    }
    steps.requestEmailCode(email);
}

void LoginSession::onStep(const SignInStep &step)
{
    switch (step.kind) {
    case Kind::AwaitingBrowser:
        showBrowser(step.browser);
        break;
    case Kind::AwaitingCode:
        askForEmailCode(step);
        break;
    case Kind::AwaitingTotp:
        askForTotp(step);
        break;
    case Kind::Done:
        handleSignedIn(step.email);
        break;
    case Kind::Failed:
        end(*step.error);
        break;
    case Kind::Idle:
    case Kind::Working:
        break;
    }
}

void LoginSession::showBrowser(const supabase::BrowserWait &browser)
{
    const QString provider = supabase::providerName(browser.provider);
    if (browser.isOpened) {
        printLine(tr("Sign in with %1 in the browser. Waiting for it at %2 for five minutes.")
                      .arg(provider, browser.returnsTo));
        return;
    }
    printLine(
        tr("No browser could be opened. Open this address in a browser of this computer within five minutes, and sign "
           "in with %1 there:")
            .arg(provider));
    printLine(browser.url.toString(QUrl::FullyEncoded));
}

void LoginSession::askForEmailCode(const SignInStep &step)
{
    if (!mayAskAgain(step.error))
        return;
    printQuestion(tr("Enter the code that was mailed to %1:").arg(step.email));
    if (const auto code = readLine()) {
        m_flow.steps().verifyEmailCode(*code);
        return;
    }
    end({.id = u"GM-SIGNIN-CODE"_s,
         .what = tr("There is no code on standard input."),
         .why = tr("A code was mailed to %1 and nobody entered it.").arg(step.email),
         .next = tr("Start again, and write the code as a line.")});
}

void LoginSession::askForTotp(const SignInStep &step)
{
    if (!mayAskAgain(step.error))
        return;
    if (!m_command.isTotpOnStdin && !canAsk()) {
        end({.id = u"GM-SIGNIN-SECOND-STEP"_s,
             .what = tr("This account asks for a second step to sign in."),
             .why =
                 tr("The code of its authenticator app is needed, and nobody sits at a terminal to be asked for it."),
             .next = tr("Give --totp-stdin, and write the code as the next line of standard input.")});
        return;
    }
    printQuestion(tr("Enter the six digits your authenticator app shows:"));
    if (const auto code = readLine()) {
        m_flow.steps().verifyTotp(*code);
        return;
    }
    end({.id = u"GM-SIGNIN-CODE"_s,
         .what = tr("There is no code on standard input."),
         .why = tr("The account asks for the code of its authenticator app."),
         .next = tr("Write it as a line, behind the password or the mailed code.")});
}

/// A script gets one try: its next line may be meant for something else.
bool LoginSession::mayAskAgain(const std::optional<Error> &refusal)
{
    if (!refusal)
        return true;
    if (!canAsk() || ++m_refusals >= mostTries) {
        end(*refusal);
        return false;
    }
    printError(*refusal, SignInFailed);
    return true;
}

void LoginSession::handleSignedIn(const QString &email)
{
    if (m_flow.keeper().isStored()) {
        printLine(tr("Signed in to %1 as %2. The session is in this computer's keychain.").arg(m_profile.name, email));
        Q_EMIT finished(Done);
        return;
    }
    // It would end with this process: better that Supabase knows.
    base::whenDone(m_flow.keeper().signOut(), this, [this](const Result<void> &) {
        end({.id = m_storageError ? m_storageError->id : u"GM-KEYCHAIN-NONE"_s,
             .what = tr("Signed in, but the session could not be kept: it was for this session only."),
             .why = m_storageError ? m_storageError->what + u' ' + m_storageError->why : QString(),
             .next = tr("Nothing is written to a file. Give --email and --password-stdin to watch instead.")});
    });
}

void LoginSession::end(const Error &error, ExitCode code)
{
    printError(error, code);
    disconnect(&m_flow.steps(), nullptr, this, nullptr);
    base::whenDone(m_flow.steps().cancel(), this, [this, code](const Result<void> &) { Q_EMIT finished(code); });
}

} // namespace gm::app
