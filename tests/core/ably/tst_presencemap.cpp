// The members of a channel: RTP2, RTP18, RTP19.
#include "core/ably/presencemap.h"

#include <QtTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;

namespace
{

using enum PresenceAction;

/// @p id is `connection:msgSerial:index` where the member itself has sent it.
PresenceMessage entry(PresenceAction action, const QString &clientId, const QString &connectionId, const QString &id,
                      qint64 timestamp, const QByteArray &data = {})
{
    return {.id = id,
            .connectionId = connectionId,
            .timestamp = timestamp,
            .action = action,
            .clientId = clientId,
            .kind = data.isEmpty() ? DataKind::Absent : DataKind::Text,
            .data = data};
}

PresenceMessage client1(PresenceAction action, const QString &id, qint64 timestamp, const QByteArray &data = {})
{
    return entry(action, u"client-1"_s, u"conn-1"_s, id, timestamp, data);
}

const QString key1 = u"conn-1:client-1"_s;

/// alice on c1, bob on c2, carol on c3, as many of them as asked for, each with her or his first letter as data.
PresenceMap mapOf(int count)
{
    PresenceMap map;
    const QList<PresenceMessage> all{entry(Enter, u"alice"_s, u"c1"_s, u"c1:0:0"_s, 100, "a"),
                                     entry(Enter, u"bob"_s, u"c2"_s, u"c2:0:0"_s, 100, "b"),
                                     entry(Enter, u"carol"_s, u"c3"_s, u"c3:0:0"_s, 100, "c")};
    for (const PresenceMessage &each : all.first(count))
        map.put(each);
    return map;
}

PresenceMessage alice(PresenceAction action, int msgSerial)
{
    return entry(action, u"alice"_s, u"c1"_s, u"c1:%1:0"_s.arg(msgSerial), 200);
}

PresenceMessage bob(PresenceAction action, int msgSerial, const QByteArray &data = {})
{
    return entry(action, u"bob"_s, u"c2"_s, u"c2:%1:0"_s.arg(msgSerial), 200, data);
}

QStringList names(const QList<PresenceMessage> &messages)
{
    QStringList result;
    for (const PresenceMessage &each : messages)
        result.append(each.clientId);
    return result;
}

constexpr qint64 now = 9'000;

} // namespace

class TstPresenceMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTP2_basic_put_and_get_0()
    {
        PresenceMap map;

        const auto told = map.put(client1(Enter, u"conn-1:0:0"_s, 1000));

        QVERIFY(told);
        QCOMPARE(map.find(key1)->clientId, u"client-1");
        QCOMPARE(map.find(key1)->connectionId, u"conn-1");
    }

    void storedAsPresent_data()
    {
        QTest::addColumn<PresenceAction>("action");
        QTest::newRow("RTP2d2/enter-stored-as-present-0") << Enter;
        QTest::newRow("RTP2d2/update-stored-as-present-1") << Update;
        QTest::newRow("RTP2d2/present-stored-as-present-2") << Present;
    }

    void storedAsPresent()
    {
        QFETCH(PresenceAction, action);
        PresenceMap map;
        map.put(client1(Enter, u"conn-1:0:0"_s, 1000, "initial"));

        const auto told = map.put(client1(action, u"conn-1:1:0"_s, 2000, "updated"));

        QVERIFY(told);
        QCOMPARE(map.find(key1)->action, Present);
        QCOMPARE(map.find(key1)->data, "updated");
    }

    void RTP2d1_put_returns_original_action_0()
    {
        PresenceMap map;

        const auto enter = map.put(client1(Enter, u"conn-1:0:0"_s, 1000));
        const auto update = map.put(client1(Update, u"conn-1:1:0"_s, 2000, "updated"));

        QCOMPARE(enter->action, Enter);
        QCOMPARE(update->action, Update);
        QCOMPARE(update->data, "updated");
    }

    void RTP2h1_leave_outside_sync_removes_0()
    {
        PresenceMap map;
        map.put(client1(Enter, u"conn-1:0:0"_s, 1000));

        const auto told = map.remove(client1(Leave, u"conn-1:1:0"_s, 2000));

        QCOMPARE(told->action, Leave);
        QVERIFY(!map.find(key1));
        QVERIFY(map.members().isEmpty());
    }

    void RTP2h1_leave_nonexistent_returns_null_1()
    {
        PresenceMap map;

        QVERIFY(!map.remove(entry(Leave, u"unknown"_s, u"conn-x"_s, u"conn-x:0:0"_s, 1000)));
    }

    void RTP2h2a_leave_during_sync_stores_absent_0()
    {
        PresenceMap map;
        map.put(client1(Enter, u"conn-1:0:0"_s, 1000));
        map.startSync();

        const auto told = map.remove(client1(Leave, u"conn-1:1:0"_s, 2000));

        QVERIFY(!told);
        QCOMPARE(map.find(key1)->action, Absent);
    }

    void leaveDuringASyncIsNotUndoneByAnOlderPage_RTP2h2a()
    {
        PresenceMap map;
        map.startSync();
        map.remove(client1(Leave, u"conn-1:1:0"_s, 2000));

        const auto told = map.put(client1(Present, u"conn-1:0:0"_s, 1000));

        QVERIFY(!told);
        QVERIFY(map.endSync(now).isEmpty());
        QVERIFY(!map.find(key1));
    }

    void absentGoesWithTheSync_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("RTP2h2b/absent-deleted-on-endsync-0") << QByteArray();
        QTest::newRow("RTP2h2a/leave-during-sync-absent-cleanup-0") << QByteArray("bye");
    }

    void absentGoesWithTheSync()
    {
        QFETCH(QByteArray, data);
        PresenceMap map = mapOf(2);
        map.startSync();
        map.put(alice(Present, 1));
        map.remove(bob(Leave, 1, data));

        const auto leaves = map.endSync(now);

        QVERIFY(leaves.isEmpty()); // he left by himself: nothing is made up
        QVERIFY(!map.find(u"c2:bob"_s));
        QCOMPARE(map.find(u"c1:alice"_s)->action, Present);
        QCOMPARE(map.members().size(), 1);
    }

    void newness_data()
    {
        QTest::addColumn<QString>("known");
        QTest::addColumn<qint64>("knownAt");
        QTest::addColumn<QString>("incoming");
        QTest::addColumn<qint64>("incomingAt");
        QTest::addColumn<bool>("isNewer");
        const auto own = u"conn-1:5:2"_s;
        const auto foreign = u"made-up"_s;
        QTest::newRow("RTP2b2/newness-by-msgserial-index-0") << own << 1000LL << u"conn-1:7:0"_s << 500LL << true;
        QTest::newRow("a lower msgSerial") << own << 1000LL << u"conn-1:3:9"_s << 2000LL << false;
        QTest::newRow("numbers, not texts") << own << 1000LL << u"conn-1:10:0"_s << 500LL << true;
        QTest::newRow("RTP2b2/newness-by-index-same-serial-1") << own << 1000LL << u"conn-1:5:5"_s << 500LL << true;
        QTest::newRow("a lower index") << own << 1000LL << u"conn-1:5:1"_s << 2000LL << false;
        QTest::newRow("the same once more") << own << 1000LL << own << 1000LL << false;
        QTest::newRow("RTP2b1/newness-by-timestamp-0") << own << 1000LL << foreign << 2000LL << true;
        QTest::newRow("RTP2b1/older-synth-leave-rejected-1") << own << 5000LL << foreign << 3000LL << false;
        QTest::newRow("RTP2b1a/equal-timestamps-incoming-wins-0") << foreign << 1000LL << u"other"_s << 1000LL << true;
        QTest::newRow("no id at all") << own << 1000LL << QString() << 1001LL << true;
        QTest::newRow("an id that only looks like one") << own << 1000LL << u"conn-1:x:y"_s << 900LL << false;
    }

    void newness()
    {
        QFETCH(QString, known);
        QFETCH(qint64, knownAt);
        QFETCH(QString, incoming);
        QFETCH(qint64, incomingAt);
        QFETCH(bool, isNewer);
        PresenceMap map;
        map.put(client1(Enter, known, knownAt, "first"));
        PresenceMap other = map;

        const auto update = map.put(client1(Update, incoming, incomingAt, "second"));
        const auto leave = other.remove(client1(Leave, incoming, incomingAt));

        QCOMPARE(update.has_value(), isNewer);
        QCOMPARE(map.find(key1)->data, isNewer ? "second" : "first");
        QCOMPARE(leave.has_value(), isNewer);
        QCOMPARE(other.find(key1).has_value(), !isNewer);
    }

    void RTP2c_sync_uses_same_newness_0()
    {
        PresenceMap map;
        map.startSync();
        map.put(client1(Present, u"conn-1:5:0"_s, 1000, "first"));

        const auto stale = map.put(client1(Present, u"conn-1:3:0"_s, 2000, "stale"));
        const auto newer = map.put(client1(Present, u"conn-1:8:0"_s, 500, "newer"));

        QVERIFY(!stale);
        QVERIFY(newer);
        QCOMPARE(map.find(key1)->data, "newer");
    }

    void RTP2_multiple_members_coexist_1()
    {
        PresenceMap map = mapOf(2);
        map.put(entry(Enter, u"alice"_s, u"c3"_s, u"c3:0:0"_s, 100));

        QCOMPARE(names(map.members()), (QStringList{u"alice"_s, u"bob"_s, u"alice"_s}));
        QVERIFY(map.find(u"c1:alice"_s) && map.find(u"c2:bob"_s) && map.find(u"c3:alice"_s));
    }

    void RTP2_values_excludes_absent_2()
    {
        PresenceMap map = mapOf(2);
        map.startSync();

        map.remove(bob(Leave, 1));

        QCOMPARE(map.find(u"c2:bob"_s)->action, Absent);
        QCOMPARE(names(map.members()), QStringList{u"alice"_s});
    }

    void RTP2_clear_resets_state_3()
    {
        PresenceMap map = mapOf(1);
        map.startSync();

        map.clear();

        QVERIFY(map.members().isEmpty());
        QVERIFY(!map.find(u"c1:alice"_s));
        QVERIFY(!map.isSyncInProgress());
        map.startSync();
        QVERIFY(map.endSync(now).isEmpty());
    }

    void syncIsKnownWhileItLasts_data()
    {
        QTest::addColumn<bool>("isEnded");
        QTest::newRow("RTP18a/startsync-sets-flag-0") << false;
        QTest::newRow("RTP18b/endsync-clears-flag-0") << true;
    }

    void syncIsKnownWhileItLasts()
    {
        QFETCH(bool, isEnded);
        PresenceMap map;
        const bool before = map.isSyncInProgress();

        map.startSync();
        if (isEnded)
            QVERIFY(map.endSync(now).isEmpty());

        QVERIFY(!before);
        QCOMPARE(map.isSyncInProgress(), !isEnded);
    }

    void whoWasNotNamedHasLeft_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<QList<PresenceMessage>>("named");
        QTest::addColumn<QStringList>("leaves");
        QTest::addColumn<QStringList>("members");
        using Messages = QList<PresenceMessage>;
        const QStringList nobody;
        QTest::newRow("RTP19/stale-members-leave-after-sync-0")
            << 2 << Messages{alice(Present, 1)} << QStringList{u"bob"_s} << QStringList{u"alice"_s};
        QTest::newRow("RTP18c/single-message-sync-0")
            << 3 << Messages{alice(Present, 1)} << QStringList{u"bob"_s, u"carol"_s} << QStringList{u"alice"_s};
        QTest::newRow("RTP19/updated-members-survive-sync-2")
            << 3 << Messages{alice(Present, 1), bob(Update, 1, "new")} << QStringList{u"carol"_s}
            << QStringList{u"alice"_s, u"bob"_s};
        QTest::newRow("RTP19a/no-has-presence-clears-members-0")
            << 3 << Messages{} << QStringList{u"alice"_s, u"bob"_s, u"carol"_s} << nobody;
        QTest::newRow("RTP19/empty-map-sync-no-leaves-3")
            << 0 << Messages{alice(Present, 1)} << nobody << QStringList{u"alice"_s};
        QTest::newRow("RTP19/presence-echoes-then-sync-preserves-5")
            << 2 << Messages{alice(Present, 0), bob(Present, 0)} << nobody << QStringList{u"alice"_s, u"bob"_s};
        QTest::newRow("RTP19/new-member-during-sync-survives-6")
            << 1 << Messages{alice(Present, 1), bob(Enter, 0)} << nobody << QStringList{u"alice"_s, u"bob"_s};
    }

    void whoWasNotNamedHasLeft()
    {
        QFETCH(int, before);
        QFETCH(QList<PresenceMessage>, named);
        QFETCH(QStringList, leaves);
        QFETCH(QStringList, members);
        PresenceMap map = mapOf(before);

        map.startSync();
        for (const PresenceMessage &each : named)
            map.put(each);
        const auto told = map.endSync(now);

        QCOMPARE(names(told), leaves);
        for (const PresenceMessage &leave : told) {
            QCOMPARE(leave.action, Leave);
            QVERIFY(leave.id.isNull());
            QCOMPARE(leave.data, leave.clientId.first(1).toUtf8());
        }
        QCOMPARE(names(map.members()), members);
        QVERIFY(!map.isSyncInProgress());
    }

    void RTP19_synth_leave_null_id_timestamp_1()
    {
        PresenceMap map;
        map.put(entry(Enter, u"bob"_s, u"c2"_s, u"c2:0:0"_s, 100, "bob-data"));
        map.startSync();

        const auto leaves = map.endSync(now);

        QCOMPARE(leaves.size(), 1);
        QCOMPARE(leaves.first().action, Leave);
        QCOMPARE(leaves.first().memberKey(), u"c2:bob");
        QCOMPARE(leaves.first().data, "bob-data");
        QVERIFY(leaves.first().id.isNull());
        QCOMPARE(leaves.first().timestamp, now);
    }

    void RTP18a_new_sync_discards_previous_1()
    {
        PresenceMap map = mapOf(3);
        map.startSync();
        map.put(alice(Present, 1));
        map.put(entry(Present, u"carol"_s, u"c3"_s, u"c3:1:0"_s, 200));

        map.startSync();
        map.put(alice(Present, 2));
        map.put(bob(Present, 1));
        const auto leaves = map.endSync(now);

        QCOMPARE(names(leaves), QStringList{u"carol"_s}); // named by the sync that does not count
        QCOMPARE(names(map.members()), (QStringList{u"alice"_s, u"bob"_s}));
    }

    void RTP18_endsync_without_startsync_noop_0()
    {
        PresenceMap map = mapOf(1);

        QVERIFY(map.endSync(now).isEmpty());

        QCOMPARE(names(map.members()), QStringList{u"alice"_s});
        QVERIFY(!map.isSyncInProgress());
    }

    void RTP19_stale_sync_removes_from_residuals_4()
    {
        PresenceMap map;
        map.put(entry(Enter, u"alice"_s, u"c1"_s, u"c1:5:0"_s, 500, "original"));
        map.startSync();

        const auto told = map.put(alice(Present, 3));
        const auto leaves = map.endSync(now);

        QVERIFY(!told);
        QVERIFY(leaves.isEmpty());
        QCOMPARE(map.find(u"c1:alice"_s)->data, "original");
    }
};

QTEST_GUILESS_MAIN(TstPresenceMap)
#include "tst_presencemap.moc"
