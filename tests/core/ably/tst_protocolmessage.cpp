#include "core/ably/jsonframes.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/protocolmessage.h"

#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::Result;
using gm::base::Secret;

namespace
{

ProtocolMessage read(const QByteArray &json)
{
    const Result<ProtocolMessage> frame = JsonFrameReader().read(QByteArrayView(json));
    if (!frame)
        qWarning() << frame.error().toText();
    return frame ? *frame : ProtocolMessage{.action = Action(-1)};
}

/// A frame with every field set, to be written and read again.
ProtocolMessage fullFrame()
{
    Message message{.id = u"m:0"_s,
                    .connectionId = u"publisher"_s,
                    .timestamp = 1733000000001,
                    .name = u"message"_s,
                    .clientId = u"genie"_s,
                    .kind = DataKind::Text,
                    .data = "say \"hi\"\n\\ \xe2\x9c\x93",
                    .encoding = u"json"_s,
                    .extras = R"({"headers":{"n":1,"f":1.5,"t":true,"l":[null,"x"]}})",
                    .action = MessageAction::Update,
                    .serial = u"s1"_s,
                    .version = {.serial = u"v2"_s,
                                .timestamp = 1733000000002,
                                .clientId = u"editor"_s,
                                .description = u"typo"_s,
                                .metadata = R"({"k":"v"})"},
                    .annotations = R"({"summary":{}})"};
    ConnectionDetails details{.clientId = u"*"_s,
                              .connectionKey = Secret(u"key!1"_s),
                              .connectionStateTtl = std::chrono::milliseconds(60000),
                              .maxIdleInterval = std::chrono::milliseconds(0),
                              .maxMessageSize = 1,
                              .maxFrameSize = 2,
                              .maxInboundRate = 50,
                              .serverId = u"server"_s,
                              .siteCode = u"eu"_s,
                              .objectsGCGracePeriod = std::chrono::milliseconds(3)};
    const auto cause = std::make_shared<const ErrorInfo>(ErrorInfo{.code = 40142, .statusCode = 401});
    return {.action = Action::Connected,
            .flags = flag::HasBacklog | flag::Subscribe,
            .id = u"frame"_s,
            .channel = u"conversation:1"_s,
            .channelSerial = u"serial"_s,
            .connectionId = u"connection"_s,
            .connectionKey = Secret(u"key!0"_s),
            .connectionDetails = details,
            .error = ErrorInfo{.code = 80008,
                               .statusCode = 400,
                               .message = u"gone"_s,
                               .href = u"https://example.org/80008"_s,
                               .requestId = u"r"_s,
                               .detail = R"({"a":"b"})",
                               .cause = cause},
            .accessToken = Secret(u"token"_s),
            .params = {{u"rewind"_s, u"50"_s}},
            .msgSerial = 0,
            .count = 2,
            .timestamp = 1733000000000,
            .messages = {message},
            .presence = {{.id = u"frame:0"_s,
                          .connectionId = u"connection"_s,
                          .timestamp = 1733000000000,
                          .action = PresenceAction::Enter,
                          .clientId = u"alice"_s,
                          .kind = DataKind::Text,
                          .data = "here",
                          .encoding = u"utf-8"_s,
                          .extras = R"({"headers":{}})"}},
            .annotations = {R"({"type":"total.v1"})"}};
}

} // namespace

/// Frames as values, and their JSON form.
class TstProtocolMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsParamsWhoseNamesHaveEscapes();
    void readsAConnectedFrame_CD2();
    void TM2a_message_attributes_0();
    void fillsMessagesFromTheFrame_data();
    void fillsMessagesFromTheFrame();
    void TM2s1_version_defaults_from_message_0();
    void keepsUnknownNumbersAndIgnoresUnknownFields_RTF1();
    void takesNullForAbsent_RTF1();
    void tellsAnEmptyChannelFromNone_G20();
    void readsAnErrorWithItsCause_TI1();
    void findsTheHelpPage_TI5_data();
    void findsTheHelpPage_TI5();
    void keepsTheFrameWhenAFieldHasTheWrongType_data();
    void keepsTheFrameWhenAFieldHasTheWrongType();
    void keepsDataOfEveryKind_data();
    void keepsDataOfEveryKind();
    void keepsAMessageThatIsNone();
    void readsNumbersOfEveryForm_data();
    void readsNumbersOfEveryForm();
    void refusesWhatIsNoFrame_data();
    void refusesWhatIsNoFrame();
    void survivesHalfSurrogates();
    void survivesDamage();
    void survivesDeepNesting();
    void readsAfterAFault();
    void writesWhatItReads_data();
    void writesWhatItReads();
    void writesOnlyWhatIsSet();
    void takesTheNewestKey_RTN15e();
};

void TstProtocolMessage::readsAConnectedFrame_CD2()
{
    const ProtocolMessage frame =
        read(R"({"action":4,"connectionId":"Hx1","connectionDetails":{"connectionKey":"a1!Hx1",
        "clientId":"mon","maxMessageSize":65536,"maxFrameSize":524288,"maxInboundRate":50,"connectionStateTtl":60000,
        "maxIdleInterval":0,"serverId":"s","siteCode":"eu-west-2-A"}})");

    QCOMPARE(frame.action, Action::Connected);
    QCOMPARE(frame.connectionId, u"Hx1"_s);
    QVERIFY(frame.connectionDetails);
    QCOMPARE(frame.connectionDetails->connectionKey.reveal(), u"a1!Hx1"_s);
    QCOMPARE(frame.connectionDetails->connectionStateTtl.count(), 60000);
    QCOMPARE(frame.connectionDetails->maxIdleInterval.count(), 0);
    QCOMPARE(frame.connectionDetails->maxInboundRate, 50);
    QCOMPARE(frame.connectionDetails->siteCode, u"eu-west-2-A"_s);
    QVERIFY(!frame.channel);
    QVERIFY(frame.misfits.isEmpty());
}

void TstProtocolMessage::TM2a_message_attributes_0()
{
    const ProtocolMessage frame = read(R"({"action":15,"channel":"conversation:42","channelSerial":"c7","id":"f:1",
        "messages":[{"id":"own","name":"status","clientId":"genie","data":"{\"a\":1}","encoding":"json","timestamp":5,
        "connectionId":"p","extras":{"headers":{"x":"y"}},"action":5,"serial":"s","annotations":{"summary":{}},
        "version":{"serial":"v","timestamp":6,"clientId":"c","description":"d","metadata":{"m":"n"}}}]})");

    QCOMPARE(frame.messages.size(), 1);
    const Message &message = frame.messages.first();
    QCOMPARE(message.id, u"own"_s);
    QCOMPARE(message.name, u"status"_s);
    QCOMPARE(message.clientId, u"genie"_s);
    QCOMPARE(message.kind, DataKind::Text);
    QCOMPARE(message.data, R"({"a":1})");
    QCOMPARE(message.encoding, u"json"_s);
    QCOMPARE(message.timestamp, 5);
    QCOMPARE(message.connectionId, u"p"_s);
    QCOMPARE(message.extras, R"({"headers":{"x":"y"}})");
    QCOMPARE(message.action, MessageAction::Append);
    QCOMPARE(message.serial, u"s"_s);
    QCOMPARE(message.annotations, R"({"summary":{}})");
    QCOMPARE(message.version.serial, u"v"_s);
    QCOMPARE(message.version.timestamp, 6);
    QCOMPARE(message.version.metadata, R"({"m":"n"})");
}

void TstProtocolMessage::fillsMessagesFromTheFrame_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("ids");
    QTest::addColumn<QString>("connectionId");
    QTest::addColumn<qint64>("timestamp");
    QTest::newRow("TM2a: id from the frame and the place")
        << QByteArray(R"({"action":15,"id":"f:1","messages":[{},{"id":"own"},{}]})")
        << QStringList{u"f:1:0"_s, u"own"_s, u"f:1:2"_s} << QString() << qint64(-1);
    QTest::newRow("TM2a: none where the frame has none")
        << QByteArray(R"({"action":15,"messages":[{}]})") << QStringList{QString()} << QString() << qint64(-1);
    QTest::newRow("TM2c: connectionId") << QByteArray(R"({"action":15,"connectionId":"c","messages":[{"id":"a"}]})")
                                        << QStringList{u"a"_s} << u"c"_s << qint64(-1);
    QTest::newRow("TM2f: timestamp, and it may follow the messages")
        << QByteArray(R"({"action":15,"messages":[{"id":"a"}],"timestamp":99})") << QStringList{u"a"_s} << QString()
        << qint64(99);
}

void TstProtocolMessage::fillsMessagesFromTheFrame()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QStringList, ids);
    QFETCH(const QString, connectionId);
    QFETCH(const qint64, timestamp);

    const ProtocolMessage frame = read(json);

    QStringList found;
    for (const Message &message : frame.messages)
        found << message.id;
    QCOMPARE(found, ids);
    QCOMPARE(frame.messages.first().connectionId, connectionId);
    QCOMPARE(frame.messages.first().timestamp.value_or(-1), timestamp);
}

void TstProtocolMessage::TM2s1_version_defaults_from_message_0()
{
    const ProtocolMessage frame = read(R"({"action":15,"timestamp":7,"messages":[{"serial":"s"}]})");

    QCOMPARE(frame.messages.first().version.serial, u"s"_s); // TM2s1
    QCOMPARE(frame.messages.first().version.timestamp, 7);   // TM2s2
}

void TstProtocolMessage::keepsUnknownNumbersAndIgnoresUnknownFields_RTF1()
{
    const ProtocolMessage frame = read(
        R"({"new":{"a":[1,{"b":2}]},"action":42,"flags":2147483652,"messages":[{"action":77,"more":[]}],"state":[{}]})");

    QCOMPARE(int(frame.action), 42);
    QCOMPARE(actionName(frame.action), u"ACTION 42"_s);
    QCOMPARE(actionName(Action::ObjectSync), u"OBJECT_SYNC"_s);
    QVERIFY(frame.has(flag::Resumed));
    QCOMPARE(frame.flags, 2147483652U);
    QCOMPARE(int(frame.messages.first().action), 77);
    QVERIFY(frame.misfits.isEmpty());
}

void TstProtocolMessage::takesNullForAbsent_RTF1()
{
    const ProtocolMessage frame = read(R"({"action":15,"channel":null,"error":null,"timestamp":null,"params":null,
        "connectionDetails":null,"messages":[{"id":null,"data":null,"encoding":null,"extras":null,"version":null}]})");

    QVERIFY(!frame.channel && !frame.error && !frame.timestamp && !frame.connectionDetails);
    QCOMPARE(frame.messages.first().kind, DataKind::Absent);
    QVERIFY(frame.messages.first().extras.isEmpty());
    QVERIFY(frame.misfits.isEmpty());
}

void TstProtocolMessage::tellsAnEmptyChannelFromNone_G20()
{
    QVERIFY(read(R"({"action":9,"channel":""})").channel.has_value());
    QVERIFY(!read(R"({"action":9})").channel.has_value());
}

void TstProtocolMessage::readsAnErrorWithItsCause_TI1()
{
    const ProtocolMessage frame = read(R"({"action":6,"error":{"code":80019,"statusCode":401,"message":"m","href":"h",
        "requestId":"r","detail":{"k":"v"},"cause":{"code":40142,"statusCode":401}}})");

    QVERIFY(frame.error);
    QCOMPARE(frame.error->code, 80019);
    QCOMPARE(frame.error->message, u"m"_s);
    QCOMPARE(frame.error->requestId, u"r"_s);
    QCOMPARE(frame.error->detail, R"({"k":"v"})");
    QVERIFY(!frame.error->isTokenError());
    QVERIFY(frame.error->cause);
    QVERIFY(frame.error->cause->isTokenError());
}

void TstProtocolMessage::findsTheHelpPage_TI5_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("href");
    QTest::addColumn<QUrl>("page");
    QTest::newRow("href") << 40142 << u"https://example.org/x"_s << QUrl(u"https://example.org/x"_s);
    QTest::newRow("code") << 40142 << QString() << QUrl(u"https://help.ably.io/error/40142"_s);
    QTest::newRow("neither") << 0 << QString() << QUrl();
}

void TstProtocolMessage::findsTheHelpPage_TI5()
{
    QFETCH(const int, code);
    QFETCH(const QString, href);
    QTEST(ErrorInfo({.code = code, .href = href}).helpUrl(), "page");
}

void TstProtocolMessage::keepsTheFrameWhenAFieldHasTheWrongType_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("misfits");
    QTest::newRow("text") << QByteArray(R"({"action":15,"id":7})") << QStringList{u"id"_s};
    QTest::newRow("number") << QByteArray(R"({"action":15,"timestamp":"soon"})") << QStringList{u"timestamp"_s};
    QTest::newRow("object") << QByteArray(R"({"action":15,"error":"no"})") << QStringList{u"error"_s};
    QTest::newRow("list") << QByteArray(R"({"action":15,"messages":{"a":1}})") << QStringList{u"messages"_s};
    QTest::newRow("in a message") << QByteArray(R"({"action":15,"messages":[{},{"name":[1,2]}]})")
                                  << QStringList{u"messages[1].name"_s};
    QTest::newRow("in the details") << QByteArray(R"({"action":4,"connectionDetails":{"maxIdleInterval":{}}})")
                                    << QStringList{u"connectionDetails.maxIdleInterval"_s};
    QTest::newRow("extras that are not JSON")
        << QByteArray(R"({"action":15,"messages":[{"extras":{"a":tru}}]})") << QStringList{u"messages[0].extras"_s};
    QTest::newRow("a number out of range")
        << QByteArray(R"({"action":15,"timestamp":99999999999999999999})") << QStringList{u"timestamp"_s};
}

void TstProtocolMessage::keepsTheFrameWhenAFieldHasTheWrongType()
{
    QFETCH(const QByteArray, json);
    const ProtocolMessage frame = read(json);
    QVERIFY(int(frame.action) >= 0);
    QTEST(frame.misfits, "misfits");
}

void TstProtocolMessage::keepsDataOfEveryKind_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<DataKind>("kind");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray(R"("a\u00e9\n")") << DataKind::Text << QByteArray("a\xc3\xa9\n");
    QTest::newRow("empty text") << QByteArray(R"("")") << DataKind::Text << QByteArray();
    QTest::newRow("object") << QByteArray(R"({"a": [1, 2]})") << DataKind::Json << QByteArray(R"({"a": [1, 2]})");
    QTest::newRow("array") << QByteArray("[ ]") << DataKind::Json << QByteArray("[ ]");
    QTest::newRow("number") << QByteArray("-1.5e3") << DataKind::Json << QByteArray("-1.5e3");
    QTest::newRow("boolean") << QByteArray("true") << DataKind::Json << QByteArray("true");
    QTest::newRow("null") << QByteArray("null") << DataKind::Absent << QByteArray();
}

void TstProtocolMessage::keepsDataOfEveryKind()
{
    QFETCH(const QByteArray, data);
    const ProtocolMessage frame = read(R"({"action":15,"messages":[{"data":)" + data + R"( ,"name":"n"}]})");
    QTEST(frame.messages.first().kind, "kind");
    QTEST(frame.messages.first().data, "bytes");
    QCOMPARE(frame.messages.first().name, u"n"_s);
}

void TstProtocolMessage::keepsAMessageThatIsNone()
{
    const ProtocolMessage frame = read(R"({"action":15,"id":"f","messages":["what?",{"name":"n"}]})");

    QCOMPARE(frame.messages.size(), 2);
    QCOMPARE(frame.messages.first().kind, DataKind::Json);
    QCOMPARE(frame.messages.first().data, R"("what?")");
    QCOMPARE(frame.messages.last().id, u"f:1"_s);
    QCOMPARE(frame.misfits, QStringList{u"messages[0]"_s});
}

void TstProtocolMessage::readsNumbersOfEveryForm_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::newRow("integer") << QByteArray("1733000000000");
    QTest::newRow("real") << QByteArray("1733000000000.0");
    QTest::newRow("exponent") << QByteArray("1.733e12");
    QTest::newRow("decimal text") << QByteArray("\"1733000000000\"");
}

void TstProtocolMessage::readsNumbersOfEveryForm()
{
    QFETCH(const QByteArray, number);
    QCOMPARE(read(R"({"action":0,"timestamp":)" + number + "}").timestamp, 1733000000000);
}

void TstProtocolMessage::refusesWhatIsNoFrame_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("words") << QByteArray("hello");
    QTest::newRow("array") << QByteArray(R"([{"action":0}])");
    QTest::newRow("number") << QByteArray("17");
    QTest::newRow("cut off") << QByteArray(R"({"action":15,"messages":[{"name":"n")");
    QTest::newRow("cut off in a text") << QByteArray(R"({"action":15,"id":"n)");
    QTest::newRow("no action") << QByteArray(R"({"channel":"c"})");
    QTest::newRow("null action") << QByteArray(R"({"action":null})");
    QTest::newRow("action of a wrong type") << QByteArray(R"({"action":[]})");
    QTest::newRow("something follows") << QByteArray(R"({"action":0} {"action":0})");
    QTest::newRow("missing comma") << QByteArray(R"({"action":0 "id":"x"})");
    QTest::newRow("not UTF-8") << QByteArray("{\"action\":0,\"id\":\"\xff\xfe\"}");
}

void TstProtocolMessage::refusesWhatIsNoFrame()
{
    QFETCH(const QByteArray, json);
    const Result<ProtocolMessage> frame = JsonFrameReader().read(QByteArrayView(json));
    QVERIFY(!frame);
    QCOMPARE(frame.error().code, 40013);
    QVERIFY(!frame.error().why.isEmpty());
}

void TstProtocolMessage::survivesHalfSurrogates()
{
    // As an escape in the text, as a unit of the QString, and in the name of a field.
    QString text = uR"({"\udc00":1,"action":15,"messages":[{"name":"a\ud800b","data":"|"}]})"_s;
    text.replace(u'|', QChar(0xd800));

    const Result<ProtocolMessage> frame = JsonFrameReader().read(text);

    QVERIFY(frame);
    QVERIFY(frame->messages.first().name.startsWith(u'a') && frame->messages.first().name.endsWith(u'b'));
    QVERIFY(QByteArrayView(frame->messages.first().data).isValidUtf8());
}

void TstProtocolMessage::survivesDamage()
{
    // Every byte in turn becomes one that means something to a JSON parser, or the text ends there.
    const QByteArray whole = writeJsonFrame(fullFrame());
    JsonFrameReader reader;
    int readable = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (const char c : {'{', '}', '[', ']', '"', '\\', ',', ':', '0', '-', 'e', ' ', '\0', '\xff'}) {
            QByteArray damaged = whole;
            damaged[at] = c;
            readable += reader.read(QByteArrayView(damaged)) ? 1 : 0;
        }
        QVERIFY2(!reader.read(QByteArrayView(whole).first(at)), qPrintable(QString::number(at)));
    }
    QVERIFY(readable > 0 && readable < whole.size() * 14);
}

void TstProtocolMessage::survivesDeepNesting()
{
    const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');

    const ProtocolMessage frame =
        read(R"({"action":15,"junk":)" + deep + R"(,"messages":[{"extras":)" + deep + R"(,"data":)" + deep + "}]}");

    QCOMPARE(frame.messages.first().data, deep);
    QCOMPARE(frame.misfits, QStringList{u"messages[0].extras"_s});
}

void TstProtocolMessage::readsAfterAFault()
{
    JsonFrameReader reader;
    QVERIFY(!reader.read(u"{\"action\":1,"));
    const Result<ProtocolMessage> frame = reader.read(u"{\"action\":11,\"channel\":\"c\"}");
    QVERIFY(frame);
    QCOMPARE(frame->channel, u"c"_s);
}

void TstProtocolMessage::writesWhatItReads_data()
{
    QTest::addColumn<bool>("isJson");
    QTest::newRow("json") << true;
    QTest::newRow("msgpack") << false;
}

void TstProtocolMessage::writesWhatItReads()
{
    QFETCH(const bool, isJson);
    const auto write = isJson ? &writeJsonFrame : &writeMsgpackFrame;
    const QByteArray written = write(fullFrame());

    const Result<ProtocolMessage> again =
        isJson ? JsonFrameReader().read(QByteArrayView(written)) : readMsgpackFrame(written);

    QVERIFY(again);
    QVERIFY(again->misfits.isEmpty());
    QCOMPARE(write(*again), written);
    const ProtocolMessage expected = fullFrame();
    QCOMPARE(again->messages.first().data, expected.messages.first().data);
    QCOMPARE(again->error, expected.error);
    QCOMPARE(again->accessToken, expected.accessToken);
    QCOMPARE(again->connectionDetails->maxIdleInterval, expected.connectionDetails->maxIdleInterval);
    QCOMPARE(again->params, expected.params);
    QCOMPARE(again->presence.first().memberKey(), u"connection:alice");
    QCOMPARE(again->presence.first().action, PresenceAction::Enter);
}

void TstProtocolMessage::writesOnlyWhatIsSet()
{
    QCOMPARE(writeJsonFrame({.action = Action::Heartbeat, .id = u"k3"_s}), R"({"action":0,"id":"k3"})");
    QCOMPARE(writeJsonFrame({.action = Action::Attach,
                             .flags = flag::Subscribe,
                             .channel = u"c"_s,
                             .params = {{u"rewind"_s, u"2m"_s}}}),
             R"({"action":10,"flags":262144,"channel":"c","params":{"rewind":"2m"}})");
    QCOMPARE(writeJsonFrame({.action = Action::Auth, .accessToken = Secret(u"t"_s)}),
             R"({"action":17,"auth":{"accessToken":"t"}})");
}

void TstProtocolMessage::takesTheNewestKey_RTN15e()
{
    QCOMPARE(
        read(R"({"action":4,"connectionKey":"old","connectionDetails":{"connectionKey":"new"}})").newestKey().reveal(),
        u"new"_s);
    QCOMPARE(read(R"({"action":4,"connectionKey":"old","connectionDetails":{}})").newestKey().reveal(), u"old"_s);
}

void TstProtocolMessage::readsParamsWhoseNamesHaveEscapes()
{
    const ProtocolMessage frame = read(R"({"action":11,"params":{"a\"b\u0041":"x","plain":"y"}})");
    QCOMPARE(frame.params, (QMap<QString, QString>{{u"a\"bA"_s, u"x"_s}, {u"plain"_s, u"y"_s}}));
}

QTEST_GUILESS_MAIN(TstProtocolMessage)
#include "tst_protocolmessage.moc"
