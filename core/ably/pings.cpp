#include "core/ably/pings.h"

#include "core/ably/faults.h"

#include <algorithm>

namespace gm::ably
{

Pings::Pings(base::Clock &clock, base::Random &random, std::chrono::milliseconds limit, Sender send)
    : m_clock(clock)
    , m_random(random)
    , m_limit(limit)
    , m_send(std::move(send))
{
}

QFuture<Pings::Outcome> Pings::ping(ConnectionState state)
{
    QPromise<Outcome> promise;
    promise.start();
    auto future = promise.future();
    const PingPolicy policy = factsOf(state).ping;
    if (policy == PingPolicy::Refuse) {
        promise.addResult(Outcome(faults::toError(faults::connectionIs(state))));
        promise.finish();
        return future;
    }
    m_pings.push_back({.promise = std::move(promise)});
    if (policy == PingPolicy::Send)
        send(m_pings.back());
    return future;
}

void Pings::onState(ConnectionState state)
{
    switch (factsOf(state).ping) {
    case PingPolicy::Refuse:
        return failAll(faults::connectionIs(state));
    case PingPolicy::Send:
        for (Ping &ping : m_pings) {
            if (ping.id.isEmpty())
                send(ping);
        }
        return;
    case PingPolicy::Wait:
        return;
    }
}

void Pings::onAnswer(const QString &id)
{
    const auto place = std::find_if(m_pings.begin(), m_pings.end(), [&id](const Ping &ping) { return ping.id == id; });
    if (place != m_pings.end())
        finish(id, m_clock.now() - place->sentAt);
}

void Pings::send(Ping &ping)
{
    ping.id = QString::fromLatin1(m_random.token(9));
    ping.sentAt = m_clock.now();
    ping.overdue = m_clock.after(m_limit, [this, id = ping.id] {
        finish(id, Outcome(faults::toError(faults::timedOut(m_limit)))); // RTN13c
    });
    ProtocolMessage frame;
    frame.action = Action::Heartbeat;
    frame.id = ping.id;
    m_send(frame);
}

void Pings::finish(const QString &id, Outcome outcome)
{
    const auto place = std::find_if(m_pings.begin(), m_pings.end(), [&id](const Ping &ping) { return ping.id == id; });
    if (place == m_pings.end())
        return;
    auto promise = std::move(place->promise);
    m_pings.erase(place);
    promise.addResult(std::move(outcome));
    promise.finish();
}

void Pings::failAll(const ErrorInfo &error)
{
    std::list<Ping> ended;
    ended.swap(m_pings);
    for (Ping &ping : ended) {
        ping.promise.addResult(Outcome(faults::toError(error)));
        ping.promise.finish();
    }
}

} // namespace gm::ably
