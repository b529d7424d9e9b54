#include "app/runlogin.h"

#include "app/console.h"
#include "app/exitcodes.h"
#include "core/monitor/signinflow.h"

#include <QCoreApplication>

#include <cstdio>

namespace gm::app
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunLogin", text);
}

void print(const QString &line)
{
    std::printf("%s\n", line.toUtf8().constData());
}

/// Ends the event loop from within it, however early the answer came.
void exitLater(int code)
{
    QMetaObject::invokeMethod(
        qApp, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

} // namespace

int runLogin(const LoginCommand &command, Composition &composition)
{
    const auto password = readPassword();
    if (!password)
        return printError(password.error(), UsageError);
    const auto profile = composition.profileFor(command.source);
    if (!profile)
        return printError(profile.error(), UsageError);

    monitor::SignInFlow flow(composition.services(), *profile);
    flow.signIn(command.email, *password, supabase::Persistence::Stored)
        .then(&flow, [&flow, &command, name = profile->name](const Result<void> &result) {
            if (!result) {
                exitLater(printError(result.error(), SignInFailed));
            } else if (!flow.keeper().isStored()) {
                exitLater(
                    printError({.id = QStringLiteral("GM-KEYCHAIN-NONE"),
                                .what = tr("Signed in, but the session could not be kept."),
                                .why = tr("There is no keychain on this computer, and nothing is written to a file."),
                                .next = tr("Give --email and --password-stdin to watch instead.")},
                               SignInFailed));
            } else {
                print(
                    tr("Signed in to %1 as %2. The session is in this computer's keychain.").arg(name, command.email));
                exitLater(Done);
            }
        });
    return QCoreApplication::exec();
}

int runLogout(const LogoutCommand &command, Composition &composition)
{
    const auto profile = composition.profileFor(command.source);
    if (!profile)
        return printError(profile.error(), UsageError);

    monitor::SignInFlow flow(composition.services(), *profile);
    const auto scope = command.isEverywhere ? supabase::SignOutScope::Global : supabase::SignOutScope::Local;
    flow.keeper().restore().then(&flow, [&flow, scope, name = profile->name](const Result<bool> &restored) {
        if (!restored) {
            exitLater(printError(restored.error(), SignInFailed));
            return;
        }
        if (!*restored) {
            print(tr("Nobody was signed in to %1.").arg(name));
            exitLater(Done);
            return;
        }
        flow.keeper().signOut(scope).then(&flow, [name](const Result<void> &result) {
            print(tr("Signed out of %1 on this computer.").arg(name));
            exitLater(result ? int(Done) : printError(result.error(), SignInFailed));
        });
    });
    return QCoreApplication::exec();
}

} // namespace gm::app
