// Where a further channel goes: the calmest connection with room, another connection, or nowhere.
#include "core/monitor/placement.h"

#include <QTest>

using namespace gm::monitor;
using Kind = Placement::Kind;

class TstPlacement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesChannels_data();
    void placesChannels();
    void fillsConnectionAfterConnection();
};

namespace
{

LinkLoad load(int number, int channels, double perSecond = 0, int limit = channelsPerConnection)
{
    return {.number = number, .channels = channels, .channelLimit = limit, .perSecond = perSecond};
}

} // namespace

void TstPlacement::placesChannels_data()
{
    QTest::addColumn<QList<LinkLoad>>("loads");
    QTest::addColumn<int>("maxConnections");
    QTest::addColumn<Placement>("expected");

    QTest::newRow("one connection with room") << QList{load(1, 189)} << 4 << Placement{Kind::Use, 1};
    QTest::newRow("the first is full") << QList{load(1, 190)} << 4 << Placement{Kind::Open, 2};
    QTest::newRow("the lowest free number is taken")
        << QList{load(1, 190), load(3, 190)} << 4 << Placement{Kind::Open, 2};
    QTest::newRow("all full and no more allowed") << QList{load(1, 190), load(2, 190)} << 2 << Placement{Kind::Wait, 0};
    QTest::newRow("a second connection is turned off") << QList{load(1, 190)} << 1 << Placement{Kind::Wait, 0};
    QTest::newRow("the calmest wins") << QList{load(1, 3, 20), load(2, 90, 4)} << 4 << Placement{Kind::Use, 2};
    QTest::newRow("the calmest is full") << QList{load(1, 3, 20), load(2, 190, 4)} << 4 << Placement{Kind::Use, 1};
    QTest::newRow("equally calm: the one with fewer channels")
        << QList{load(1, 90, 4.2), load(2, 30, 4.9)} << 4 << Placement{Kind::Use, 2};
    QTest::newRow("busy: another one is opened") << QList{load(1, 3, 36)} << 4 << Placement{Kind::Open, 2};
    QTest::newRow("at the mark it is not busy yet") << QList{load(1, 3, 35)} << 4 << Placement{Kind::Use, 1};
    QTest::newRow("all busy and no more allowed: the least busy with room")
        << QList{load(1, 3, 48), load(2, 3, 40)} << 2 << Placement{Kind::Use, 2};
    QTest::newRow("a limit the service told counts") << QList{load(1, 120, 0, 120)} << 4 << Placement{Kind::Open, 2};
}

void TstPlacement::placesChannels()
{
    QFETCH(QList<LinkLoad>, loads);
    QFETCH(int, maxConnections);
    QFETCH(Placement, expected);

    QCOMPARE(placeChannel(loads, maxConnections), expected);
}

void TstPlacement::fillsConnectionAfterConnection()
{
    QList<LinkLoad> loads{load(1, 0)};

    for (int channel = 0; channel < 450; ++channel) {
        const Placement placement = placeChannel(loads, 4);
        QVERIFY(placement.kind != Kind::Wait);
        if (placement.kind == Kind::Open)
            loads.append(load(placement.number, 0));
        ++loads[placement.number - 1].channels;
    }

    QCOMPARE(loads.size(), 3);
    QCOMPARE(loads[0].channels, 190);
    QCOMPARE(loads[1].channels, 190);
    QCOMPARE(loads[2].channels, 70);
}

QTEST_GUILESS_MAIN(TstPlacement)
#include "tst_placement.moc"
