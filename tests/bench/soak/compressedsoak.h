/// A soak on the injected clock: days of idle stretches, bursts, lost links, refused resumes, expiry and sleep in minutes.
#pragma once

#include "core/base/random.h"
#include "tests/bench/soak/modelservice.h"
#include "tests/bench/soak/report.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>

#include <memory>
#include <random>

namespace gm::soak
{

struct CompressedSoakOptions {
    int days = 30;
    quint32 seed = 1;
};

/// Follower, ingest and store as the program runs them, for two watchers: JSON without rewind, msgpack with one of two
/// minutes. The service is a model that knows what it broke.
class CompressedSoak
{
public:
    explicit CompressedSoak(const CompressedSoakOptions &options);
    ~CompressedSoak();

    /// Returns when the days are over.
    void run();
    [[nodiscard]] Report report() const;

private:
    struct Watcher;
    struct Outside;

    void addWatcher(const QString &name, bool useMsgpack, const QString &rewind);
    void publishLater(int which);
    void publish(int which, qint64 wallMs);
    void beatLater();
    void mischiefLater();
    void makeMischief();
    void overdo(int which);
    void keepAway(bool isHanging);
    void sleep();
    void turnSecond();
    void settle();
    [[nodiscard]] bool isWell() const;
    [[nodiscard]] qint64 memoryBesideEvents() const;
    [[nodiscard]] int below(int limit) { return int(m_engine() % quint64(limit)); }
    [[nodiscard]] std::chrono::milliseconds around(std::chrono::milliseconds mean);
    void note(const char *what) { ++m_happened[QLatin1StringView(what)]; }

    CompressedSoakOptions m_options;
    std::mt19937_64 m_engine;
    test::FakeClock m_clock;
    ModelService m_service;
    std::unique_ptr<Outside> m_outside;
    std::vector<std::unique_ptr<Watcher>> m_watchers;
    std::vector<base::TimerHandle> m_publishers;
    base::TimerHandle m_beat;
    base::TimerHandle m_mischief;
    base::TimerHandle m_return;
    base::TimerHandle m_burst;
    QMap<QString, qint64> m_happened;
    qint64 m_wellSinceMs = 0; ///< By the monotonic clock; 0: not now.
    qint64 m_memoryStart = 0;
    qint64 m_memoryEnd = 0;
    bool m_isIdle = false;
};

} // namespace gm::soak
