#include "app/console.h"

#include "core/base/redact.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

namespace gm::app
{

base::Result<base::Secret> readPassword()
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
            .what = QCoreApplication::translate("gm::app::Console", "There is no password on standard input."),
            .next = QCoreApplication::translate("gm::app::Console", "Write the password as the first line.")};
    }
    return base::Secret(QString::fromUtf8(line));
}

int printError(const base::Error &error, ExitCode code)
{
    const QByteArray line = base::redactText(error.toText()).toUtf8();
    std::fprintf(stderr, "genie-monitor: %s\n", line.constData());
    return code;
}

} // namespace gm::app
