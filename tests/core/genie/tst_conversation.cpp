// conversation: the backend's list and its times, as deployments really write them.
#include "core/genie/conversation.h"

#include "core/base/json.h"

#include <QTest>

using namespace gm::genie;
using namespace Qt::StringLiterals;

class TstConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAListedConversation();
    void needsAnIdOnly();
    void readsStoredMessages();
    void readsTimes_data();
    void readsTimes();
};

static QJsonObject object(const QByteArray &json)
{
    return gm::base::parseJson(json)->toObject();
}

void TstConversation::readsAListedConversation()
{
    const auto conversation = readConversation(object(
        R"({"id":"2F90","user_id":"u","goal_id":"g","title":"Rust jobs","status":"clarifying",
            "created_at":"2025-11-06T14:00:00","updated_at":"2025-11-06T14:00:01.5"})"));

    QVERIFY(conversation);
    QCOMPARE(conversation->id.text(), u"2F90"_s);
    QCOMPARE(conversation->title, u"Rust jobs"_s);
    QCOMPARE(conversation->status, u"clarifying"_s);
    QCOMPARE(conversation->userId, u"u"_s);
    QCOMPARE(conversation->goalId, u"g"_s);
    QCOMPARE(conversation->updatedMs - conversation->createdMs, 1500);
}

void TstConversation::needsAnIdOnly()
{
    const auto bare = readConversation(object(R"({"id":"c","title":null,"goal_id":null,"updated_at":"soon"})"));
    const auto nameless = readConversation(object(R"({"title":"x"})"));

    QVERIFY(bare);
    QCOMPARE(bare->title, QString());
    QCOMPARE(bare->updatedMs, 0);
    QVERIFY(!nameless);
    QCOMPARE(nameless.error().code, 1100);
}

void TstConversation::readsStoredMessages()
{
    const auto detail = readConversationDetail(object(
        R"({"id":"c","messages":[{"id":"m1","role":"user","content":"hi","created_at":"2025-11-06T14:00:00Z"},
            "odd",{"id":"m2","role":"assistant","content":"yes","metadata_json":{"type":"completion"}},
            {"id":"m3","role":"system","content":"","metadata":{"type":"error"}}]})"));

    QVERIFY(detail);
    QCOMPARE(detail->messages.size(), 3);
    QCOMPARE(detail->messages[0].content, u"hi"_s);
    QCOMPARE(detail->messages[0].createdMs, 1'762'437'600'000);
    QCOMPARE(detail->messages[1].type, u"completion"_s);
    QCOMPARE(detail->messages[2].type, u"error"_s);
    QCOMPARE(detail->messages[2].raw.value(u"id").toString(), u"m3"_s);
}

void TstConversation::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms"); // -1: cannot be read
    QTest::newRow("no zone is UTC") << u"2025-11-06T14:00:00"_s << qint64(1'762'437'600'000);
    QTest::newRow("microseconds") << u"2025-11-06T14:00:00.123456"_s << qint64(1'762'437'600'123);
    QTest::newRow("Z") << u"2025-11-06T14:00:00.5Z"_s << qint64(1'762'437'600'500);
    QTest::newRow("offset") << u"2025-11-06T16:00:00.123456+02:00"_s << qint64(1'762'437'600'123);
    QTest::newRow("offset without minutes") << u"2025-11-06T14:00:00+00"_s << qint64(1'762'437'600'000);
    QTest::newRow("blank for T") << u"2025-11-06 14:00:00.123"_s << qint64(1'762'437'600'123);
    QTest::newRow("blanks around") << u" 2025-11-06T14:00:00 "_s << qint64(1'762'437'600'000);
    QTest::newRow("words") << u"yesterday"_s << qint64(-1);
    QTest::newRow("month 13") << u"2025-13-06T14:00:00"_s << qint64(-1);
    QTest::newRow("nothing") << QString() << qint64(-1);
}

void TstConversation::readsTimes()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);

    QCOMPARE(parseBackendTime(text).value_or(-1), ms);
}

int main(int argc, char **argv)
{
    // A zone far from UTC, so that a time read as local would show.
    qputenv("TZ", "Asia/Tokyo");
    QCoreApplication app(argc, argv);
    TstConversation test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_conversation.moc"
