/// A sandbox and a monitor that meet over real sockets, and the sandbox's control API by name.
#pragma once

#include "core/base/random.h"
#include "core/base/systemclock.h"
#include "core/monitor/monitor.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "core/profile/memorystore.h"
#include "core/sandbox/sandbox.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace gm::test
{

/// How long anything may take on a busy machine before a test gives up.
inline constexpr int patienceMs = 30'000;

/// Waits on the event loop until @p condition holds; false when patience is over.
template <typename Condition>
[[nodiscard]] bool until(Condition condition)
{
    return QTest::qWaitFor(condition, patienceMs);
}

struct HarnessSetup {
    QString scenario = QStringLiteral("happy");
    QString rewind{};
    bool useMsgpack = false;
    QString ablyHost{};                       ///< `[::1]`, `localhost`: in place of 127.0.0.1.
    bool isConnected = true;                  ///< Signed in and connected when the constructor returns.
    net::HttpClient *http = nullptr;          ///< In place of the real one, for a test that listens in.
    net::WebSocketFactory *sockets = nullptr; ///< Likewise.
    profile::SecretStore *secrets = nullptr;  ///< In place of one in memory.
};

/// One whole installation. Conversations made with quiet() have no scenario: only what the test publishes happens there.
class Harness
{
public:
    explicit Harness(const HarnessSetup &setup = {});
    ~Harness();

    /// False when the sandbox did not start or nobody could be signed in: then nothing else can be tested.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] monitor::Monitor &monitor() { return *m_monitor; }
    [[nodiscard]] const sandbox::SandboxAddresses &addresses() const { return m_addresses; }

    /// An id of its own, watched and attached.
    [[nodiscard]] base::ConversationId quiet();
    /// Publishes as the backend does; answers whether the sandbox took it.
    bool publish(const base::ConversationId &conversation, const QString &name, const QJsonValue &data);
    /// Publishes a status with a running number in its text.
    bool publishStatus(const base::ConversationId &conversation, int number);
    /// Starts another round of a scenario; its conversations.
    QList<base::ConversationId> play(const QString &scenario);
    /// Puts a fault in force; empty when the sandbox refused it.
    QString fault(QJsonObject fault);
    void clearFaults();
    [[nodiscard]] QJsonObject state();

    /// The numbers of publishStatus() received for the conversation, in order of arrival.
    [[nodiscard]] QList<int> received(const base::ConversationId &conversation);
    [[nodiscard]] bool signIn(const QString &password = {});
    [[nodiscard]] bool hasProblem(const QString &code);
    [[nodiscard]] bool isConnected();
    /// Where settings and everything else of this installation is written.
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /// Asks the sandbox's control API.
    net::HttpReply control(const QByteArray &method, const QString &path, const QJsonObject &body = {});

private:
    QTemporaryDir m_folder;
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    net::QtHttpClient m_http;
    net::QtWebSocketFactory m_sockets;
    profile::MemoryStore m_secrets;
    profile::Settings m_settings;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    sandbox::SandboxAddresses m_addresses;
    std::unique_ptr<monitor::Monitor> m_monitor;
    bool m_isReady = false;
};

} // namespace gm::test
