#include "core/timeline/statistics.h"

#include <QTest>

using namespace gm::timeline;

class TstStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranks_data();
    void ranks();
    void hasNoRankOfNothing();
    void measuresRates();
};

void TstStatistics::ranks_data()
{
    QTest::addColumn<std::vector<qint64>>("values");
    QTest::addColumn<qint64>("medianValue");
    QTest::addColumn<qint64>("p95Value");
    std::vector<qint64> hundred(100);
    for (int i = 0; i < 100; ++i)
        hundred[size_t(i)] = 100 - i;
    QTest::newRow("one") << std::vector<qint64>{7} << qint64(7) << qint64(7);
    QTest::newRow("two") << std::vector<qint64>{9, 1} << qint64(1) << qint64(9);
    QTest::newRow("three") << std::vector<qint64>{9, 1, 5} << qint64(5) << qint64(9);
    QTest::newRow("hundred") << hundred << qint64(50) << qint64(95);
}

void TstStatistics::ranks()
{
    QFETCH(std::vector<qint64>, values);
    QTEST(*median(values), "medianValue");
    QTEST(*p95(values), "p95Value");
}

void TstStatistics::hasNoRankOfNothing()
{
    QVERIFY(!median({}));
    QVERIFY(!percentile({}, 1));
}

void TstStatistics::measuresRates()
{
    RateMeter meter(5'000);
    QCOMPARE(meter.perSecond(0), 0.0);
    for (qint64 now = 100'000; now < 105'000; now += 25)
        meter.add(now);
    QCOMPARE(meter.perSecond(104'999), 40.0);
    QCOMPARE(meter.perSecond(107'500), 20.0 - 0.8); // Half of it has left the window, by tenths of a second.
    QCOMPARE(meter.perSecond(200'000), 0.0);
}

QTEST_GUILESS_MAIN(TstStatistics)
#include "tst_statistics.moc"
