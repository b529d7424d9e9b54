// json: typed reading with the place in errors. duration: what people type.
#include "core/base/duration.h"
#include "core/base/json.h"
#include "core/base/secret.h"

#include <QTest>

using namespace gm::base;
using namespace Qt::Literals::StringLiterals;

class TstJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesEveryKindOfValue_data();
    void parsesEveryKindOfValue();
    void namesThePlaceOfAMistake();
    void readsDurations_data();
    void readsDurations();
    void printsTheLengthOfASecretOnly();
};

void TstJson::parsesEveryKindOfValue_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isJson");
    QTest::newRow("object") << QByteArrayLiteral("{\"a\":1}") << true;
    QTest::newRow("number") << QByteArrayLiteral("12") << true;
    QTest::newRow("text") << QByteArrayLiteral("\"x\"") << true;
    QTest::newRow("null") << QByteArrayLiteral("null") << true;
    QTest::newRow("two values") << QByteArrayLiteral("1,2") << false;
    QTest::newRow("html") << QByteArrayLiteral("<html>") << false;
    QTest::newRow("nothing") << QByteArrayLiteral("") << false;
}

void TstJson::parsesEveryKindOfValue()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isJson);
    QCOMPARE(parseJson(text).isOk(), isJson);
}

void TstJson::namesThePlaceOfAMistake()
{
    const auto parsed = parseJson(QByteArrayLiteral("{\"user\":{\"id\":7,\"age\":\"42\"},\"gone\":null}"));
    QVERIFY(parsed);
    const JsonReader reader(parsed->toObject());

    const auto user = reader.object(u"user");
    QVERIFY(user);
    const auto id = user->text(u"id");

    QVERIFY(!id);
    QVERIFY2(id.error().what.startsWith(u"user.id"), qPrintable(id.error().what));
    QCOMPARE(user->integerOr(u"age"), 42);
    QVERIFY(!reader.has(u"gone"));
}

void TstJson::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("ms") << u"500ms"_s << qint64(500);
    QTest::newRow("decimals") << u"1.5s"_s << qint64(1500);
    QTest::newRow("minutes") << u"2m"_s << qint64(120'000);
    QTest::newRow("hours") << u"1h"_s << qint64(3'600'000);
    QTest::newRow("no unit") << u"30"_s << qint64(-1);
    QTest::newRow("word") << u"fast"_s << qint64(-1);
    QTest::newRow("negative") << u"-1s"_s << qint64(-1);
    QTest::newRow("endless") << u"9999999h"_s << qint64(-1);
}

void TstJson::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    const auto duration = parseDuration(text);
    QCOMPARE(duration ? duration->count() : -1, ms);
}

void TstJson::printsTheLengthOfASecretOnly()
{
    QString printed;
    QDebug(&printed) << Secret(u"hunter2"_s);
    QVERIFY(!printed.contains(u"hunter2"));
    QVERIFY(printed.contains(u'7'));
}

QTEST_GUILESS_MAIN(TstJson)
#include "tst_json.moc"
