#include "core/timeline/filteredrows.h"
#include "tests/support/events.h"

#include <QTest>

#include <random>

using namespace gm;
using namespace Qt::StringLiterals;
using base::RowIndex;
using timeline::Filter;
using timeline::FilteredRows;
using timeline::StreamIndex;

namespace
{

struct Fixture {
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::Titles titles;
    FilteredRows rows{{store, streams, runs, titles}};

    void setFilter(const QString &text) { rows.setFilter(*Filter::parse(text)); }
    [[nodiscard]] QList<qint64> list() const
    {
        QList<qint64> list;
        for (qint64 i = 0; i < rows.size(); ++i)
            list << rows.at(i).value();
        return list;
    }
    /// One event by chance, of a kind and conversation by chance.
    timeline::Event any(std::mt19937 &engine)
    {
        const QString conversation = QString(QChar(u'a' + int(engine() % 3)));
        switch (engine() % 4) {
        case 0:
            return maker.status(conversation, u"searching"_s);
        case 1:
            return maker.message(conversation, u"user"_s, u"needle %1"_s.arg(engine() % 10));
        case 2:
            return maker.token(conversation, u"s%1"_s.arg(engine() % 50), u"piece "_s);
        default:
            return maker.complete(conversation);
        }
    }
};

} // namespace

class TstFilteredRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void extendsAsEventsArrive();
    void doesInSlicesWhatItDoesAtOnce_data();
    void doesInSlicesWhatItDoesAtOnce();
    void totalsAddUp();
    void putsInAStreamThatGrewIntoTheFilter();
    void countsAheadWithoutAdding();
    void findsRows();

private:
    std::unique_ptr<Fixture> m_large; ///< Made once: it takes seconds in a debug build.
};

void TstFilteredRows::initTestCase()
{
    m_large = std::make_unique<Fixture>();
    std::mt19937 engine(5);
    QList<timeline::Event> events;
    for (int i = 0; i < 67'000; ++i)
        events << m_large->any(engine);
    m_large->store.append(events);
}

void TstFilteredRows::extendsAsEventsArrive()
{
    Fixture f;
    f.setFilter(u"kind:status"_s);
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    QCOMPARE(f.rows.size(), 0);
    QVERIFY(f.rows.extend());
    f.store.append({f.maker.complete(u"a"_s), f.maker.status(u"b"_s, u"odd"_s)});
    QVERIFY(f.rows.extend());

    QCOMPARE(f.list(), (QList<qint64>{0, 2}));
}

void TstFilteredRows::doesInSlicesWhatItDoesAtOnce_data()
{
    QTest::addColumn<QString>("filter");
    for (const char *text : {"", "kind:status", "-kind:stream conversation:a", "needle", "needle or kind:complete",
                             "piece -conversation:b", "run:3", "latency:>10ms \"needle 7\""})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TstFilteredRows::doesInSlicesWhatItDoesAtOnce()
{
    QFETCH(QString, filter);
    // Given more rows than a segment holds.
    std::mt19937 engine(5);
    Fixture &f = *m_large;

    // When all are looked at in one go, then again in odd slices.
    f.setFilter(filter);
    QVERIFY(f.rows.extend());
    const QList<qint64> atOnce = f.list();
    f.setFilter(filter);
    while (!f.rows.extend(1 + qint64(engine() % 3'000)))
        QVERIFY(f.rows.scanned() < f.store.size());

    // Then both are the same, and what a look at single rows gives.
    QCOMPARE(f.list(), atOnce);
    timeline::FilterMatcher matcher(*Filter::parse(filter), f.store, f.streams, f.runs, f.titles);
    for (qint64 row = 0; row < f.store.size(); row += 61)
        QCOMPARE(f.rows.contains(RowIndex(row)), !f.streams.isMember(RowIndex(row)) && matcher.matches(RowIndex(row)));
    QVERIFY(!atOnce.isEmpty());
}

void TstFilteredRows::totalsAddUp()
{
    std::mt19937 engine(9);
    Fixture f;
    f.setFilter(u"kind:message or kind:stream"_s);
    for (int i = 0; i < 400; ++i) {
        f.store.append(f.any(engine));
        f.rows.extend();
        const FilteredRows::Totals totals = f.rows.totals();
        QCOMPARE(totals.received, f.store.size());
        QCOMPARE(totals.shown + totals.filteredOut + totals.streamMembers, totals.received);
        QCOMPARE(totals.streamMembers, f.streams.memberCount());
        QVERIFY(totals.filteredOut >= 0);
    }
}

void TstFilteredRows::putsInAStreamThatGrewIntoTheFilter()
{
    // Given a stream whose text does not hold what is looked for, between rows that do.
    Fixture f;
    f.setFilter(u"\"funds that\""_s);
    f.store.append({f.maker.message(u"a"_s, u"user"_s, u"funds that"_s), f.maker.token(u"a"_s, u"s"_s, u"funds "_s),
                    f.maker.message(u"a"_s, u"user"_s, u"funds that too"_s)});
    f.rows.extend();
    QVERIFY(!f.rows.isMissing(StreamIndex(0)));

    f.store.append(f.maker.token(u"a"_s, u"s"_s, u"that lead"_s));
    f.rows.extend();

    QCOMPARE(f.list(), (QList<qint64>{0, 2}));
    QVERIFY(f.rows.isMissing(StreamIndex(0)));
    QCOMPARE(f.rows.insert(StreamIndex(0)), 1);
    QCOMPARE(f.list(), (QList<qint64>{0, 1, 2}));
    QVERIFY(!f.rows.isMissing(StreamIndex(0)));
    QCOMPARE(f.rows.totals().filteredOut, 0);
}

void TstFilteredRows::countsAheadWithoutAdding()
{
    Fixture f;
    f.setFilter(u"kind:status"_s);
    f.store.append(f.maker.status(u"a"_s, u"x"_s));
    f.rows.extend();
    QCOMPARE(f.rows.countAhead(), 0);

    f.store.append({f.maker.status(u"a"_s, u"x"_s), f.maker.complete(u"a"_s)});
    QCOMPARE(f.rows.countAhead(), 1);
    f.store.append(f.maker.status(u"a"_s, u"x"_s));
    QCOMPARE(f.rows.countAhead(), 2);
    QCOMPARE(f.rows.size(), 1);

    f.rows.extend();
    QCOMPARE(f.rows.countAhead(), 0);
    QCOMPARE(f.rows.size(), 3);
}

void TstFilteredRows::findsRows()
{
    Fixture f;
    f.setFilter(u"kind:status"_s);
    f.store.append({f.maker.status(u"a"_s, u"x"_s), f.maker.complete(u"a"_s), f.maker.status(u"a"_s, u"x"_s)});
    f.rows.extend();

    QCOMPARE(f.rows.lowerBound(RowIndex(1)), 1);
    QCOMPARE(f.rows.lowerBound(RowIndex(3)), 2);
    QVERIFY(f.rows.contains(RowIndex(2)));
    QVERIFY(!f.rows.contains(RowIndex(1)));
}

QTEST_GUILESS_MAIN(TstFilteredRows)
#include "tst_filteredrows.moc"
