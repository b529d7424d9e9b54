// Channels over real sockets: attached, refused, and what others publish on them.
#include "core/ably/history.h"
#include "core/ably/payload.h"
#include "tests/integration/barepeer.h"
#include "tests/integration/realtimeharness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

class TstRealtimeChannels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void RTL4c_attach_succeeds_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        QVERIFY(client.connect());
        RealtimeChannel &channel = client.channel();
        QCOMPARE(channel.state(), ChannelState::Initialized);

        const auto done = channel.attach();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QVERIFY(done.result());
        QCOMPARE(client.changes.path(), u"attaching attached");
        QVERIFY(!channel.channelSerial().isEmpty());
    }

    void RTL5d_detach_succeeds_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();

        const auto done = channel.detach();
        QVERIFY(soon([&] { return done.isFinished(); }));
        service.publish(u"to nobody"_s);
        const auto fence = client.realtime.ping();
        QVERIFY(soon([&] { return fence.isFinished(); }));

        QVERIFY(done.result());
        QCOMPARE(client.changes.path(), u"attaching attached detaching detached");
        QVERIFY(client.messages.isEmpty());
    }

    void RTL14_insufficient_capability_failed_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        QVERIFY(client.connect());
        RealtimeChannel &channel = client.channel(u"private:1"_s);

        const auto done = channel.attach();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(channel.errorReason()->code, 40160);
        QCOMPARE(channel.errorReason()->statusCode, 401);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
    }

    void RTL7b_subscribe_filtered_by_name_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        QObject listener;
        QStringList heard;
        client.attach().subscribe(
            &listener, [&heard](const Message &message) { heard += message.name; }, u"status"_s);
        BarePeer publisher(service);

        for (const QString &name : {u"status"_s, u"message"_s, u"status"_s})
            publisher.publish(anyChannel(), name, u"x"_s);

        QVERIFY(soon([&] { return client.messages.size() == 3; }));
        QCOMPARE(heard, (QStringList{u"status"_s, u"status"_s}));
    }

    void payloads_data()
    {
        QTest::addColumn<sandbox::Payload>("sent");
        QTest::addColumn<PayloadKind>("kind");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("RTL6/string-data-roundtrip-0")
            << sandbox::Payload{.data = u"Grüße ✓ 𝄞"_s} << PayloadKind::Text << QByteArray("Grüße ✓ 𝄞");
        const QJsonObject object{{u"status"_s, u"done"_s}, {u"steps"_s, QJsonArray{1, 2.5, QJsonValue(), true}}};
        QTest::newRow("RTL6/json-data-roundtrip-1") << sandbox::Payload::fromJson(object) << PayloadKind::Json
                                                    << QJsonDocument(object).toJson(QJsonDocument::Compact);
        const QByteArray bytes("\0\x01\xfe\xff", 4);
        QTest::newRow("RTL6/binary-data-roundtrip-2")
            << sandbox::Payload::fromBytes(bytes) << PayloadKind::Bytes << bytes;
    }
    void payloads()
    {
        QFETCH(sandbox::Payload, sent);
        QFETCH(PayloadKind, kind);
        QFETCH(QByteArray, bytes);
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.attach();

        service.publish(u"any"_s, sent);
        QVERIFY(soon([&] { return client.messages.size() == 1; }));

        const Payload received = decodePayload(client.messages.first());
        QVERIFY(received.isWhole());
        QCOMPARE(received.kind, kind);
        QCOMPARE(received.bytes, bytes);
    }

    void RTL6f_connectionid_matches_publisher_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.attach();
        BarePeer publisher(service);

        publisher.publish(anyChannel(), u"status"_s, u"hello"_s);
        QVERIFY(soon([&] { return client.messages.size() == 1; }));

        QCOMPARE(client.messages.first().connectionId, publisher.connectionId());
        QVERIFY(client.messages.first().connectionId != client.realtime.connectionId());
    }

    void RSL6a2_message_extras_roundtrip_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.attach();
        BarePeer publisher(service);
        const QJsonObject extras{{u"headers"_s, QJsonObject{{u"trace"_s, u"4711"_s}, {u"tries"_s, 2}}}};

        publisher.publish(anyChannel(), {QJsonObject{{u"data"_s, u"x"_s}, {u"extras"_s, extras}}});
        QVERIFY(soon([&] { return client.messages.size() == 1; }));

        QCOMPARE(QJsonDocument::fromJson(client.messages.first().extras).object(), extras);
    }

    void RTL7a_subscribe_all_messages_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.attach();
        BarePeer publisher(service);

        for (const QString &name : {u"status"_s, u"message"_s, u"complete"_s})
            publisher.publish(anyChannel(), name, QString(u"of "_s % name));
        QVERIFY(soon([&] { return client.messages.size() == 3; }));

        QCOMPARE(client.messages[0].name, u"status");
        QCOMPARE(client.messages[1].name, u"message");
        QCOMPARE(client.messages[2].name, u"complete");
        QCOMPARE(client.texts(), (QStringList{u"of status"_s, u"of message"_s, u"of complete"_s}));
    }

    void RTL7_bidirectional_message_flow_0()
    {
        AblyService service;
        RealtimeClient anna(service, inFormat(service));
        RealtimeClient ben(service, inFormat(service));
        anna.attach();
        ben.attach();
        BarePeer first(service);
        BarePeer second(service);

        first.publish(anyChannel(), u"status"_s, u"from the first"_s);
        second.publish(anyChannel(), u"status"_s, u"from the second"_s);

        const QStringList both{u"from the first"_s, u"from the second"_s};
        QVERIFY(soon([&] { return anna.texts() == both && ben.texts() == both; }));
        QCOMPARE(anna.messages[0].connectionId, first.connectionId());
        QCOMPARE(ben.messages[1].connectionId, second.connectionId());
    }

    void RTL10d_history_cross_client_0()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        QVERIFY(client.connect());
        BarePeer publisher(service);
        for (const QString &text : numbers(0, 5))
            publisher.publish(anyChannel(), u"n"_s, text);

        const auto asked = history(client.realtime.calls(), anyChannel());
        QVERIFY(soon([&] { return asked.isFinished(); }));

        QVERIFY(asked.result());
        client.messages = asked.result()->items();
        QCOMPARE(client.texts(), (QStringList{u"4"_s, u"3"_s, u"2"_s, u"1"_s, u"0"_s}));
        for (const Message &message : std::as_const(client.messages))
            QCOMPARE(message.connectionId, publisher.connectionId());
    }
};

QTEST_GUILESS_MAIN(TstRealtimeChannels)
#include "tst_realtime_channels.moc"
