// Days in minutes, or real sockets for as long as asked: see README of the tests.
#include "tests/bench/soak/compressedsoak.h"
#include "tests/bench/soak/realsoak.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace gm::soak;

namespace
{

enum ExitCode { Clean = 0, NotClean = 1, NotRun = 2 };

int finish(const Report &report)
{
    report.print();
    return report.isClean() ? Clean : NotClean;
}

int runReal(const RealSoakOptions &options)
{
    RealSoak soak(options);
    QObject::connect(
        &soak, &RealSoak::finished, qApp, [](bool hasRun) { QCoreApplication::exit(hasRun ? Clean : NotRun); },
        Qt::QueuedConnection);
    soak.start();
    if (QCoreApplication::exec() != Clean) {
        std::fputs("The sandbox did not start.\n", stderr);
        return NotRun;
    }
    return finish(soak.report());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Soaks the client: what was published is received or lies in a gap."));
    parser.addHelpOption();
    const QCommandLineOption compressed(QStringLiteral("compressed"), QStringLiteral("Days on the injected clock."),
                                        QStringLiteral("DAYS"));
    const QCommandLineOption minutes(QStringLiteral("minutes"), QStringLiteral("Real sockets for so long."),
                                     QStringLiteral("N"), QStringLiteral("5"));
    const QCommandLineOption drops(QStringLiteral("drops"), QStringLiteral("Lost connections meanwhile."),
                                   QStringLiteral("M"), QStringLiteral("80"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Start value of chance."), QStringLiteral("S"),
                                  QStringLiteral("1"));
    parser.addOptions({compressed, minutes, drops, seed});
    parser.process(app);
    if (parser.isSet(compressed)) {
        CompressedSoak soak({.days = parser.value(compressed).toInt(), .seed = parser.value(seed).toUInt()});
        soak.run();
        return finish(soak.report());
    }
    return runReal({.length = std::chrono::minutes(parser.value(minutes).toInt()),
                    .drops = parser.value(drops).toInt(),
                    .seed = parser.value(seed).toUInt()});
}
