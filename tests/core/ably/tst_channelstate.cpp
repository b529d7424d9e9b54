// What the service does to a channel: RTL2, RTL12, RTL13, RTL14.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const QString name = u"conversation:1"_s;

} // namespace

class TstChannelState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stateIsTheStateOfNow_RTL2b_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("RTL2b/initial-state-initialized-1") << QString();
        QTest::newRow("RTL2b/channel-state-attribute-0") << u"attaching attached"_s;
    }

    void stateIsTheStateOfNow_RTL2b()
    {
        QFETCH(QString, path);
        RealtimeFixture f;
        StateRecorder<ChannelChange> changes(f.channel());

        if (!path.isEmpty())
            f.attach();

        QCOMPARE(changes.path(), path);
        QCOMPARE(f.channel().state(), path.isEmpty() ? ChannelState::Initialized : ChannelState::Attached);
        QVERIFY(!f.channel().errorReason());
    }

    // A listener picks out what it wants by `current` and `event`: there is one signal for all changes.
    void RTL2_filtered_event_subscription_0()
    {
        RealtimeFixture f;
        StateRecorder<ChannelChange> changes(f.channel());

        f.attach();
        f.peer().send(build::attached(name, u"later"_s));
        f.settle();

        QCOMPARE(changes.into(ChannelState::Attached).size(), 1);
        QCOMPARE(changes.into(ChannelState::Attached).first().event, ChannelEvent::StateEntered);
        QCOMPARE(changes.path(), u"attaching attached attached!");
    }

    void changesAreToldInFull_RTL2a_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<ChannelState>("previous");
        QTest::addColumn<ChannelState>("current");
        QTest::newRow("RTL2d/state-change-object-structure-0")
            << 0 << ChannelState::Initialized << ChannelState::Attaching;
        QTest::newRow("RTL2a/state-change-events-emitted-0") << 1 << ChannelState::Attaching << ChannelState::Attached;
    }

    void changesAreToldInFull_RTL2a()
    {
        QFETCH(int, index);
        QFETCH(ChannelState, previous);
        QFETCH(ChannelState, current);
        RealtimeFixture f;
        f.connect();
        StateRecorder<ChannelChange> changes(f.channel());

        f.channel().attach();
        f.settle();

        QCOMPARE(changes.count(), 2);
        const ChannelChange &change = changes.all().at(index);
        QCOMPARE(change.previous, previous);
        QCOMPARE(change.current, current);
        QCOMPARE(change.event, ChannelEvent::StateEntered);
        QVERIFY(!change.resumed);
        QVERIFY(!change.reason);
    }

    void RTL2d_state_change_error_reason_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        StateRecorder<ChannelChange> changes(f.channel());
        f.channel().attach();

        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(changes.last().reason->code, 90198);
    }

    void RTL2i_has_backlog_flag_true_0_data()
    {
        QTest::addColumn<quint32>("notices");
        QTest::addColumn<bool>("resumed");
        QTest::addColumn<bool>("hasBacklog");
        QTest::newRow("RTL2i/has-backlog-flag-true-0") << flag::HasBacklog << false << true;
        QTest::newRow("RTL2i/has-backlog-flag-false-1") << 0U << false << false;
        QTest::newRow("RTL2d/resumed-flag-propagated-2") << flag::Resumed << true << false;
    }

    void RTL2i_has_backlog_flag_true_0()
    {
        QFETCH(quint32, notices);
        QFETCH(bool, resumed);
        QFETCH(bool, hasBacklog);
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        StateRecorder<ChannelChange> changes(f.channel());
        f.channel().attach();

        f.peer().send(build::attached(name, u"s"_s, notices));
        f.settle();

        QCOMPARE(changes.last().resumed, resumed);
        QCOMPARE(changes.last().hasBacklog, hasBacklog);
    }

    void RTL2g_no_duplicate_state_events_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        for (int i = 0; i < 3; ++i)
            f.peer().send(build::attached(name, u"s"_s, flag::Resumed));
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        QCOMPARE(changes.path(), u"failed");
    }

    void lossWhileAttachedIsAnUpdate_RTL12_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("RTL12/update-emits-with-error-0") << 90003;
        QTest::newRow("RTL2g/update-event-condition-change-0") << 0;
    }

    void lossWhileAttachedIsAnUpdate_RTL12()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);
        auto frame = build::attached(name, u"serial-after"_s);
        if (code != 0)
            frame.error = build::error(code, 400);

        f.peer().send(frame);
        f.settle();

        QCOMPARE(changes.path(), u"attached!");
        QCOMPARE(changes.last().event, ChannelEvent::Update);
        QCOMPARE(changes.last().previous, ChannelState::Attached);
        QVERIFY(!changes.last().resumed);
        QCOMPARE(changes.last().reason ? changes.last().reason->code : 0, code);
    }

    void lossOfContinuityTellsBothSerials_G18_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("too old") << 90003;
        QTest::newRow("too many") << 90004;
        QTest::newRow("another region") << 90005;
        QTest::newRow("too fast") << 80020;
    }

    void lossOfContinuityTellsBothSerials_G18()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::message(name, u"serial-before"_s));
        f.settle();
        StateRecorder<ChannelChange> changes(channel);
        auto frame = build::attached(name, u"serial-after"_s);
        frame.error = build::error(code, 400);

        f.peer().send(frame); // unasked
        f.settle();
        f.sockets.onFrame = [&](FakePeer &peer, const ProtocolMessage &) { peer.send(frame); };
        f.peer().drop(); // and in answer to the attach after a drop
        f.settle();

        QCOMPARE(changes.path(), u"attached! attaching attached");
        QCOMPARE(changes.all().first().serialBefore, u"serial-before");
        QCOMPARE(changes.all().first().serialAfter, u"serial-after");
        QVERIFY(!changes.last().resumed);
        QCOMPARE(changes.last().reason->code, code);
        QVERIFY(!channel.errorReason()); // a notice, not a fault of the channel
    }

    void RTL12_resumed_no_update_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        f.peer().send(build::attached(name, u"serial-2"_s, flag::Resumed));
        f.settle();

        QCOMPARE(changes.count(), 0);
        QCOMPARE(channel.channelSerial(), u"serial-2");
    }

    void RTL12_no_error_null_reason_2()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        f.peer().send(build::attached(name));
        f.settle();

        QCOMPARE(changes.path(), u"attached!");
        QVERIFY(!changes.last().reason);
    }

    void RTL13a_attached_reattach_triggered_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(changes.path(), u"attaching attached");
        QCOMPARE(changes.all().first().reason->code, 90198);
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

    void RTL13a_suspended_reattach_triggered_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();
        f.advance(10s);
        QCOMPARE(f.channel().state(), ChannelState::Suspended);

        f.answerAll();
        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Attached);
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

    void RTL13b_failed_reattach_suspended_retry_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);
        f.answerNothing();

        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.advance(10s); // the attach at once is not answered
        f.answerAll();
        f.advance(15s);

        QCOMPARE(changes.path(), u"attaching suspended attaching attached");
        QCOMPARE(f.peer().received(Action::Attach).size(), 3);
    }

    void RTL13b_attaching_detached_to_suspended_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        const auto call = f.channel().attach();
        StateRecorder<ChannelChange> changes(f.channel());

        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.advance(11'999ms);
        const auto attachesBefore = f.peer().received(Action::Attach).size();
        f.answerAll();
        f.advance(3s);

        QCOMPARE(changes.path(), u"suspended attaching attached");
        QCOMPARE(changes.all().first().reason->code, 90198);
        QCOMPARE(call.result().error().code, 90198); // RTL4d
        QCOMPARE(attachesBefore, 1);
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

    void RTL13b_repeated_failure_cycle_2()
    {
        RealtimeFixture f;
        f.sockets.onFrame = [](FakePeer &peer, const ProtocolMessage &frame) {
            if (frame.action == Action::Attach)
                peer.send(build::onChannel(Action::Detached, *frame.channel, build::error(90198, 500)));
        };
        f.connect();
        f.peer().send(build::frame(Action::Heartbeat));
        f.channel().attach();

        keepAlive(f, 10min);
        QVERIFY(f.peer().received(Action::Attach).size() > 15);
        f.answerAll();
        keepAlive(f, 30s);

        QCOMPARE(f.channel().state(), ChannelState::Attached);
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void RTB1_suspended_channel_retry_delay_1()
    {
        RealtimeFixture f;
        QList<std::chrono::milliseconds> times;
        f.sockets.onFrame = [&](FakePeer &peer, const ProtocolMessage &frame) {
            if (frame.action != Action::Attach)
                return;
            times.append(f.clock.now());
            peer.send(build::onChannel(Action::Detached, *frame.channel, build::error(90198, 500)));
        };
        f.connect();
        f.channel().attach();

        keepAlive(f, 3min);

        const std::array<std::chrono::milliseconds, 5> longest{15s, 20s, 25s, 30s, 30s};
        QVERIFY(times.size() > 5);
        for (int n = 0; n < 5; ++n) {
            const auto delay = times.at(n + 1) - times.at(n);
            QVERIFY(delay >= longest[size_t(n)] * 8 / 10 && delay <= longest[size_t(n)]);
        }
    }

    void RTL13c_retry_cancelled_disconnected_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();
        f.advance(10s);
        const auto sent = f.peer().received(Action::Attach).size();

        f.disconnectForLong();
        f.advance(1min);

        QCOMPARE(f.channel().state(), ChannelState::Suspended);
        QCOMPARE(f.sockets.peer(0).received(Action::Attach).size(), sent);
    }

    void RTL13a_detaching_not_server_initiated_2()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();

        channel.detach();
        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(channel.state(), ChannelState::Detached);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
    }

    void RTL14_other_channels_unaffected_3()
    {
        RealtimeFixture f;
        f.attach(u"conversation:2"_s);
        f.attach();
        StateRecorder<ChannelChange> changes(f.channel(u"conversation:2"_s));

        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.peer().send(build::message(u"conversation:2"_s, u"after"_s));
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Failed);
        QCOMPARE(changes.count(), 0);
        QCOMPARE(f.channel(u"conversation:2"_s).channelSerial(), u"after");
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTL14_attached_to_failed_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        QCOMPARE(changes.path(), u"failed");
        QCOMPARE(changes.last().reason->code, 40160);
        QCOMPARE(channel.errorReason()->code, 40160);
    }

    void RTL14_attaching_to_failed_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        const auto call = f.channel().attach();

        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Failed);
        QCOMPARE(call.result().error().code, 40160);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTL14_pending_detach_error_2()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();
        const auto call = channel.detach();

        f.peer().send(build::onChannel(Action::Error, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(call.result().error().code, 90198);
    }

    void RTL14_cancels_pending_timers_4()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();
        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.advance(10s);
        QCOMPARE(channel.state(), ChannelState::Suspended);

        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        keepAlive(f, 1min);

        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

    void routingHiccupDoesNotFailTheChannel_G25_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("superseded") << 80016;
        QTest::newRow("not found") << 80022;
    }

    void routingHiccupDoesNotFailTheChannel_G25()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        const auto call = f.channel().attach();

        f.answerAll();
        f.peer().send(build::onChannel(Action::Error, name, build::error(code, 400)));
        f.settle();
        f.peer().send(build::onChannel(Action::Error, name, build::error(code, 400)));
        f.settle();

        QVERIFY(call.result());
        QCOMPARE(f.channel().state(), ChannelState::Attached);
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

private:
    /// Lets time pass on a connection that has its heartbeats.
    static void keepAlive(RealtimeFixture &f, std::chrono::milliseconds time)
    {
        for (auto left = time; left > 0ms; left -= 5s) {
            f.peer().send(build::frame(Action::Heartbeat));
            f.advance(5s);
        }
    }
};

QTEST_GUILESS_MAIN(TstChannelState)
#include "tst_channelstate.moc"
