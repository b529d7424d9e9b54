// faults: what POST /faults understands, how long a fault lasts, and whom it concerns.
#include "core/sandbox/faults.h"

#include "core/sandbox/durations.h"
#include "tests/support/fakeclock.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using sandbox::Fault;
using sandbox::Faults;

class TstFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void goesAfterItsUses();
    void goesAfterItsTime();
    void comesIntoForceLater();
    void concernsOneConversationOrAll();
    void fitsRoutesByNameAndPrefix_data();
    void fitsRoutesByNameAndPrefix();
    void isGoodForOneUseWhenImmediate();
    void tellsWhenRemoved();
    void readsDurationsAndNumbersFromItsValue();
};

void TstFaults::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QJsonObject>("request");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown fault") << QJsonObject{{u"fault"_s, u"drop-everything"_s}} << u"drop-everything"_s;
    QTest::newRow("no fault") << QJsonObject{} << u"fault"_s;
    QTest::newRow("unknown field") << QJsonObject{{u"fault"_s, u"lose"_s}, {u"cnt"_s, 1}} << u"cnt"_s;
    QTest::newRow("bad count") << QJsonObject{{u"fault"_s, u"lose"_s}, {u"count"_s, -1}} << u"count"_s;
    QTest::newRow("half a count") << QJsonObject{{u"fault"_s, u"lose"_s}, {u"count"_s, 1.5}} << u"count"_s;
    QTest::newRow("bad status") << QJsonObject{{u"fault"_s, u"http-status"_s}, {u"status"_s, u"x"_s}} << u"status"_s;
    QTest::newRow("bad for") << QJsonObject{{u"fault"_s, u"lose"_s}, {u"for"_s, u"soon"_s}} << u"for"_s;
    QTest::newRow("negative after") << QJsonObject{{u"fault"_s, u"lose"_s}, {u"after"_s, u"-1s"_s}} << u"after"_s;
    QTest::newRow("redirect to nowhere") << QJsonObject{{u"fault"_s, u"http-redirect"_s}} << u"value"_s;
}

void TstFaults::refusesWhatItDoesNotUnderstand()
{
    QFETCH(QJsonObject, request);
    QFETCH(QString, named);
    test::FakeClock clock;
    Faults faults(clock);

    const auto added = faults.add(request);

    QVERIFY(!added);
    QVERIFY2(added.error().toText().contains(named), qPrintable(added.error().toText()));
    QVERIFY(faults.toJson().isEmpty());
}

void TstFaults::goesAfterItsUses()
{
    test::FakeClock clock;
    Faults faults(clock);
    QVERIFY(faults.add({{u"fault"_s, u"lose"_s}, {u"count"_s, 2}}));

    const bool first = faults.take(u"lose"_s).has_value();
    const bool second = faults.take(u"lose"_s).has_value();
    const bool third = faults.take(u"lose"_s).has_value();

    QVERIFY(first && second);
    QVERIFY(!third);
}

void TstFaults::goesAfterItsTime()
{
    test::FakeClock clock;
    Faults faults(clock);
    QVERIFY(faults.add({{u"fault"_s, u"delay"_s}, {u"for"_s, u"30s"_s}}));

    clock.advance(29s);
    const bool before = faults.take(u"delay"_s).has_value();
    clock.advance(2s);
    const bool after = faults.take(u"delay"_s).has_value();

    QVERIFY(before);
    QVERIFY(!after);
}

void TstFaults::comesIntoForceLater()
{
    test::FakeClock clock;
    Faults faults(clock);
    QSignalSpy came(&faults, &Faults::cameInForce);
    QVERIFY(faults.add({{u"fault"_s, u"lose"_s}, {u"after"_s, 1500}}));

    const bool early = faults.peek(u"lose"_s).has_value();
    clock.advance(1500ms);

    QVERIFY(!early);
    QCOMPARE(came.size(), 1);
    QVERIFY(faults.peek(u"lose"_s));
}

void TstFaults::concernsOneConversationOrAll()
{
    test::FakeClock clock;
    Faults faults(clock);
    QVERIFY(faults.add({{u"fault"_s, u"lose"_s}, {u"conversation"_s, u"a"_s}}));
    QVERIFY(faults.add({{u"fault"_s, u"repeat"_s}}));

    QVERIFY(faults.peek(u"lose"_s, u"a"_s));
    QVERIFY(!faults.peek(u"lose"_s, u"b"_s));
    QVERIFY(!faults.peek(u"lose"_s));
    QVERIFY(faults.peek(u"repeat"_s, u"b"_s));
}

void TstFaults::fitsRoutesByNameAndPrefix_data()
{
    QTest::addColumn<QString>("route");
    QTest::addColumn<bool>("fits");
    QTest::newRow("every route") << QString() << true;
    QTest::newRow("name") << u"token"_s << true;
    QTest::newRow("service") << u"backend"_s << true;
    QTest::newRow("other name") << u"list"_s << false;
    QTest::newRow("whole path") << u"/api/chat/realtime/token"_s << true;
    QTest::newRow("prefix") << u"/api/chat"_s << true;
    QTest::newRow("other path") << u"/auth"_s << false;
}

void TstFaults::fitsRoutesByNameAndPrefix()
{
    QFETCH(QString, route);
    QFETCH(bool, fits);
    test::FakeClock clock;
    Faults faults(clock);
    QVERIFY(faults.add({{u"fault"_s, u"http-status"_s}, {u"route"_s, route}, {u"status"_s, 503}}));

    const auto fault =
        faults.takeForRoute({u"http-status"_s}, {u"/api/chat/realtime/token"_s, {u"backend"_s, u"token"_s}});

    QCOMPARE(fault.has_value(), fits);
    if (fault)
        QCOMPARE(fault->status, 503);
}

void TstFaults::isGoodForOneUseWhenImmediate()
{
    test::FakeClock clock;
    Faults faults(clock);

    const auto fault = faults.add({{u"fault"_s, u"drop-socket"_s}});

    QVERIFY(fault);
    QCOMPARE(fault->usesLeft, 1);
    QVERIFY(faults.take(u"drop-socket"_s));
    QVERIFY(faults.toJson().isEmpty());
}

void TstFaults::tellsWhenRemoved()
{
    test::FakeClock clock;
    Faults faults(clock);
    QSignalSpy ended(&faults, &Faults::ended);
    const auto fault = faults.add({{u"fault"_s, u"black-hole"_s}});

    const bool removed = faults.remove(fault->id);
    const bool again = faults.remove(fault->id);

    QVERIFY(removed);
    QVERIFY(!again);
    QCOMPARE(ended.size(), 1);
}

void TstFaults::readsDurationsAndNumbersFromItsValue()
{
    test::FakeClock clock;
    Faults faults(clock);

    const auto timed = faults.add({{u"fault"_s, u"delay"_s}, {u"value"_s, u"1.5s"_s}});
    const auto counted = faults.add({{u"fault"_s, u"rate-cap"_s}, {u"value"_s, 20}});

    QCOMPARE(timed->duration(9s), 1500ms);
    QCOMPARE(counted->number(50), 20);
    QCOMPARE(counted->duration(9s), 20ms);
    QCOMPARE(Fault().duration(9s), 9000ms);
    QCOMPARE(sandbox::readDuration(u"-3m"_s), std::optional(-180'000ms));
    QCOMPARE(sandbox::readDuration(u"3 parsecs"_s), std::nullopt);
}

QTEST_GUILESS_MAIN(TstFaults)
#include "tst_faults.moc"
