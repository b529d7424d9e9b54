// argv → subcommand → exit code.
#include "app/commandline.h"
#include "app/composition.h"
#include "app/console.h"
#include "app/exitcodes.h"
#include "app/runlogin.h"
#include "app/runprofiles.h"
#include "app/runsandbox.h"
#include "app/runwatch.h"
#include "app/runwindow.h"
#include "core/base/logging.h"

#include <QCoreApplication>

#include <cstdio>

using namespace gm::app;

namespace
{

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("genie-monitor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GM_VERSION));
}

int run(const Invocation &invocation, int &argc, char *argv[])
{
    if (const auto *shown = std::get_if<ShowText>(&invocation.command)) {
        std::printf("%s\n", shown->text.trimmed().toUtf8().constData());
        return Done;
    }
    if (const auto *window = std::get_if<WindowCommand>(&invocation.command))
        return runWindow(*window, invocation, argc, argv);
    const QCoreApplication application(argc, argv);
    if (const auto *sandbox = std::get_if<SandboxCommand>(&invocation.command)) {
        Composition composition(invocation.configDir, sandbox->options);
        return runSandbox(composition);
    }
    if (const auto *watch = std::get_if<WatchCommand>(&invocation.command)) {
        Composition composition(invocation.configDir, watch->source.sandbox);
        return runWatch(*watch, invocation, composition);
    }
    Composition composition(invocation.configDir, {});
    if (const auto *login = std::get_if<LoginCommand>(&invocation.command))
        return runLogin(*login, composition);
    if (const auto *logout = std::get_if<LogoutCommand>(&invocation.command))
        return runLogout(*logout, composition);
    return runProfiles(std::get<ProfilesCommand>(invocation.command), composition);
}

} // namespace

int main(int argc, char *argv[])
{
    nameApplication();
    gm::base::installMaskingLogHandler();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const auto invocation = parseCommandLine(arguments);
    if (!invocation)
        return printError(invocation.error(), UsageError);
    return run(*invocation, argc, argv);
}
