/// A soak over real sockets: two monitors beside a sandbox that drops them again and again.
#pragma once

#include "core/base/random.h"
#include "core/base/systemclock.h"
#include "core/monitor/monitor.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "core/profile/memorystore.h"
#include "tests/bench/soak/report.h"
#include "tests/bench/soak/sandboxprocess.h"

#include <QTemporaryDir>

#include <chrono>
#include <memory>
#include <random>

namespace gm::soak
{

struct RealSoakOptions {
    std::chrono::minutes length{60};
    int drops = 1'000; ///< Spread over the whole length.
    quint32 seed = 1;
};

/// One watcher takes JSON and no rewind, the other msgpack and a rewind of two minutes. Needs a running event loop.
class RealSoak : public QObject
{
    Q_OBJECT

public:
    explicit RealSoak(const RealSoakOptions &options);
    ~RealSoak() override;

    /// finished() follows, at once when the sandbox or a sign-in failed.
    void start();
    [[nodiscard]] Report report() const;

Q_SIGNALS:
    void finished(bool hasRun);

private:
    struct Watcher;
    /// A stretch in which a fault that loses events may have struck.
    struct Harm {
        qint64 fromMs = 0;
        qint64 toMs = 0;
    };

    void addWatcher(const QString &name, bool useMsgpack, const QString &rewind);
    void follow(Watcher &watcher);
    void onceReady(std::function<void()> next);
    [[nodiscard]] bool isReady() const;
    void publishOne();
    void makeMischief();
    void dropOnce();
    void harm(const QJsonObject &fault);
    void put(const QJsonObject &fault);
    void finish();
    void waitForTheRest(int secondsLeft);
    [[nodiscard]] bool wasHarmed(qint64 fromMs, qint64 toMs) const;
    [[nodiscard]] qint64 memoryBesideEvents() const;
    [[nodiscard]] int below(int limit) { return int(m_engine() % quint64(limit)); }
    [[nodiscard]] const base::ConversationId &anyConversation();

    RealSoakOptions m_options;
    std::mt19937_64 m_engine;
    QTemporaryDir m_folder;
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    net::QtHttpClient m_http;
    net::QtWebSocketFactory m_sockets;
    profile::MemoryStore m_secrets;
    SandboxProcess m_sandbox;
    std::vector<std::unique_ptr<Watcher>> m_watchers;
    QList<base::ConversationId> m_conversations;
    QList<qint64> m_numbers; ///< Next number of each conversation.
    std::vector<Harm> m_harms;
    QMap<QString, qint64> m_faults; ///< Put so far, by name.
    qint64 m_endMs = 0;             ///< By the monotonic clock.
    qint64 m_memoryStart = 0;
    qint64 m_memoryEnd = 0;
    int m_dropsMade = 0;
    base::TimerHandle m_publishTimer;
    base::TimerHandle m_mischiefTimer;
    base::TimerHandle m_warmUpTimer;
    base::TimerHandle m_readyTimer;
    base::TimerHandle m_settleTimer;
};

} // namespace gm::soak
