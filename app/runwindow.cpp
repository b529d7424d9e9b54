#include "app/runwindow.h"

#include "app/composition.h"
#include "app/console.h"
#include "app/exitcodes.h"
#include "app/signals.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>

namespace gm::app
{

using base::Error;
using base::Result;
using profile::Setting;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunWindow", text);
}

/// Qt would abort with a text for developers.
bool hasDisplay()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

/// Opens what the command or the last time says; nothing to open is no error: the window then offers three ways to start.
Result<void> openFirst(const Source &source, Composition &composition, monitor::Workspace &workspace)
{
    if (source.isSandbox)
        return workspace.openSandbox();
    if (!source.profile.isEmpty())
        return workspace.openByName(source.profile);
    const auto fromEnvironment = composition.profileFromEnvironment();
    if (!fromEnvironment)
        return fromEnvironment.error();
    if (*fromEnvironment) {
        workspace.open(**fromEnvironment);
        return {};
    }
    const QString last = workspace.settings().value(Setting::LastProfile).toString();
    if (!last.isEmpty() && composition.profiles().get(last))
        return workspace.openByName(last);
    return {};
}

} // namespace

int runWindow(const WindowCommand &command, const Invocation &invocation, int &argc, char **argv)
{
    if (!hasDisplay()) {
        return printError({.id = QStringLiteral("GM-DISPLAY-NONE"),
                           .what = tr("There is no display to open a window on."),
                           .next = tr("Watch in the terminal: genie-monitor watch --sandbox --all")},
                          UsageError);
    }
    QApplication application(argc, argv);
    QApplication::setDesktopFileName(QStringLiteral("app.genie.Monitor"));
    QApplication::setQuitOnLastWindowClosed(false);
    Composition composition(invocation.configDir, command.source.sandbox);
    common::ThemeProvider themes;
    QApplication::setStyle(new common::MonitorStyle(themes));
    monitor::Workspace workspace(composition.services(), composition.profiles(),
                                 [&composition] { return composition.startSandbox(); });
    shell::MainWindow window(themes, workspace);
    window.show();
    if (const auto opened = openFirst(command.source, composition, workspace); !opened)
        return printError(opened.error(), UsageError);

    ExitSignals exitSignals;
    QObject::connect(&exitSignals, &ExitSignals::received, &window, &QWidget::close);
    QObject::connect(&window, &shell::MainWindow::ended, qApp, &QCoreApplication::quit);
    return QApplication::exec();
}

} // namespace gm::app
