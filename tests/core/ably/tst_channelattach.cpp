// attach() and detach() in every state: RTL4, RTL5, RTC7.
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

bool hasFailed(const QFuture<base::Result<void>> &call)
{
    return call.isFinished() && !call.result();
}

bool hasSucceeded(const QFuture<base::Result<void>> &call)
{
    return call.isFinished() && call.result();
}

} // namespace

class TstChannelAttach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL4c_sends_attach_message_1()
    {
        RealtimeFixture f;
        f.connect();
        RealtimeChannel &channel = f.channel();
        StateRecorder<ChannelChange> changes(channel);

        const auto call = channel.attach();
        const ChannelState between = channel.state();
        f.settle();

        QCOMPARE(between, ChannelState::Attaching);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
        QCOMPARE(f.peer().received(Action::Attach).first().channel, name);
        QCOMPARE(changes.path(), u"attaching attached");
        QVERIFY(hasSucceeded(call));
    }

    void RTL4a_already_attached_noop_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        const auto call = channel.attach();

        QVERIFY(hasSucceeded(call));
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
    }

    void RTL4h_attach_while_attaching_0()
    {
        RealtimeFixture f;
        f.connect();
        RealtimeChannel &channel = f.channel();

        const auto first = channel.attach();
        const auto second = channel.attach();
        f.settle();

        QVERIFY(hasSucceeded(first));
        QVERIFY(hasSucceeded(second));
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
    }

    void RTL4h_attach_while_detaching_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        const auto detach = channel.detach();
        const auto attach = channel.attach();
        f.settle();

        QVERIFY(hasSucceeded(detach));
        QVERIFY(hasSucceeded(attach));
        QCOMPARE(changes.path(), u"detaching detached attaching attached");
        QCOMPARE(f.peer().received(Action::Attach).size(), 2);
    }

    void callsAreWorkedOffInTheirOrder_RTL4h_RTL5i()
    {
        RealtimeFixture f;
        f.connect();
        RealtimeChannel &channel = f.channel();
        StateRecorder<ChannelChange> changes(channel);

        const auto attach = channel.attach();
        const auto detach = channel.detach();
        const auto again = channel.attach();
        f.settle();

        QVERIFY(hasSucceeded(attach) && hasSucceeded(detach) && hasSucceeded(again));
        QCOMPARE(changes.path(), u"attaching attached detaching detached attaching attached");
    }

    void RTL4g_attach_from_failed_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();
        const ChannelState before = channel.state();

        const auto call = channel.attach();
        const bool hasErrorAtOnce = channel.errorReason().has_value();
        f.settle();

        QCOMPARE(before, ChannelState::Failed);
        QVERIFY(!hasErrorAtOnce);
        QVERIFY(hasSucceeded(call));
        QVERIFY(!channel.errorReason());
        QVERIFY(f.peer().received(Action::Attach).last().channelSerial.isEmpty()); // FAILED has cleared it
    }

    void RTL4c_clears_error_reason_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        RealtimeChannel &channel = f.channel();
        channel.attach();
        f.advance(10s);
        const auto before = channel.errorReason();

        f.answerAll();
        channel.attach();
        f.settle();

        QCOMPARE(before->code, 90007);
        QCOMPARE(channel.state(), ChannelState::Attached);
        QVERIFY(!channel.errorReason());
    }

    void attachFailsWithoutAConnection_RTL4b_data()
    {
        QTest::addColumn<ConnectionState>("state");
        QTest::addColumn<int>("code");
        QTest::newRow("RTL4b/fails-connection-closed-0") << ConnectionState::Closed << 80017;
        QTest::newRow("RTL4b/fails-connection-failed-1") << ConnectionState::Failed << 50000;
        QTest::newRow("RTL4b/fails-connection-suspended-2") << ConnectionState::Suspended << 80002;
        QTest::newRow("closing") << ConnectionState::Closing << 80017;
    }

    void attachFailsWithoutAConnection_RTL4b()
    {
        QFETCH(ConnectionState, state);
        QFETCH(int, code);
        RealtimeFixture f;
        f.connect();
        if (state == ConnectionState::Suspended)
            f.suspend();
        else if (state == ConnectionState::Failed)
            f.peer().send(build::with(Action::Error, build::error(50000, 500)));
        else
            f.realtime().close();
        if (state != ConnectionState::Closing)
            f.settle();
        QCOMPARE(f.realtime().state(), state);

        const auto call = f.channel().attach();

        QVERIFY(hasFailed(call));
        if (state != ConnectionState::Suspended) // there it is the failure of the last attempt
            QCOMPARE(call.result().error().code, code);
        QCOMPARE(f.channel().state(), ChannelState::Initialized);
    }

    void RTL4i_queued_while_connecting_0_data()
    {
        QTest::addColumn<ConnectionState>("state");
        QTest::newRow("initialized") << ConnectionState::Initialized;
        QTest::newRow("RTL4i/queued-while-connecting-0") << ConnectionState::Connecting;
        QTest::newRow("disconnected") << ConnectionState::Disconnected;
    }

    void RTL4i_queued_while_connecting_0()
    {
        QFETCH(ConnectionState, state);
        RealtimeFixture f;
        if (state == ConnectionState::Connecting)
            f.realtime().connectNow();
        if (state == ConnectionState::Disconnected) {
            f.connect();
            f.disconnectForLong();
        }

        const auto call = f.channel().attach();
        const ChannelState before = f.channel().state();
        f.acceptAll();
        f.realtime().connectNow();
        f.settle();

        QCOMPARE(before, ChannelState::Attaching);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
        QVERIFY(hasSucceeded(call));
    }

    void RTL4i_completes_on_connected_1()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        const auto call = f.channel().attach();
        f.advance(5s);
        const bool isSentBefore = !f.peer().received().isEmpty();
        f.peer().accept();
        f.peer().send(build::connected());
        f.settle();

        QVERIFY(!isSentBefore);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
        QVERIFY(hasSucceeded(call));
    }

    void RTL4c1_includes_channel_serial_0()
    {
        RealtimeFixture f;
        f.attach();
        f.peer().send(build::onChannel(Action::Detached, name));
        f.settle();

        const auto attaches = f.peer().received(Action::Attach);
        QCOMPARE(attaches.size(), 2);
        QVERIFY(attaches.at(0).channelSerial.isEmpty());
        QCOMPARE(attaches.at(1).channelSerial, u"serial-1");
    }

    void RTL4f_timeout_to_suspended_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();

        const auto call = f.channel().attach();
        f.advance(9'999ms);
        const ChannelState before = f.channel().state();
        f.advance(1ms);

        QCOMPARE(before, ChannelState::Attaching);
        QCOMPARE(f.channel().state(), ChannelState::Suspended);
        QVERIFY(hasFailed(call));
        QCOMPARE(call.result().error().code, 90007);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void lateAnswerIsAnAnswer()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();
        f.advance(10s);

        f.peer().send(build::attached(name));
        f.settle();
        f.advance(10s);

        QCOMPARE(f.channel().state(), ChannelState::Attached);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1); // the retry was called off
    }

    void requestTimeoutIsTheOneConfigured_RTC7_data()
    {
        QTest::addColumn<bool>("isAttach");
        QTest::addColumn<ChannelState>("after");
        QTest::newRow("RTC7/attach-request-timeout-0") << true << ChannelState::Suspended;
        QTest::newRow("RTC7/detach-request-timeout-1") << false << ChannelState::Attached;
    }

    void requestTimeoutIsTheOneConfigured_RTC7()
    {
        QFETCH(bool, isAttach);
        QFETCH(ChannelState, after);
        RealtimeFixture f;
        f.options.timeouts.realtimeRequest = 500ms;
        if (!isAttach)
            f.attach();
        f.answerNothing();
        f.connect();

        const auto call = isAttach ? f.channel().attach() : f.channel().detach();
        f.advance(499ms);
        const bool isFinishedBefore = call.isFinished();
        f.advance(1ms);

        QVERIFY(!isFinishedBefore);
        QVERIFY(hasFailed(call));
        QCOMPARE(f.channel().state(), after);
    }

    void RTL4k_includes_channel_params_0()
    {
        RealtimeFixture f;

        f.attach(name, {.params = {{u"rewind"_s, u"1"_s}, {u"delta"_s, u"vcdiff"_s}}});

        const QMap<QString, QString> expected{{u"rewind"_s, u"1"_s}, {u"delta"_s, u"vcdiff"_s}};
        QCOMPARE(f.peer().received(Action::Attach).first().params, expected);
    }

    void RTL4l_modes_encoded_as_flags_0()
    {
        RealtimeFixture f;

        f.attach(name, {.modes = flag::Publish | flag::Subscribe});

        QCOMPARE(f.peer().received(Action::Attach).first().flags, 131072U | 262144U);
    }

    void RTL4m_modes_from_attached_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();

        f.peer().send(build::attached(name, u"s"_s, flag::Publish | flag::HasBacklog | flag::Resumed));
        f.settle();

        QCOMPARE(f.channel().modes(), flag::Publish | flag::Subscribe); // notices are no modes
    }

    void RTL4j_attach_resume_flag_0() // the contrary: withdrawn by 6.1.0
    {
        RealtimeFixture f;
        f.attach();

        f.peer().drop();
        f.settle();

        QCOMPARE(f.peer().received(Action::Attach).first().flags & 32U, 0U);
    }

    void RTL5a_detach_initialized_noop_0()
    {
        RealtimeFixture f;
        f.connect();

        const auto call = f.channel().detach();

        QVERIFY(hasSucceeded(call));
        QCOMPARE(f.channel().state(), ChannelState::Initialized);
        QVERIFY(f.peer().received().isEmpty());
    }

    void RTL5a_detach_already_detached_noop_1()
    {
        RealtimeFixture f;
        f.attach().detach();
        f.settle();

        const auto call = f.channel().detach();

        QVERIFY(hasSucceeded(call));
        QCOMPARE(f.peer().received(Action::Detach).size(), 1);
    }

    void RTL5i_detach_while_detaching_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        const auto first = channel.detach();
        const auto second = channel.detach();
        f.settle();

        QVERIFY(hasSucceeded(first));
        QVERIFY(hasSucceeded(second));
        QCOMPARE(f.peer().received(Action::Detach).size(), 1);
    }

    void RTL5i_detach_while_attaching_1()
    {
        RealtimeFixture f;
        f.connect();
        RealtimeChannel &channel = f.channel();

        const auto attach = channel.attach();
        const auto detach = channel.detach();
        const ChannelState between = channel.state();
        f.settle();

        QCOMPARE(between, ChannelState::Attaching);
        QVERIFY(hasSucceeded(attach));
        QVERIFY(hasSucceeded(detach));
        QCOMPARE(channel.state(), ChannelState::Detached);
        QCOMPARE(f.peer().received().at(0).action, Action::Attach);
        QCOMPARE(f.peer().received().at(1).action, Action::Detach);
    }

    void RTL5b_detach_failed_errors_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        const auto call = channel.detach();

        QVERIFY(hasFailed(call));
        QCOMPARE(call.result().error().code, 90001);
        QCOMPARE(channel.state(), ChannelState::Failed);
    }

    void RTL5j_detach_suspended_to_detached_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();
        f.advance(10s);
        QCOMPARE(f.channel().state(), ChannelState::Suspended);

        const auto call = f.channel().detach();
        f.advance(14s);

        QVERIFY(hasSucceeded(call));
        QCOMPARE(f.channel().state(), ChannelState::Detached);
        QVERIFY(f.peer().received(Action::Detach).isEmpty());
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
    }

    void RTL5l_detach_not_connected_immediate_0()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();
        const auto attach = f.channel().attach();

        const auto detach = f.channel().detach();
        const ChannelState atOnce = f.channel().state();
        f.peer().accept();
        f.peer().send(build::connected());
        f.settle();

        QVERIFY(hasSucceeded(detach));
        QVERIFY(hasFailed(attach));
        QCOMPARE(atOnce, ChannelState::Detached);
        QCOMPARE(f.channel().state(), ChannelState::Detached);
        QVERIFY(f.peer().received().isEmpty());
    }

    void RTL5l_detach_attached_when_disconnected_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.disconnectForLong();

        const auto call = channel.detach();
        f.acceptAll();
        f.advance(15s);

        QVERIFY(hasSucceeded(call));
        QCOMPARE(channel.state(), ChannelState::Detached);
        QVERIFY(f.peer().received().isEmpty());
    }

    void detachIsAskedForAndTold_data()
    {
        QTest::addColumn<QString>("channelName");
        QTest::newRow("RTL5d/normal-detach-flow-0") << name;
        QTest::newRow("RTL5/detach-state-change-events-0") << u"[?rewind=1]conversation:1"_s;
    }

    void detachIsAskedForAndTold()
    {
        QFETCH(QString, channelName);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach(channelName);
        StateRecorder<ChannelChange> changes(channel);

        const auto call = channel.detach();
        f.settle();

        QVERIFY(hasSucceeded(call));
        QCOMPARE(f.peer().received(Action::Detach).first().channel, channelName);
        QCOMPARE(changes.path(), u"detaching detached");
        QCOMPARE(changes.all().at(0).previous, ChannelState::Attached);
        QCOMPARE(changes.all().at(1).previous, ChannelState::Detaching);
    }

    void RTL5f_timeout_returns_previous_state_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();

        const auto call = channel.detach();
        f.advance(10s);

        QVERIFY(hasFailed(call));
        QCOMPARE(call.result().error().code, 90007);
        QCOMPARE(channel.state(), ChannelState::Attached);
    }

    void RTL5k_attached_while_detaching_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();

        channel.detach();
        f.peer().send(build::attached(name));
        f.settle();
        const ChannelState between = channel.state();
        f.peer().send(build::onChannel(Action::Detached, name));
        f.settle();

        QCOMPARE(between, ChannelState::Detaching);
        QCOMPARE(f.peer().received(Action::Detach).size(), 2);
        QCOMPARE(channel.state(), ChannelState::Detached);
    }

    void RTL5k_attached_while_detached_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        channel.detach();
        f.settle();

        f.peer().send(build::attached(name));
        f.settle();

        QCOMPARE(f.peer().received(Action::Detach).size(), 2);
        QCOMPARE(channel.state(), ChannelState::Detached);
    }
};

QTEST_GUILESS_MAIN(TstChannelAttach)
#include "tst_channelattach.moc"
