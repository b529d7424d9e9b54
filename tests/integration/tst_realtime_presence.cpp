// Who is on a channel, seen over real sockets by a client that only watches.
#include "core/ably/payload.h"
#include "core/ably/realtimepresence.h"
#include "tests/integration/barepeer.h"
#include "tests/integration/realtimeharness.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int enter = 2;
constexpr int leave = 3;
constexpr int update = 4;

const ChannelOptions watching{.modes = flag::Subscribe | flag::PresenceSubscribe};

/// The members by client id, with what they say of themselves.
QMap<QString, QString> textsOf(const RealtimePresence::Members &members)
{
    QMap<QString, QString> texts;
    for (const PresenceMessage &member : members)
        texts.insert(member.clientId, QString::fromUtf8(decodePayload(member.asMessage()).bytes));
    return texts;
}

/// All that get() answers; nothing when it fails or does not come.
QMap<QString, QString> membersOf(const RealtimeChannel &channel)
{
    const auto asked = channel.presence().get();
    const bool isAnswered = soon([&] { return asked.isFinished(); });
    return isAnswered && asked.result() ? textsOf(*asked.result()) : QMap<QString, QString>();
}

/// `user-0 … user-n`, each with its number.
QMap<QString, QString> users(int count)
{
    QMap<QString, QString> users;
    for (int i = 0; i < count; ++i)
        users.insert(u"user-%1"_s.arg(i), QString::number(i));
    return users;
}

void enterAll(BarePeer &peer, const QMap<QString, QString> &users)
{
    for (auto it = users.begin(); it != users.end(); ++it)
        peer.changePresence(anyChannel(), enter, it.key(), *it);
}

} // namespace

class TstRealtimePresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void membersPresentBeforeComeBySync_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("RTP2/sync-delivers-members-0") << 1;
        QTest::newRow("RTP2/sync-multiple-members-1") << 30;
    }
    void membersPresentBeforeComeBySync()
    {
        QFETCH(int, count);
        AblyService service;
        BarePeer others(service);
        enterAll(others, users(count));
        RealtimeClient client(service, inFormat(service));

        const RealtimeChannel &channel = client.attach(anyChannel(), watching);

        QCOMPARE(membersOf(channel), users(count));
        for (const PresenceMessage &member : channel.presence().members()) {
            QCOMPARE(member.action, PresenceAction::Present);
            QCOMPARE(member.connectionId, others.connectionId());
        }
    }

    void RTP4_bulk_enter_observed_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        const RealtimeChannel &channel = client.attach(anyChannel(), watching);
        RealtimePresence::Members entered;
        QObject listener;
        channel.presence().subscribe(&listener, [&entered](const PresenceMessage &message) { entered += message; },
                                     {PresenceAction::Enter});
        BarePeer others(service);

        enterAll(others, users(50));
        QVERIFY(soon([&] { return entered.size() == 50; }));

        QCOMPARE(textsOf(entered), users(50));
        QCOMPARE(membersOf(channel), users(50));
    }

    void RTP8_enter_update_leave_lifecycle_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        const RealtimeChannel &channel = client.attach(anyChannel(), watching);
        QStringList told;
        QObject listener;
        channel.presence().subscribe(&listener, [&told](const PresenceMessage &message) {
            told += QString(message.clientId % u' ' % presenceActionName(message.action));
        });
        BarePeer anna(service, u"anna"_s);

        QVERIFY(anna.changePresence(anyChannel(), enter, u"anna"_s, u"here"_s));
        QVERIFY(soon([&] { return told == QStringList{u"anna enter"_s}; }));
        QCOMPARE(membersOf(channel), (QMap<QString, QString>{{u"anna"_s, u"here"_s}}));

        QVERIFY(anna.changePresence(anyChannel(), update, u"anna"_s, u"busy"_s));
        QVERIFY(soon([&] { return told.size() == 2; }));
        QCOMPARE(membersOf(channel), (QMap<QString, QString>{{u"anna"_s, u"busy"_s}}));

        QVERIFY(anna.changePresence(anyChannel(), leave, u"anna"_s));
        QVERIFY(soon([&] { return told.size() == 3; }));
        QCOMPARE(membersOf(channel), (QMap<QString, QString>()));
        QCOMPARE(told, (QStringList{u"anna enter"_s, u"anna update"_s, u"anna leave"_s}));
    }
};

QTEST_GUILESS_MAIN(TstRealtimePresence)
#include "tst_realtime_presence.moc"
