// The faults a user meets, on real sockets: each has a clear problem, and the monitor goes on.
#include "core/diagnostics/problem.h"
#include "core/timeline/eventstore.h"
#include "tests/integration/harness.h"

#include <QSignalSpy>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;

class TstFaultsSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongPasswordIsSaidInPlace();
    void tokenEndpointFailuresAreNamed_data();
    void tokenEndpointFailuresAreNamed();
    void refusedChannelLeavesTheOthersAlone_RTL14();
    void badFramesAreKeptAndTheConnectionGoesOn();
    void wrongShapesAreKeptAndFlagged_data();
    void wrongShapesAreKeptAndFlagged();
    void tokenIsRenewedInPlace_RTN22();
    void expiredTokenIsRenewed_RTN15h2();
};

void TstFaultsSandbox::wrongPasswordIsSaidInPlace()
{
    Harness harness({.isConnected = false});
    QVERIFY(harness.isReady());
    std::optional<base::Result<void>> answer;

    harness.monitor()
        .signIn(harness.addresses().email, base::Secret(u"not-the-password"_s))
        .then(&harness.monitor(), [&answer](const base::Result<void> &result) { answer = result; });

    QVERIFY(until([&] { return answer.has_value(); }));
    QVERIFY(!*answer);
    QCOMPARE(answer->error().id, u"invalid_credentials"_s);
    QVERIFY(!answer->error().what.isEmpty() && !answer->error().next.isEmpty());
    QVERIFY(harness.signIn());
}

void TstFaultsSandbox::tokenEndpointFailuresAreNamed_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<QString>("code");
    const QString route = u"/api/chat/realtime/token"_s;
    for (const int status : {401, 403, 404, 500}) {
        QTest::addRow("%d", status) << QJsonObject{{u"fault"_s, u"http-status"_s},
                                                   {u"route"_s, route},
                                                   {u"status"_s, status}}
                                    << (status == 401 ? u"GM-BACKEND-401"_s : u"GM-TOKEN-%1"_s.arg(status));
    }
    QTest::newRow("HTML") << QJsonObject{{u"fault"_s, u"http-html"_s}, {u"route"_s, route}} << u"GM-TOKEN-HTML"_s;
}

void TstFaultsSandbox::tokenEndpointFailuresAreNamed()
{
    QFETCH(QJsonObject, fault);
    QFETCH(QString, code);
    Harness harness({.isConnected = false});
    QVERIFY(harness.isReady());
    QVERIFY(!harness.fault(fault).isEmpty());

    QVERIFY(harness.signIn());

    QVERIFY2(until([&] { return harness.hasProblem(code); }), qPrintable(code));
    const auto problem = harness.monitor().problems().problems().first();
    QVERIFY(!problem.what.isEmpty() && !problem.next.isEmpty());

    harness.clearFaults();
    harness.monitor().connectNow();
    QVERIFY(until([&] { return harness.isConnected(); }));
    QVERIFY(until([&] { return !harness.hasProblem(code); }));
}

void TstFaultsSandbox::refusedChannelLeavesTheOthersAlone_RTL14()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto good = harness.quiet();
    const base::ConversationId bad(u"5b0c9a7e-1f4d-4b7a-a1d2-55e0c7f1d933"_s);
    QVERIFY(!harness.fault({{u"fault"_s, u"deny-channel"_s}, {u"conversation"_s, bad.text()}}).isEmpty());

    harness.monitor().watch({bad});

    QVERIFY(until([&] { return harness.hasProblem(u"GM-CHANNEL-REFUSED"_s); }));
    QVERIFY(harness.publishStatus(good, 1));
    QVERIFY(until([&] { return harness.received(good).size() == 1; }));
    QVERIFY(harness.isConnected());
}

void TstFaultsSandbox::badFramesAreKeptAndTheConnectionGoesOn()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();

    QVERIFY(!harness.fault({{u"fault"_s, u"bad-frame"_s}, {u"value"_s, u"{\"action\":15,\"channel\""_s}}).isEmpty());

    QVERIFY(until([&] { return harness.hasProblem(u"GM-FRAME-UNREADABLE"_s); }));
    QVERIFY(harness.publishStatus(id, 1));
    QVERIFY(until([&] { return harness.received(id).size() == 1; }));
}

void TstFaultsSandbox::wrongShapesAreKeptAndFlagged_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("data");
    QTest::addColumn<int>("flag");
    QTest::newRow("text for a status") << u"status"_s << QJsonValue(u"processing"_s)
                                       << int(timeline::EventFlag::WrongShape);
    QTest::newRow("number for a message") << u"message"_s << QJsonValue(7) << int(timeline::EventFlag::WrongShape);
    QTest::newRow("list for a complete") << u"complete"_s << QJsonValue(QJsonArray{1, 2})
                                         << int(timeline::EventFlag::WrongShape);
    QTest::newRow("unknown name") << u"goal_updated"_s << QJsonValue(QJsonObject{{u"a"_s, 1}})
                                  << int(timeline::EventFlag::UnknownName);
}

void TstFaultsSandbox::wrongShapesAreKeptAndFlagged()
{
    QFETCH(QString, name);
    QFETCH(QJsonValue, data);
    QFETCH(int, flag);
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();

    QVERIFY(harness.publish(id, name, data));

    QVERIFY(until([&] { return harness.monitor().store().size() == 1; }));
    const timeline::Event event = harness.monitor().store().at(base::RowIndex(0));
    QCOMPARE(event->name, name);
    QVERIFY(event.has(timeline::EventFlag(flag)));
    QVERIFY(!event->payload.isEmpty());
}

void TstFaultsSandbox::tokenIsRenewedInPlace_RTN22()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();
    const QString connectionId = harness.monitor().link().connectionId;
    int updates = 0;
    int others = 0;
    QObject::connect(&harness.monitor(), &monitor::Monitor::connectionChanged, &harness.monitor(),
                     [&](const ably::ConnectionChange &change) {
                         (change.event == ably::ConnectionEvent::Update ? updates : others) += 1;
                     });

    QVERIFY(!harness.fault({{u"fault"_s, u"auth-now"_s}}).isEmpty());

    QVERIFY(until([&] { return updates == 1; }));
    QCOMPARE(others, 0);
    QCOMPARE(harness.monitor().link().connectionId, connectionId);
    QVERIFY(harness.publishStatus(id, 1));
    QVERIFY(until([&] { return harness.received(id).size() == 1; }));
}

void TstFaultsSandbox::expiredTokenIsRenewed_RTN15h2()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();
    int reconnects = 0;
    QObject::connect(&harness.monitor(), &monitor::Monitor::connectionChanged, &harness.monitor(),
                     [&](const ably::ConnectionChange &change) {
                         reconnects += change.current == ably::ConnectionState::Connected ? 1 : 0;
                     });

    QVERIFY(!harness.fault({{u"fault"_s, u"expire-token"_s}}).isEmpty());

    QVERIFY(until([&] { return reconnects > 0 && harness.isConnected(); }));
    QVERIFY(harness.publishStatus(id, 1));
    QVERIFY(until([&] { return harness.received(id).size() == 1; }));
    QCOMPARE(harness.monitor().link().channelsAttached, 1);
}

QTEST_GUILESS_MAIN(TstFaultsSandbox)
#include "tst_faults_sandbox.moc"
