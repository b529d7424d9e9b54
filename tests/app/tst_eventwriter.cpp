// The JSONL of events: every field, awkward payloads, one line each; and text that is safe to print.
#include "app/eventwriter.h"
#include "core/timeline/streams.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gm;
using namespace Qt::Literals::StringLiterals;

namespace
{

struct Fixture {
    timeline::EventStore store;
    timeline::Titles titles;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    app::EventWriter writer{store, runs, titles};

    timeline::Event::Fields fields()
    {
        timeline::Event::Fields fields;
        fields.receivedMs = 1762437771227;
        fields.publishedMs = 1762437771188;
        fields.conversation = base::ConversationId(u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s);
        fields.channel = base::channelOf(fields.conversation);
        fields.id = base::EventId(u"uR8kLhqB3Y:0"_s);
        fields.name = u"status"_s;
        fields.kind = genie::EventKind::Status;
        fields.status = u"complete"_s;
        fields.payload = QByteArrayLiteral("{\"status\":\"complete\",\"message\":\"Found 14\"}");
        return fields;
    }

    QJsonObject lineOf(const timeline::Event::Fields &fields)
    {
        const QByteArray line = writer.eventLine(store.append(timeline::Event(fields)));
        [&line] {
            QVERIFY(line.endsWith('\n'));
            QCOMPARE(line.count('\n'), 1);
        }();
        return QJsonDocument::fromJson(line).object();
    }
};

} // namespace

class TstEventWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEveryField();
    void tellsVersionsAndEncodings_G19();
    void keepsPayloadsOnOneLine_data();
    void keepsPayloadsOnOneLine();
    void absentFieldsAreNull();
    void neutralisesControlCharactersInText();
    void writesWhoIsPresent();
};

void TstEventWriter::writesEveryField()
{
    Fixture f;
    timeline::Event::Fields fields = f.fields();
    fields.serial = u"01762437771188-000@e91B:000"_s;
    fields.connectionId = u"Nq3vX0dT7a"_s;
    fields.clientId = u"backend"_s;
    fields.flags = timeline::EventFlag::Late | timeline::EventFlag::Backlog;

    const QJsonObject line = f.lineOf(fields);

    QCOMPARE(line[u"type"].toString(), u"event"_s);
    QCOMPARE(line[u"received"].toString(), u"2025-11-06T14:02:51.227Z"_s);
    QCOMPARE(line[u"published"].toString(), u"2025-11-06T14:02:51.188Z"_s);
    QCOMPARE(line[u"latencyMs"].toInt(), 39);
    QCOMPARE(line[u"conversation"].toString(), fields.conversation.text());
    QCOMPARE(line[u"channel"].toString(), fields.channel.text());
    QCOMPARE(line[u"id"].toString(), u"uR8kLhqB3Y:0"_s);
    QCOMPARE(line[u"kind"].toString(), u"status"_s);
    QCOMPARE(line[u"status"].toString(), u"complete"_s);
    QCOMPARE(line[u"data"][u"message"].toString(), u"Found 14"_s);
    QCOMPARE(line[u"serial"].toString(), fields.serial);
    QCOMPARE(line[u"connectionId"].toString(), fields.connectionId);
    QCOMPARE(line[u"clientId"].toString(), fields.clientId);
    QVERIFY(!line[u"runId"].toString().isEmpty());
    QCOMPARE(line[u"flags"].toArray(), QJsonArray({u"late"_s, u"backlog"_s}));
}

void TstEventWriter::tellsVersionsAndEncodings_G19()
{
    Fixture f;
    const QJsonObject first = f.lineOf(f.fields());
    timeline::Event::Fields fields = f.fields();
    fields.action = timeline::EventAction::Update;
    fields.wireEncoding = u"json/utf-8/vcdiff/base64"_s;
    fields.flags = timeline::EventFlag::Superseded;
    fields.revision = std::make_shared<timeline::Revision>(
        timeline::Revision{.serial = u"01762437771190-000@e91B:001"_s,
                           .createdMs = 1'762'437'771'000,
                           .clientId = u"editor"_s,
                           .description = u"a typo"_s,
                           .metadata = R"({"by":"hand"})",
                           .annotations = R"({"summary":{"like:total.v1":{"total":3}}})",
                           .deltaFrom = u"uR8kLhqB3Y:1"_s});

    const QJsonObject line = f.lineOf(fields);
    fields.action = timeline::EventAction(77);
    const QJsonObject unknown = f.lineOf(fields);

    QCOMPARE(first[u"action"].toString(), u"create"_s);
    for (const QString &absent : {u"version"_s, u"annotations"_s, u"receivedEncoding"_s, u"deltaFrom"_s})
        QVERIFY2(first.contains(absent) && first[absent].isNull(), qPrintable(absent));
    QCOMPARE(line[u"action"].toString(), u"update"_s);
    QCOMPARE(line[u"version"].toObject(), (QJsonObject{{u"serial"_s, u"01762437771190-000@e91B:001"_s},
                                                       {u"timestamp"_s, u"2025-11-06T14:02:51.188Z"_s},
                                                       {u"created"_s, u"2025-11-06T14:02:51.000Z"_s},
                                                       {u"clientId"_s, u"editor"_s},
                                                       {u"description"_s, u"a typo"_s},
                                                       {u"metadata"_s, QJsonObject{{u"by"_s, u"hand"_s}}}}));
    QCOMPARE(line[u"annotations"][u"summary"][u"like:total.v1"][u"total"].toInt(), 3);
    QCOMPARE(line[u"receivedEncoding"].toString(), u"json/utf-8/vcdiff/base64"_s);
    QCOMPARE(line[u"deltaFrom"].toString(), u"uR8kLhqB3Y:1"_s);
    QCOMPARE(line[u"flags"].toArray(), QJsonArray{u"superseded"_s});
    QCOMPARE(unknown[u"action"].toString(), u"77"_s);
}

void TstEventWriter::keepsPayloadsOnOneLine_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("form");
    QTest::addColumn<QJsonValue>("data");
    QTest::newRow("pretty JSON") << QByteArrayLiteral("{\n  \"a\": 1\r\n}") << int(genie::DataForm::Json)
                                 << QJsonValue(QJsonObject{{u"a"_s, 1}});
    QTest::newRow("text with line feeds") << QByteArrayLiteral("one\ntwo \"three\" \x1b[31m")
                                          << int(genie::DataForm::Text) << QJsonValue(u"one\ntwo \"three\" \x1b[31m"_s);
    QTest::newRow("bytes") << QByteArrayLiteral("\xff\x00\x01") << int(genie::DataForm::Binary)
                           << QJsonValue(u"/wAB"_s);
    QTest::newRow("number") << QByteArrayLiteral("7") << int(genie::DataForm::Json) << QJsonValue(7);
    QTest::newRow("nothing") << QByteArray() << int(genie::DataForm::None) << QJsonValue();
}

void TstEventWriter::keepsPayloadsOnOneLine()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, form);
    QFETCH(QJsonValue, data);
    Fixture f;
    timeline::Event::Fields fields = f.fields();
    fields.payload = payload;
    fields.form = genie::DataForm(form);

    const QJsonObject line = f.lineOf(fields);

    QCOMPARE(line[u"data"], data);
    if (genie::DataForm(form) == genie::DataForm::Binary)
        QCOMPARE(line[u"encoding"].toString(), u"base64"_s);
}

void TstEventWriter::absentFieldsAreNull()
{
    Fixture f;
    timeline::Event::Fields fields = f.fields();
    fields.publishedMs = 0;
    fields.status.clear();
    const QJsonObject line = f.lineOf(fields);
    for (const auto &name : {u"published"_s, u"latencyMs"_s, u"status"_s, u"serial"_s, u"clientId"_s, u"encoding"_s}) {
        QVERIFY2(line.contains(name), qPrintable(name));
        QVERIFY2(line[name].isNull(), qPrintable(name));
    }
}

void TstEventWriter::neutralisesControlCharactersInText()
{
    Fixture f;
    timeline::Event::Fields fields = f.fields();
    fields.payload = QByteArrayLiteral("{\"status\":\"searching\",\"message\":\"a\\u001b[2Jb\\nc\"}");
    const QByteArray text = f.writer.eventText(f.store.append(timeline::Event(fields)));
    QVERIFY(!text.contains('\x1b'));
    QCOMPARE(text.count('\n'), 1);
}

void TstEventWriter::writesWhoIsPresent()
{
    Fixture f;
    const ably::PresenceMessage message{.connectionId = u"c1"_s,
                                        .timestamp = 1'762'437'771'188,
                                        .action = ably::PresenceAction::Enter,
                                        .clientId = u"anna\x1b[31m"_s,
                                        .kind = ably::DataKind::Text,
                                        .data = "away"};

    const QJsonObject line =
        QJsonDocument::fromJson(f.writer.presenceLine(base::ConversationId(u"1"_s), message)).object();
    const QByteArray text = f.writer.presenceText(base::ConversationId(u"1"_s), message);

    QCOMPARE(line[u"type"].toString(), u"presence"_s);
    QCOMPARE(line[u"conversation"].toString(), u"1"_s);
    QCOMPARE(line[u"action"].toString(), u"enter"_s);
    QCOMPARE(line[u"clientId"].toString(), message.clientId);
    QCOMPARE(line[u"connectionId"].toString(), u"c1"_s);
    QCOMPARE(line[u"published"].toString(), u"2025-11-06T14:02:51.188Z"_s);
    QCOMPARE(line[u"data"].toString(), u"away"_s);
    QVERIFY(text.startsWith("presence 1: enter anna"));
    QVERIFY(!text.contains('\x1b'));
    QVERIFY(text.endsWith(": away\n"));
}

QTEST_GUILESS_MAIN(TstEventWriter)
#include "tst_eventwriter.moc"
