#include "tests/bench/soak/report.h"

#include <QFile>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace gm::soak
{

namespace
{

constexpr double mebibyte = 1024.0 * 1024.0;
constexpr qint64 flatLimit = 8 * 1024 * 1024; ///< What the allocator may hold more at the end than after the warm-up.

} // namespace

bool Report::isClean() const
{
    return memoryEnd - memoryStart <= flatLimit &&
           std::all_of(watchers.begin(), watchers.end(),
                       [](const WatcherReport &watcher) { return watcher.figures.isClean(); });
}

void Report::print() const
{
    std::printf("%s\n\n", qPrintable(title));
    std::printf("| watcher | published | received | in gaps | lost | twice | disordered | gaps | false gaps |\n");
    std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (const WatcherReport &watcher : watchers) {
        const Figures &f = watcher.figures;
        std::printf("| %s | %lld | %lld | %lld | %lld | %lld | %lld | %lld | %lld |\n", qPrintable(watcher.name),
                    f.published, f.received, f.covered, f.lost, f.twice, f.disordered, f.gaps, f.falseGaps);
    }
    std::printf(
        "\nMemory beside the stored events: %.1f MiB after the warm-up, %.1f MiB at the end; in all %.1f MiB.\n",
        double(memoryStart) / mebibyte, double(memoryEnd) / mebibyte, double(residentEnd) / mebibyte);
    QStringList happened;
    for (const auto &[name, count] : events)
        happened.append(QStringLiteral("%1 %2").arg(count).arg(name));
    std::printf("On the way: %s.\n", qPrintable(happened.join(QStringLiteral(", "))));
    for (const WatcherReport &watcher : watchers) {
        for (const QString &finding : watcher.findings)
            std::printf("%s: %s\n", qPrintable(watcher.name), qPrintable(finding));
    }
    std::printf("%s\n", isClean() ? "clean" : "NOT CLEAN");
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> fields = file.readAll().split(' ');
    return fields.size() > 1 ? fields[1].toLongLong() * sysconf(_SC_PAGESIZE) : 0;
}

} // namespace gm::soak
