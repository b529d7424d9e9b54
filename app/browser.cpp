#include "app/browser.h"

#include <QProcess>
#include <QStandardPaths>

namespace gm::app
{

using namespace Qt::StringLiterals;

namespace
{

/// The command in front of the address; empty: there is none.
QStringList browserCommand()
{
    // Several may stand there, separated by colons; the first one is meant first.
    const QString named = qEnvironmentVariable("BROWSER").section(u':', 0, 0);
    if (!named.isEmpty())
        return QProcess::splitCommand(named);
#if defined(Q_OS_MACOS)
    return {u"open"_s};
#elif defined(Q_OS_WIN)
    return {u"rundll32"_s, u"url.dll,FileProtocolHandler"_s};
#else
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    return hasDisplay ? QStringList{u"xdg-open"_s} : QStringList();
#endif
}

} // namespace

bool openInBrowser(const QUrl &url)
{
    QStringList command = browserCommand();
    if (command.isEmpty())
        return false;
    const QString program = QStandardPaths::findExecutable(command.takeFirst());
    if (program.isEmpty())
        return false;
    command.removeAll(u"%s"_s);
    command.append(url.toString(QUrl::FullyEncoded));
    QProcess process;
    process.setProgram(program);
    process.setArguments(command);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

} // namespace gm::app
