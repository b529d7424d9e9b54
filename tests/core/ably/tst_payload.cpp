#include "core/ably/jsontext.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/payload.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::Secret;

namespace
{

QJsonDocument fixture(const char *name)
{
    QFile file(QStringLiteral(GM_TEST_DATA "/ably/%1").arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
}

/// A message out of a fixture's `data` and `encoding`.
Message messageFrom(const QJsonObject &item)
{
    return {
        .kind = DataKind::Text, .data = item[u"data"].toString().toUtf8(), .encoding = item[u"encoding"].toString()};
}

Message text(const QByteArray &data, const QString &encoding)
{
    return {.kind = DataKind::Text, .data = data, .encoding = encoding};
}

/// 128 and 256 bits, as base64 and base64url.
const Secret key128{u"WUP6u0K7MXI5Zeo0VppPwg=="_s};
const Secret key256{u"_-__AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw"_s};

} // namespace

/// Undoing a message's encoding.
class TstPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesTheSharedFixtures_RSL4_data();
    void decodesTheSharedFixtures_RSL4();
    void decryptsTheSharedFixtures_RSL5_data();
    void decryptsTheSharedFixtures_RSL5();
    void undoesStepsFromTheRight_RSL6a_data();
    void undoesStepsFromTheRight_RSL6a();
    void keepsWhatCannotBeUndone_RSL6b_data();
    void keepsWhatCannotBeUndone_RSL6b();
    void checksWhatTheWireDoesNot_data();
    void checksWhatTheWireDoesNot();
    void takesKeysInBothAlphabets_RSE1c();
    void tellsJsonFromOtherText_data();
    void tellsJsonFromOtherText();
};

void TstPayload::decodesTheSharedFixtures_RSL4_data()
{
    QTest::addColumn<QJsonObject>("item");
    const QJsonArray items = fixture("messages-encoding.json")[u"messages"].toArray();
    QCOMPARE(items.size(), 5);
    for (const QJsonValue item : items)
        QTest::addRow("RSL4/encoding-fixtures-ably-common-0: %s", qPrintable(item[u"data"].toString()))
            << item.toObject();
}

void TstPayload::decodesTheSharedFixtures_RSL4()
{
    QFETCH(const QJsonObject, item);
    const QString type = item[u"expectedType"].toString();

    const Payload payload = decodePayload(messageFrom(item));

    QVERIFY(payload.isWhole());
    QVERIFY(payload.remaining.isEmpty());
    if (type == u"string") {
        QCOMPARE(payload.kind, PayloadKind::Text);
        QCOMPARE(payload.bytes, item[u"expectedValue"].toString().toUtf8());
    } else if (type == u"binary") {
        QCOMPARE(payload.kind, PayloadKind::Bytes);
        QCOMPARE(payload.bytes.toHex(), item[u"expectedHexValue"].toString().toLatin1());
    } else {
        QCOMPARE(payload.kind, PayloadKind::Json);
        QCOMPARE(QJsonDocument::fromJson(payload.bytes).toVariant(), item[u"expectedValue"].toVariant());
    }
}

void TstPayload::decryptsTheSharedFixtures_RSL5_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonObject>("item");
    for (const char *name : {"crypto-data-128.json", "crypto-data-256.json"}) {
        const QJsonObject file = fixture(name).object();
        const QJsonArray items = file[u"items"].toArray();
        QCOMPARE(items.size(), file[u"keylength"].toInt() == 128 ? 4 : 74);
        for (qsizetype i = 0; i < items.size(); ++i)
            QTest::addRow("%s %lld", name, i) << file[u"key"].toString() << items[i].toObject();
    }
}

void TstPayload::decryptsTheSharedFixtures_RSL5()
{
    QFETCH(const QString, key);
    QFETCH(const QJsonObject, item);
    const CipherKey cipher{Secret(key)};
    // The same message inside a frame by msgpack: {"action": 15, "messages": [item]}
    const QByteArray packed = QByteArray::fromHex("82a6616374696f6e0fa86d6573736167657391") +
                              QByteArray::fromBase64(item[u"msgpack"].toString().toLatin1());
    const auto frame = readMsgpackFrame(packed);
    QVERIFY(frame);

    const Payload clear = decodePayload(messageFrom(item[u"encoded"].toObject()));
    const Payload byJson = decodePayload(messageFrom(item[u"encrypted"].toObject()), cipher);
    const Payload byMsgpack = decodePayload(frame->messages.first(), cipher);

    for (const Payload &payload : {byJson, byMsgpack}) {
        QVERIFY(payload.isWhole());
        QVERIFY(payload.remaining.isEmpty());
        QCOMPARE(payload.kind, clear.kind);
        QCOMPARE(payload.bytes, clear.bytes);
    }
}

void TstPayload::undoesStepsFromTheRight_RSL6a_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<PayloadKind>("kind");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QByteArray("x") << QString() << PayloadKind::Text << QByteArray("x");
    QTest::newRow("RSL6a/decode-base64-to-binary-0")
        << QByteArray("AAH/") << u"base64"_s << PayloadKind::Bytes << QByteArray("\0\1\xff", 3);
    QTest::newRow("base64 with line feeds")
        << QByteArray("AA\r\nH/\n") << u"base64"_s << PayloadKind::Bytes << QByteArray("\0\1\xff", 3);
    QTest::newRow("base64 without padding")
        << QByteArray("AAE") << u"base64"_s << PayloadKind::Bytes << QByteArray("\0\1", 2);
    QTest::newRow("base64url") << QByteArray("_-8=") << u"base64"_s << PayloadKind::Bytes << QByteArray("\xff\xef");
    QTest::newRow("RSL6a/decode-json-to-object-1")
        << QByteArray(R"( {"a":1} )") << u"json"_s << PayloadKind::Json << QByteArray(R"( {"a":1} )");
    QTest::newRow("json of a number") << QByteArray("17") << u"json"_s << PayloadKind::Json << QByteArray("17");
    QTest::newRow("RSL6a/decode-chained-encodings-2")
        << QByteArray(R"({"a":1})").toBase64() << u"json/base64"_s << PayloadKind::Json << QByteArray(R"({"a":1})");
    QTest::newRow("RSL6/decode-utf8-base64-data-2")
        << QByteArray("\xc3\xa9").toBase64() << u"utf-8/base64"_s << PayloadKind::Text << QByteArray("\xc3\xa9");
    QTest::newRow("RSL6/complex-chained-encoding-3")
        << QByteArray("[1]").toBase64() << u"json/utf-8/base64"_s << PayloadKind::Json << QByteArray("[1]");
    QTest::newRow("empty data") << QByteArray() << u"base64"_s << PayloadKind::Bytes << QByteArray();
}

void TstPayload::undoesStepsFromTheRight_RSL6a()
{
    QFETCH(const QByteArray, data);
    QFETCH(const QString, encoding);

    const Payload payload = decodePayload(text(data, encoding));

    QVERIFY(payload.isWhole());
    QVERIFY(payload.remaining.isEmpty());
    QTEST(payload.kind, "kind");
    QTEST(payload.bytes, "bytes");
}

void TstPayload::keepsWhatCannotBeUndone_RSL6b_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("key");
    QTest::addColumn<PayloadKind>("kind");
    QTest::addColumn<QString>("remaining");
    const QByteArray bytes("\xff\x00\x01", 3);
    const QString none;
    QTest::newRow("RSL6b/unrecognized-encoding-preserved-0")
        << QByteArray("x") << u"rot13"_s << none << PayloadKind::Text << u"rot13"_s;
    QTest::newRow("unknown step in the middle")
        << bytes.toBase64() << u"json/rot13/base64"_s << none << PayloadKind::Bytes << u"json/rot13"_s;
    QTest::newRow("empty step") << QByteArray("x") << u"json/"_s << none << PayloadKind::Text << u"json/"_s;
    QTest::newRow("bad base64") << QByteArray("!!!") << u"json/base64"_s << none << PayloadKind::Text
                                << u"json/base64"_s;
    QTest::newRow("bad json") << QByteArray("{oops") << u"json"_s << none << PayloadKind::Text << u"json"_s;
    QTest::newRow("bad UTF-8") << bytes.toBase64() << u"json/utf-8/base64"_s << none << PayloadKind::Bytes
                               << u"json/utf-8"_s;
    const QByteArray encrypted("HO4cYSP8LybPYBPZPHQOtuB3dfKG08yw7J4qx3kkjxdW0eoZv+nGAp76OKqYQ327");
    const QString chain = u"cipher+aes-128-cbc/base64"_s;
    const QString rest = u"cipher+aes-128-cbc"_s;
    QTest::newRow("no key") << encrypted << chain << none << PayloadKind::Bytes << rest;
    QTest::newRow("wrong key") << encrypted << chain << u"AAAAAAAAAAAAAAAAAAAAAA=="_s << PayloadKind::Bytes << rest;
    QTest::newRow("key of another length") << encrypted << chain << key256.reveal() << PayloadKind::Bytes << rest;
    QTest::newRow("key that is none") << encrypted << chain << u"secret"_s << PayloadKind::Bytes << rest;
    QTest::newRow("data cut off") << encrypted.first(60) << chain << key128.reveal() << PayloadKind::Bytes << rest;
    QTest::newRow("data shorter than the IV")
        << QByteArray("AAAA") << chain << key128.reveal() << PayloadKind::Bytes << rest;
    QTest::newRow("unknown cipher") << encrypted << u"cipher+des/base64"_s << key128.reveal() << PayloadKind::Bytes
                                    << u"cipher+des"_s;
    QTest::newRow("delta") << encrypted << u"utf-8/vcdiff/base64"_s << none << PayloadKind::Bytes << u"utf-8/vcdiff"_s;
}

void TstPayload::keepsWhatCannotBeUndone_RSL6b()
{
    QFETCH(const QByteArray, data);
    QFETCH(const QString, encoding);
    QFETCH(const QString, key);

    const Payload payload = decodePayload(text(data, encoding), CipherKey{Secret(key)});

    QVERIFY(!payload.isWhole());
    QCOMPARE(payload.error->code, 40013);
    QVERIFY(!payload.error->why.isEmpty());
    QTEST(payload.kind, "kind");
    QTEST(payload.remaining, "remaining");
    QVERIFY(!payload.bytes.isEmpty());
}

void TstPayload::checksWhatTheWireDoesNot_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<QString>("remaining");
    QTest::newRow("a text that is no UTF-8")
        << Message{.kind = DataKind::Text, .data = QByteArray("\xff")} << u"utf-8"_s;
    QTest::newRow("a value in the frame that is no JSON")
        << Message{.kind = DataKind::Json, .data = R"({"a":tru})"} << u"json"_s;
    QTest::newRow("… marked as JSON as well")
        << Message{.kind = DataKind::Json, .data = R"({"a":tru})", .encoding = u"json"_s} << u"json"_s;
    QTest::newRow("a number marked as base64")
        << Message{.kind = DataKind::Json, .data = "1234", .encoding = u"base64"_s} << u"base64"_s;
}

void TstPayload::checksWhatTheWireDoesNot()
{
    QFETCH(const Message, message);

    const Payload payload = decodePayload(message);

    QVERIFY(!payload.isWhole());
    QCOMPARE(payload.bytes, message.data);
    QTEST(payload.remaining, "remaining");
}

void TstPayload::takesKeysInBothAlphabets_RSE1c()
{
    QCOMPARE(CipherKey(key128).bits(), 128);
    QCOMPARE(CipherKey(key256).bits(), 256);
    QCOMPARE(CipherKey(Secret(u"/+//AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw="_s)).reveal(), CipherKey(key256).reveal());
    QVERIFY(!CipherKey(Secret(u"too short"_s)).isValid());
    QVERIFY(!CipherKey().isValid());
}

void TstPayload::tellsJsonFromOtherText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isJson");
    for (const char *good : {"0", "-0.5e+3", "\"\\u00e9\\n\\/\"", "[]", "{}", " [1 , {\"a\" : null}] ", "true",
                             "\"\\ud800\"", "[[[[]]]]", "\"\xc3\xa9\""})
        QTest::addRow("%s", good) << QByteArray(good) << true;
    for (const char *bad :
         {"",       " ",    "01",      "+1",       "1.",    ".5",         "1e",    "tru",     "truex",       "nul",
          "[1,]",   "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1 2]", "\"\\x\"", "\"\\u12g4\"", "\"\n\"",
          "\"open", "[",    "{",       "]",        "1 2",   "'a'",        "NaN",   "\"\xff\""})
        QTest::addRow("not: %s", bad) << QByteArray(bad) << false;
    QTest::newRow("as deep as allowed") << QByteArray(maxJsonDepth, '[') + QByteArray(maxJsonDepth, ']') << true;
    QTest::newRow("not: deeper") << QByteArray(maxJsonDepth + 1, '[') + QByteArray(maxJsonDepth + 1, ']') << false;
    QTest::newRow("not: a NUL") << QByteArray("1\0", 2) << false;
}

void TstPayload::tellsJsonFromOtherText()
{
    QFETCH(const QByteArray, text);
    QTEST(isJsonText(text), "isJson");
}

QTEST_GUILESS_MAIN(TstPayload)
#include "tst_payload.moc"
