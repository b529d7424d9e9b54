// Entries of PRESENCE and SYNC frames: TP.
#include "core/ably/jsonframes.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/payload.h"
#include "core/ably/protocolmessage.h"

#include <QtTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;

namespace
{

/// The frame @p text describes, by way of msgpack where asked for.
ProtocolMessage read(const QByteArray &text, bool isJson = true)
{
    const auto frame = JsonFrameReader().read(QByteArrayView(text));
    Q_ASSERT(frame);
    return isJson ? *frame : *readMsgpackFrame(writeMsgpackFrame(*frame));
}

} // namespace

class TstPresenceMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void TP2_presence_action_enum_values_0();
    void everyFieldIsRead_data();
    void everyFieldIsRead();
    void TP3h_member_key_combines_ids_0();
    void frameFillsIn_data();
    void frameFillsIn();
    void TP3_presence_encoded_data_from_json_1_data();
    void TP3_presence_encoded_data_from_json_1();
    void TP4_from_encoded_presence_0();
    void entryThatIsNoneIsNoted();
};

void TstPresenceMessage::TP2_presence_action_enum_values_0()
{
    QCOMPARE(int(PresenceAction::Absent), 0);
    QCOMPARE(int(PresenceAction::Present), 1);
    QCOMPARE(int(PresenceAction::Enter), 2);
    QCOMPARE(int(PresenceAction::Leave), 3);
    QCOMPARE(int(PresenceAction::Update), 4);
    QCOMPARE(presenceActionName(PresenceAction::Update), u"update");
    QCOMPARE(presenceActionName(PresenceAction(7)), u"action 7");
}

void TstPresenceMessage::everyFieldIsRead_data()
{
    QTest::addColumn<bool>("isJson");
    QTest::newRow("TP3a/presence-message-attributes-0") << false;
    QTest::newRow("TP3/presence-from-json-0") << true;
}

void TstPresenceMessage::everyFieldIsRead()
{
    QFETCH(bool, isJson);
    const QByteArray text = R"({"action":14,"id":"frame","connectionId":"other","timestamp":1,"presence":[
        {"id":"pm-123","action":2,"clientId":"user-1","connectionId":"conn-1","data":"hello","encoding":null,
         "timestamp":1234567890000,"extras":{"headers":{"x-key":"x-value"}},"unheard-of":[1]}]})";

    const ProtocolMessage frame = read(text, isJson);

    QVERIFY(frame.misfits.isEmpty());
    QCOMPARE(frame.presence.size(), 1);
    const PresenceMessage &member = frame.presence.first();
    QCOMPARE(member.id, u"pm-123");
    QCOMPARE(member.action, PresenceAction::Enter);
    QCOMPARE(member.clientId, u"user-1");
    QCOMPARE(member.connectionId, u"conn-1");
    QCOMPARE(member.kind, DataKind::Text);
    QCOMPARE(member.data, "hello");
    QVERIFY(member.encoding.isEmpty());
    QCOMPARE(member.timestamp, 1234567890000);
    QCOMPARE(QJsonDocument::fromJson(member.extras)[u"headers"_s][u"x-key"_s].toString(), u"x-value");
}

void TstPresenceMessage::TP3h_member_key_combines_ids_0()
{
    const PresenceMessage one{.connectionId = u"conn-1"_s, .clientId = u"user-1"_s};
    const PresenceMessage other{.connectionId = u"conn-2"_s, .clientId = u"user-1"_s};

    QCOMPARE(one.memberKey(), u"conn-1:user-1");
    QCOMPARE(other.memberKey(), u"conn-2:user-1");
}

void TstPresenceMessage::frameFillsIn_data()
{
    QTest::addColumn<QByteArray>("frameField");
    QTest::addColumn<QStringList>("ids");
    QTest::addColumn<QString>("connectionId");
    QTest::addColumn<std::optional<qint64>>("timestamp");
    const QStringList none{QString(), QString()};
    const std::optional<qint64> never;
    QTest::newRow("TP3d/connectionid-from-protocol-message-0")
        << QByteArray(R"("connectionId":"proto-conn-1")") << none << u"proto-conn-1"_s << never;
    QTest::newRow("TP3a/id-from-protocol-message-1")
        << QByteArray(R"("id":"proto-msg-42")") << QStringList{u"proto-msg-42:0"_s, u"proto-msg-42:1"_s} << QString()
        << never;
    QTest::newRow("TP3g/timestamp-from-protocol-message-0")
        << QByteArray(R"("timestamp":9999999)") << none << QString() << std::optional<qint64>(9999999);
}

void TstPresenceMessage::frameFillsIn()
{
    QFETCH(QByteArray, frameField);
    QFETCH(QStringList, ids);
    QFETCH(QString, connectionId);
    QFETCH(std::optional<qint64>, timestamp);

    const ProtocolMessage frame =
        read(R"({"action":14,"presence":[{"action":2,"clientId":"alice"},{"action":2,"clientId":"bob"}],)" +
             frameField + '}');

    QCOMPARE(frame.presence.size(), 2);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(frame.presence.at(i).id, ids.at(i));
        QCOMPARE(frame.presence.at(i).connectionId, connectionId);
        QCOMPARE(frame.presence.at(i).timestamp, timestamp);
    }
}

void TstPresenceMessage::TP3_presence_encoded_data_from_json_1_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<PayloadKind>("kind");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QByteArray(R"("data":"plain text","encoding":null)") << PayloadKind::Text
                          << QByteArray("plain text");
    QTest::newRow("json") << QByteArray(R"("data":"{\"status\":\"online\"}","encoding":"json")") << PayloadKind::Json
                          << QByteArray(R"({"status":"online"})");
    QTest::newRow("base64") << QByteArray(R"("data":"SGVsbG8=","encoding":"base64")") << PayloadKind::Bytes
                            << QByteArray("Hello");
}

void TstPresenceMessage::TP3_presence_encoded_data_from_json_1()
{
    QFETCH(QByteArray, fields);
    QFETCH(PayloadKind, kind);
    QFETCH(QByteArray, bytes);

    const auto frame = read(R"({"action":14,"presence":[{"action":2,"clientId":"user-1",)" + fields + "}]}");
    const Payload payload = decodePayload(frame.presence.first().asMessage());

    QCOMPARE(payload.kind, kind);
    QCOMPARE(payload.bytes, bytes);
    QVERIFY(payload.remaining.isEmpty());
}

void TstPresenceMessage::TP4_from_encoded_presence_0()
{
    const auto frame = read(R"({"action":14,"presence":[
        {"action":2,"clientId":"alice","data":"{\"status\":\"online\"}","encoding":"json"},
        {"action":2,"clientId":"bob","data":"world"}]})");

    QCOMPARE(frame.presence.size(), 2);
    QCOMPARE(decodePayload(frame.presence.at(0).asMessage()).kind, PayloadKind::Json);
    QCOMPARE(decodePayload(frame.presence.at(1).asMessage()).bytes, "world");
    QCOMPARE(frame.presence.at(1).clientId, u"bob");
}

void TstPresenceMessage::entryThatIsNoneIsNoted()
{
    const auto frame = read(R"({"action":14,"presence":[7,{"action":"soon","clientId":"bob"}]})");

    QCOMPARE(frame.presence.size(), 2);
    QCOMPARE(frame.misfits, (QStringList{u"presence[0]"_s, u"presence[1].action"_s}));
    QCOMPARE(frame.presence.at(1).clientId, u"bob");
    QCOMPARE(frame.presence.at(1).action, PresenceAction::Absent);
}

QTEST_GUILESS_MAIN(TstPresenceMessage)
#include "tst_presencemessage.moc"
