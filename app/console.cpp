#include "app/console.h"

#include "core/base/redact.h"

#include <QCoreApplication>

#include <cstdio>

#include <unistd.h>

namespace gm::app
{

std::optional<base::Secret> readLine()
{
    constexpr qsizetype longest = 4096;
    QByteArray line;
    int c = std::fgetc(stdin);
    if (c == EOF)
        return std::nullopt;
    for (; c != EOF && c != '\n'; c = std::fgetc(stdin)) {
        if (line.size() < longest)
            line.append(char(c));
    }
    if (line.endsWith('\r'))
        line.chop(1);
    return base::Secret(QString::fromUtf8(line));
}

base::Result<base::Secret> readSecretLine(const QString &what)
{
    const auto line = readLine();
    if (line && !line->isEmpty())
        return *line;
    return base::Error{
        .id = QStringLiteral("GM-USAGE"),
        .what = QCoreApplication::translate("gm::app::Console", "There is no %1 on standard input.").arg(what),
        .next = QCoreApplication::translate("gm::app::Console", "Write the %1 as the first line.").arg(what)};
}

bool canAsk()
{
    return isatty(STDIN_FILENO) == 1;
}

void printLine(const QString &line)
{
    std::printf("%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

void printQuestion(const QString &question)
{
    std::fprintf(stderr, "%s ", question.toUtf8().constData());
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
