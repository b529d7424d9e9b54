#include "app/runwatch.h"

#include "app/console.h"
#include "app/exitcodes.h"
#include "app/signals.h"
#include "app/watchsession.h"

#include <QCoreApplication>
#include <QFile>

namespace gm::app
{

using base::Error;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunWatch", text);
}

/// Opens the file to record to; an Error before anything else happens when that is not possible.
base::Result<void> openRecord(QFile &file, const QString &path)
{
    if (path.isEmpty())
        return {};
    file.setFileName(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return {};
    return Error{.id = QStringLiteral("GM-RECORD-FILE"),
                 .what = tr("The file %1 cannot be written.").arg(path),
                 .why = file.errorString(),
                 .next = tr("Give another place with --record.")};
}

struct OneTimeUser {
    QString email;
    base::Secret password;
};

/// Who signs in for this process alone: the one named, or the sandbox's own user; nobody where a session is stored.
std::optional<OneTimeUser> userOf(const WatchCommand &command, const std::optional<base::Secret> &password,
                                  Composition &composition)
{
    if (command.signIn)
        return OneTimeUser{command.signIn->email, *password};
    if (!command.source.isSandbox)
        return std::nullopt;
    const auto access = composition.startSandbox();
    return access ? std::optional(OneTimeUser{access->email, access->password}) : std::nullopt;
}

} // namespace

int runWatch(const WatchCommand &command, const Invocation &invocation, Composition &composition)
{
    const auto start = composition.clock().now();
    const auto filter = timeline::Filter::parse(command.filter);
    if (!filter)
        return printError(filter.error(), UsageError);
    QFile record;
    if (const auto opened = openRecord(record, command.recordFile); !opened)
        return printError(opened.error(), UsageError);
    std::optional<base::Secret> password;
    if (command.signIn) {
        const auto read = readPassword();
        if (!read)
            return printError(read.error(), UsageError);
        password = *read;
    }
    auto options = composition.monitorOptionsFor(command.source);
    if (!options)
        return printError(options.error(), UsageError);
    options->rewind = command.rewind;

    monitor::Monitor monitor(composition.services(), *options);
    WatchSession session(command, invocation.isVerbose, *filter, monitor, record);
    ExitSignals exitSignals;
    QObject::connect(&exitSignals, &ExitSignals::received, &session, &WatchSession::interrupt);
    QObject::connect(
        &session, &WatchSession::finished, qApp, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);

    session.start(composition.clock().now() - start);
    if (const auto user = userOf(command, password, composition)) {
        monitor.signIn(user->email, user->password, supabase::Persistence::ThisProcessOnly)
            .then(&session, [&session](const base::Result<void> &result) {
                if (!result)
                    session.fail(result.error(), SignInFailed);
            });
    } else {
        monitor.start();
    }
    return QCoreApplication::exec();
}

} // namespace gm::app
