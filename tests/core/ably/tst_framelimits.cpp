// Limits of frames and payloads: what is too large, too many or too deep is refused in words, or left as it came.
#include "core/ably/framelimits.h"
#include "core/ably/jsonframes.h"
#include "core/ably/jsontext.h"
#include "core/ably/msgpack.h"
#include "core/ably/msgpackframes.h"
#include "core/ably/payload.h"

#include <QTest>

#include <limits>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::Result;

namespace
{

/// `{"action":15,"messages":[{},{}…]}` in either format.
QByteArray jsonWith(int messages)
{
    return R"({"action":15,"id":"f","messages":[)" + QByteArray("{},").repeated(messages - 1) + "{}]}";
}

QByteArray msgpackWith(int messages)
{
    QByteArray out;
    MsgpackWriter writer(out);
    writer.map(2);
    writer.text("action");
    writer.integer(15);
    writer.text("messages");
    writer.array(quint32(messages));
    return out + QByteArray(1, char(0x80)).repeated(messages);
}

} // namespace

class TstFrameLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesFramesThatAreTooLong();
    void refusesTooManyEntries();
    void countsEntriesOfAllListsTogether();
    void namesNoMoreMisfitsThanAnybodyReads();
    void makesNoIdsOfAVeryLongOne();
    void makesIdsOfOneWithPlaceMarkers();
    void writesKeysThatAreMapsShort();
    void readsEveryDepthItWrites();
    void takesANumberJsonHasNotForNoData();
    void undoesNoMoreStepsThanAnybodyTakes();
};

void TstFrameLimits::refusesFramesThatAreTooLong()
{
    const QByteArray padded = R"({"action":0})" + QByteArray(maxFrameBytes, ' ');
    const auto bytes = JsonFrameReader().read(QByteArrayView(padded));
    const auto text = JsonFrameReader().read(QString::fromLatin1(padded));
    const auto msgpack = readMsgpackFrame(padded);

    for (const auto *frame : {&bytes, &text, &msgpack}) {
        QVERIFY(!*frame);
        QCOMPARE(frame->error().code, 40013);
        QCOMPARE(frame->error().why, u"It is longer than 16 MiB."_s);
    }
}

void TstFrameLimits::refusesTooManyEntries()
{
    QCOMPARE(JsonFrameReader().read(QByteArrayView(jsonWith(maxFrameEntries)))->messages.size(), maxFrameEntries);
    QCOMPARE(readMsgpackFrame(msgpackWith(maxFrameEntries))->messages.size(), maxFrameEntries);

    const auto json = JsonFrameReader().read(QByteArrayView(jsonWith(maxFrameEntries + 1)));
    const auto msgpack = readMsgpackFrame(msgpackWith(maxFrameEntries + 1));

    QVERIFY(!json && !msgpack);
    QCOMPARE(json.error().why, u"It has more than 10000 entries."_s);
    QCOMPARE(msgpack.error().why, u"It has more than 10000 entries."_s);
}

void TstFrameLimits::countsEntriesOfAllListsTogether()
{
    QByteArray params;
    for (int i = 0; i < maxFrameEntries; ++i)
        params += ",\"" + QByteArray::number(i) + "\":\"x\"";
    const QByteArray frame = R"({"action":11,"presence":[{}],"params":{)" + params.mid(1) + "}}";
    QVERIFY(!JsonFrameReader().read(QByteArrayView(frame)));
}

void TstFrameLimits::namesNoMoreMisfitsThanAnybodyReads()
{
    const QByteArray frame = R"({"action":0)" + QByteArray(R"(,"id":1)").repeated(5'000) + '}';
    const auto read = JsonFrameReader().read(QByteArrayView(frame));
    QVERIFY(read);
    QCOMPARE(read->misfits.size(), maxFrameMisfits);
}

void TstFrameLimits::makesNoIdsOfAVeryLongOne()
{
    const QByteArray id(maxIdLength + 1, 'i');
    const QByteArray frame = R"({"action":15,"messages":[{}],"id":")" + id + "\"}";
    const auto read = JsonFrameReader().read(QByteArrayView(frame));
    QVERIFY(read);
    QCOMPARE(read->id.size(), id.size());
    QCOMPARE(read->messages.first().id, QString());
}

void TstFrameLimits::makesIdsOfOneWithPlaceMarkers()
{
    const auto read = JsonFrameReader().read(QByteArrayView(R"({"action":15,"messages":[{}],"id":"a%2b%1"})"));
    QVERIFY(read);
    QCOMPARE(read->messages.first().id, u"a%2b%1:0"_s);
}

void TstFrameLimits::writesKeysThatAreMapsShort()
{
    // {{{…: 1}: 1}: 1}: quoted within each other, the keys would double with every level.
    constexpr int levels = 40;
    const QByteArray nested = QByteArray(levels, char(0x81)) + QByteArray("\xa1\"\x01", 3) + QByteArray(levels - 1, 1);
    MsgpackReader reader(nested);
    MsgpackItem head;
    QVERIFY(reader.next(head));
    QByteArray json;
    QVERIFY(reader.appendJson(head, json));
    QVERIFY(reader.atEnd());
    QCOMPARE(json, QByteArray(R"({"[]":1})"));
}

void TstFrameLimits::readsEveryDepthItWrites()
{
    const QByteArray deep = QByteArray("[").repeated(maxJsonDepth) + QByteArray("]").repeated(maxJsonDepth);
    const ProtocolMessage frame{.action = Action::Message, .messages = {Message{.extras = deep}}};
    QCOMPARE(readMsgpackFrame(writeMsgpackFrame(frame))->messages.first().extras, deep);
}

void TstFrameLimits::takesANumberJsonHasNotForNoData()
{
    QByteArray infinite;
    MsgpackWriter writer(infinite);
    writer.map(2);
    writer.text("action");
    writer.integer(15);
    writer.text("messages");
    writer.array(1);
    writer.map(1);
    writer.text("data");
    writer.real(std::numeric_limits<double>::infinity());

    const Message message = readMsgpackFrame(infinite)->messages.first();

    QCOMPARE(message.kind, DataKind::Absent);
    QCOMPARE(message.data, QByteArray());
}

void TstFrameLimits::undoesNoMoreStepsThanAnybodyTakes()
{
    const QStringList steps(maxEncodingSteps + 2, u"utf-8"_s);
    const Payload payload = decodePayload({.kind = DataKind::Text, .data = "hello", .encoding = steps.join(u'/')});

    QCOMPARE(payload.bytes, QByteArray("hello"));
    QCOMPARE(payload.remaining, u"utf-8/utf-8"_s);
    QVERIFY(payload.error);
    QCOMPARE(payload.error->why, u"It has been encoded more than 16 times over."_s);
}

QTEST_GUILESS_MAIN(TstFrameLimits)
#include "tst_framelimits.moc"
