#include "app/runsandbox.h"

#include "app/console.h"
#include "app/exitcodes.h"
#include "app/signals.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cstdio>

namespace gm::app
{

int runSandbox(Composition &composition)
{
    const auto addresses = composition.startSandboxAlone();
    if (!addresses)
        return printError(addresses.error(), UsageError);
    const QByteArray line = QJsonDocument(addresses->toJson()).toJson(QJsonDocument::Compact);
    std::printf("%s\n", line.constData());
    std::fflush(stdout);

    ExitSignals exitSignals;
    QObject::connect(&exitSignals, &ExitSignals::received, qApp, [] { QCoreApplication::exit(Done); });
    return QCoreApplication::exec();
}

} // namespace gm::app
