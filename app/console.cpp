#include "app/console.h"

#include "core/base/redact.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

namespace gm::app
{

base::Result<base::Secret> readSecretLine(const QString &what)
{
    constexpr qint64 longest = 4096;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return base::Error{.what = QCoreApplication::translate("gm::app::Console", "Standard input cannot be read.")};
    QByteArray line = input.readLine(longest);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        return base::Error{
            .id = QStringLiteral("GM-USAGE"),
            .what = QCoreApplication::translate("gm::app::Console", "There is no %1 on standard input.").arg(what),
            .next = QCoreApplication::translate("gm::app::Console", "Write the %1 as the first line.").arg(what)};
    }
    return base::Secret(QString::fromUtf8(line));
}

base::Result<base::Secret> readPassword()
{
    return readSecretLine(QCoreApplication::translate("gm::app::Console", "password"));
}

int printError(const base::Error &error, ExitCode code)
{
    const QByteArray line = base::redactText(error.toText()).toUtf8();
    std::fprintf(stderr, "genie-monitor: %s\n", line.constData());
    return code;
}

} // namespace gm::app
