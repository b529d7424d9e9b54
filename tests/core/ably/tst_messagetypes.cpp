// Messages as they are read from the wire: TM, and their data in either format.
#include "core/ably/jsonframes.h"
#include "core/ably/msgpack.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/payload.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;

namespace
{

/// The one message of a frame; @p json is the message.
Message fromJson(const QByteArray &json)
{
    const QByteArray text = "{\"action\":15,\"timestamp\":7,\"messages\":[" + json + "]}";
    const auto frame = JsonFrameReader().read(QByteArrayView(text));
    return frame && frame->messages.size() == 1 ? frame->messages.first() : Message();
}

/// The one message of a packed frame, with @p packedData as its data.
Message fromMsgpack(const QByteArray &packedData)
{
    QByteArray bytes;
    MsgpackWriter out(bytes);
    out.map(2);
    out.text("action");
    out.integer(15);
    out.text("messages");
    out.array(1);
    out.map(1);
    out.text("data");
    bytes += packedData;
    const auto frame = readMsgpackFrame(bytes);
    return frame && frame->messages.size() == 1 ? frame->messages.first() : Message();
}

} // namespace

class TstMessageTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void TM3_from_encoded_deserialization_0();
    void TM3_from_encoded_decodes_encoding_1();
    void TM_null_missing_attributes_0_data();
    void TM_null_missing_attributes_0();
    void TM_message_with_extras_1();
    void TM5_message_action_enum_values_0_data();
    void TM5_message_action_enum_values_0();
    void TM2j_action_and_serial_fields_0();
    void TM2s_version_populated_from_wire_0();
    void TM2u_annotations_defaults_empty_0();
    void RSL6_msgpack_binary_stays_binary_0();
    void RSL6_msgpack_string_stays_string_1();
};

void TstMessageTypes::TM3_from_encoded_deserialization_0()
{
    const Message message = fromJson(R"({"id":"m1","name":"status","clientId":"genie","connectionId":"c1",
        "timestamp":1700000000000,"data":"hello"})");

    QCOMPARE(message.id, u"m1"_s);
    QCOMPARE(message.name, u"status"_s);
    QCOMPARE(message.clientId, u"genie"_s);
    QCOMPARE(message.connectionId, u"c1"_s);
    QCOMPARE(message.timestamp, 1'700'000'000'000);
    const Payload payload = decodePayload(message);
    QCOMPARE(payload.kind, PayloadKind::Text);
    QCOMPARE(payload.bytes, "hello");
}

void TstMessageTypes::TM3_from_encoded_decodes_encoding_1()
{
    const Message message = fromJson(R"({"name":"status","data":"eyJhIjoxfQ==","encoding":"json/base64"})");

    const Payload payload = decodePayload(message);

    QCOMPARE(payload.kind, PayloadKind::Json);
    QCOMPARE(payload.bytes, R"({"a":1})");
    QVERIFY(payload.remaining.isEmpty());
}

void TstMessageTypes::TM_null_missing_attributes_0_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("missing") << QByteArray("{}");
    QTest::newRow("null") << QByteArray(
        R"({"id":null,"name":null,"clientId":null,"data":null,"encoding":null,"extras":null,"serial":null})");
}

void TstMessageTypes::TM_null_missing_attributes_0()
{
    QFETCH(const QByteArray, json);
    const Message message = fromJson(json);

    QCOMPARE(message.timestamp, 7); // the frame's: it is a message at all
    QVERIFY(message.id.isEmpty() && message.name.isEmpty() && message.clientId.isEmpty());
    QVERIFY(message.encoding.isEmpty() && message.extras.isEmpty() && message.serial.isEmpty());
    QCOMPARE(message.kind, DataKind::Absent);
    QCOMPARE(decodePayload(message).kind, PayloadKind::None);
}

void TstMessageTypes::TM_message_with_extras_1()
{
    const QByteArray extras = R"({"headers":{"a":"b"},"ref":{"type":"reply","n":[1,null]}})";

    const Message message = fromJson("{\"extras\":" + extras + '}');

    QCOMPARE(QJsonDocument::fromJson(message.extras), QJsonDocument::fromJson(extras));
}

void TstMessageTypes::TM5_message_action_enum_values_0_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<MessageAction>("action");
    QTest::newRow("create") << 0 << MessageAction::Create;
    QTest::newRow("update") << 1 << MessageAction::Update;
    QTest::newRow("delete") << 2 << MessageAction::Delete;
    QTest::newRow("meta") << 3 << MessageAction::Meta;
    QTest::newRow("summary") << 4 << MessageAction::Summary;
    QTest::newRow("append") << 5 << MessageAction::Append;
    QTest::newRow("unknown") << 99 << MessageAction(99);
}

void TstMessageTypes::TM5_message_action_enum_values_0()
{
    QFETCH(const int, number);

    QTEST(fromJson("{\"action\":" + QByteArray::number(number) + '}').action, "action");
}

void TstMessageTypes::TM2j_action_and_serial_fields_0()
{
    const Message message = fromJson(R"({"action":1,"serial":"01726585978590-001@abc:0"})");

    QCOMPARE(message.action, MessageAction::Update);
    QCOMPARE(message.serial, u"01726585978590-001@abc:0"_s);
    QCOMPARE(fromJson("{}").action, MessageAction::Create);
    ProtocolMessage frame{.action = Action::Message, .messages = {message}};
    const QJsonObject written = QJsonDocument::fromJson(writeJsonFrame(frame)).object();
    QCOMPARE(written[u"messages"][0][u"action"], QJsonValue(1));
    QCOMPARE(written[u"messages"][0][u"serial"], QJsonValue(message.serial));
}

void TstMessageTypes::TM2s_version_populated_from_wire_0()
{
    const Message message = fromJson(R"({"serial":"s","timestamp":5,"version":{"serial":"v","timestamp":6,
        "clientId":"editor","description":"a typo","metadata":{"reason":"x"}}})");

    QCOMPARE(message.version.serial, u"v"_s);
    QCOMPARE(message.version.timestamp, 6);
    QCOMPARE(message.version.clientId, u"editor"_s);
    QCOMPARE(message.version.description, u"a typo"_s);
    QCOMPARE(message.version.metadata, R"({"reason":"x"})");
    QCOMPARE(message.timestamp, 5); // of the creation, still
}

void TstMessageTypes::TM2u_annotations_defaults_empty_0()
{
    QVERIFY(fromJson("{}").annotations.isEmpty());
    QVERIFY(fromJson(R"({"annotations":null})").annotations.isEmpty());
    QCOMPARE(fromJson(R"({"annotations":{"summary":{"a:total.v1":{"total":1}}}})").annotations,
             R"({"summary":{"a:total.v1":{"total":1}}})");
}

void TstMessageTypes::RSL6_msgpack_binary_stays_binary_0()
{
    QByteArray packed;
    MsgpackWriter(packed).binary("valid UTF-8");

    const Payload payload = decodePayload(fromMsgpack(packed));

    QCOMPARE(payload.kind, PayloadKind::Bytes);
    QCOMPARE(payload.bytes, "valid UTF-8");
}

void TstMessageTypes::RSL6_msgpack_string_stays_string_1()
{
    QByteArray packed;
    MsgpackWriter(packed).text("some text");

    const Payload payload = decodePayload(fromMsgpack(packed));

    QCOMPARE(payload.kind, PayloadKind::Text);
    QCOMPARE(payload.bytes, "some text");
}

QTEST_GUILESS_MAIN(TstMessageTypes)
#include "tst_messagetypes.moc"
