// Presence as a watcher sees it: RTL9, RTP1, RTP5, RTP6, RTP7a, RTP11, RTP13, RTP18, RTP19.
#include "core/ably/realtimepresence.h"
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

using enum PresenceAction;
using Members = RealtimePresence::Members;
using Getting = QFuture<base::Result<Members>>;

const QString name = u"conversation:1"_s;

PresenceMessage entry(PresenceAction action, const QString &clientId, const QString &connectionId, int msgSerial = 0,
                      const QByteArray &data = {})
{
    return {.id = u"%1:%2:0"_s.arg(connectionId).arg(msgSerial),
            .connectionId = connectionId,
            .timestamp = 1000 + msgSerial,
            .action = action,
            .clientId = clientId,
            .kind = data.isEmpty() ? DataKind::Absent : DataKind::Text,
            .data = data};
}

ProtocolMessage presence(const Members &entries)
{
    auto frame = build::onChannel(Action::Presence, name);
    frame.presence = entries;
    return frame;
}

ProtocolMessage sync(const QString &serial, const Members &entries)
{
    auto frame = build::onChannel(Action::Sync, name);
    frame.channelSerial = serial;
    frame.presence = entries;
    return frame;
}

QStringList names(const Members &members)
{
    QStringList result;
    for (const PresenceMessage &each : members)
        result.append(each.clientId);
    return result;
}

/// `enter alice`, `leave bob` …: what a listener hears.
struct Ear : QObject {
    explicit Ear(RealtimePresence &presence, const RealtimePresence::Actions &actions = {})
    {
        presence.subscribe(this, tell(), actions);
    }

    RealtimePresence::Tell tell()
    {
        return [this](const PresenceMessage &message) {
            heard.append(presenceActionName(message.action) + u' ' + message.clientId);
            all.append(message);
        };
    }

    QStringList heard;
    Members all;
};

/// A service that grants presence; how it answers ATTACH is the test's to say.
struct PresenceFixture : RealtimeFixture {
    explicit PresenceFixture(bool hasPresence = true, const QList<ProtocolMessage> &afterwards = {})
    {
        answerAttach(hasPresence, afterwards);
        connect();
    }

    void answerAttach(bool hasPresence, const QList<ProtocolMessage> &afterwards = {})
    {
        sockets.onFrame = [hasPresence, afterwards](FakePeer &peer, const ProtocolMessage &frame) {
            if (frame.action == Action::Attach) {
                peer.send(
                    build::attached(name, u"s"_s, flag::PresenceSubscribe | (hasPresence ? flag::HasPresence : 0U)));
                for (const ProtocolMessage &each : afterwards)
                    peer.send(each);
            } else if (frame.action == Action::Detach) {
                peer.send(build::onChannel(Action::Detached, name));
            }
        };
    }

    void send(const ProtocolMessage &frame)
    {
        peer().send(frame);
        settle();
    }

    RealtimePresence &presenceOf() { return channel(name).presence(); }
};

const Members aliceAndBob{entry(Present, u"alice"_s, u"c1"_s), entry(Present, u"bob"_s, u"c2"_s)};

} // namespace

class TstRealtimePresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL9_presence_attribute_0()
    {
        RealtimeFixture f;

        QCOMPARE(&f.channel().presence(), &f.channel().presence());
        QVERIFY(&f.channel().presence() != &f.channel(u"conversation:2"_s).presence());
    }

    void RTP1_has_presence_triggers_sync_0()
    {
        PresenceFixture f(true, {sync(u"seq1:"_s, {entry(Present, u"alice"_s, u"c1"_s)})});

        f.attach(name);
        const Getting call = f.presenceOf().get();

        QVERIFY(call.isFinished());
        QCOMPARE(names(*call.result()), QStringList{u"alice"_s});
        QVERIFY(f.presenceOf().isSyncComplete());
    }

    void RTP1_no_has_presence_empty_1()
    {
        PresenceFixture f(false);
        const bool before = f.presenceOf().isSyncComplete();

        f.attach(name);
        const Getting call = f.presenceOf().get();

        QVERIFY(!before);
        QVERIFY(call.isFinished());
        QVERIFY(call.result()->isEmpty());
        QVERIFY(f.presenceOf().isSyncComplete());
    }

    void RTP1_no_has_presence_clears_existing_2()
    {
        PresenceFixture f(true, {sync(u"seq1:"_s, aliceAndBob)});
        f.attach(name);
        QCOMPARE(f.presenceOf().members().size(), 2);
        Ear ear(f.presenceOf(), {Leave});

        f.answerAttach(false);
        f.peer().drop();
        f.settle();

        QCOMPARE(f.channel(name).state(), ChannelState::Attached);
        QVERIFY(f.presenceOf().members().isEmpty());
        QCOMPARE(ear.heard, (QStringList{u"leave alice"_s, u"leave bob"_s}));
        QVERIFY(ear.all.first().id.isNull());
        QCOMPARE(ear.all.first().timestamp, f.clock.wallMs());
    }

    void attachedThatCarriesOnChangesNoMember_RTL12()
    {
        PresenceFixture f(true, {sync(u"seq1:"_s, aliceAndBob)});
        f.attach(name);

        f.send(build::attached(name, u"s2"_s, flag::Resumed | flag::PresenceSubscribe));
        QCOMPARE(f.presenceOf().members().size(), 2);
        f.send(build::attached(name, u"s3"_s, flag::PresenceSubscribe));

        QVERIFY(f.presenceOf().members().isEmpty()); // continuity was lost
    }

    void endOfTheAttachmentForgetsSilently_RTP5a_data()
    {
        QTest::addColumn<bool>("isFailure");
        QTest::newRow("RTP5a/detached-clears-presence-maps-0") << false;
        QTest::newRow("RTP5a/failed-clears-presence-maps-1") << true;
    }

    void endOfTheAttachmentForgetsSilently_RTP5a()
    {
        QFETCH(bool, isFailure);
        PresenceFixture f(true, {sync(u"seq1:"_s, aliceAndBob)});
        f.attach(name);
        Ear ear(f.presenceOf(), {Leave});
        QSignalSpy changes(&f.presenceOf(), &RealtimePresence::membersChanged);

        if (isFailure)
            f.peer().send(build::onChannel(Action::Error, name, build::error(90001)));
        else
            f.channel(name).detach();
        f.settle();

        QVERIFY(ear.heard.isEmpty());
        QVERIFY(f.presenceOf().members().isEmpty());
        QVERIFY(!f.presenceOf().isSyncComplete());
        QCOMPARE(changes.count(), 1);
    }

    void RTP5f_suspended_maintains_presence_map_0()
    {
        PresenceFixture f(true, {sync(u"seq1:"_s, aliceAndBob)});
        f.attach(name);
        Ear ear(f.presenceOf());

        f.suspend();
        QCOMPARE(f.channel(name).state(), ChannelState::Suspended);
        QCOMPARE(f.presenceOf().members().size(), 2);
        f.answerAttach(true, {sync(u"seq2:"_s, {entry(Present, u"bob"_s, u"c2"_s)})});
        f.acceptAll();
        f.advance(30s);

        QCOMPARE(names(f.presenceOf().members()), QStringList{u"bob"_s});
        QCOMPARE(ear.heard, QStringList{u"leave alice"_s}); // only what changed meanwhile
    }

    void RTP13_sync_complete_attribute_0()
    {
        PresenceFixture f(true, {sync(u"seq1:cursor1"_s, {entry(Present, u"alice"_s, u"c1"_s)})});
        f.attach(name);
        const bool before = f.presenceOf().isSyncComplete();

        f.send(sync(u"seq1:"_s, {entry(Present, u"bob"_s, u"c2"_s)}));

        QVERIFY(!before);
        QVERIFY(f.presenceOf().isSyncComplete());
        QCOMPARE(f.presenceOf().members().size(), 2);
    }

    void syncsOfTheService_RTP18_data()
    {
        QTest::addColumn<QStringList>("serials");
        QTest::addColumn<QStringList>("members");
        QTest::newRow("two pages") << QStringList{u"a:1"_s, u"a:"_s} << QStringList{u"alice"_s, u"bob"_s};
        QTest::newRow("RTP18a: another sync instead") << QStringList{u"a:1"_s, u"b:"_s} << QStringList{u"bob"_s};
        QTest::newRow("RTP18c: one without a serial") << QStringList{QString(), QString()} << QStringList{u"bob"_s};
        QTest::newRow("one after the other") << QStringList{u"a:"_s, u"a:"_s} << QStringList{u"bob"_s};
    }

    void syncsOfTheService_RTP18()
    {
        QFETCH(QStringList, serials);
        QFETCH(QStringList, members);
        PresenceFixture f(true);
        f.attach(name);

        f.send(sync(serials.at(0), {entry(Present, u"alice"_s, u"c1"_s)}));
        f.send(sync(serials.at(1), {entry(Present, u"bob"_s, u"c2"_s)}));

        QCOMPARE(names(f.presenceOf().members()), members);
        QVERIFY(f.presenceOf().isSyncComplete());
    }

    void getWaitsForTheList_RTP11a_data()
    {
        QTest::addColumn<QList<ProtocolMessage>>("pages");
        QTest::newRow("RTP11a/get-returns-members-single-sync-0") << QList{sync(u"seq1:"_s, aliceAndBob)};
        QTest::newRow("RTP11a/get-waits-for-multi-sync-1")
            << QList{sync(u"seq1:cursor1"_s, aliceAndBob.first(1)), sync(u"seq1:"_s, aliceAndBob.last(1))};
    }

    void getWaitsForTheList_RTP11a()
    {
        QFETCH(QList<ProtocolMessage>, pages);
        PresenceFixture f(true);
        f.attach(name);
        const Getting call = f.presenceOf().get();

        for (const ProtocolMessage &page : pages) {
            QVERIFY(!call.isFinished());
            f.send(page);
        }

        QVERIFY(call.isFinished());
        QCOMPARE(names(*call.result()), (QStringList{u"alice"_s, u"bob"_s}));
    }

    void RTP11c1_get_no_wait_returns_immediately_0()
    {
        PresenceFixture f(true, {sync(u"seq1:cursor1"_s, {entry(Present, u"alice"_s, u"c1"_s)})});
        f.attach(name);

        const Getting call = f.presenceOf().get({.waitsForSync = false});

        QVERIFY(call.isFinished());
        QCOMPARE(names(*call.result()), QStringList{u"alice"_s});
    }

    void getFindsWhomItIsAskedFor_data()
    {
        QTest::addColumn<QString>("clientId");
        QTest::addColumn<QString>("connectionId");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("RTP11c2/get-filtered-by-clientid-0")
            << u"alice"_s << QString() << QStringList{u"alice"_s, u"alice"_s};
        QTest::newRow("RTP11c3/get-filtered-by-connectionid-0")
            << QString() << u"c1"_s << QStringList{u"alice"_s, u"carol"_s};
        QTest::newRow("both") << u"alice"_s << u"c3"_s << QStringList{u"alice"_s};
    }

    void getFindsWhomItIsAskedFor()
    {
        QFETCH(QString, clientId);
        QFETCH(QString, connectionId);
        QFETCH(QStringList, found);
        const Members all{entry(Present, u"alice"_s, u"c1"_s), entry(Present, u"carol"_s, u"c1"_s),
                          entry(Present, u"bob"_s, u"c2"_s), entry(Present, u"alice"_s, u"c3"_s)};
        PresenceFixture f(true, {sync(u"seq1:"_s, all)});
        f.attach(name);

        const Getting call = f.presenceOf().get({.clientId = clientId, .connectionId = connectionId});

        QCOMPARE(names(*call.result()), found);
    }

    void RTP11b_get_implicitly_attaches_0()
    {
        PresenceFixture f(false);

        const Getting call = f.presenceOf().get({.waitsForSync = false});
        const bool isFinishedBefore = call.isFinished();
        f.settle();

        QVERIFY(!isFinishedBefore);
        QCOMPARE(f.channel(name).state(), ChannelState::Attached);
        QVERIFY(call.isFinished() && call.result());
    }

    void getFailsWithItsChannel_RTP11b_data()
    {
        QTest::addColumn<bool>("isAttached");
        QTest::addColumn<bool>("isDetach");
        QTest::addColumn<int>("code");
        QTest::newRow("attach refused") << false << false << 40160;
        QTest::newRow("failed while waiting") << true << false << 40160;
        QTest::newRow("detached while waiting") << true << true << 90001;
    }

    void getFailsWithItsChannel_RTP11b()
    {
        QFETCH(bool, isAttached);
        QFETCH(bool, isDetach);
        QFETCH(int, code);
        PresenceFixture f(true);
        if (isAttached)
            f.attach(name);
        else
            f.answerNothing();

        const Getting call = f.presenceOf().get();
        if (isDetach)
            f.channel(name).detach();
        else
            f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().code, code);
    }

    void getWithoutTheModeFails_91008()
    {
        RealtimeFixture f;
        f.attach(name); // granted: subscribe alone

        const Getting call = f.channel(name).presence().get();

        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().code, 91008);
    }

    void getWhileSuspended_RTP11d_data()
    {
        QTest::addColumn<bool>("waitsForSync");
        QTest::newRow("RTP11d/get-suspended-errors-default-0") << true;
        QTest::newRow("RTP11d/get-suspended-no-wait-returns-1") << false;
    }

    void getWhileSuspended_RTP11d()
    {
        QFETCH(bool, waitsForSync);
        PresenceFixture f(true, {sync(u"seq1:"_s, {entry(Present, u"alice"_s, u"c1"_s)})});
        f.attach(name);
        f.suspend();

        const Getting call = f.presenceOf().get({.waitsForSync = waitsForSync});

        QVERIFY(call.isFinished());
        if (waitsForSync)
            QCOMPARE(call.result().error().code, 91005);
        else
            QCOMPARE(names(*call.result()), QStringList{u"alice"_s});
    }

    void listenersHear_data()
    {
        QTest::addColumn<RealtimePresence::Actions>("actions");
        QTest::addColumn<QStringList>("heard");
        QTest::newRow("RTP6a/subscribe-all-presence-events-0")
            << RealtimePresence::Actions() << QStringList{u"enter alice"_s, u"update alice"_s, u"leave alice"_s};
        QTest::newRow("RTP6b/subscribe-filtered-by-action-0")
            << RealtimePresence::Actions{Enter} << QStringList{u"enter alice"_s};
        QTest::newRow("RTP6b/subscribe-filtered-multiple-actions-1")
            << RealtimePresence::Actions{Enter, Leave} << QStringList{u"enter alice"_s, u"leave alice"_s};
    }

    void listenersHear()
    {
        QFETCH(RealtimePresence::Actions, actions);
        QFETCH(QStringList, heard);
        PresenceFixture f(false);
        f.attach(name);
        Ear ear(f.presenceOf(), actions);

        f.send(presence({entry(Enter, u"alice"_s, u"c1"_s, 0), entry(Update, u"alice"_s, u"c1"_s, 1, "updated"),
                         entry(Leave, u"alice"_s, u"c1"_s, 2)}));

        QCOMPARE(ear.heard, heard);
    }

    void subscribingAttaches_data()
    {
        QTest::addColumn<bool>("attachOnSubscribe");
        QTest::newRow("RTP6d/subscribe-implicitly-attaches-0") << true;
        QTest::newRow("RTP6e/subscribe-no-attach-option-0") << false;
    }

    void subscribingAttaches()
    {
        QFETCH(bool, attachOnSubscribe);
        PresenceFixture f(false);
        RealtimeChannel &channel = f.channel(name, {.attachOnSubscribe = attachOnSubscribe});

        const Ear first(channel.presence());
        const Ear second(channel.presence());
        f.settle();

        QCOMPARE(channel.state(), attachOnSubscribe ? ChannelState::Attached : ChannelState::Initialized);
        QCOMPARE(f.peer().received(Action::Attach).size(), attachOnSubscribe ? 1 : 0);
    }

    void unsubscribing_data()
    {
        QTest::addColumn<QStringList>("first");
        QTest::addColumn<QStringList>("second");
        const QStringList both{u"enter alice"_s, u"leave alice"_s};
        QTest::newRow("RTP7a/unsubscribe-specific-listener-0") << QStringList() << both;
        QTest::newRow("RTP7b/unsubscribe-for-specific-action-0") << QStringList{u"leave alice"_s} << both;
        QTest::newRow("RTP7c/unsubscribe-all-listeners-0") << QStringList() << QStringList();
    }

    void unsubscribing()
    {
        QFETCH(QStringList, first);
        QFETCH(QStringList, second);
        PresenceFixture f(false);
        f.attach(name);
        Ear one(f.presenceOf(), {Enter});
        f.presenceOf().subscribe(&one, one.tell(), {Leave});
        Ear other(f.presenceOf());

        if (second.isEmpty())
            f.presenceOf().unsubscribe();
        else if (first.isEmpty())
            f.presenceOf().unsubscribe(&one);
        else
            f.presenceOf().unsubscribe(&one, Enter);
        f.send(presence({entry(Enter, u"alice"_s, u"c1"_s, 0), entry(Leave, u"alice"_s, u"c1"_s, 1)}));

        QCOMPARE(one.heard, first);
        QCOMPARE(other.heard, second);
    }

    void listenerThatIsGoneIsNotCalled()
    {
        PresenceFixture f(false);
        f.attach(name);
        QStringList heard;
        {
            QObject listener;
            f.presenceOf().subscribe(&listener, [&heard](const PresenceMessage &m) { heard.append(m.clientId); });
        }

        f.send(presence({entry(Enter, u"alice"_s, u"c1"_s)}));

        QVERIFY(heard.isEmpty());
    }

    void RTP6_presence_events_update_map_0()
    {
        PresenceFixture f(false);
        f.attach(name);
        QSignalSpy changes(&f.presenceOf(), &RealtimePresence::membersChanged);
        QStringList inTheMap;
        f.presenceOf().subscribe(this, [&](const PresenceMessage &) { inTheMap = names(f.presenceOf().members()); });

        f.send(presence({entry(Enter, u"alice"_s, u"c1"_s, 0, "hello")}));
        f.presenceOf().unsubscribe(this);

        const Getting call = f.presenceOf().get({.waitsForSync = false});
        QCOMPARE(inTheMap, QStringList{u"alice"_s}); // before the listeners hear of it
        QCOMPARE(call.result()->first().data, "hello");
        QCOMPARE(call.result()->first().action, Present);
        QCOMPARE(changes.count(), 1);
    }

    void RTP6_multiple_presence_in_single_message_1()
    {
        PresenceFixture f(false);
        f.attach(name);
        Ear ear(f.presenceOf());

        f.send(presence(
            {entry(Enter, u"alice"_s, u"c1"_s), entry(Enter, u"bob"_s, u"c2"_s), entry(Enter, u"carol"_s, u"c3"_s)}));

        QCOMPARE(ear.heard, (QStringList{u"enter alice"_s, u"enter bob"_s, u"enter carol"_s}));
    }

    void lateFramesOfALeftChannelChangeNothing()
    {
        PresenceFixture f(false);
        f.attach(name);
        f.channel(name).detach();

        f.send(presence({entry(Enter, u"alice"_s, u"c1"_s)}));
        f.send(presence({entry(Enter, u"bob"_s, u"c2"_s)}));

        QVERIFY(f.presenceOf().members().isEmpty());
    }

    void listenerMayReleaseTheChannel()
    {
        PresenceFixture f(true, {sync(u"seq1:"_s, aliceAndBob)});
        f.attach(name);
        int calls = 0;
        f.presenceOf().subscribe(this, [&](const PresenceMessage &) {
            ++calls;
            delete &f.channel(name);
        });

        f.send(presence({entry(Leave, u"alice"_s, u"c1"_s, 1), entry(Leave, u"bob"_s, u"c2"_s, 1)}));

        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(TstRealtimePresence)
#include "tst_realtimepresence.moc"
