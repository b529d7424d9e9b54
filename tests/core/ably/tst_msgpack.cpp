#include "core/ably/msgpack.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/payload.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using Type = MsgpackItem::Type;

Q_DECLARE_METATYPE(Type)

namespace
{

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

gm::base::Result<ProtocolMessage> readFrame(const QByteArray &bytes)
{
    return readMsgpackFrame(bytes);
}

/// The bytes as JSON text, or `fault at <offset>`.
QByteArray asJson(const QByteArray &bytes)
{
    MsgpackReader reader(bytes);
    MsgpackItem item;
    QByteArray json;
    if (reader.next(item) && reader.appendJson(item, json) && reader.atEnd())
        return json;
    return "fault at " + QByteArray::number(reader.offset());
}

} // namespace

/// msgpack, generic and as frames.
class TstMsgpack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data();
    void readsEveryForm();
    void findsFaultsWithinBounds_data();
    void findsFaultsWithinBounds();
    void failsAtEveryCut();
    void survivesDamage();
    void limitsNesting();
    void skipsWhatNobodyAsksFor_G24();
    void writesTheShortestForm_data();
    void writesTheShortestForm();
    void decodesTheSharedFixtures_RSL6a3_data();
    void decodesTheSharedFixtures_RSL6a3();
    void keepsBinaryAndTextApart_RSL6();
    void readsIntegersOfEveryWidth_RSL4c_data();
    void readsIntegersOfEveryWidth_RSL4c();
    void takesNilForAbsent_RTF1();
    void keepsNativeMapsAsJson();
    void refusesWhatIsNoFrame_data();
    void refusesWhatIsNoFrame();
};

void TstMsgpack::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &json) {
        QTest::newRow(name) << bytes << json;
    };
    row("nil", hex("c0"), "null");
    row("false", hex("c2"), "false");
    row("true", hex("c3"), "true");
    row("positive fixint", hex("7f"), "127");
    row("negative fixint", hex("e0"), "-32");
    row("uint8", hex("ccff"), "255");
    row("uint16", hex("cdffff"), "65535");
    row("uint32", hex("ceffffffff"), "4294967295");
    row("uint64", hex("cf7fffffffffffffff"), "9223372036854775807");
    row("uint64 beyond int64", hex("cfffffffffffffffff"), "18446744073709552000");
    row("int8", hex("d080"), "-128");
    row("int16", hex("d18000"), "-32768");
    row("int32", hex("d280000000"), "-2147483648");
    row("int64", hex("d38000000000000000"), "-9223372036854775808");
    row("float32", hex("ca3fc00000"), "1.5");
    row("float64", hex("cb3fb999999999999a"), "0.1");
    row("float64 NaN", hex("cb7ff8000000000000"), "null");
    row("fixstr", hex("a26869"), R"("hi")");
    row("str8", hex("d9026869"), R"("hi")");
    row("str16", hex("da00026869"), R"("hi")");
    row("str32", hex("db000000026869"), R"("hi")");
    row("a str with what JSON escapes", hex("a5220a5c01ff"), "\"\\\"\\u000a\\\\\\u0001\xef\xbf\xbd\"");
    row("bin8", hex("c4020001"), R"("AAE=")");
    row("bin16", hex("c500020001"), R"("AAE=")");
    row("bin32", hex("c6000000020001"), R"("AAE=")");
    row("fixext1", hex("d40500"), "null");
    row("fixext16", hex("d805") + QByteArray(16, '\0'), "null");
    row("ext8", hex("c7030501ffff"), "null");
    row("ext16", hex("c8000105ff"), "null");
    row("ext32", hex("c90000000105ff"), "null");
    row("fixarray", hex("920102"), "[1,2]");
    row("array16", hex("dc00020102"), "[1,2]");
    row("array32", hex("dd000000020102"), "[1,2]");
    row("fixmap", hex("82a16101a1629102"), R"({"a":1,"b":[2]})");
    row("map16", hex("de0001a16101"), R"({"a":1})");
    row("map32", hex("df00000001a16101"), R"({"a":1})");
    row("a number as key", hex("810701"), R"({"7":1})");
    row("a list as key", hex("8191c002"), R"({"[]":2})");
}

void TstMsgpack::readsEveryForm()
{
    QFETCH(const QByteArray, bytes);
    QTEST(asJson(bytes), "json");
}

void TstMsgpack::findsFaultsWithinBounds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("the tag that is never used") << hex("c1");
    QTest::newRow("a text longer than the input") << hex("dbffffffff61");
    QTest::newRow("bytes longer than the input") << hex("c6ffffffff61");
    QTest::newRow("an extension whose length wraps") << hex("c9ffffffff05");
    QTest::newRow("an array with more items than bytes") << hex("ddffffffff01");
    QTest::newRow("a map with more pairs than bytes") << hex("dfffffffff0101");
    QTest::newRow("a length that is cut off") << hex("da00");
    QTest::newRow("a map without its last value") << hex("81a161");
}

void TstMsgpack::findsFaultsWithinBounds()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(asJson(bytes).startsWith("fault at"));

    MsgpackReader reader(bytes);
    MsgpackItem item;
    QVERIFY(!reader.next(item) || !reader.skipContent(item));
    QVERIFY(reader.hasFailed());
    QVERIFY(!reader.next(item));
}

void TstMsgpack::failsAtEveryCut()
{
    const QByteArray whole = writeMsgpackFrame({.action = Action::Message,
                                                .id = u"f"_s,
                                                .channel = u"c"_s,
                                                .timestamp = 1733000000000,
                                                .messages = {{.name = u"n"_s,
                                                              .kind = DataKind::Binary,
                                                              .data = QByteArray(300, 'x'),
                                                              .extras = R"({"a":[1,2.5,{"b":null}]})"}}});
    QVERIFY(readFrame(whole));
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!readFrame(whole.first(size)), qPrintable(QString::number(size)));
    QVERIFY(!readFrame(whole + 'x'));
}

void TstMsgpack::survivesDamage()
{
    // Every byte in turn is replaced by every value: whatever comes of it, it ends, and reads nothing beyond its input.
    const QByteArray whole =
        writeMsgpackFrame({.action = Action::Connected,
                           .channel = u"c"_s,
                           .connectionDetails = ConnectionDetails{.clientId = u"m"_s},
                           .error = ErrorInfo{.code = 80008, .detail = R"({"a":[1]})"},
                           .messages = {{.kind = DataKind::Binary, .data = "x", .extras = R"({"b":{}})"}}});
    int readable = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            QByteArray damaged = whole;
            damaged[at] = char(value);
            readable += readFrame(damaged) ? 1 : 0;
        }
    }
    QVERIFY(readable > 0 && readable < whole.size() * 256);
}

void TstMsgpack::limitsNesting()
{
    const auto nested = [](int depth) -> QByteArray { return QByteArray(depth, char(0x91)) + hex("c0"); };
    QCOMPARE(asJson(nested(MsgpackReader::maxDepth)).size(), 2 * MsgpackReader::maxDepth + 4);
    QVERIFY(asJson(nested(MsgpackReader::maxDepth + 1)).startsWith("fault at"));
    QVERIFY(!readFrame(hex("82a6616374696f6e0fa16a") + nested(1'000'000)));
}

void TstMsgpack::skipsWhatNobodyAsksFor_G24()
{
    // {"future": [1, {"a": ext}], 7: nil, "action": uint16 15}
    const auto frame =
        readFrame(hex("83a66675747572659201") + hex("81a161d40500") + hex("07c0") + hex("a6616374696f6ecd000f"));
    QVERIFY(frame);
    QCOMPARE(frame->action, Action::Message);
}

void TstMsgpack::writesTheShortestForm_data()
{
    QTest::addColumn<qint64>("value");
    QTest::addColumn<int>("bytes");
    for (const auto &[value, bytes] :
         std::initializer_list<std::pair<qint64, int>>{{0, 1},
                                                       {127, 1},
                                                       {-32, 1},
                                                       {128, 2},
                                                       {255, 2},
                                                       {256, 3},
                                                       {65535, 3},
                                                       {65536, 5},
                                                       {4294967295, 5},
                                                       {4294967296, 9},
                                                       {-33, 2},
                                                       {-128, 2},
                                                       {-129, 3},
                                                       {-32768, 3},
                                                       {-32769, 5},
                                                       {-2147483648LL, 5},
                                                       {-2147483649LL, 9},
                                                       {std::numeric_limits<qint64>::min(), 9},
                                                       {std::numeric_limits<qint64>::max(), 9}})
        QTest::addRow("%lld", value) << value << bytes;
}

void TstMsgpack::writesTheShortestForm()
{
    QFETCH(const qint64, value);
    QByteArray out;
    MsgpackWriter(out).integer(value);
    QTEST(int(out.size()), "bytes");
    QCOMPARE(asJson(out), QByteArray::number(value));
}

void TstMsgpack::decodesTheSharedFixtures_RSL6a3_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonValue>("expected");
    QFile file(QStringLiteral(GM_TEST_DATA "/ably/msgpack_test_fixtures.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray items = QJsonDocument::fromJson(file.readAll()).array();
    QCOMPARE(items.size(), 8);
    for (const QJsonValue value : items) {
        const QJsonObject item = value.toObject();
        QByteArray frame = QByteArray::fromBase64(item[u"msgpack"].toString().toLatin1());
        // The fixtures leave out the action that every frame has: one pair more, {"action": 15}.
        QCOMPARE(quint8(frame[0]), 0x82);
        frame.replace(0, 1, hex("83a6616374696f6e0f"));
        const int repeat = item[u"numRepeat"].toInt();
        const QJsonValue data = item[u"data"];
        QTest::addRow("%s", qPrintable(item[u"name"].toString()))
            << frame << item[u"type"].toString() << (repeat ? QJsonValue(data.toString().repeated(repeat)) : data);
    }
}

void TstMsgpack::decodesTheSharedFixtures_RSL6a3()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const QString, type);
    QFETCH(const QJsonValue, expected);

    const auto read = readFrame(frame);
    QVERIFY(read);
    QCOMPARE(read->messages.size(), 1);
    QCOMPARE(read->msgSerial, 0);
    const Payload payload = decodePayload(read->messages.first());

    QVERIFY(payload.isWhole());
    QVERIFY(payload.remaining.isEmpty());
    if (type == u"string") {
        QCOMPARE(payload.kind, PayloadKind::Text);
        QCOMPARE(payload.bytes, expected.toString().toUtf8());
    } else if (type == u"binary") {
        QCOMPARE(payload.kind, PayloadKind::Bytes);
        QCOMPARE(payload.bytes, expected.toString().toUtf8());
    } else {
        QCOMPARE(payload.kind, PayloadKind::Json);
        const QJsonDocument document = QJsonDocument::fromJson(payload.bytes);
        QCOMPARE(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), expected);
    }
}

void TstMsgpack::keepsBinaryAndTextApart_RSL6()
{
    const QByteArray bytes = writeMsgpackFrame({.action = Action::Message,
                                                .messages = {{.kind = DataKind::Binary, .data = "valid UTF-8"},
                                                             {.kind = DataKind::Text, .data = "valid UTF-8"}}});
    const auto frame = readFrame(bytes);
    QVERIFY(frame);
    QCOMPARE(decodePayload(frame->messages.first()).kind, PayloadKind::Bytes);
    QCOMPARE(decodePayload(frame->messages.last()).kind, PayloadKind::Text);
}

void TstMsgpack::readsIntegersOfEveryWidth_RSL4c_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::newRow("fixint") << hex("07");
    QTest::newRow("uint8") << hex("cc07");
    QTest::newRow("uint16") << hex("cd0007");
    QTest::newRow("uint32") << hex("ce00000007");
    QTest::newRow("uint64") << hex("cf0000000000000007");
    QTest::newRow("int64") << hex("d30000000000000007");
    QTest::newRow("float32") << hex("ca40e00000");
    QTest::newRow("float64") << hex("cb401c000000000000");
    QTest::newRow("decimal str") << hex("a137");
    QTest::newRow("decimal raw, as bin") << hex("c40137");
}

void TstMsgpack::readsIntegersOfEveryWidth_RSL4c()
{
    QFETCH(const QByteArray, number);
    const auto frame = readFrame(hex("82a6616374696f6e0fa974696d657374616d70") + number);
    QVERIFY(frame);
    QCOMPARE(frame->timestamp, 7);
}

void TstMsgpack::takesNilForAbsent_RTF1()
{
    // {"action": 15, "channel": nil, "messages": [{"data": nil, "name": nil}]}
    const auto frame = readFrame(hex("83a6616374696f6e0f") + hex("a76368616e6e656cc0") + hex("a86d65737361676573") +
                                 hex("9182a464617461c0a46e616d65c0"));
    QVERIFY(frame);
    QVERIFY(!frame->channel);
    QCOMPARE(frame->messages.first().kind, DataKind::Absent);
    QVERIFY(frame->misfits.isEmpty());
}

void TstMsgpack::keepsNativeMapsAsJson()
{
    // {"action": 15, "messages": [{"data": {"a": 1}, "extras": {"b": bin 00}}]}
    const auto frame = readFrame(hex("82a6616374696f6e0fa86d65737361676573") + hex("9182a46461746181a16101") +
                                 hex("a665787472617381a162c40100"));
    QVERIFY(frame);
    QCOMPARE(frame->messages.first().kind, DataKind::Json);
    QCOMPARE(frame->messages.first().data, R"({"a":1})");
    QCOMPARE(frame->messages.first().extras, R"({"b":"AA=="})");
}

void TstMsgpack::refusesWhatIsNoFrame_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a number") << hex("0f");
    QTest::newRow("an array") << hex("9181a6616374696f6e0f");
    QTest::newRow("no action") << hex("81a2696401");
    QTest::newRow("JSON") << QByteArray(R"({"action":15})");
}

void TstMsgpack::refusesWhatIsNoFrame()
{
    QFETCH(const QByteArray, bytes);
    const auto frame = readFrame(bytes);
    QVERIFY(!frame);
    QCOMPARE(frame.error().code, 40013);
    QVERIFY(!frame.error().why.isEmpty());
}

QTEST_GUILESS_MAIN(TstMsgpack)
#include "tst_msgpack.moc"
