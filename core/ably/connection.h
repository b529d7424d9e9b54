/// Runs the connection machine's effects: sockets, timers, tokens, the connectivity check. Judges nothing itself.
#pragma once

#include "core/ably/authorizer.h"
#include "core/ably/connectionmachine.h"
#include "core/ably/rest.h"
#include "core/ably/transport.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpclient.h"
#include "core/net/websocket.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <array>
#include <deque>
#include <memory>
#include <vector>

namespace gm::ably
{

/// One input is worked on to its end before the next: what a listener asks for in between waits its turn.
class Connection : public QObject
{
    Q_OBJECT

public:
    struct Needs {
        net::WebSocketFactory &sockets;
        net::HttpClient &http;
        Rest &rest;
        Authorizer &authorizer;
        base::Clock &clock;
        base::Random &random;
    };

    Connection(const Needs &needs, ClientOptions options, QObject *parent = nullptr);

    /// Connect, Close, NetworkLost, NetworkAvailable or IdleTooLong.
    void tell(ConnectionInput::Kind kind);
    QFuture<base::Result<TokenDetails>> authorize();
    /// Over the present socket; without one the frame is dropped.
    void send(const ProtocolMessage &frame);

    [[nodiscard]] const ConnectionModel &model() const { return m_model; }
    [[nodiscard]] const std::optional<Host> &host() const { return m_host; }
    [[nodiscard]] std::optional<std::chrono::milliseconds> sinceLastFrame() const;

Q_SIGNALS:
    void channelsMustKnow(gm::ably::ConnectionState state, const std::optional<gm::ably::ErrorInfo> &reason);
    void channelsMustReinitialize(); ///< RTN11d
    void changed(const gm::ably::ConnectionChange &change);
    void frameSent(const gm::ably::ProtocolMessage &frame);
    void frameReceived(const gm::ably::ProtocolMessage &frame, const QByteArray &raw);
    void frameUndecodable(const QByteArray &raw, const gm::base::Error &error);
    void channelFrameReceived(const gm::ably::ProtocolMessage &frame);
    void pingAnswered(const QString &id);
    void hostTried(const gm::ably::Host &host, const std::optional<gm::ably::ErrorInfo> &fault);
    void internetChecked(bool isUp);

private:
    using AuthorizePromise = QPromise<base::Result<TokenDetails>>;

    void feed(ConnectionInput input);
    void run(const ConnectionEffect &effect);

    void openSocket(const effect::OpenSocket &effect);
    void dropSocket();
    void onFrame(const ProtocolMessage &frame, const QByteArray &raw);
    void onSocketEnded(const base::Error &fault);
    void checkInternet();
    void startTimer(ConnectionTimer timer, std::chrono::milliseconds delay);
    void scheduleRetry(const effect::ScheduleRetry &effect);
    void watchIdle(std::chrono::milliseconds limit);
    void sendAuth();
    void emitChange(ConnectionChange change);
    void finishAuthorize(const std::optional<ErrorInfo> &error);

    Needs m_needs;
    ClientOptions m_options;
    ConnectionRules m_rules;
    ConnectionModel m_model;
    std::deque<ConnectionInput> m_inputs;
    bool m_isRunning = false;

    Transport *m_transport = nullptr; ///< A child of this, until it is retired.
    std::optional<Host> m_host;
    QList<Host> m_fallbacks; ///< In the order drawn for this attempt.
    quint64 m_check = 0;     ///< Number of the connectivity check whose answer counts.

    std::array<base::TimerHandle, 3> m_timers; ///< By ConnectionTimer.
    std::optional<std::chrono::milliseconds> m_retryIn;
    base::TimerHandle m_idleTimer;
    std::chrono::milliseconds m_idleLimit{0};
    std::optional<std::chrono::milliseconds> m_lastFrameAt;

    std::deque<AuthorizePromise> m_authorizeCalls; ///< Whose input has not been worked on yet.
    std::vector<AuthorizePromise> m_authorizing;   ///< Whose end the machine will tell.
};

} // namespace gm::ably
