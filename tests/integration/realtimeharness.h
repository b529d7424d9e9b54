/// The realtime client and the sandbox's Ably met over real sockets: each stands ready in a line.
#pragma once

#include "core/ably/realtime.h"
#include "core/base/random.h"
#include "core/base/systemclock.h"
#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "core/sandbox/ablystandin.h"
#include "core/sandbox/faults.h"
#include "tests/support/staterecorder.h"

#include <QTest>

#include <memory>

namespace gm::test
{

/// How long anything may take on a busy machine before a test gives up.
inline constexpr int socketPatienceMs = 20'000;

/// Waits on the event loop until @p condition holds; false when patience is over.
template <typename Condition>
[[nodiscard]] bool soon(Condition condition)
{
    return QTest::qWaitFor(condition, socketPatienceMs);
}

/// The channel a test uses when one is enough.
inline QString anyChannel()
{
    return QStringLiteral("conversation:1");
}

/// `0 1 … n`: what a test publishes when only the order matters.
[[nodiscard]] QStringList numbers(int from, int to);

/// The sandbox's Ably on a free port.
class AblyService
{
public:
    AblyService();

    [[nodiscard]] QUrl url() const; ///< `http://127.0.0.1:port`
    /// Options that lead a client here, with no wait between two immediate reconnects.
    [[nodiscard]] ably::ClientOptions options() const;
    /// Puts a fault in force, as the control API does.
    void fault(const QJsonObject &request);
    void fault(const QString &kind, int count = 0);
    /// Publishes as Genie's backend does: by REST, with the key.
    sandbox::Published publish(const QString &text, const QString &channel = anyChannel());
    sandbox::Published publish(const QString &name, const sandbox::Payload &payload,
                               const QString &channel = anyChannel());
    /// An Ably JWT signed with the key (HS256). @p claims besides `iat` and, one hour later, `exp`.
    [[nodiscard]] QString jwt(QJsonObject claims = {}) const;

    base::SystemClock clock;
    base::SystemRandom random;
    sandbox::Faults faults{clock};
    sandbox::AblyStandin ably{clock, random, faults};

private:
    net::HttpServer m_server;
};

/// For initTestCase_data(): the whole program runs once in JSON and once in msgpack.
void addFormats();
/// The service's options in the format the test runs in.
[[nodiscard]] ably::ClientOptions inFormat(const AblyService &service);

/// Hands out what Genie's backend may: signed requests, or JWTs made with the key.
class SandboxTokens final : public ably::TokenSource
{
public:
    enum class Form { Request, Jwt };

    explicit SandboxTokens(const AblyService &service)
        : m_service(service)
    {
    }

    QFuture<base::Result<ably::TokenReply>> fetchToken(const ably::TokenParams &params) override;

    Form form = Form::Request;
    QJsonObject capability;
    QString clientId;
    qint64 ttlMs = 0; ///< Of requests; 0: the service's hour.
    int calls = 0;

private:
    const AblyService &m_service;
};

/// A client with its inbox.
class RealtimeClient
{
public:
    /// @p options: those of the service, of a proxy, or with what a test wants beyond. Without a token source
    /// ClientOptions::token is all there is.
    RealtimeClient(AblyService &service, const ably::ClientOptions &options, bool hasTokenSource = true);
    explicit RealtimeClient(AblyService &service);

    /// True once it is CONNECTED.
    [[nodiscard]] bool connect();
    /// The channel, its changes and messages written down from now on; not attached yet.
    ably::RealtimeChannel &channel(const QString &name = anyChannel(), const ably::ChannelOptions &options = {});
    /// The channel after ATTACHED, or after patience is over: its state tells.
    ably::RealtimeChannel &attach(const QString &name = anyChannel(), const ably::ChannelOptions &options = {});
    [[nodiscard]] bool reaches(ably::ConnectionState state);
    [[nodiscard]] bool reaches(const ably::RealtimeChannel &channel, ably::ChannelState state);
    /// The decoded payloads of all messages as text, in the order they came.
    [[nodiscard]] QStringList texts() const;

    base::SystemClock clock;
    base::SystemRandom random;
    net::QtWebSocketFactory sockets;
    net::QtHttpClient http;
    SandboxTokens tokens;
    StateRecorder<ably::ConnectionChange> states;
    StateRecorder<ably::ChannelChange> changes; ///< Of all channels.
    QList<ably::Message> messages;              ///< Likewise.
    ably::Realtime realtime;
};

} // namespace gm::test
