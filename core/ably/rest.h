/// What a client asks of Ably by HTTP without a token: the time, and tokens.
#pragma once

#include "core/ably/restcalls.h"
#include "core/ably/tokens.h"

#include <QObject>

#include <chrono>
#include <optional>

namespace gm::ably
{

/// Errors carry Ably's code and status, and what the failed request was in `what`.
class Rest : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds maxDrift{5'000}; ///< Between our two clocks, see clockOffset().

    /// The references outlive this object.
    Rest(net::HttpClient &http, base::Clock &clock, base::Random &random, const ClientOptions &options,
         QObject *parent = nullptr);

    /// The service's time in ms since 1970 UTC; teaches clockOffset().
    [[nodiscard]] QFuture<base::Result<qint64>> time();
    /// Exchanges a signed request for a token (RSA8d). The request's mac is not in any error.
    [[nodiscard]] QFuture<base::Result<TokenDetails>> requestToken(const TokenRequest &request);
    /// The token behind an answer of a token source: requests are exchanged, details and strings pass.
    [[nodiscard]] QFuture<base::Result<TokenDetails>> tokenFrom(const TokenReply &reply);

    /// The fallback the websocket is connected to goes first (RTN17e); nullopt: the usual order.
    void setHostInUse(std::optional<Host> host) { m_calls.setHostInUse(std::move(host)); }
    /// Service clock − our wall clock, once time() has answered; nothing from the moment on in which our clocks went apart,
    /// by sleep or because one was set, until it has answered again.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;
    /// True when the token has certainly ended by the service's clock; never a guess (RSA4b1).
    [[nodiscard]] bool isKnownToBeExpired(const TokenDetails &token) const;
    /// The service's time now, in ms since 1970 UTC, once time() has answered.
    [[nodiscard]] std::optional<qint64> serverMs() const;
    /// For calls of other kinds: the same hosts in the same order.
    [[nodiscard]] RestCalls &calls() { return m_calls; }

private:
    /// What the service's clock said, and when by ours (monotonic).
    struct ServerTime {
        qint64 atMs;
        std::chrono::milliseconds measuredAt; ///< By the monotonic clock.
        std::chrono::milliseconds wallAhead;  ///< Of the monotonic clock, then.
    };

    void learnTime(qint64 serverMs, std::chrono::milliseconds sentAt);

    base::Clock &m_clock;
    RestCalls m_calls;
    std::optional<ServerTime> m_serverTime;
};

} // namespace gm::ably
