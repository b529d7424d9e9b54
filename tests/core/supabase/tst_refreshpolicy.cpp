// refreshpolicy: delays, the breaker, and what ends a session.
#include "core/supabase/refreshpolicy.h"

#include "tests/support/fixedrandom.h"

#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::FixedRandom;
using Action = RefreshVerdict::Action;

class TstRefreshPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesDelays_data();
    void doublesDelays();
    void jitters();
    void startsAnewAfterASuccess();
    void opensTheBreaker();
    void restsAfterASuccess();
    void allowsShortLivesMore();
};

void TstRefreshPolicy::doublesDelays_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QList<int>>("seconds");
    QTest::newRow("transient") << 503 << QList{1, 2, 4, 8, 16, 32, 60, 60};
    QTest::newRow("too many requests") << 429 << QList{60, 120, 240, 480, 600, 600};
}

void TstRefreshPolicy::doublesDelays()
{
    QFETCH(int, status);
    QFETCH(QList<int>, seconds);
    FixedRandom middle(0.5);
    RefreshPolicy policy(middle);

    for (const int expected : seconds) {
        const RefreshVerdict verdict = policy.failed({.status = status});
        QCOMPARE(verdict.action, Action::RetryLater);
        QCOMPARE(verdict.delay, std::chrono::milliseconds(std::chrono::seconds(expected)));
    }
}

void TstRefreshPolicy::jitters()
{
    FixedRandom random(0.0);
    RefreshPolicy policy(random);
    QCOMPARE(policy.failed({.status = 503}).delay, 800ms);
    random.setUniform(0.999999);
    QVERIFY(policy.failed({.status = 503}).delay >= 2399ms);
}

void TstRefreshPolicy::startsAnewAfterASuccess()
{
    FixedRandom middle;
    RefreshPolicy policy(middle);
    for (int i = 0; i < 6; ++i)
        static_cast<void>(policy.failed({.status = 503}));

    policy.succeeded(0ms, 3600s);

    QCOMPARE(policy.failed({.status = 503}).delay, 1000ms);
}

void TstRefreshPolicy::opensTheBreaker()
{
    FixedRandom middle;
    RefreshPolicy policy(middle);
    for (int i = 0; i < 5; ++i) {
        const auto now = 1h + i * 70s;
        QVERIFY(policy.mayStartAt(now) <= now);
        policy.succeeded(now, 3600s);
    }

    QCOMPARE(policy.mayStartAt(1h + 350s), std::chrono::milliseconds(1h + 10min));
    policy.succeeded(1h + 10min, 3600s);
    QCOMPARE(policy.mayStartAt(1h + 10min), std::chrono::milliseconds(1h + 10min + 70s));
    policy.reset();
    QVERIFY(policy.mayStartAt(1h + 10min) <= 1h + 10min);
}

void TstRefreshPolicy::restsAfterASuccess()
{
    FixedRandom middle;
    RefreshPolicy policy(middle);

    policy.succeeded(1h, 3600s);
    QCOMPARE(policy.mayStartAt(1h), std::chrono::milliseconds(1h + 60s));
    policy.succeeded(1h, 40s);
    QCOMPARE(policy.mayStartAt(1h), std::chrono::milliseconds(1h + 10s));
}

void TstRefreshPolicy::allowsShortLivesMore()
{
    FixedRandom middle;
    RefreshPolicy policy(middle);
    auto now = std::chrono::milliseconds(1h);

    for (int i = 0; i < 100; ++i) {
        QVERIFY(policy.mayStartAt(now) <= now);
        policy.succeeded(now, 30s);
        now += 15s;
    }
}

QTEST_GUILESS_MAIN(TstRefreshPolicy)
#include "tst_refreshpolicy.moc"
