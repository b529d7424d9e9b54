// What happens to a connection that was there: RTN14h, RTN15, RTN22a, RTN23, RTN24, and the re-attaching of channels.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstConnectionResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN15a_unexpected_transport_disconnect_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().drop();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(f.sockets.attempts(), 2);
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().reason->code, 80003);
        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().retryIn.value(), 0ms);
    }

    void RTN15b_successful_resume_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().drop();
        f.settle();

        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-2");
        QCOMPARE(f.states.last().resumed, true);
        QVERIFY(!f.states.into(ConnectionState::Connected).first().resumed);
    }

    void RTN15c7_failed_resume_new_id_0()
    {
        RealtimeFixture f;
        f.connect();
        f.sockets.onAttempt = [](FakePeer &peer) {
            auto frame = build::connected(u"conn-new"_s, u"key-new"_s);
            frame.error = build::error(80008, 400);
            peer.accept();
            peer.send(frame);
        };

        f.peer().drop();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.realtime().connectionId(), u"conn-new");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-new");
        QCOMPARE(f.realtime().errorReason()->code, 80008);
        QCOMPARE(f.states.last().reason->code, 80008);
        QCOMPARE(f.states.last().resumed, false);
    }

    void errorBesideTheSameIdIsOnlyANotice_RTN15c6()
    {
        RealtimeFixture f;
        f.connect();
        f.sockets.onAttempt = [](FakePeer &peer) {
            auto frame = build::connected(u"conn-1"_s, u"key-2"_s);
            frame.error = build::error(80024, 400);
            peer.accept();
            peer.send(frame);
        };

        f.peer().drop();
        f.settle();

        QCOMPARE(f.states.last().resumed, true);
        QCOMPARE(f.states.last().reason->code, 80024);
        QVERIFY(!f.realtime().errorReason());
    }

    void RTN15e_connection_key_updated_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().drop();
        f.settle();
        f.peer().drop();
        f.advance(1s);

        QCOMPARE(f.sockets.peer(1).param(u"resume"_s), u"key-1");
        QCOMPARE(f.sockets.peer(2).param(u"resume"_s), u"key-2");
    }

    void keyOfAnUpdateIsTheOneToResumeWith_RTN15e()
    {
        RealtimeFixture f;
        f.connect();
        f.peer().send(build::connected(u"conn-1"_s, u"key-of-update"_s));
        f.settle();

        f.peer().drop();
        f.settle();

        QCOMPARE(f.peer().param(u"resume"_s), u"key-of-update");
    }

    void RTN15h3_non_token_error_resume_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::error(80003, 400)));
        f.peer().drop();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.sockets.attempts(), 2); // the old socket's end is nobody's business any more
        QVERIFY(!f.realtime().errorReason());
    }

    void disconnectedWithoutAnErrorIsTolerated_G20()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::frame(Action::Disconnected));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().reason->code, 80003);
    }

    void RTN15h2_token_error_renew_success_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::tokenExpired()));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(f.tokens.calls(), 2);
        QCOMPARE(f.peer().param(u"accessToken"_s), u"token-2");
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-2");
    }

    void RTN15h2_token_error_renew_fails_1()
    {
        RealtimeFixture f;
        f.connect();
        f.tokens.failAlways({.code = 40101, .status = 401, .what = u"no"_s});

        f.peer().send(build::with(Action::Disconnected, build::tokenExpired()));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting disconnected");
        QCOMPARE(f.realtime().errorReason()->code, 80019);
        QCOMPARE(f.realtime().errorReason()->cause->code, 40101);
    }

    void RTN22a_forced_disconnect_reauth_failure_0()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::tokenExpired()));
        f.settle();

        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().reason->code, 40142);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void RTN15h1_token_error_no_renew_0()
    {
        RealtimeFixture f;
        f.hasTokenSource = false;
        f.options.token = TokenDetails{.token = base::Secret(u"literal"_s)};
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::tokenExpired()));
        f.settle();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"connecting connected failed");
        QCOMPARE(f.realtime().errorReason()->code, 40171);
        QCOMPARE(f.realtime().errorReason()->cause->code, 40142);
        QCOMPARE(f.sockets.attempts(), 1);
        QVERIFY(!f.realtime().token()); // RSA16d/null-after-invalidation-2
    }

    void RTN15j_error_empty_channel_failed_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        f.peer().send(build::with(Action::Error, build::error(80013, 400, u"protocol error"_s)));
        f.settle();
        f.advance(1h);

        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QCOMPARE(f.realtime().errorReason()->code, 80013);
        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(channel.errorReason()->code, 80013);
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void RTN15c5_token_error_during_resume_0()
    {
        RealtimeFixture f;
        f.connect();
        const auto accept = f.sockets.onAttempt;
        f.sockets.onAttempt = [&](FakePeer &peer) {
            peer.accept();
            peer.send(build::with(Action::Error, build::tokenExpired()));
            f.sockets.onAttempt = accept;
        };

        f.peer().drop();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.sockets.attempts(), 3);
        QCOMPARE(f.tokens.calls(), 2);
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
    }

    void RTN15c4_fatal_error_during_resume_0()
    {
        RealtimeFixture f;
        f.connect();
        f.sockets.onAttempt = [](FakePeer &peer) {
            peer.accept();
            peer.send(build::with(Action::Error, build::error(40400, 404)));
        };

        f.peer().drop();
        f.settle();
        f.advance(1h);

        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QCOMPARE(f.realtime().errorReason()->code, 40400);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void RTN15g_state_cleared_after_ttl_0() // the contrary: withdrawn by 6.1.0, the state is kept (RTN14h)
    {
        RealtimeFixture f;
        f.connect();

        f.suspend();
        f.acceptAll();
        f.advance(30s);

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
    }

    void resumesAfterHoursInSuspended_G5()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::message(u"conversation:1"_s, u"serial-9"_s));
        f.settle();
        f.suspend();
        f.advance(6h);

        // RTN8c/id-key-null-after-suspended-2 wants them gone; RTN8d and RTN9d keep them.
        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-1");
        QCOMPARE(channel.channelSerial(), u"serial-9"); // RTL15b2

        f.acceptAll();
        f.advance(30s);
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        QCOMPARE(f.peer().received(Action::Attach).value(0).channelSerial, u"serial-9");
        QCOMPARE(channel.state(), ChannelState::Attached);
    }

    void everyAttachedChannelIsAttachedAgainAfterAGoodResume_G6()
    {
        RealtimeFixture f;
        f.attach(u"conversation:1"_s);
        f.attach(u"conversation:2"_s);
        f.channel(u"conversation:3"_s);
        f.peer().send(build::message(u"conversation:2"_s, u"serial-of-2"_s));
        f.settle();

        f.peer().drop();
        f.settle();

        const auto attaches = f.peer().received(Action::Attach);
        QCOMPARE(attaches.size(), 2);
        QCOMPARE(attaches.at(0).channel, u"conversation:1"_s);
        QCOMPARE(attaches.at(0).channelSerial, u"serial-1");
        QCOMPARE(attaches.at(1).channel, u"conversation:2"_s);
        QCOMPARE(attaches.at(1).channelSerial, u"serial-of-2");
        QCOMPARE(f.channel(u"conversation:2"_s).state(), ChannelState::Attached);
    }

    void channelsAreAttachingBeforeListenersHearOfConnected_G7()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        QList<ChannelState> seen;
        QObject::connect(&f.realtime(), &Realtime::stateChanged, &f.realtime(), [&](const ConnectionChange &change) {
            if (change.current == ConnectionState::Connected)
                seen.append(channel.state());
        });

        f.peer().drop();
        f.settle();

        QCOMPARE(seen, QList{ChannelState::Attaching}); // RTL3d1
    }

    void framesOfAnOldSocketAreNotHeard_G20()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        auto old = f.sockets.peer(0).shared_from_this();
        QSignalSpy messages(&channel, &RealtimeChannel::messagesReceived);

        old->send(build::frame(Action::Disconnected));
        old->send(build::message(u"conversation:1"_s, u"late"_s));
        old->send(build::with(Action::Error, build::error(50000, 500)));
        f.settle();

        QCOMPARE(messages.count(), 0);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(channel.channelSerial(), u"serial-1");
    }

    void RTN23a_idle_timeout_reconnect_1()
    {
        RealtimeFixture f;
        f.connect();

        f.advance(24'999ms);
        const int before = f.sockets.attempts();
        f.advance(1ms);

        QCOMPARE(before, 1);
        QCOMPARE(f.sockets.attempts(), 2);
        QVERIFY(f.sockets.peer(0).isLeft());
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().reason->code, 80003);
        QCOMPARE(f.states.into(ConnectionState::Disconnected).first().reason->statusCode, 408);
    }

    void RTN23a_heartbeat_resets_timer_2_data()
    {
        QTest::addColumn<ProtocolMessage>("frame");
        QTest::newRow("RTN23a/heartbeat-resets-timer-2") << build::frame(Action::Heartbeat);
        QTest::newRow("RTN23a/any-message-resets-timer-3") << build::message(u"nobody's"_s, u"s"_s);
    }

    void RTN23a_heartbeat_resets_timer_2()
    {
        QFETCH(ProtocolMessage, frame);
        RealtimeFixture f;
        f.connect();

        f.advance(20s);
        f.peer().send(frame);
        f.advance(24s);

        QCOMPARE(f.sockets.attempts(), 1);
        f.advance(1s);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void whatWeSendDoesNotResetTheTimer_RTN23a()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        f.advance(20s);
        f.realtime().ping();
        f.advance(5s);

        QCOMPARE(f.sockets.attempts(), 2);
    }

    void RTN23a_timeout_triggers_reconnect_4()
    {
        RealtimeFixture f;
        f.connect();

        f.advance(25s);

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
    }

    void RTN23a_reconnect_uses_resume_5()
    {
        RealtimeFixture f;
        f.connect();

        f.advance(25s);

        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
    }

    void idleIntervalZeroTurnsTheTimerOff_G21()
    {
        RealtimeFixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            auto frame = build::connected();
            frame.connectionDetails->maxIdleInterval = 0ms;
            peer.accept();
            peer.send(frame);
        };

        f.connect();
        f.advance(24h);

        QCOMPARE(f.sockets.attempts(), 1);
    }

    void idleIntervalOfAnUpdateTakesEffect_G21()
    {
        RealtimeFixture f;
        f.connect();
        auto update = build::connected();
        update.connectionDetails->maxIdleInterval = 60s;

        f.peer().send(update);
        f.settle();
        f.advance(69s);
        const int before = f.sockets.attempts();
        f.advance(1s);

        QCOMPARE(before, 1);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void ttlOfTheServiceReplacesOurs_RTN21()
    {
        RealtimeFixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            auto frame = build::connected();
            frame.connectionDetails->connectionStateTtl = 40s;
            peer.accept();
            peer.send(frame);
        };
        f.connect();

        f.disconnectForLong();
        f.advance(39s);
        const ConnectionState before = f.realtime().state();
        f.advance(1s);

        QCOMPARE(before, ConnectionState::Disconnected);
        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
    }

    void serverThatAcceptsAndDropsIsNotHammered_G22()
    {
        RealtimeFixture f;
        f.connect();
        f.sockets.onAttempt = [](FakePeer &peer) {
            peer.accept();
            peer.send(build::connected());
            peer.drop();
        };

        f.peer().drop();
        f.advance(10s);

        QVERIFY2(f.sockets.attempts() <= 12, qPrintable(QString::number(f.sockets.attempts())));
        QVERIFY(f.sockets.attempts() >= 10);
        QCOMPARE(f.states.last().retryIn.value(), 1s);
    }

    void rateLimitBacksOff()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::error(80021, 429)));
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Disconnected);
        QVERIFY(f.states.last().retryIn.value() >= 12s);
    }

    void RTN24_connected_emits_update_0()
    {
        RealtimeFixture f;
        f.connect();
        f.states.clear();

        f.peer().send(build::connected(u"conn-1"_s, u"key-2"_s));
        f.settle();

        QCOMPARE(f.states.path(), u"connected!");
        QCOMPARE(f.states.last().event, ConnectionEvent::Update);
        QVERIFY(!f.states.last().reason);
        QCOMPARE(f.realtime().connectionId(), u"conn-1");
    }

    void RTN24_update_event_with_error_1()
    {
        RealtimeFixture f;
        f.connect();
        auto update = build::connected();
        update.error = build::error(42910, 429);

        f.peer().send(update);
        f.settle();

        QCOMPARE(f.states.last().event, ConnectionEvent::Update);
        QCOMPARE(f.states.last().reason->code, 42910);
    }

    void RTN24_connection_details_override_2()
    {
        RealtimeFixture f;
        f.connect();
        auto update = build::connected();
        update.connectionDetails->maxMessageSize = 32'768;
        update.connectionDetails->serverId = u"server-2"_s;
        update.connectionDetails->clientId = u"somebody"_s;

        f.peer().send(update);
        f.settle();

        QCOMPARE(f.realtime().connectionId(), u"conn-1");
        QCOMPARE(f.realtime().connectionDetails()->maxMessageSize, 32'768);
        QCOMPARE(f.realtime().connectionDetails()->serverId, u"server-2");
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTN24_no_duplicate_connected_event_3()
    {
        RealtimeFixture f;
        f.connect();

        for (int i = 0; i < 3; ++i)
            f.peer().send(build::connected());
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected connected! connected! connected!");
    }

    void listenerMayCallBackIntoTheConnection()
    {
        RealtimeFixture f;
        f.connect();
        QObject::connect(&f.realtime(), &Realtime::stateChanged, &f.realtime(), [&](const ConnectionChange &change) {
            if (change.current == ConnectionState::Disconnected)
                f.realtime().close();
        });

        f.peer().drop();
        f.settle();

        // close() waits for its turn behind the retry, which the loss has already asked for.
        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QVERIFY(f.states.path().startsWith(u"connecting connected disconnected"));
    }
};

QTEST_GUILESS_MAIN(TstConnectionResume)
#include "tst_connectionresume.moc"
