#include "core/base/backoff.h"
#include "tests/support/fixedrandom.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace gm;
using namespace gm::base;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace
{

/// Goes evenly from 0 to 1 in @p steps calls.
class Sweep final : public Random
{
public:
    explicit Sweep(int steps)
        : m_steps(steps)
    {
    }

    double uniform() override { return double(m_step++) / m_steps; }
    quint32 below(quint32) override { return 0; }
    QByteArray bytes(int count) override { return QByteArray(count, '\0'); }

private:
    int m_steps;
    int m_step = 0;
};

} // namespace

class TstBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTB1a_backoff_coefficient_sequence_0()
    {
        test::FixedRandom random(0);
        const auto atLeast = [&random](int n) { return delayBeforeRetry(30'000ms, n, random).count(); };

        QList<qint64> delays;
        for (int n = 1; n <= 10; ++n)
            delays.append(atLeast(n));

        // 0.8 × 30 s × 1, 4/3, 5/3, 2, 2 …
        QCOMPARE(delays,
                 (QList<qint64>{24'000, 32'000, 40'000, 48'000, 48'000, 48'000, 48'000, 48'000, 48'000, 48'000}));
    }

    void RTB1b_jitter_coefficient_range_0()
    {
        constexpr int samples = 1'000;
        Sweep random(samples);

        std::vector<milliseconds> delays(samples);
        for (milliseconds &delay : delays)
            delay = delayBeforeRetry(10'000ms, 1, random);

        QCOMPARE(delays.front(), 8'000ms);
        const auto [shortest, longest] = std::minmax_element(delays.begin(), delays.end());
        QVERIFY(*shortest >= 8'000ms);
        QVERIFY(*longest > 9'990ms && *longest <= 10'000ms);
        const auto mean = std::accumulate(delays.begin(), delays.end(), 0ms) / samples;
        QVERIFY(mean > 8'950ms && mean < 9'050ms); // evenly spread
    }
};

QTEST_GUILESS_MAIN(TstBackoff)
#include "tst_backoff.moc"
