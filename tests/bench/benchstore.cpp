// Memory and time of a million events: what one costs, and what it takes to choose among them.
#include "core/timeline/filteredrows.h"
#include "tests/bench/bench.h"
#include "tests/bench/manyevents.h"

#include <QFile>

#include <unistd.h>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 events = 1'000'000;

/// Memory of this process that is really in use.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

struct Timeline {
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::Titles titles;
    timeline::FilteredRows rows{{store, streams, runs, titles}};
};

double filterMs(Timeline &all, const QString &text)
{
    const timeline::Filter filter = *timeline::Filter::parse(text);
    return bench::shortestMs(9, [&] {
        all.rows.setFilter(filter);
        all.rows.extend();
    });
}

} // namespace

int main()
{
    const qint64 before = residentBytes();
    Timeline all;
    bench::ManyEvents maker;
    for (qint64 i = 0; i < events; ++i)
        all.store.append(maker.next());
    const double perEvent = double(residentBytes() - before) / double(events);
    bench::printLimit(u"memory per event, 400 B payloads, store with streams and runs"_s, perEvent, u"B"_s, 480);

    filterMs(all, u"kind:status"_s); // The list of rows gets its memory.
    bench::printLimit(u"filter kind:status, 1 M"_s, filterMs(all, u"kind:status"_s), u"ms"_s, 2);
    bench::printLimit(u"filter kind:message -conversation:…07, 1 M"_s,
                      filterMs(all, u"kind:message -conversation:*07"_s), u"ms"_s, 2);
    bench::printLimit(u"filter latency:>50ms, 1 M"_s, filterMs(all, u"latency:>50ms"_s), u"ms"_s, 16);
    bench::printLimit(u"clear the filter, 1 M"_s, filterMs(all, {}), u"ms"_s, 16);
    return 0;
}
