/// Pings under way over a connection (RTN13).
#pragma once

#include "core/ably/connectionstate.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <list>

namespace gm::ably
{

/// Sends HEARTBEATs with ids of their own and matches the answers. Several may be out at once.
class Pings
{
public:
    using Sender = std::function<void(const ProtocolMessage &)>;

    /// @p limit from sending to the answer. The references outlive this object.
    Pings(base::Clock &clock, base::Random &random, std::chrono::milliseconds limit, Sender send);

    /// The way there and back. Waits, is sent or fails as the connection's @p state has it (RTN13b, RTN13d).
    QFuture<base::Result<std::chrono::milliseconds>> ping(ConnectionState state);
    /// The connection has entered @p state.
    void onState(ConnectionState state);
    /// A HEARTBEAT with an id has come (RTN13e).
    void onAnswer(const QString &id);

private:
    using Outcome = base::Result<std::chrono::milliseconds>;
    struct Ping {
        QPromise<Outcome> promise;
        QString id{}; ///< Empty: waits to be sent.
        std::chrono::milliseconds sentAt{0};
        base::TimerHandle overdue{};
    };

    void send(Ping &ping);
    void finish(const QString &id, Outcome outcome);
    void failAll(const ErrorInfo &error);

    base::Clock &m_clock;
    base::Random &m_random;
    std::chrono::milliseconds m_limit;
    Sender m_send;
    std::list<Ping> m_pings;
};

} // namespace gm::ably
