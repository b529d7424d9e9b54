// Sleep, and a wall clock that is set: the connection is made anew at once, gaps are as long as they were, and nothing that
// is measured depends on the time of day.
#include "tests/support/followerfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::monitor;
using ably::ConnectionState;
using base::ConversationId;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace
{

/// Connected, one conversation attached, a tick every second as the monitor gives it.
struct Fixture : test::FollowerFixture {
    Fixture()
    {
        follower();
        connect();
        watchMany(1);
        pass(3s);
    }

    void pass(std::chrono::seconds time)
    {
        for (auto left = time; left > 0s; left -= 1s) {
            clock.advance(1s);
            follower().tick();
            clock.runDue();
        }
    }
    /// Attaches from now on do not resume.
    void forgetChannels()
    {
        sockets.onFrame = [](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
            if (frame.action == ably::Action::Attach)
                peer.send(test::build::attached(*frame.channel, u"serial-9"_s));
            else
                answer(peer, frame);
        };
    }
    [[nodiscard]] QStringList notices() const
    {
        QStringList result;
        for (const diagnostics::ConnectionEntry &entry : history.entries()) {
            if (entry.kind == diagnostics::ConnectionEntry::Kind::Notice)
                result << entry.what;
        }
        return result;
    }
};

ContinuityGap gapIn(const QSignalSpy &spy)
{
    return spy.last().first().value<ContinuityGap>();
}

} // namespace

class TstLinkClocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsAnewAtOnceAfterSleep();
    void sleepThatLosesNothingIsNoGap();
    void sleepThatLosesSomethingIsAGapOfItsLength();
    void socketResetBySleepIsToldLikeSleep();
    void busyComputerIsNotAsleep();
    void waitingRetryIsMadeAtOnceAfterSleep();
    void clockSetDoesNotTouchTheConnection_data();
    void clockSetDoesNotTouchTheConnection();
    void clockSetDuringALossDoesNotChangeTheGap_data();
    void clockSetDuringALossDoesNotChangeTheGap();
    void clockSetMakesNoLiveMessageBacklog_data();
    void clockSetMakesNoLiveMessageBacklog();
};

void TstLinkClocks::connectsAnewAtOnceAfterSleep()
{
    Fixture f;
    f.clock.sleep(2h);

    f.follower().tick();
    f.clock.runDue();

    QCOMPARE(f.sockets.attempts(), 2);
    QCOMPARE(f.sockets.last().param(u"resume"_s), u"key-1"_s);
    QCOMPARE(f.follower().link().state, ConnectionState::Connected);
    QVERIFY2(f.notices().first().contains(u"slept for 1 h 59 min"), qPrintable(f.notices().first()));
}

void TstLinkClocks::sleepThatLosesNothingIsNoGap()
{
    Fixture f;
    QSignalSpy gaps(&f.follower(), &Follower::gapClosed);
    f.clock.sleep(20s);

    f.follower().tick();
    f.clock.runDue();

    QCOMPARE(f.sockets.attempts(), 2);
    QCOMPARE(f.follower().link().channelsAttached, 1);
    QVERIFY(gaps.isEmpty());
}

void TstLinkClocks::sleepThatLosesSomethingIsAGapOfItsLength()
{
    Fixture f;
    QSignalSpy gaps(&f.follower(), &Follower::gapClosed);
    f.deliver(0, u"1"_s, u"m1"_s);
    const qint64 lastGood = f.clock.wallMs();
    f.forgetChannels();
    f.clock.sleep(2h);

    f.follower().tick();
    f.clock.runDue();

    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gapIn(gaps).cause, timeline::GapCause::Asleep);
    QCOMPARE(gapIn(gaps).fromMs, lastGood);
    QCOMPARE(*gapIn(gaps).toMs, f.clock.wallMs());
}

void TstLinkClocks::socketResetBySleepIsToldLikeSleep()
{
    Fixture f;
    QSignalSpy gaps(&f.follower(), &Follower::gapClosed);
    f.deliver(0, u"1"_s, u"m1"_s);
    const qint64 lastGood = f.clock.wallMs();
    f.forgetChannels();
    f.clock.sleep(2h);

    f.sockets.peer(0).drop(); // the first thing heard after waking, before any tick
    f.clock.runDue();

    QCOMPARE(f.follower().link().state, ConnectionState::Connected);
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gapIn(gaps).cause, timeline::GapCause::Asleep);
    QCOMPARE(gapIn(gaps).fromMs, lastGood);
}

void TstLinkClocks::busyComputerIsNotAsleep()
{
    Fixture f;
    f.clock.advance(9s);

    f.follower().tick();
    f.clock.runDue();

    QCOMPARE(f.sockets.attempts(), 1);
    QVERIFY(f.notices().isEmpty());
}

void TstLinkClocks::waitingRetryIsMadeAtOnceAfterSleep()
{
    Fixture f;
    const auto accept = std::exchange(f.sockets.onAttempt, [](test::FakePeer &peer) { peer.refuse(); });
    f.sockets.peer(0).drop();
    f.clock.runDue();
    QCOMPARE(f.follower().link().state, ConnectionState::Disconnected);
    f.sockets.onAttempt = accept;
    f.clock.sleep(1h);

    f.follower().tick();
    f.clock.runDue();

    QCOMPARE(f.follower().link().state, ConnectionState::Connected);
}

void TstLinkClocks::clockSetDoesNotTouchTheConnection_data()
{
    QTest::addColumn<qint64>("hours");
    QTest::newRow("forward") << qint64(5);
    QTest::newRow("back") << qint64(-5);
}

void TstLinkClocks::clockSetDoesNotTouchTheConnection()
{
    QFETCH(qint64, hours);
    Fixture f;
    const qint64 since = f.clock.wallMs() - f.follower().link().sinceMs;
    f.clock.jumpWall(std::chrono::hours(hours));

    f.pass(5s);

    QCOMPARE(f.sockets.attempts(), 1);
    QCOMPARE(f.tokens.calls(), 1);
    QCOMPARE(f.follower().link().state, ConnectionState::Connected);
    QCOMPARE(f.clock.wallMs() - f.follower().link().sinceMs, since + 5'000);
    QCOMPARE(f.notices().size(), 1);
    QVERIFY2(f.notices().first().contains(hours > 0 ? u"set forward by 5 h" : u"set back by 5 h"),
             qPrintable(f.notices().first()));
}

void TstLinkClocks::clockSetDuringALossDoesNotChangeTheGap_data()
{
    clockSetDoesNotTouchTheConnection_data();
}

void TstLinkClocks::clockSetDuringALossDoesNotChangeTheGap()
{
    QFETCH(qint64, hours);
    Fixture f;
    QSignalSpy gaps(&f.follower(), &Follower::gapClosed);
    f.deliver(0, u"1"_s, u"m1"_s);
    const auto accept = std::exchange(f.sockets.onAttempt, [](test::FakePeer &peer) { peer.refuse(); });
    f.sockets.peer(0).drop();
    f.clock.runDue();
    f.clock.jumpWall(std::chrono::hours(hours));
    f.forgetChannels();
    f.sockets.onAttempt = accept;

    f.pass(30s); // the retry is made meanwhile

    QCOMPARE(gaps.size(), 1);
    const qint64 lengthMs = *gapIn(gaps).toMs - gapIn(gaps).fromMs;
    QVERIFY2(lengthMs > 0 && lengthMs <= 30'000, qPrintable(QString::number(lengthMs)));
    QVERIFY(*gapIn(gaps).toMs <= f.clock.wallMs());
    QCOMPARE(f.follower().channel(ConversationId(u"1"_s)).gapMs, lengthMs);
}

void TstLinkClocks::clockSetMakesNoLiveMessageBacklog_data()
{
    clockSetDoesNotTouchTheConnection_data();
}

void TstLinkClocks::clockSetMakesNoLiveMessageBacklog()
{
    QFETCH(qint64, hours);
    test::FollowerFixture f;
    f.options.rewind = u"2m"_s;
    f.sockets.onFrame = [](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
        if (frame.action == ably::Action::Attach)
            peer.send(test::build::attached(*frame.channel, u"serial-1"_s, ably::flag::HasBacklog));
    };
    QList<bool> backlog;
    QObject::connect(&f.follower(), &Follower::messagesReceived, &f.follower(),
                     [&backlog](const QList<ReceivedMessage> &messages) { backlog << messages.first().isBacklog; });
    f.connect();
    f.http.answer(200, "[" + QByteArray::number(f.clock.wallMs()) + "]", {{"content-type", "application/json"}});
    f.watchMany(1);
    const auto deliver = [&f](qint64 publishedMs) {
        auto frame = test::build::message(u"conversation:1"_s, u"serial-2"_s, u"m%1"_s.arg(publishedMs));
        frame.timestamp = publishedMs;
        f.sockets.peer(0).send(frame);
        f.clock.runDue();
    };
    const qint64 serverMs = f.clock.wallMs();
    deliver(serverMs - 60'000);
    f.clock.advance(2s);
    deliver(serverMs + 2'000);

    f.clock.jumpWall(std::chrono::hours(hours));
    deliver(serverMs + 2'001);

    QCOMPARE(backlog, (QList{true, false, false}));
}

QTEST_GUILESS_MAIN(TstLinkClocks)
#include "tst_linkclocks.moc"
