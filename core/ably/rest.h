/// The few HTTP calls a subscriber makes to Ably.
#pragma once

#include "core/ably/hosts.h"
#include "core/ably/tokens.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpclient.h"

#include <QObject>

#include <chrono>
#include <optional>

namespace gm::ably
{

/// Ably's REST API with its fallback rules (RSC15): on a failure that is worth it, up to three further hosts within 15 s; one
/// that worked is kept for ten minutes. Errors carry Ably's code and status, and what the failed request was in `what`.
class Rest : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxRetryCount = 3;                              ///< Further hosts after the first (RSC15).
    static constexpr std::chrono::milliseconds maxRetryDuration{15'000}; ///< For all of them together (RSC15).
    static constexpr std::chrono::milliseconds requestTimeout{10'000};   ///< For one answer (RSC13).
    static constexpr std::chrono::milliseconds fallbackMemory{600'000};  ///< For a fallback that worked (RSC15f).

    /// The references outlive this object.
    Rest(net::HttpClient &http, base::Clock &clock, base::Random &random, Endpoint endpoint, QObject *parent = nullptr);

    /// The service's time in ms since 1970 UTC; teaches clockOffset().
    [[nodiscard]] QFuture<base::Result<qint64>> time();
    /// Exchanges a signed request for a token (RSA8d). The request's mac is not in any error.
    [[nodiscard]] QFuture<base::Result<TokenDetails>> requestToken(const TokenRequest &request);
    /// The token behind an answer of a token source: requests are exchanged, details and strings pass.
    [[nodiscard]] QFuture<base::Result<TokenDetails>> tokenFrom(const TokenReply &reply);

    /// The fallback the websocket is connected to goes first (RTN17e); nullopt: the usual order.
    void setHostInUse(std::optional<Host> host);
    /// Service clock − our wall clock as it is now, once time() has answered.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;
    /// True when the token has certainly ended by the service's clock; never a guess (RSA4b1).
    [[nodiscard]] bool isKnownToBeExpired(const TokenDetails &token) const;

private:
    struct Call;
    struct Remembered {
        Host host;
        std::chrono::milliseconds until;
    };

    /// What the service's clock said, and when by ours (monotonic).
    struct ServerTime {
        qint64 atMs;
        std::chrono::milliseconds measuredAt;
    };

    [[nodiscard]] QFuture<base::Result<QJsonValue>> call(const QByteArray &method, const QString &path,
                                                         const QByteArray &body);
    [[nodiscard]] QList<Host> hostsToTry();
    void tryNext(const std::shared_ptr<Call> &call);
    void onReply(const std::shared_ptr<Call> &call, const base::Result<net::HttpReply> &reply);
    void rememberOutcome(const Call &call, const Host &host, bool works);
    [[nodiscard]] qint64 serverMs() const;

    net::HttpClient &m_http;
    base::Clock &m_clock;
    base::Random &m_random;
    Endpoint m_endpoint;
    std::optional<Host> m_hostInUse;
    std::optional<Remembered> m_remembered;
    std::optional<ServerTime> m_serverTime;
};

/// The error an HTTP answer of Ably's describes: its body's, else its headers', else by status (RSC8e).
[[nodiscard]] ErrorInfo errorInfoFrom(const net::HttpReply &reply);

} // namespace gm::ably
