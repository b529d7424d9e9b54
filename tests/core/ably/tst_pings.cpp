// Pings: RTN13.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstPings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN13a_ping_heartbeat_roundtrip_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto ping = f.realtime().ping();
        f.advance(23ms);
        f.peer().send(f.peer().received().last());
        f.settle();

        QCOMPARE(f.peer().received(Action::Heartbeat).size(), 1);
        QVERIFY(ping.isFinished());
        QCOMPARE(ping.result().value(), 23ms);
    }

    void RTN13e_heartbeat_random_id_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto ping = f.realtime().ping();
        const QString id = f.peer().received().last().id;
        auto other = build::frame(Action::Heartbeat);
        other.id = u"somebody else's"_s;
        f.peer().send(other);
        f.settle();

        QVERIFY(!id.isEmpty());
        QVERIFY(!ping.isFinished());
    }

    void RTN13e_no_id_heartbeat_ignored_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto ping = f.realtime().ping();
        f.peer().send(build::frame(Action::Heartbeat));
        f.settle();

        QVERIFY(!ping.isFinished());
    }

    void RTN13e_concurrent_pings_unique_ids_2()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto first = f.realtime().ping();
        const auto second = f.realtime().ping();
        const auto sent = f.peer().received(Action::Heartbeat);
        f.peer().send(sent.at(1));
        f.settle();

        QVERIFY(sent.at(0).id != sent.at(1).id);
        QVERIFY(!first.isFinished());
        QVERIFY(second.isFinished());
    }

    void RTN13c_ping_timeout_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto ping = f.realtime().ping();
        f.advance(9'999ms);
        const bool isFinishedBefore = ping.isFinished();
        f.advance(1ms);

        QVERIFY(!isFinishedBefore);
        QVERIFY(ping.isFinished());
        QCOMPARE(ping.result().error().code, 80014);
    }

    void pingFailsAtOnce_RTN13b_data()
    {
        QTest::addColumn<ConnectionState>("state");
        QTest::newRow("RTN13b/ping-error-initialized-0") << ConnectionState::Initialized;
        QTest::newRow("RTN13b/ping-error-suspended-1") << ConnectionState::Suspended;
        QTest::newRow("RTN13b/ping-error-closed-2") << ConnectionState::Closed;
        QTest::newRow("RTN13b/ping-error-failed-3") << ConnectionState::Failed;
        QTest::newRow("closing") << ConnectionState::Closing;
    }

    void pingFailsAtOnce_RTN13b()
    {
        QFETCH(ConnectionState, state);
        RealtimeFixture f;
        bringTo(f, state);

        const auto ping = f.realtime().ping();

        QCOMPARE(f.realtime().state(), state);
        QVERIFY(ping.isFinished());
        QVERIFY(!ping.result());
        QVERIFY(ping.result().error().code != 0);
    }

    void RTN13d_ping_deferred_connecting_0()
    {
        RealtimeFixture f;
        f.realtime().connectNow();

        const auto ping = f.realtime().ping();
        const bool isFinishedBefore = ping.isFinished();
        f.settle();

        QVERIFY(!isFinishedBefore);
        QCOMPARE(f.peer().received(Action::Heartbeat).size(), 1);
        QVERIFY(ping.isFinished());
        QVERIFY(ping.result());
    }

    void RTN13d_ping_deferred_disconnected_1()
    {
        RealtimeFixture f;
        f.connect();
        f.disconnectForLong();

        const auto ping = f.realtime().ping();
        f.acceptAll();
        f.advance(15s);

        QCOMPARE(f.peer().received(Action::Heartbeat).size(), 1);
        QVERIFY(ping.result());
    }

    void RTN13b_deferred_ping_error_failed_4()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        const auto ping = f.realtime().ping();
        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::error(50000, 500)));
        f.settle();

        QVERIFY(ping.isFinished());
        QVERIFY(!ping.result());
    }

    void RTN13b_deferred_ping_error_suspended_5()
    {
        RealtimeFixture f;
        f.connect();
        f.disconnectForLong();

        const auto ping = f.realtime().ping();
        f.advance(2min);

        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
        QVERIFY(ping.isFinished());
        QCOMPARE(ping.result().error().code, 80002);
    }

    void RTN13c_deferred_ping_timeout_1()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.answerNothing();
        f.connect();

        const auto ping = f.realtime().ping();
        f.advance(9s);
        f.peer().accept();
        f.peer().send(build::connected());
        f.advance(9'999ms);
        const bool isFinishedBefore = ping.isFinished();
        f.advance(1ms);

        QVERIFY(!isFinishedBefore);
        QVERIFY(ping.isFinished());
        QVERIFY(!ping.result());
    }

private:
    static void bringTo(RealtimeFixture &f, ConnectionState state)
    {
        if (state == ConnectionState::Initialized)
            return;
        f.connect();
        switch (state) {
        case ConnectionState::Suspended:
            return f.suspend();
        case ConnectionState::Failed:
            f.peer().send(build::with(Action::Error, build::error(50000, 500)));
            return f.settle();
        case ConnectionState::Closing:
            return f.realtime().close();
        default:
            f.realtime().close();
            f.settle();
        }
    }
};

QTEST_GUILESS_MAIN(TstPings)
#include "tst_pings.moc"
