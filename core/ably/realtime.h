/// Ably's realtime protocol as a subscriber sees it: one connection that keeps itself alive, and its channels.
#pragma once

#include "core/ably/clientoptions.h"
#include "core/ably/connectionstate.h"
#include "core/ably/realtimechannel.h"
#include "core/ably/tokens.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/net/httpclient.h"
#include "core/net/websocket.h"

#include <QFuture>
#include <QList>
#include <QMap>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace gm::ably
{

class AuthorizedCalls;
class Authorizer;
class Connection;
class Pings;
class Rest;

/// What can be told of the token in use; the token itself stays inside.
struct TokenSummary {
    std::optional<qint64> issued{};  ///< ms since 1970 UTC.
    std::optional<qint64> expires{}; ///< ms since 1970 UTC, by the service's clock.
    QString capability{};            ///< JSON text; empty: cannot be told.
    QString clientId{};              ///< Empty: anonymous; `*`: any.
    QString keyName{};
};

/// One connection. Used from one thread, with an event loop. Signals come while a call or an event is being worked on; what a
/// listener calls in answer is done after it. Destroying it drops the socket without CLOSE and cancels the futures that wait:
/// their continuations are not called.
class Realtime : public QObject
{
    Q_OBJECT

public:
    /// @p source may be null: then ClientOptions::token is all there is (RSA4a). All references, and @p source, outlive this.
    Realtime(net::WebSocketFactory &sockets, net::HttpClient &http, TokenSource *source, base::Clock &clock,
             base::Random &random, ClientOptions options, QObject *parent = nullptr);
    ~Realtime() override;

    /// Connects, or connects at once where a retry is awaited (RTN11).
    void connectNow();
    /// Ends in order: CLOSE is sent and answered, or the answer is overdue (RTN12).
    void close();
    /// A fresh token, and the connection carried on or made with it (RTC8). Finishes when the service has accepted it; fails
    /// when the token source does, or when the connection ends FAILED, SUSPENDED or CLOSED.
    QFuture<base::Result<TokenDetails>> authorize();
    /// The next connection asks for a token anew: somebody else may be signed in by then.
    void forgetToken();
    /// The time a HEARTBEAT takes to the service and back (RTN13). Waits for CONNECTED while connecting.
    QFuture<base::Result<std::chrono::milliseconds>> ping();
    /// @name What the operating system says about the network (RTN20)
    /// @{
    void networkLost();
    void networkAvailable();
    /// @}
    /// The computer slept: an open connection is taken for lost at once, and a retry that waits is made now.
    void wakeUp();

    [[nodiscard]] ConnectionState state() const;
    /// The last error; cleared by a good CONNECTED (RTN25).
    [[nodiscard]] const std::optional<ErrorInfo> &errorReason() const;
    [[nodiscard]] const QString &connectionId() const;       ///< Empty before CONNECTED and in CLOSING, CLOSED, FAILED.
    [[nodiscard]] const base::Secret &connectionKey() const; ///< For `resume` only; empty where connectionId() is.
    [[nodiscard]] const std::optional<ConnectionDetails> &connectionDetails() const; ///< Of the newest CONNECTED.
    [[nodiscard]] const std::optional<Host> &currentHost() const;                    ///< In use, or last tried.
    [[nodiscard]] std::optional<TokenSummary> token() const;
    /// From the options, else from the token, else from CONNECTED; empty: anonymous (RSA7).
    [[nodiscard]] QString clientId() const;
    /// Since the last frame of any kind; nullopt without a socket that has received one.
    [[nodiscard]] std::optional<std::chrono::milliseconds> sinceLastFrame() const;
    /// HTTP calls go to the host this connection uses (RTN17e).
    [[nodiscard]] Rest &rest() { return *m_rest; }
    /// REST calls with the token of this connection: history and the like.
    [[nodiscard]] AuthorizedCalls &calls() { return *m_calls; }

    /// The channel of that name, made with @p options where there is none yet; existing options are left alone (RTS3).
    RealtimeChannel &channel(const base::ChannelName &name, const ChannelOptions &options = {});
    [[nodiscard]] RealtimeChannel *find(const base::ChannelName &name) const; ///< nullptr where there is none (RTS2).
    /// Detaches and deletes it later; the name is free at once (RTS4). Unknown names are ignored.
    void release(const base::ChannelName &name);
    [[nodiscard]] QList<RealtimeChannel *> channels() const; ///< By name.

Q_SIGNALS:
    /// After the change is visible in the getters; on CONNECTED after the channels were told (RTL3d1).
    void stateChanged(const gm::ably::ConnectionChange &change);
    /// @name For a frame log. Frames and raw texts may hold tokens and keys: whoever keeps them masks them.
    /// @{
    void frameSent(const gm::ably::ProtocolMessage &frame);
    void frameReceived(const gm::ably::ProtocolMessage &frame, const QByteArray &raw);
    void frameUndecodable(const QByteArray &raw, const gm::base::Error &error);
    /// @}
    /// A token was obtained: at first, at renewal and by authorize().
    void tokenRenewed(const gm::ably::TokenSummary &token);
    /// A token could not be obtained; the state may stay as it is (RSA4c3).
    void tokenFetchFailed(const gm::ably::ErrorInfo &error);
    /// One host of an attempt: nullopt when it answered CONNECTED, else why it did not (RTN17).
    void hostTried(const gm::ably::Host &host, const std::optional<gm::ably::ErrorInfo> &fault);
    /// The answer of the connectivity check that precedes fallback hosts (RTN17j).
    void internetChecked(bool isUp);

private:
    void listen();
    void tellChannels(ConnectionState state, const std::optional<ErrorInfo> &reason);
    void routeFrame(const ProtocolMessage &frame);
    [[nodiscard]] QList<RealtimeChannel *> everyChannel() const;

    base::Clock &m_clock;
    base::Random &m_random;
    Timeouts m_timeouts;
    DeltaDecoder m_deltaDecoder;
    std::unique_ptr<Rest> m_rest;
    std::unique_ptr<Authorizer> m_authorizer;
    std::unique_ptr<AuthorizedCalls> m_calls;
    std::unique_ptr<Pings> m_pings;
    std::unique_ptr<Connection> m_connection;
    QMap<base::ChannelName, RealtimeChannel *> m_channels; ///< Children of this, like those released.
    QList<RealtimeChannel *> m_released;                   ///< Still detaching.
    base::TimerHandle m_autoConnect;
};

} // namespace gm::ably

Q_DECLARE_METATYPE(gm::ably::TokenSummary)
