// What becomes of a channel when its connection changes: RTL3, RTN19b.
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

bool hasSucceeded(const QFuture<base::Result<void>> &call)
{
    return call.isFinished() && call.result();
}

RealtimeChannel &attachedOrAttaching(RealtimeFixture &f, bool isAttached)
{
    if (isAttached)
        return f.attach(name);
    f.connect();
    f.answerNothing();
    f.channel(name).attach();
    f.settle();
    f.answerAll();
    return f.channel(name);
}

void bring(RealtimeFixture &f, ConnectionState connection)
{
    if (connection == ConnectionState::Failed)
        f.peer().send(build::with(Action::Error, build::error(40198, 401)));
    else if (connection == ConnectionState::Closed)
        f.realtime().close();
    else if (connection == ConnectionState::Suspended)
        f.suspend();
    else
        f.disconnectForLong();
    f.settle();
}

} // namespace

class TstChannelConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void channelFollowsTheConnection_RTL3_data()
    {
        using State = ChannelState;
        using Link = ConnectionState;
        QTest::addColumn<Link>("connection");
        QTest::addColumn<bool>("isAttached");
        QTest::addColumn<State>("after");
        QTest::addColumn<int>("code");
        QTest::newRow("RTL3a/failed-attached-to-failed-0") << Link::Failed << true << State::Failed << 40198;
        QTest::newRow("RTL3a/failed-attaching-to-failed-1") << Link::Failed << false << State::Failed << 40198;
        QTest::newRow("RTL3b/closed-attached-to-detached-0") << Link::Closed << true << State::Detached << 0;
        QTest::newRow("RTL3b/closed-attaching-to-detached-1") << Link::Closed << false << State::Detached << 0;
        QTest::newRow("RTL3c/suspended-attached-to-suspended-0")
            << Link::Suspended << true << State::Suspended << 80002;
        QTest::newRow("RTL3c/suspended-attaching-to-suspended-1")
            << Link::Suspended << false << State::Suspended << 80002;
        QTest::newRow("RTL3e/disconnected-attached-noop-0") << Link::Disconnected << true << State::Attached << 0;
        QTest::newRow("RTL3e/disconnected-attaching-noop-1") << Link::Disconnected << false << State::Attaching << 0;
    }

    void channelFollowsTheConnection_RTL3()
    {
        QFETCH(ConnectionState, connection);
        QFETCH(bool, isAttached);
        QFETCH(ChannelState, after);
        QFETCH(int, code);
        RealtimeFixture f;
        RealtimeChannel &channel = attachedOrAttaching(f, isAttached);
        const ChannelState before = channel.state();
        StateRecorder<ChannelChange> changes(channel);
        const auto call = channel.attach(); // finished at once where it is attached

        bring(f, connection);

        QCOMPARE(f.realtime().state(), connection);
        QCOMPARE(channel.state(), after);
        QCOMPARE(changes.count(), before == after ? 0 : 1);
        QCOMPARE(channel.errorReason() ? channel.errorReason()->code : 0, code);
        QCOMPARE(call.isFinished(), isAttached || before != after);
        if (call.isFinished())
            QCOMPARE(bool(call.result()), isAttached);
    }

    void RTL3a_other_states_unaffected_2()
    {
        RealtimeFixture f;
        RealtimeChannel &detached = f.attach();
        detached.detach();
        f.settle();
        RealtimeChannel &initialized = f.channel(u"conversation:2"_s);
        StateRecorder<ChannelChange> changes(detached);
        changes.follow(initialized);

        f.peer().send(build::with(Action::Error, build::error(40198, 401)));
        f.settle();

        QCOMPARE(changes.count(), 0);
    }

    void RTL3d_reattach_attached_with_serial_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);

        f.peer().drop();
        f.settle();

        QCOMPARE(changes.path(), u"attaching attached");
        QVERIFY(changes.last().resumed);
        QCOMPARE(f.peer().received(Action::Attach).value(0).channelSerial, u"serial-1");
    }

    void RTL3d_reattach_suspended_channels_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);
        f.suspend();

        f.acceptAll();
        f.advance(30s);

        QCOMPARE(changes.path(), u"suspended attaching attached");
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
    }

    void RTL3d_init_detached_not_reattached_2()
    {
        RealtimeFixture f;
        f.attach().detach();
        f.settle();
        f.channel(u"conversation:2"_s);

        f.peer().drop();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QVERIFY(f.peer().received(Action::Attach).isEmpty());
        QCOMPARE(f.channel().state(), ChannelState::Detached);
    }

    void RTL3d_multiple_channels_reattached_3()
    {
        RealtimeFixture f;
        for (int i = 0; i < 30; ++i)
            f.attach(u"conversation:%1"_s.arg(i));

        f.peer().drop();
        f.settle();

        QCOMPARE(f.peer().received(Action::Attach).size(), 30);
        for (const RealtimeChannel *channel : f.realtime().channels())
            QCOMPARE(channel->state(), ChannelState::Attached);
    }

    void RTN19b_attach_resent_on_reconnect_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        const auto call = f.channel().attach();
        f.settle();

        f.answerAll();
        f.peer().drop();
        f.settle();

        QCOMPARE(f.sockets.attempts(), 2);
        QCOMPARE(f.peer().received(Action::Attach).size(), 1);
        QVERIFY(hasSucceeded(call));
    }

    void RTN19b_detach_resent_on_reconnect_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();
        const auto call = channel.detach();
        f.settle();

        f.answerAll();
        f.peer().drop();
        f.settle();

        QCOMPARE(f.peer().received(Action::Detach).size(), 1);
        QVERIFY(f.peer().received(Action::Attach).isEmpty());
        QVERIFY(hasSucceeded(call));
        QCOMPARE(channel.state(), ChannelState::Detached);
    }

    void unansweredDetachDoesNotRunOutWhileThereIsNoConnection_RTN19b()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();
        const auto call = channel.detach();

        f.disconnectForLong();
        f.advance(30s);

        QVERIFY(!call.isFinished());
        QCOMPARE(channel.state(), ChannelState::Detaching);
        f.advance(2min);
        QVERIFY(hasSucceeded(call)); // SUSPENDED: nothing is attached any more
        QCOMPARE(channel.state(), ChannelState::Detached);
    }
};

QTEST_GUILESS_MAIN(TstChannelConnection)
#include "tst_channelconnection.moc"
