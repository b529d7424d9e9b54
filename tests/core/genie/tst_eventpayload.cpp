// eventpayload: what each of Genie's events says, and that nothing of any shape is lost or breaks the reader.
#include "core/genie/eventpayload.h"

#include <QTest>

using namespace gm::genie;
using namespace Qt::StringLiterals;

class TstEventPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAMessage();
    void readsAStatus();
    void readsACompletion();
    void readsStreams();
    void tellsTheKindByName_data();
    void tellsTheKindByName();
    void flagsWrongShapes_data();
    void flagsWrongShapes();
    void keepsOptionalFieldsOptional_data();
    void keepsOptionalFieldsOptional();
    void showsUnknownNamesAsReceived();
    void showsOtherFormsAsReceived();
    void readsHalfASurrogatePair();
    void endsRuns_data();
    void endsRuns();
    void survivesAnyPrefix();

private:
    PayloadReader m_reader;
};

void TstEventPayload::readsAMessage()
{
    const QByteArray data = R"({"type":"message","message":{"id":"m-1","conversation_id":"c-1","role":"assistant",
        "content":"Olá \"Ana\" 👋","metadata":{"type":"clarifying","status":"processing"},"created_at":"2025-11-06T14:02:11"}})";

    const EventPayload payload = m_reader.read(u"message", data);

    QCOMPARE(payload.kind, EventKind::Message);
    QCOMPARE(payload.messageId, u"m-1"_s);
    QCOMPARE(payload.role, u"assistant"_s);
    QCOMPARE(payload.text, u"Olá \"Ana\" 👋"_s);
    QCOMPARE(payload.type, u"clarifying"_s);
    QCOMPARE(payload.status, u"processing"_s);
    QCOMPARE(payload.createdAt, u"2025-11-06T14:02:11"_s);
    QVERIFY(!payload.isWrongShape());
    QVERIFY(!payload.isUnknownName);
    QCOMPARE(describeFault(payload), QString());
}

void TstEventPayload::readsAStatus()
{
    const QByteArray data = R"({"status":"complete","message":"Found 14","metadata":{"goal_id":"g-1","count":14}})";

    const EventPayload payload = m_reader.read(u"status", data);

    QCOMPARE(payload.kind, EventKind::Status);
    QCOMPARE(payload.status, u"complete"_s);
    QCOMPARE(payload.text, u"Found 14"_s);
    QCOMPARE(payload.goalId, u"g-1"_s);
    QCOMPARE(payload.count, std::optional<qint64>(14));
    QVERIFY(!payload.isWrongShape());
}

void TstEventPayload::readsACompletion()
{
    const EventPayload payload = m_reader.read(u"complete", R"({"goal_id":"g-1","opportunities_count":14.0})");

    QCOMPARE(payload.kind, EventKind::Complete);
    QCOMPARE(payload.goalId, u"g-1"_s);
    QCOMPARE(payload.count, std::optional<qint64>(14));
    QVERIFY(!payload.isWrongShape());
}

void TstEventPayload::readsStreams()
{
    const EventPayload piece = m_reader.read(u"stream_token", R"({"message_id":"m-2","token":"I'd "})");
    const EventPayload end = m_reader.read(
        u"stream_end", R"({"message_id":"m-2","content":"I'd love to","created_at":"2025-11-06T14:02:12"})");

    QCOMPARE(piece.kind, EventKind::Stream);
    QVERIFY(!piece.isStreamEnd);
    QCOMPARE(piece.messageId, u"m-2"_s);
    QCOMPARE(piece.text, u"I'd "_s);
    QVERIFY(!piece.isWrongShape());
    QCOMPARE(end.kind, EventKind::Stream);
    QVERIFY(end.isStreamEnd);
    QCOMPARE(end.text, u"I'd love to"_s);
    QCOMPARE(end.createdAt, u"2025-11-06T14:02:12"_s);
    QVERIFY(!end.isWrongShape());
}

void TstEventPayload::tellsTheKindByName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<EventKind>("kind");
    QTest::newRow("message") << u"message"_s << EventKind::Message;
    QTest::newRow("status") << u"status"_s << EventKind::Status;
    QTest::newRow("complete") << u"complete"_s << EventKind::Complete;
    QTest::newRow("stream_token") << u"stream_token"_s << EventKind::Stream;
    QTest::newRow("stream_end") << u"stream_end"_s << EventKind::Stream;
    QTest::newRow("case matters") << u"Status"_s << EventKind::Other;
    QTest::newRow("same length") << u"messagE"_s << EventKind::Other;
    QTest::newRow("none") << QString() << EventKind::Other;
}

void TstEventPayload::tellsTheKindByName()
{
    QFETCH(QString, name);
    QFETCH(EventKind, kind);

    QCOMPARE(kindOfName(name), kind);
    QCOMPARE(m_reader.read(name, "{}").kind, kind);
}

void TstEventPayload::flagsWrongShapes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<ShapeFault>("fault");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *title, const QString &name, const QByteArray &data, ShapeFault fault,
                        const QString &field = {}, const QString &text = {}) {
        QTest::newRow(title) << name << data << fault << field << (text.isEmpty() ? QString::fromUtf8(data) : text);
    };
    row("a string", u"status"_s, R"("searching")", ShapeFault::NotAnObject, {}, u"searching"_s);
    row("a number", u"status"_s, "42", ShapeFault::NotAnObject);
    row("a list", u"message"_s, R"(["a",1])", ShapeFault::NotAnObject);
    row("true", u"complete"_s, "true", ShapeFault::NotAnObject);
    row("null", u"complete"_s, "null", ShapeFault::NotAnObject);
    row("no json", u"status"_s, "searching…", ShapeFault::NotJson);
    row("cut off", u"status"_s, R"({"status":"sear)", ShapeFault::NotJson);
    row("empty object", u"status"_s, "{}", ShapeFault::MissingField, u"status"_s);
    row("status is a number", u"status"_s, R"({"status":7})", ShapeFault::WrongType, u"status"_s);
    row("status is null", u"status"_s, R"({"status":null})", ShapeFault::MissingField, u"status"_s);
    row("text is a list", u"status"_s, R"({"status":"error","message":[]})", ShapeFault::WrongType, u"message"_s);
    row("metadata is a text", u"status"_s, R"({"status":"x","metadata":"y"})", ShapeFault::WrongType, u"metadata"_s);
    row("count is a text", u"status"_s, R"({"status":"x","metadata":{"count":"14"}})", ShapeFault::WrongType,
        u"metadata.count"_s);
    row("no message", u"message"_s, R"({"type":"message"})", ShapeFault::MissingField, u"message"_s);
    row("message is a text", u"message"_s, R"({"message":"hello"})", ShapeFault::WrongType, u"message"_s);
    row("no content", u"message"_s, R"({"message":{"id":"m","role":"user"}})", ShapeFault::MissingField,
        u"message.content"_s);
    row("role is an object", u"message"_s, R"({"message":{"id":"m","role":{},"content":"hi"}})", ShapeFault::WrongType,
        u"message.role"_s, u"hi"_s);
    row("no count", u"complete"_s, R"({"goal_id":"g"})", ShapeFault::MissingField, u"opportunities_count"_s);
    row("a count no integer holds", u"complete"_s, R"({"opportunities_count":99999999999999999999})",
        ShapeFault::WrongType, u"opportunities_count"_s);
    row("half a count", u"complete"_s, R"({"opportunities_count":1.5})", ShapeFault::WrongType,
        u"opportunities_count"_s);
    row("no token", u"stream_token"_s, R"({"message_id":"m"})", ShapeFault::MissingField, u"token"_s);
    row("id is a number", u"stream_end"_s, R"({"message_id":3,"content":"all"})", ShapeFault::WrongType,
        u"message_id"_s, u"all"_s);
}

void TstEventPayload::flagsWrongShapes()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, data);
    QFETCH(ShapeFault, fault);
    QFETCH(QString, field);
    QFETCH(QString, text);

    const EventPayload payload = m_reader.read(name, data);

    QCOMPARE(payload.fault, fault);
    QCOMPARE(QString(payload.faultField), field);
    QCOMPARE(payload.text, text);
    QVERIFY(payload.isWrongShape());
    QVERIFY(!describeFault(payload).isEmpty());
    QVERIFY(payload.kind != EventKind::Other);
}

void TstEventPayload::keepsOptionalFieldsOptional_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("status alone") << u"status"_s << QByteArray(R"({"status":"searching"})");
    QTest::newRow("unknown status") << u"status"_s << QByteArray(R"({"status":"dreaming","message":"…"})");
    QTest::newRow("nulls") << u"status"_s << QByteArray(R"({"status":"x","message":null,"metadata":null})");
    QTest::newRow("null count") << u"status"_s << QByteArray(R"({"status":"x","metadata":{"count":null}})");
    QTest::newRow("no goal") << u"complete"_s << QByteArray(R"({"opportunities_count":0,"goal_id":null})");
    QTest::newRow("no metadata") << u"message"_s << QByteArray(R"({"message":{"id":"m","role":"r","content":""}})");
    QTest::newRow("more fields") << u"stream_token"_s
                                 << QByteArray(R"({"x":{"deep":[1,{}]},"message_id":"m","token":"","y":1e3})");
    QTest::newRow("end without a time") << u"stream_end"_s << QByteArray(R"({"message_id":"m","content":"c"})");
}

void TstEventPayload::keepsOptionalFieldsOptional()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, data);

    const EventPayload payload = m_reader.read(name, data);

    QVERIFY2(!payload.isWrongShape(), qPrintable(describeFault(payload)));
}

void TstEventPayload::showsUnknownNamesAsReceived()
{
    const QByteArray data = R"({"progress":0.4})";

    const EventPayload payload = m_reader.read(u"agent_progress", data);

    QVERIFY(payload.isUnknownName);
    QVERIFY(!payload.isWrongShape());
    QCOMPARE(payload.text, QString::fromUtf8(data));
    QVERIFY(!describeFault(payload).isEmpty());
    QCOMPARE(m_reader.read(u"other", QByteArray(1000, 'x')).text.size(), 200);
    QCOMPARE(m_reader.read(u"other", "not json").text, u"not json"_s);
}

void TstEventPayload::showsOtherFormsAsReceived()
{
    const EventPayload text = m_reader.read(u"status", R"({"status":"searching"})", DataForm::Text);
    const EventPayload bytes = m_reader.read(u"status", QByteArrayView("\x00\xff", 2), DataForm::Binary);
    const EventPayload nothing = m_reader.read(u"complete", {}, DataForm::None);

    QCOMPARE(text.fault, ShapeFault::NotAnObject);
    QCOMPARE(text.text, uR"({"status":"searching"})"_s);
    QCOMPARE(bytes.fault, ShapeFault::NotAnObject);
    QCOMPARE(bytes.text, QString());
    QCOMPARE(nothing.fault, ShapeFault::NoData);
}

void TstEventPayload::readsHalfASurrogatePair()
{
    const EventPayload payload = m_reader.read(u"stream_token", R"({"message_id":"m","token":"a\ud83db"})");

    QVERIFY2(!payload.isWrongShape(), qPrintable(describeFault(payload)));
    QCOMPARE(payload.messageId, u"m"_s);
    QCOMPARE(payload.text, u"a\ufffdb"_s);
}

void TstEventPayload::endsRuns_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<bool>("isTerminal");
    QTest::newRow("complete") << u"complete"_s << QByteArray(R"({"opportunities_count":1})") << true;
    QTest::newRow("complete of another shape") << u"complete"_s << QByteArray("[]") << true;
    QTest::newRow("error") << u"status"_s << QByteArray(R"({"status":"error"})") << true;
    QTest::newRow("status complete") << u"status"_s << QByteArray(R"({"status":"complete"})") << false;
    QTest::newRow("message about an error")
        << u"message"_s
        << QByteArray(R"({"message":{"id":"m","role":"r","content":"c","metadata":{"status":"error"}}})") << false;
}

void TstEventPayload::endsRuns()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, data);
    QFETCH(bool, isTerminal);

    QCOMPARE(m_reader.read(name, data).isTerminal(), isTerminal);
}

void TstEventPayload::survivesAnyPrefix()
{
    const QByteArray whole =
        R"({"type":"message","message":{"id":"m","role":"r","content":"\u00e9\n","metadata":{"type":"t"}}})";
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const EventPayload payload = m_reader.read(u"message", whole.first(size));

        QVERIFY2(payload.isWrongShape(), qPrintable(QString::number(size)));
        QCOMPARE(payload.kind, EventKind::Message);
    }
    QVERIFY(!m_reader.read(u"message", whole).isWrongShape());
}

QTEST_GUILESS_MAIN(TstEventPayload)
#include "tst_eventpayload.moc"
