#include "core/sandbox/ablysummary.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstAblySummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsUpByKind_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("summary");

        QTest::newRow("total") << u"total.v1"_s << R"({"total":4})"_ba;
        QTest::newRow("flag") << u"flag.v1"_s << R"({"clientIds":["ben","anna"],"clipped":false,"total":2})"_ba;
        QTest::newRow("distinct")
            << u"distinct.v1"_s
            << R"({"down":{"clientIds":["anna"],"clipped":false,"total":1},"up":{"clientIds":["ben","anna"],"clipped":false,"total":2}})"_ba;
        QTest::newRow("unique")
            << u"unique.v1"_s
            << R"({"down":{"clientIds":["anna"],"clipped":false,"total":1},"up":{"clientIds":["ben"],"clipped":false,"total":1}})"_ba;
        QTest::newRow("multiple")
            << u"multiple.v1"_s
            << R"({"down":{"clientIds":{"anna":1},"clipped":false,"total":1,"totalClientIds":1,"totalUnidentified":0},"up":{"clientIds":{"anna":3,"ben":1},"clipped":false,"total":4,"totalClientIds":2,"totalUnidentified":0}})"_ba;
    }
    void sumsUpByKind()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, summary);
        const QString type = u"reaction:"_s + kind;
        QList<Annotation> all;

        annotate(all, {.type = type, .name = u"up"_s, .clientId = u"anna"_s, .count = 2});
        annotate(all, {.type = type, .name = u"up"_s, .clientId = u"ben"_s});
        annotate(all, {.type = type, .name = u"up"_s, .clientId = u"anna"_s});
        annotate(all, {.type = type, .name = u"down"_s, .clientId = u"anna"_s});

        const QJsonObject value = summaryOf(all).value(type).toMap().toJsonObject();
        QCOMPARE(QJsonDocument(value).toJson(QJsonDocument::Compact), summary);
    }

    void nothingIsLeftOfWhatWasTakenBack()
    {
        QList<Annotation> all;
        const Annotation like{.type = u"reaction:distinct.v1"_s, .name = u"up"_s, .clientId = u"anna"_s};

        annotate(all, like);
        takeBack(all, like);

        QVERIFY(summaryOf(all).isEmpty());
    }

    void knowsItsKinds()
    {
        QVERIFY(isAnnotationType(u"reaction:unique.v1"_s));
        QVERIFY(!isAnnotationType(u"reaction"_s));
        QVERIFY(!isAnnotationType(u"reaction:unique.v9"_s));
    }
};

QTEST_GUILESS_MAIN(TstAblySummary)
#include "tst_ablysummary.moc"
