// Messages become events: what is decoded, what is flagged, and what is told of versions, deltas and encryption.
#include "core/monitor/ingest.h"
#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::monitor;
using namespace Qt::StringLiterals;
using ably::Message;
using ably::MessageAction;
using timeline::Event;
using timeline::EventAction;
using timeline::EventFlag;

namespace
{

const QByteArray encrypted = "HO4cYSP8LybPYBPZPHQOtuD53yrD3YV3NBoTEYBh4U0N1QXHbtkfsDfTspKeLQFt";
const QString encryptedChain = u"json/utf-8/cipher+aes-128-cbc/base64"_s;
const QString fittingKey = u"WUP6u0K7MXI5Zeo0VppPwg=="_s;

struct Fixture {
    Event take(const Message &message)
    {
        ingest.add({{.conversation = base::ConversationId(u"42"_s), .message = &message, .receivedMs = 2'000}});
        return store.at(base::RowIndex(store.size() - 1));
    }

    test::FakeClock clock;
    timeline::EventStore store;
    QString key{};
    Ingest ingest{store, clock, [this](const base::ChannelName &channel) {
                      return channel.text() == u"conversation:42" ? ably::CipherKey(base::Secret(key))
                                                                  : ably::CipherKey();
                  }};
};

Message message(const QString &name, const QByteArray &data, const QString &encoding = u"json"_s)
{
    return {.timestamp = 1'900,
            .name = name,
            .kind = data.isEmpty() ? ably::DataKind::Absent : ably::DataKind::Text,
            .data = data,
            .encoding = encoding,
            .serial = u"10@s:0"_s,
            .version = {.serial = u"10@s:0"_s, .timestamp = 1'900}};
}

/// A later version of it.
Message version(Message message, MessageAction action)
{
    message.action = action;
    message.version = {.serial = u"11@s:0"_s, .timestamp = 1'950, .clientId = u"editor"_s, .metadata = R"({"a":"b"})"};
    return message;
}

} // namespace

class TstIngest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decryptsWithTheChannelsKey_RSL5_G15()
    {
        Fixture f;
        f.key = fittingKey;

        const Event event = f.take(message(u"news"_s, encrypted, encryptedChain));

        QVERIFY(!event.has(EventFlag::Undecodable));
        QCOMPARE(event->form, genie::DataForm::Json);
        QCOMPARE(event->encoding, QString());
        QCOMPARE(event->wireEncoding, encryptedChain);
    }

    void keepsWhatItCannotDecrypt_RSL6b_G15_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("no key") << QString();
        QTest::newRow("wrong key") << u"AAAAAAAAAAAAAAAAAAAAAA=="_s;
        QTest::newRow("key of another length") << u"_-__AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw"_s;
    }

    void keepsWhatItCannotDecrypt_RSL6b_G15()
    {
        QFETCH(const QString, key);
        Fixture f;
        f.key = key;
        QSignalSpy undecodable(&f.ingest, &Ingest::undecodable);

        const Event event = f.take(message(u"status"_s, encrypted, encryptedChain));

        QVERIFY(event.has(EventFlag::Undecodable));
        QVERIFY(!event.has(EventFlag::WrongShape));
        QCOMPARE(event->payload, QByteArray::fromBase64(encrypted));
        QCOMPARE(event->encoding, u"json/utf-8/cipher+aes-128-cbc"_s);
        QCOMPARE(event->wireEncoding, encryptedChain);
        QCOMPARE(undecodable.size(), 1);
        QVERIFY(undecodable.first().last().value<base::Error>().next.contains(u"set-key"));
    }

    void tellsOfADelta()
    {
        Fixture f;
        Message whole = message(u"status"_s, R"({"status":"searching","message":""})", u"json/utf-8"_s);
        whole.kind = ably::DataKind::Binary;
        whole.extras = R"({"delta":{"from":"x:0","format":"vcdiff"}})";
        whole.deltaEncoding = u"vcdiff/base64"_s;
        whole.deltaBytes = 17;

        const Event event = f.take(whole);

        QCOMPARE(event->status, u"searching"_s);
        QCOMPARE(event->wireEncoding, u"json/utf-8/vcdiff/base64"_s);
        QCOMPARE(event->revision->deltaFrom, u"x:0"_s);
        QCOMPARE(event->revision->serial, QString());
        QCOMPARE(event->wireBytes, 17U);
    }

    void firstVersionsHaveNoRevision()
    {
        Fixture f;

        QVERIFY(!f.take(message(u"status"_s, R"({"status":"searching","message":""})"))->revision);
    }

    void keepsVersions_TM2s_G19()
    {
        Fixture f;

        const Event event =
            f.take(version(message(u"status"_s, R"({"status":"searching","message":""})"), MessageAction::Update));

        QCOMPARE(event->action, EventAction::Update);
        QCOMPARE(event->kind, genie::EventKind::Status);
        QCOMPARE(event->serial, u"10@s:0"_s);
        QCOMPARE(event->publishedMs, 1'950);
        QCOMPARE(*event->revision,
                 (timeline::Revision{
                     .serial = u"11@s:0"_s, .createdMs = 1'900, .clientId = u"editor"_s, .metadata = R"({"a":"b"})"}));
    }

    /// What is no content of its own is shown, and judged by neither its shape nor its name.
    void showsEveryAction_TM5_G19_data()
    {
        QTest::addColumn<int>("action");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<int>("kind");
        const int other = int(genie::EventKind::Other);
        QTest::newRow("delete") << 2 << QByteArray() << other;
        QTest::newRow("meta") << 3 << QByteArray(R"({"metrics":{}})") << other;
        QTest::newRow("summary") << 4 << QByteArray() << other;
        QTest::newRow("append") << 5 << QByteArray("\"more\"") << int(genie::EventKind::Complete);
        QTest::newRow("a number without a name") << 77 << QByteArray("7") << other;
    }

    void showsEveryAction_TM5_G19()
    {
        QFETCH(const int, action);
        QFETCH(const QByteArray, data);
        Fixture f;
        Message received = version(message(u"complete"_s, data), MessageAction(action));
        received.annotations = R"({"summary":{"like:total.v1":{"total":3}}})";

        const Event event = f.take(received);

        QCOMPARE(int(event->action), action);
        QTEST(int(event->kind), "kind");
        QVERIFY(!event.has(EventFlag::WrongShape));
        QCOMPARE(event->payload, data);
        QCOMPARE(event->revision->annotations, received.annotations);
    }

    void quotesAnnotationsThatAreNoJson()
    {
        Fixture f;
        Message received = message(u"status"_s, R"({"status":"searching","message":""})");
        received.annotations = R"({"summary":tru})";

        QCOMPARE(f.take(received)->revision->annotations, "\"{\\\"summary\\\":tru}\"");
    }
};

QTEST_GUILESS_MAIN(TstIngest)
#include "tst_ingest.moc"
