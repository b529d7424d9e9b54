/// One run of `login`: what is asked, what is said, and how it ends.
#pragma once

#include "app/commandline.h"
#include "app/exitcodes.h"
#include "core/monitor/signinflow.h"

#include <QObject>

namespace gm::app
{

/// Drives a sign-in from a terminal, or from a script that writes the answers to standard input. Asks nobody where standard
/// input is no terminal and the answer was not announced. Nobody else is at work while a line is awaited.
class LoginSession final : public QObject
{
    Q_OBJECT

public:
    /// References outlive this.
    LoginSession(const LoginCommand &command, const profile::Profile &profile, monitor::SignInFlow &flow,
                 profile::Settings &settings, QObject *parent = nullptr);

    /// finished() may come at once.
    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void onStep(const supabase::SignInStep &step);
    void showBrowser(const supabase::BrowserWait &browser);
    void askForEmailCode(const supabase::SignInStep &step);
    void askForTotp(const supabase::SignInStep &step);
    [[nodiscard]] bool mayAskAgain(const std::optional<base::Error> &refusal);
    void handleSignedIn(const QString &email);
    void end(const base::Error &error, ExitCode code = SignInFailed);

    LoginCommand m_command;
    profile::Profile m_profile;
    monitor::SignInFlow &m_flow;
    profile::Settings &m_settings;
    std::optional<base::Error> m_storageError;
    int m_refusals = 0;
};

} // namespace gm::app
