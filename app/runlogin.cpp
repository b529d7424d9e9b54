#include "app/runlogin.h"

#include "app/console.h"
#include "app/exitcodes.h"
#include "app/loginsession.h"
#include "core/base/whendone.h"

#include <QCoreApplication>

namespace gm::app
{

using base::Result;
using supabase::SignOutScope;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunLogin", text);
}

/// Ends the event loop from within it, however early the answer came.
void exitLater(int code)
{
    QMetaObject::invokeMethod(
        qApp, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

QString signedOutText(SignOutScope scope)
{
    switch (scope) {
    case SignOutScope::Others:
        return tr("Signed out of %1 everywhere but on this computer.");
    case SignOutScope::Global:
        return tr("Signed out of %1 everywhere.");
    case SignOutScope::Local:
        break;
    }
    return tr("Signed out of %1 on this computer.");
}

} // namespace

int runLogin(const LoginCommand &command, Composition &composition)
{
    const auto profile = composition.profileFor(command.source);
    if (!profile)
        return printError(profile.error(), UsageError);

    monitor::SignInFlow flow(composition.services(), *profile);
    LoginSession session(command, *profile, flow, composition.services().settings);
    QObject::connect(&session, &LoginSession::finished, &session, &exitLater);
    session.start();
    return QCoreApplication::exec();
}

int runLogout(const LogoutCommand &command, Composition &composition)
{
    const auto profile = composition.profileFor(command.source);
    if (!profile)
        return printError(profile.error(), UsageError);

    monitor::SignInFlow flow(composition.services(), *profile);
    const auto end = [name = profile->name, scope = command.scope](const Result<void> &result) {
        const bool isOutHere = scope != SignOutScope::Others;
        if (result)
            printLine(signedOutText(scope).arg(name));
        else if (isOutHere)
            printLine(signedOutText(SignOutScope::Local).arg(name));
        exitLater(result ? int(Done) : printError(result.error(), SignInFailed));
    };
    base::whenDone(flow.keeper().restore(), &flow, [&flow, end, &command, &profile](const Result<bool> &restored) {
        if (!restored) {
            exitLater(printError(restored.error(), SignInFailed));
        } else if (!*restored) {
            printLine(tr("Nobody was signed in to %1.").arg(profile->name));
            exitLater(Done);
        } else {
            base::whenDone(flow.keeper().signOut(command.scope), &flow, end);
        }
    });
    return QCoreApplication::exec();
}

} // namespace gm::app
