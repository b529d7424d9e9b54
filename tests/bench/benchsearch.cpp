// Text search over the payloads of a million events. Writes them to a file, one a line, for the peer to search too.
#include "core/timeline/eventstore.h"
#include "tests/bench/bench.h"
#include "tests/bench/manyevents.h"

#include <QFile>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

void searchFor(const timeline::EventStore &store, const QString &needle, Qt::CaseSensitivity sensitivity)
{
    const timeline::TextSearch search(needle, sensitivity);
    qint64 rows = 0;
    const double ms = bench::shortestMs(9, [&] {
        rows = 0;
        for (qint64 first = 0; first < store.size();) {
            const timeline::EventStore::Block block = store.block(base::RowIndex(first));
            store.search(search, block, [&rows](base::RowIndex) { ++rows; });
            first += qint64(block.labels.size());
        }
    });
    bench::printRow({{u"needle"_s, needle},
                     {u"ignoreCase"_s, sensitivity == Qt::CaseInsensitive},
                     {u"rows"_s, rows},
                     {u"ms"_s, ms}});
}

} // namespace

int main(int argc, char **argv)
{
    QFile file(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (!file.open(QIODevice::WriteOnly))
        return 1;
    timeline::EventStore store;
    bench::ManyEvents maker;
    for (int i = 0; i < 1'000'000; ++i) {
        const timeline::Event event = maker.next();
        file.write(event->payload + '\n');
        store.append(event);
    }
    file.close();
    for (const QString &needle : {u"Quarterly tidal energy fund"_s, u"zyqxwv"_s, u"opportunities"_s}) {
        searchFor(store, needle, Qt::CaseSensitive);
        searchFor(store, needle, Qt::CaseInsensitive);
    }
    return 0;
}
