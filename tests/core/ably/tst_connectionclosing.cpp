// connect() and close() in every state, and what the operating system says of the network: RTN8, RTN9, RTN11, RTN12, RTN20.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstConnectionClosing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTC16_close_method_0()
    {
        RealtimeFixture f;
        f.connect();
        f.states.clear();

        f.realtime().close();
        f.settle();

        QCOMPARE(f.states.path(), u"closing closed");
        QCOMPARE(f.peer().received(Action::Close).size(), 1); // RTN12a
        QVERIFY(f.peer().isLeft());
        QVERIFY(!f.realtime().errorReason());
        QVERIFY(!f.states.last().reason);
    }

    void closingForgetsTheIdentity_RTN8d_RTN9d_data()
    {
        QTest::addColumn<bool>("isKey");
        QTest::newRow("RTN8c/id-null-after-closed-0") << false;
        QTest::newRow("RTN9c/key-null-after-closed-0") << true;
    }

    void closingForgetsTheIdentity_RTN8d_RTN9d()
    {
        QFETCH(bool, isKey);
        RealtimeFixture f;
        const auto identity = [&f, isKey] {
            return isKey ? f.realtime().connectionKey().reveal() : f.realtime().connectionId();
        };
        f.answerNothing();
        f.connect();
        QVERIFY(!identity().isEmpty());

        f.realtime().close();

        QCOMPARE(f.realtime().state(), ConnectionState::Closing);
        QVERIFY(identity().isEmpty());
        f.peer().send(build::frame(Action::Closed));
        f.settle();
        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QVERIFY(identity().isEmpty());
    }

    void RTN8c_id_key_null_after_failed_1()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Error, build::error(50000, 500)));
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QVERIFY(f.realtime().connectionId().isEmpty());
        QVERIFY(f.realtime().connectionKey().isEmpty());
    }

    // Contradicted by RTN8d and RTN9d since 6.1.0: both are kept.
    void RTN8c_id_key_null_after_suspended_2()
    {
        RealtimeFixture f;
        f.connect();

        f.suspend();

        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-1");
    }

    void unansweredCloseEndsByItself_G4_RTN12b()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        f.realtime().close();
        f.advance(9'999ms);
        const ConnectionState before = f.realtime().state();
        f.advance(1ms);

        QCOMPARE(before, ConnectionState::Closing);
        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QVERIFY(f.peer().isLeft());
    }

    void socketLostWhileClosing_G4_RTN12c()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        f.realtime().close();
        f.peer().drop();
        f.settle();
        f.advance(1h);

        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void closeWithoutAConnection_G4_RTN12d_data()
    {
        QTest::addColumn<bool>("isSuspended");
        QTest::newRow("disconnected") << false;
        QTest::newRow("suspended") << true;
    }

    void closeWithoutAConnection_G4_RTN12d()
    {
        QFETCH(bool, isSuspended);
        RealtimeFixture f;
        f.connect();
        if (isSuspended)
            f.suspend();
        else
            f.disconnectForLong();
        const int attempts = f.sockets.attempts();
        f.states.clear();

        f.realtime().close();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"closed");
        QCOMPARE(f.sockets.attempts(), attempts);
    }

    void closeWhileConnecting_G4_RTN12f_data()
    {
        QTest::addColumn<bool>("connectedComes");
        QTest::newRow("CONNECTED still comes") << true;
        QTest::newRow("it never comes") << false;
    }

    void closeWhileConnecting_G4_RTN12f()
    {
        QFETCH(bool, connectedComes);
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();
        f.peer().accept();
        f.settle();

        f.realtime().close();
        const ConnectionState between = f.realtime().state();
        if (connectedComes)
            f.peer().send(build::connected());
        else
            f.peer().drop();
        f.settle();

        QCOMPARE(between, ConnectionState::Closing);
        QCOMPARE(f.peer().received(Action::Close).size(), connectedComes ? 1 : 0);
        QCOMPARE(f.states.path(), u"connecting closing closed");
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void closeWhileTheTokenIsAwaited_RTN12f()
    {
        RealtimeFixture f;
        f.tokens.setSlow(true);
        f.connect();

        f.realtime().close();
        f.settle();
        f.tokens.answer();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"connecting closing closed");
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void connectIsANoOpWhereThereIsAConnection_G2_RTN11e()
    {
        RealtimeFixture f;

        f.realtime().connectNow();
        f.realtime().connectNow();
        f.settle();
        f.realtime().connectNow();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(f.sockets.attempts(), 1);
        QCOMPARE(f.tokens.calls(), 1);
    }

    void connectSkipsTheWait_G2_RTN11c_data()
    {
        QTest::addColumn<bool>("isSuspended");
        QTest::newRow("disconnected") << false;
        QTest::newRow("suspended") << true;
    }

    void connectSkipsTheWait_G2_RTN11c()
    {
        QFETCH(bool, isSuspended);
        RealtimeFixture f;
        f.connect();
        if (isSuspended)
            f.suspend();
        else
            f.disconnectForLong();
        f.acceptAll();

        f.realtime().connectNow();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        const int attempts = f.sockets.attempts();
        f.advance(20s); // no retry timer was left behind
        QCOMPARE(f.sockets.attempts(), attempts);
    }

    void connectWhileClosing_G2_RTN11b()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);
        f.answerNothing();
        f.realtime().close();
        auto old = f.peer().shared_from_this();

        f.realtime().connectNow();
        old->send(build::frame(Action::Closed)); // meant for the connection before
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.sockets.attempts(), 2);
        QVERIFY(!f.peer().hasParam(u"resume"_s));
        QCOMPARE(changes.path(), u"detached initialized");
    }

    void connectFromATerminalState_G3_RTN11d_data()
    {
        QTest::addColumn<bool>("isFailed");
        QTest::newRow("closed") << false;
        QTest::newRow("failed") << true;
    }

    void connectFromATerminalState_G3_RTN11d()
    {
        QFETCH(bool, isFailed);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        if (isFailed)
            f.peer().send(build::with(Action::Error, build::error(50000, 500)));
        else
            f.realtime().close();
        f.settle();
        QVERIFY(channel.state() == (isFailed ? ChannelState::Failed : ChannelState::Detached));
        ChannelState atConnecting{};
        QObject::connect(&f.realtime(), &Realtime::stateChanged, &f.realtime(), [&](const ConnectionChange &change) {
            if (change.current == ConnectionState::Connecting)
                atConnecting = channel.state();
        });

        f.realtime().connectNow();
        const auto error = f.realtime().errorReason();
        f.settle();

        QVERIFY(!error);
        QCOMPARE(atConnecting, ChannelState::Initialized);
        QVERIFY(!channel.errorReason());
        QCOMPARE(channel.state(), ChannelState::Initialized);
        QVERIFY(!f.peer().hasParam(u"resume"_s));
        QCOMPARE(f.realtime().connectionId(), u"conn-2");
    }

    void RTN20a_network_loss_connected_disconnects_0()
    {
        RealtimeFixture f;
        f.connect();

        f.realtime().networkLost();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QVERIFY(f.states.into(ConnectionState::Disconnected).first().reason);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void RTN20a_network_loss_connecting_disconnects_1()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        f.realtime().networkLost();
        f.acceptAll();
        f.advance(15s);

        QCOMPARE(f.states.path(), u"connecting disconnected connecting connected");
        QVERIFY(f.states.into(ConnectionState::Disconnected).first().reason);
        QVERIFY(f.sockets.peer(0).isLeft());
    }

    void RTN20b_network_available_disconnected_connects_0_data()
    {
        QTest::addColumn<bool>("isSuspended");
        QTest::newRow("RTN20b/network-available-disconnected-connects-0") << false;
        QTest::newRow("suspended") << true;
    }

    void RTN20b_network_available_disconnected_connects_0()
    {
        QFETCH(bool, isSuspended);
        RealtimeFixture f;
        f.connect();
        if (isSuspended)
            f.suspend();
        else
            f.disconnectForLong();
        f.acceptAll();

        f.realtime().networkAvailable();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTN20c_network_available_connecting_restarts_0()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        f.acceptAll();
        f.realtime().networkAvailable();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(f.sockets.attempts(), 2);
        QVERIFY(f.sockets.peer(0).isLeft());
    }

    void networkBackWhileConnectedChangesNothing()
    {
        RealtimeFixture f;
        f.connect();

        f.realtime().networkAvailable();
        f.settle();

        QCOMPARE(f.sockets.attempts(), 1);
        QCOMPARE(f.states.path(), u"connecting connected");
    }

    void closeBeforeConnecting()
    {
        RealtimeFixture f;
        f.options.autoConnect = true;
        f.realtime();

        f.realtime().close();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"closed");
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void nothingIsLeftRunningWhenClosed()
    {
        RealtimeFixture f;
        f.attach();

        f.realtime().close();
        f.settle();
        f.advance(10s);

        QCOMPARE(f.clock.pending(), 0);
    }
};

QTEST_GUILESS_MAIN(TstConnectionClosing)
#include "tst_connectionclosing.moc"
