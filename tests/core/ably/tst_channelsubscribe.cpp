// Listening to a channel's messages, and the fields they take from their frame: RTL7, RTL8, TM2.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

const QString name = u"conversation:1"_s;

/// Somebody who listens, and the names of what was heard.
struct Listener : QObject {
    [[nodiscard]] Subscriptions::Tell tell()
    {
        return [this](const Message &message) { heard.append(message.name); };
    }

    QStringList heard;
};

struct Fixture : RealtimeFixture {
    /// One frame with a message of each name.
    void send(const QStringList &names)
    {
        ProtocolMessage frame = build::onChannel(Action::Message, name);
        for (const QString &each : names)
            frame.messages.append({.name = each, .kind = DataKind::Text, .data = "x"});
        peer().send(frame);
        settle();
    }

    [[nodiscard]] int attaches() const { return int(peer().received(Action::Attach).size()); }
};

} // namespace

class TstChannelSubscribe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL7a_subscribe_all_messages_0()
    {
        Fixture f;
        Listener all;
        f.attach().subscribe(&all, all.tell());

        f.send({u"a"_s, QString(), u"b"_s});

        QCOMPARE(all.heard, (QStringList{u"a"_s, QString(), u"b"_s}));
    }

    void RTL7b_name_filtered_subscribe_0()
    {
        Fixture f;
        Listener some;
        f.attach().subscribe(&some, some.tell(), u"b"_s);

        f.send({u"a"_s, u"b"_s, QString(), u"B"_s, u"b"_s});

        QCOMPARE(some.heard, (QStringList{u"b"_s, u"b"_s}));
    }

    void RTL7b_multiple_name_subscriptions_1()
    {
        Fixture f;
        Listener one;
        Listener other;
        f.attach().subscribe(&one, one.tell(), u"a"_s);
        f.channel().subscribe(&one, one.tell(), u"b"_s);
        f.channel().subscribe(&other, other.tell(), u"b"_s);

        f.send({u"a"_s, u"b"_s, u"c"_s});

        QCOMPARE(one.heard, (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(other.heard, (QStringList{u"b"_s}));
    }

    void RTL7g_implicit_attach_initialized_0()
    {
        Fixture f;
        Listener listener;
        f.connect();

        f.channel().subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Attached);
        QCOMPARE(f.attaches(), 1);
    }

    void RTL7g_implicit_attach_detached_1()
    {
        Fixture f;
        Listener listener;
        f.attach().detach();
        f.settle();
        QCOMPARE(f.channel().state(), ChannelState::Detached);

        f.channel().subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Attached);
    }

    void attachesAfterADetachUnderWay_RTL7g()
    {
        Fixture f;
        Listener listener;
        f.attach().detach();
        QCOMPARE(f.channel().state(), ChannelState::Detaching);

        f.channel().subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Attached);
    }

    void RTL7g_listener_registered_attach_fails_2()
    {
        Fixture f;
        Listener listener;
        f.connect();
        f.answerNothing();
        f.channel().subscribe(&listener, listener.tell());
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();
        QCOMPARE(f.channel().state(), ChannelState::Failed);

        f.answerAll();
        f.attach();
        f.send({u"a"_s});

        QCOMPARE(listener.heard, (QStringList{u"a"_s}));
    }

    void RTL7h_no_attach_on_subscribe_0()
    {
        Fixture f;
        Listener listener;
        f.connect();

        f.channel(name, {.attachOnSubscribe = false}).subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.channel().state(), ChannelState::Initialized);
        QCOMPARE(f.attaches(), 0);
    }

    void RTL7g_no_attach_when_attached_3()
    {
        Fixture f;
        Listener listener;

        f.attach().subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.attaches(), 1);
    }

    void RTL7g_no_attach_when_attaching_4()
    {
        Fixture f;
        Listener listener;
        f.connect();
        f.channel().attach();

        f.channel().subscribe(&listener, listener.tell());
        f.settle();

        QCOMPARE(f.attaches(), 1);
    }

    void RTL8a_unsubscribe_specific_listener_0()
    {
        Fixture f;
        Listener gone;
        Listener stays;
        f.attach().subscribe(&gone, gone.tell());
        f.channel().subscribe(&gone, gone.tell(), u"a"_s);
        f.channel().subscribe(&stays, stays.tell());

        f.channel().unsubscribe(&gone);
        f.send({u"a"_s});

        QVERIFY(gone.heard.isEmpty());
        QCOMPARE(stays.heard, (QStringList{u"a"_s}));
    }

    void RTL8b_unsubscribe_named_listener_0()
    {
        Fixture f;
        Listener listener;
        f.attach().subscribe(&listener, listener.tell(), u"a"_s);
        f.channel().subscribe(&listener, listener.tell(), u"b"_s);

        f.channel().unsubscribe(&listener, u"a"_s);
        f.send({u"a"_s, u"b"_s});

        QCOMPARE(listener.heard, (QStringList{u"b"_s}));
    }

    void RTL8c_unsubscribe_all_listeners_0()
    {
        Fixture f;
        Listener one;
        Listener other;
        f.attach().subscribe(&one, one.tell());
        f.channel().subscribe(&other, other.tell(), u"a"_s);

        f.channel().unsubscribe();
        f.send({u"a"_s});

        QVERIFY(one.heard.isEmpty() && other.heard.isEmpty());
    }

    void RTL8a_unsubscribe_noop_not_subscribed_1()
    {
        Fixture f;
        Listener stranger;
        Listener listener;
        f.attach().subscribe(&listener, listener.tell(), u"a"_s);

        f.channel().unsubscribe(&stranger);
        f.channel().unsubscribe(&listener, u"never named"_s);
        f.send({u"a"_s});

        QCOMPARE(listener.heard, (QStringList{u"a"_s}));
    }

    void tellsNobodyWhoIsGone_RTL7()
    {
        Fixture f;
        QStringList heard;
        auto listener = std::make_unique<QObject>();
        f.attach().subscribe(listener.get(), [&](const Message &message) {
            heard.append(message.name);
            listener.reset();
        });

        f.send({u"a"_s, u"b"_s});

        QCOMPARE(heard, (QStringList{u"a"_s}));
    }

    void takesMissingFieldsFromTheFrame_TM2_data()
    {
        QTest::addColumn<QString>("frame");
        QTest::addColumn<QStringList>("ids");
        QTest::addColumn<QString>("connectionId");
        QTest::addColumn<qint64>("timestamp");
        const QString none;
        QTest::newRow("TM2a/id-from-protocol-message-0")
            << uR"("id":"f:1","messages":[{},{},{}])"_s << QStringList{u"f:1:0"_s, u"f:1:1"_s, u"f:1:2"_s} << none
            << qint64(0);
        QTest::newRow("TM2a/existing-id-not-overwritten-1")
            << uR"("id":"f:1","messages":[{"id":"own"}])"_s << QStringList{u"own"_s} << none << qint64(0);
        QTest::newRow("TM2a/no-id-without-protocol-id-2")
            << uR"("messages":[{}])"_s << QStringList{none} << none << qint64(0);
        QTest::newRow("TM2c/connectionid-from-protocol-0")
            << uR"("connectionId":"c","messages":[{"id":"a"}])"_s << QStringList{u"a"_s} << u"c"_s << qint64(0);
        QTest::newRow("TM2c/existing-connectionid-kept-1")
            << uR"("connectionId":"c","messages":[{"id":"a","connectionId":"own"}])"_s << QStringList{u"a"_s}
            << u"own"_s << qint64(0);
        QTest::newRow("TM2f/timestamp-from-protocol-0")
            << uR"("messages":[{"id":"a"}],"timestamp":99)"_s << QStringList{u"a"_s} << none << qint64(99);
        QTest::newRow("TM2f/existing-timestamp-kept-1")
            << uR"("timestamp":99,"messages":[{"id":"a","timestamp":5}])"_s << QStringList{u"a"_s} << none << qint64(5);
    }

    void takesMissingFieldsFromTheFrame_TM2()
    {
        QFETCH(const QString, frame);
        Fixture f;
        QList<Message> heard;
        f.attach().subscribe(this, [&heard](const Message &message) { heard.append(message); });

        f.peer().sendRaw(QStringLiteral(R"({"action":15,"channel":"%1",%2})").arg(name, frame));
        f.settle();

        QStringList ids;
        for (const Message &message : std::as_const(heard))
            ids.append(message.id);
        QTEST(ids, "ids");
        QTEST(heard.first().connectionId, "connectionId");
        QTEST(heard.first().timestamp.value_or(0), "timestamp");
    }
};

QTEST_GUILESS_MAIN(TstChannelSubscribe)
#include "tst_channelsubscribe.moc"
