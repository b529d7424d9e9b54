// Channels over several connections: spread before a limit is met, never moved while they live, and waiting with words where
// there is no room.
#include "tests/support/followerfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::monitor;
using ably::ChannelState;
using ably::ConnectionState;
using base::ConversationId;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace
{

/// The conversations of each connection, by its number.
QMap<int, int> spread(Follower &follower)
{
    QMap<int, int> result;
    for (const WatchedChannel &channel : follower.channels())
        ++result[channel.connection];
    return result;
}

} // namespace

class TstFollower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsToOneConnectionWhileItHasRoom();
    void spreadsOverThreeConnectionsWithOneToken();
    void channelsWaitWhereNoMoreConnectionsAreAllowed();
    void waitingChannelsComeInWhenThereIsRoom();
    void busyConnectionGetsNoFurtherChannel();
    void emptiedConnectionIsClosed();
    void limitToldByTheServiceSendsTheChannelElsewhere();
    void refusedConnectionHandsItsChannelsBack();
    void lossOnOneConnectionIsNoGapOnAnother();
    void restOfARewindThatWasCutOffIsBacklog();
    void closesAllConnections();
    void knowsWhoIsPresent();
    void asksForPresenceOnlyWhereItIsWanted();
    void presenceThatIsNotGrantedIsNotKnown();
};

void TstFollower::keepsToOneConnectionWhileItHasRoom()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(190);

    QCOMPARE(f.sockets.attempts(), 1);
    QCOMPARE(f.follower().link().connections, 1);
    QCOMPARE(f.follower().link().channelsAttached, 190);
}

void TstFollower::spreadsOverThreeConnectionsWithOneToken()
{
    test::FollowerFixture f;
    f.watchMany(450);
    f.connect();

    QCOMPARE(spread(f.follower()), (QMap<int, int>{{1, 190}, {2, 190}, {3, 70}}));
    QCOMPARE(f.sockets.attempts(), 3);
    QCOMPARE(f.tokens.calls(), 1);
    QSet<QString> tokens;
    for (int i = 0; i < 3; ++i)
        tokens.insert(f.sockets.peer(i).param(u"accessToken"_s));
    QCOMPARE(tokens, QSet<QString>{u"token-1"_s});
    const LinkStatus sum = f.follower().link();
    QCOMPARE(sum.connections, 3);
    QCOMPARE(sum.connectionsUp, 3);
    QCOMPARE(sum.channelsAttached, 450);
    QCOMPARE(f.follower().links().at(2).connectionId, u"conn-3"_s);
    QCOMPARE(f.history.connections(), 3);
}

void TstFollower::channelsWaitWhereNoMoreConnectionsAreAllowed()
{
    test::FollowerFixture f;
    f.options.maxConnections = 1;
    QSignalSpy waiting(&f.follower(), &Follower::waitingChanged);
    f.connect();
    f.watchMany(192);

    QCOMPARE(f.sockets.attempts(), 1);
    QCOMPARE(waiting.last().at(0).toInt(), 2);
    const auto why = waiting.last().at(1).value<base::Error>();
    QCOMPARE(why.id, u"GM-CONNECTIONS-LIMIT"_s);
    QVERIFY2(why.what.contains(u"not attached: limit"), qPrintable(why.what));
    QVERIFY2(why.next.contains(u"connections.max"), qPrintable(why.next));
    const WatchedChannel last = f.follower().channel(ConversationId(u"192"_s));
    QCOMPARE(last.connection, 0);
    QCOMPARE(last.state, ChannelState::Initialized);
    QVERIFY(last.fault.has_value());
}

void TstFollower::waitingChannelsComeInWhenThereIsRoom()
{
    test::FollowerFixture f;
    f.options.maxConnections = 1;
    f.connect();
    f.watchMany(192);
    QSignalSpy waiting(&f.follower(), &Follower::waitingChanged);

    f.follower().unwatch(ConversationId(u"7"_s));
    f.clock.runDue();

    QCOMPARE(f.follower().channel(ConversationId(u"191"_s)).state, ChannelState::Attached);
    QCOMPARE(waiting.last().at(0).toInt(), 1);

    f.follower().setMaxConnections(2);
    f.clock.runDue();

    QCOMPARE(f.follower().channel(ConversationId(u"192"_s)).connection, 2);
    QCOMPARE(waiting.last().at(0).toInt(), 0);
}

void TstFollower::busyConnectionGetsNoFurtherChannel()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(1);
    for (int i = 0; i < 200; ++i) { // 40 a second over the five seconds measured
        f.deliver(0, u"1"_s, u"m%1"_s.arg(i));
        f.clock.advance(25ms);
    }

    f.follower().watch(ConversationId(u"2"_s));
    f.clock.runDue();

    QCOMPARE(f.follower().channel(ConversationId(u"1"_s)).connection, 1);
    QCOMPARE(f.follower().channel(ConversationId(u"2"_s)).connection, 2);
    QCOMPARE(f.follower().channel(ConversationId(u"2"_s)).state, ChannelState::Attached);
}

void TstFollower::emptiedConnectionIsClosed()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(191);
    QCOMPARE(f.follower().link().connections, 2);

    f.follower().unwatch(ConversationId(u"191"_s));
    f.clock.runDue();

    QCOMPARE(f.follower().link().connections, 1);
    QCOMPARE(f.sockets.peer(1).received(ably::Action::Close).size(), 1);
    QCOMPARE(f.follower().link().channelsAttached, 190);
}

void TstFollower::limitToldByTheServiceSendsTheChannelElsewhere()
{
    test::FollowerFixture f;
    f.sockets.onFrame = [&f](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
        const bool isFull = frame.action == ably::Action::Attach && &peer == &f.sockets.peer(0) &&
                            peer.received(ably::Action::Attach).size() > 3;
        if (isFull)
            peer.send(test::build::onChannel(ably::Action::Error, *frame.channel, test::build::error(90010)));
        else
            test::FollowerFixture::answer(peer, frame);
    };
    QSignalSpy changes(&f.follower(), &Follower::channelChanged);
    f.connect();
    f.watchMany(5);

    QCOMPARE(spread(f.follower()), (QMap<int, int>{{1, 3}, {2, 2}}));
    QCOMPARE(f.follower().link().channelsAttached, 5);
    for (const auto &change : changes)
        QVERIFY(change.at(1).value<ably::ChannelChange>().current != ChannelState::Failed);
}

void TstFollower::refusedConnectionHandsItsChannelsBack()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(190);
    f.sockets.onAttempt = [](test::FakePeer &peer) {
        peer.accept();
        peer.send(test::build::with(ably::Action::Error, test::build::error(40111, 403)));
    };
    QSignalSpy waiting(&f.follower(), &Follower::waitingChanged);

    f.follower().watch(ConversationId(u"one too many"_s));
    f.clock.runDue();

    QCOMPARE(f.sockets.attempts(), 2);
    QCOMPARE(f.follower().link().connections, 1);
    QCOMPARE(f.follower().link().state, ConnectionState::Connected);
    QCOMPARE(waiting.last().at(0).toInt(), 1);
    QCOMPARE(f.follower().channel(ConversationId(u"one too many"_s)).connection, 0);
}

void TstFollower::lossOnOneConnectionIsNoGapOnAnother()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(191);
    QSignalSpy gaps(&f.follower(), &Follower::gapClosed);
    f.sockets.onFrame = [](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
        if (frame.action == ably::Action::Attach)
            peer.send(test::build::attached(*frame.channel, u"serial-9"_s)); // not RESUMED
    };

    f.sockets.peer(1).drop();
    f.clock.runDue();

    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gaps.first().first().value<ContinuityGap>().conversation, ConversationId(u"191"_s));
}

void TstFollower::restOfARewindThatWasCutOffIsBacklog()
{
    test::FollowerFixture f;
    f.options.rewind = u"2m"_s;
    f.sockets.onFrame = [](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
        const bool isFirst = frame.channelSerial.isEmpty();
        if (frame.action == ably::Action::Attach)
            peer.send(test::build::attached(*frame.channel, u"serial-1"_s,
                                            isFirst ? ably::flag::HasBacklog : ably::flag::Resumed));
    };
    QList<bool> isBacklog;
    connect(&f.follower(), &Follower::messagesReceived, this, [&isBacklog](const QList<ReceivedMessage> &messages) {
        for (const ReceivedMessage &message : messages)
            isBacklog.append(message.isBacklog);
    });
    const qint64 publishedMs = f.clock.wallMs();
    f.clock.advance(30s);
    f.connect();
    f.watchMany(1);

    // The link breaks between two events of the rewind; the second comes when the channel has been resumed.
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto frame = test::build::message(u"conversation:1"_s, u"serial-%1"_s.arg(attempt), u"m:%1"_s.arg(attempt));
        frame.messages.front().timestamp = publishedMs;
        f.sockets.peer(attempt).send(frame);
        f.clock.runDue();
        if (attempt == 0)
            f.sockets.peer(attempt).drop();
        f.clock.advance(2s);
    }

    QCOMPARE(isBacklog, (QList<bool>{true, true}));
}

void TstFollower::closesAllConnections()
{
    test::FollowerFixture f;
    f.connect();
    f.watchMany(191);
    QVERIFY(f.follower().isAlive());

    f.follower().close();
    f.clock.runDue();

    QVERIFY(!f.follower().isAlive());
    QCOMPARE(f.sockets.peer(0).received(ably::Action::Close).size(), 1);
    QCOMPARE(f.sockets.peer(1).received(ably::Action::Close).size(), 1);
}

void TstFollower::knowsWhoIsPresent()
{
    test::FollowerFixture f;
    f.options.watchesPresence = true;
    f.sockets.onFrame = [](test::FakePeer &peer, const ably::ProtocolMessage &frame) {
        if (frame.action != ably::Action::Attach)
            return test::FollowerFixture::answer(peer, frame);
        peer.send(
            test::build::attached(*frame.channel, u"s"_s, ably::flag::PresenceSubscribe | ably::flag::HasPresence));
        auto sync = test::build::onChannel(ably::Action::Sync, *frame.channel);
        sync.presence = {{.id = u"c:0:0"_s,
                          .connectionId = u"c"_s,
                          .timestamp = 7,
                          .action = ably::PresenceAction::Present,
                          .clientId = u"anna"_s,
                          .kind = ably::DataKind::Text,
                          .data = "away"}};
        peer.send(sync);
    };
    QStringList told;
    connect(&f.follower(), &Follower::presenceReceived, this,
            [&told](const ConversationId &id, const ably::PresenceMessage &message) {
                told.append(id.text() + u' ' + ably::presenceActionName(message.action) + u' ' + message.clientId);
            });
    f.connect();
    f.watchMany(1);

    const auto present = f.follower().channel(ConversationId(u"1"_s)).present;
    QVERIFY(present);
    QCOMPARE(*present,
             (QList{PresentMember{.clientId = u"anna"_s, .connectionId = u"c"_s, .changedMs = 7, .data = u"away"_s}}));
    QCOMPARE(told, QStringList{u"1 present anna"_s});

    f.follower().unwatch(ConversationId(u"1"_s));
    auto leave = test::build::onChannel(ably::Action::Presence, u"conversation:1"_s);
    leave.presence = {
        {.id = u"c:1:0"_s, .connectionId = u"c"_s, .action = ably::PresenceAction::Leave, .clientId = u"anna"_s}};
    f.sockets.last().send(leave);
    f.clock.runDue();
    QCOMPARE(told.size(), 1); // what was left is not told of
}

void TstFollower::asksForPresenceOnlyWhereItIsWanted()
{
    for (const bool isWanted : {true, false}) {
        test::FollowerFixture f;
        f.options.watchesPresence = isWanted;
        f.connect();
        f.watchMany(1);

        const quint32 asked = f.sockets.last().received(ably::Action::Attach).first().flags;
        QCOMPARE(asked, ably::flag::Subscribe | (isWanted ? ably::flag::PresenceSubscribe : 0U));
    }
}

void TstFollower::presenceThatIsNotGrantedIsNotKnown()
{
    test::FollowerFixture f; // its service grants subscribe alone
    f.options.watchesPresence = true;
    f.connect();
    f.watchMany(1);

    const WatchedChannel channel = f.follower().channel(ConversationId(u"1"_s));
    QCOMPARE(channel.state, ChannelState::Attached); // the attach does not fail for it
    QVERIFY(!channel.present);
}

QTEST_GUILESS_MAIN(TstFollower)
#include "tst_follower.moc"
