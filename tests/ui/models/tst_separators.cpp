#include "ui/models/separators.h"

#include <QTest>

#include <random>

using namespace gm::models;
using gm::base::RowIndex;

namespace
{

/// The same rows as a plain list: store rows of events, and −1 − beforeRow for separators.
QList<qint64> listOf(const Separators &separators, const QList<qint64> &events)
{
    QList<qint64> list;
    for (qint64 row = 0; row < events.size() + separators.count(); ++row) {
        if (const auto index = separators.separatorIn(row))
            list << -1 - separators.at(*index).beforeRow;
        else
            list << events[separators.eventIn(row)];
    }
    return list;
}

} // namespace

class TstSeparators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsRowsBothWays();
    void ordersWhatStandsAtOnePlace();
    void keepsTheDayAboveAnEventPutIn();
    void staysInOrderWhateverIsPutIn();
};

void TstSeparators::mapsRowsBothWays()
{
    Separators separators;
    for (const qint64 event : {0, 0, 3, 5})
        separators.insert(separators.count(), {.beforeRow = event * 10, .event = event});
    const QList<qint64> events{0, 10, 20, 30, 40};

    QCOMPARE(listOf(separators, events), (QList<qint64>{-1, -1, 0, 10, 20, -31, 30, 40, -51}));
    for (qint64 event = 0; event < events.size(); ++event) {
        const qint64 row = separators.rowOfEvent(event);
        QVERIFY(!separators.separatorIn(row));
        QCOMPARE(separators.eventIn(row), event);
    }
    for (int index = 0; index < separators.count(); ++index)
        QCOMPARE(separators.separatorIn(separators.rowOf(index)), index);
}

void TstSeparators::ordersWhatStandsAtOnePlace()
{
    using Kind = Separator::Kind;
    const Separator gap{.kind = Kind::Gap, .beforeRow = 5, .timeMs = 100, .source = 0};
    const Separator reconnect{.kind = Kind::Reconnect, .beforeRow = 5, .timeMs = 4'300, .source = 0};
    const Separator day{.kind = Kind::Day, .beforeRow = 5, .timeMs = 0};

    QVERIFY(gap.precedes(reconnect));
    QVERIFY(reconnect.precedes(day));
    QVERIFY(!day.precedes(gap));
    QVERIFY(day.precedes(Separator{.kind = Kind::Gap, .beforeRow = 6}));

    Separators separators;
    separators.insert(0, reconnect);
    QCOMPARE(separators.placeFor(gap), 0);
    QCOMPARE(separators.find(Kind::Reconnect, 0), 0);
    QCOMPARE(separators.find(Kind::Gap, 0), -1);
}

void TstSeparators::keepsTheDayAboveAnEventPutIn()
{
    Separators separators;
    separators.insert(0, {.kind = Separator::Kind::Day, .beforeRow = 10, .event = 0});
    separators.insert(1, {.kind = Separator::Kind::Gap, .beforeRow = 20, .event = 1});

    separators.eventInserted(0, RowIndex(5));
    separators.eventInserted(2, RowIndex(15));

    QCOMPARE(listOf(separators, {5, 10, 15, 20}), (QList<qint64>{-6, 5, 10, 15, -21, 20}));
}

void TstSeparators::staysInOrderWhateverIsPutIn()
{
    std::mt19937 engine(4);
    for (int round = 0; round < 200; ++round) {
        // Given every other row shown, and separators anywhere.
        Separators separators;
        QList<qint64> events;
        for (qint64 row = 0; row < 40; row += 2)
            events << row;
        for (int i = 0; i < 6; ++i) {
            Separator separator{.kind = Separator::Kind(engine() % 4), .beforeRow = qint64(engine() % 40)};
            separator.event = std::lower_bound(events.begin(), events.end(), separator.beforeRow) - events.begin();
            separators.insert(separators.placeFor(separator), separator);
        }

        for (int i = 0; i < 10; ++i) {
            const qint64 row = 1 + 2 * qint64(engine() % 20);
            const auto place = std::lower_bound(events.begin(), events.end(), row);
            if (place != events.end() && *place == row)
                continue;
            const qint64 event = place - events.begin();
            events.insert(event, row);
            separators.eventInserted(event, RowIndex(row));
        }

        // Then each event is in exactly one row, in order.
        QList<qint64> seen;
        for (qint64 row = 0; row < events.size() + separators.count(); ++row) {
            if (!separators.separatorIn(row))
                seen << events[separators.eventIn(row)];
        }
        QCOMPARE(seen, events);
    }
}

QTEST_GUILESS_MAIN(TstSeparators)
#include "tst_separators.moc"
