#include "core/sandbox/wire.h"

#include <QCborArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsBytesAsEachFormatNeeds();
    void leavesMissingDataOut();
    void understandsDataFromClients_data();
    void understandsDataFromClients();
    void keepsStepsItCannotUndo();
    void takesJsonAsPayload();
    void passesExtrasThrough();
    void readsNumbersInEveryForm();
    void refusesWhatIsNoValue();
    void namesTheHelpPageOfAnError();
};

void TstWire::sendsBytesAsEachFormatNeeds()
{
    Message message{.payload = Payload::fromBytes("\x01\xff"_ba)};
    message.payload.encoding = u"cipher+aes-128-cbc"_s;

    const QCborMap json = toMap(message, Format::Json);
    const QCborMap binary = toMap(message, Format::Msgpack);

    QCOMPARE(json.value("data"_L1), QCborValue(u"Af8="_s));
    QCOMPARE(json.value("encoding"_L1), QCborValue(u"cipher+aes-128-cbc/base64"_s));
    QCOMPARE(binary.value("data"_L1), QCborValue("\x01\xff"_ba));
    QCOMPARE(binary.value("encoding"_L1), QCborValue(u"cipher+aes-128-cbc"_s));
}

void TstWire::leavesMissingDataOut()
{
    const QCborMap map = toMap(Message{.name = u"n"_s}, Format::Msgpack);

    QVERIFY(!map.contains("data"_L1));
    QVERIFY(!map.contains("encoding"_L1));
    QVERIFY(!map.contains("clientId"_L1));
}

void TstWire::understandsDataFromClients_data()
{
    QTest::addColumn<QCborValue>("data");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QCborValue>("stored");
    QTest::addColumn<QString>("left");

    const QCborValue nothing(QCborValue::Undefined);
    QTest::newRow("text") << QCborValue(u"x"_s) << QString() << QCborValue(u"x"_s) << QString();
    QTest::newRow("json") << QCborValue(u"{}"_s) << u"json"_s << QCborValue(u"{}"_s) << u"json"_s;
    QTest::newRow("bytes as base64") << QCborValue(u"Af8="_s) << u"base64"_s << QCborValue("\x01\xff"_ba) << QString();
    QTest::newRow("base64 with line feeds")
        << QCborValue(u"Af\n8=\r\n"_s) << u"base64"_s << QCborValue("\x01\xff"_ba) << QString();
    QTest::newRow("a longer chain") << QCborValue(u"Af8="_s) << u"utf-8/cipher+aes-128-cbc/base64"_s
                                    << QCborValue("\x01\xff"_ba) << u"utf-8/cipher+aes-128-cbc"_s;
    QTest::newRow("bytes") << QCborValue("\x01"_ba) << QString() << QCborValue("\x01"_ba) << QString();
    QTest::newRow("nil") << QCborValue(nullptr) << QString() << nothing << QString();
    QTest::newRow("object") << QCborValue(QCborMap{{u"a"_s, 1}}) << QString() << QCborValue(u"{\"a\":1}"_s)
                            << u"json"_s;
    QTest::newRow("number") << QCborValue(7) << QString() << QCborValue(u"7"_s) << u"json"_s;
}

void TstWire::understandsDataFromClients()
{
    QFETCH(QCborValue, data);
    QFETCH(QString, encoding);
    QFETCH(QCborValue, stored);
    QFETCH(QString, left);

    const Message message = messageFrom({{"data"_L1, data}, {"encoding"_L1, encoding}});

    QCOMPARE(message.payload.data, stored);
    QCOMPARE(message.payload.encoding, left);
}

void TstWire::keepsStepsItCannotUndo()
{
    const Message message = messageFrom({{"data"_L1, u"not base64!"_s}, {"encoding"_L1, u"json/base64"_s}});

    QCOMPARE(message.payload.data, QCborValue(u"not base64!"_s));
    QCOMPARE(message.payload.encoding, u"json/base64"_s);
}

void TstWire::takesJsonAsPayload()
{
    const Payload object = Payload::fromJson(QJsonObject{{u"status"_s, u"searching"_s}});
    const Payload text = Payload::fromJson(u"plain"_s);
    const Payload nothing = Payload::fromJson(QJsonValue());

    QCOMPARE(object.data, QCborValue(u"{\"status\":\"searching\"}"_s));
    QCOMPARE(object.encoding, u"json"_s);
    QCOMPARE(text.data, QCborValue(u"plain"_s));
    QVERIFY(text.encoding.isEmpty());
    QVERIFY(nothing.data.isUndefined());
}

void TstWire::passesExtrasThrough()
{
    const QCborMap extras{{u"headers"_s, QCborMap{{u"trace"_s, u"1"_s}}}};

    const QCborMap map = toMap(messageFrom({{"extras"_L1, extras}}), Format::Json);

    QCOMPARE(map.value("extras"_L1), QCborValue(extras));
}

void TstWire::readsNumbersInEveryForm()
{
    const QCborMap map{{"int"_L1, 5}, {"double"_L1, 5.0}, {"text"_L1, u"5"_s}, {"huge"_L1, 1e300}, {"nil"_L1, nullptr}};

    QCOMPARE(integerIn(map, "int"_L1), std::optional<qint64>(5));
    QCOMPARE(integerIn(map, "double"_L1), std::optional<qint64>(5));
    QCOMPARE(integerIn(map, "text"_L1), std::optional<qint64>(5));
    QVERIFY(!integerIn(map, "huge"_L1));
    QVERIFY(!integerIn(map, "nil"_L1));
    QVERIFY(!integerIn(map, "absent"_L1));
}

void TstWire::refusesWhatIsNoValue()
{
    QVERIFY(!decode("{\"action\":", Format::Json));
    QVERIFY(!decode("", Format::Json));
    QVERIFY(!decode("", Format::Msgpack));
    QVERIFY(decode("{\"action\":4}", Format::Json));
}

void TstWire::namesTheHelpPageOfAnError()
{
    const QCborMap map = toMap(gm::base::Error{.code = 40160, .status = 401, .what = u"No."_s});

    QCOMPARE(QJsonDocument::fromJson(encode(map, Format::Json)).object(),
             (QJsonObject{{u"code"_s, 40160},
                          {u"statusCode"_s, 401},
                          {u"message"_s, u"No."_s},
                          {u"href"_s, u"https://help.ably.io/error/40160"_s}}));
}

QTEST_GUILESS_MAIN(TstWire)
#include "tst_wire.moc"
