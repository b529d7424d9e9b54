/// The end of a soak in figures.
#pragma once

#include "tests/bench/soak/ledger.h"

namespace gm::soak
{

/// One watcher's books and the memory of the process, in bytes.
struct WatcherReport {
    QString name;
    Figures figures;
    QStringList findings;
};

struct Report {
    QString title; ///< What was run, for how long, with which seed.
    QList<WatcherReport> watchers{};
    QList<QPair<QString, qint64>> events{}; ///< What happened on the way, by name.
    qint64 memoryStart = 0;                 ///< After the warm-up, the events kept by the stores not counted.
    qint64 memoryEnd = 0;                   ///< Likewise.
    qint64 residentEnd = 0;                 ///< All of it.

    /// Nothing lost, nothing twice, no false gap, and memory flat.
    [[nodiscard]] bool isClean() const;
    void print() const;
};

/// Memory of this process that is in RAM, in bytes.
[[nodiscard]] qint64 residentBytes();

} // namespace gm::soak
