#include "core/diagnostics/connectionhistory.h"

#include "core/base/duration.h"
#include "core/diagnostics/explain.h"

#include <algorithm>

namespace gm::diagnostics
{

using ably::ConnectionState;

namespace
{

constexpr size_t maxEntries = 5'000;

} // namespace

void ConnectionHistory::recordChange(const ably::ConnectionChange &change, qint64 nowMs, int connection)
{
    ConnectionEntry entry{.timeMs = nowMs,
                          .kind = change.event == ably::ConnectionEvent::Update ? ConnectionEntry::Kind::Notice
                                                                                : ConnectionEntry::Kind::State,
                          .state = change.current,
                          .previous = change.previous,
                          .what = describe(change, connection),
                          .host = change.host,
                          .connectionId = change.connectionId,
                          .connection = connection};
    if (change.retryIn)
        entry.retryInMs = change.retryIn->count();
    if (change.reason) {
        entry.code = change.reason->code;
        entry.reason = change.reason->message;
        entry.meaning = meaningOf(change.reason->code);
        entry.next = adviceFor(change.reason->code);
        entry.help = change.reason->helpUrl();
    }
    if (entry.kind == ConnectionEntry::Kind::State && change.current == ConnectionState::Connected) {
        if (change.resumed) {
            ++m_resumesTried;
            m_resumesDone += *change.resumed ? 1 : 0;
        }
        if (QString &lastId = m_lastIds[connection]; lastId != change.connectionId) {
            ++m_connections;
            lastId = change.connectionId;
        }
    }
    if (entry.kind == ConnectionEntry::Kind::State && change.current == ConnectionState::Connecting)
        m_hosts.removeIf([connection](const HostTried &host) { return host.connection == connection; });
    keep(std::move(entry));
}

void ConnectionHistory::recordToken(bool isOnOpenConnection, qint64 nowMs, int connection)
{
    const ConnectionEntry *last = lastState(connection);
    const ConnectionState state = last ? last->state : ConnectionState::Connecting;
    keep({.timeMs = nowMs,
          .kind = ConnectionEntry::Kind::Token,
          .state = state,
          .previous = state,
          .what = isOnOpenConnection ? tr("Token renewed on the open connection")
                                     : tr("Token received, opening the socket"),
          .connection = connection});
}

void ConnectionHistory::recordHost(const QString &host, const std::optional<ably::ErrorInfo> &fault, qint64 nowMs,
                                   int connection)
{
    m_hosts.append({.host = host,
                    .timeMs = nowMs,
                    .isInUse = !fault,
                    .fault = fault ? fault->message : QString(),
                    .connection = connection});
    Q_EMIT changed();
}

void ConnectionHistory::recordSleep(std::chrono::milliseconds length, qint64 nowMs, int connection)
{
    keepNotice(tr("This computer slept for %1: the connection is made anew").arg(base::durationWords(length)), nowMs,
               connection);
}

void ConnectionHistory::recordClockSet(std::chrono::milliseconds by, qint64 nowMs, int connection)
{
    const QString length = base::durationWords(std::chrono::abs(by));
    keepNotice(by.count() > 0 ? tr("This computer's clock was set forward by %1").arg(length)
                              : tr("This computer's clock was set back by %1").arg(length),
               nowMs, connection);
}

void ConnectionHistory::keepNotice(const QString &what, qint64 nowMs, int connection)
{
    const ConnectionEntry *last = lastState(connection);
    const ConnectionState state = last ? last->state : ConnectionState::Initialized;
    keep({.timeMs = nowMs,
          .kind = ConnectionEntry::Kind::Notice,
          .state = state,
          .previous = state,
          .what = what,
          .connection = connection});
}

void ConnectionHistory::keep(ConnectionEntry entry)
{
    if (entry.kind == ConnectionEntry::Kind::State) {
        for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
            if (it->kind == ConnectionEntry::Kind::State && it->connection == entry.connection) {
                it->endedMs = entry.timeMs;
                break;
            }
        }
    }
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > maxEntries)
        m_entries.pop_front();
    Q_EMIT changed();
}

const ConnectionEntry *ConnectionHistory::lastState(int connection) const
{
    const auto found = std::find_if(m_entries.rbegin(), m_entries.rend(), [connection](const ConnectionEntry &entry) {
        return entry.kind == ConnectionEntry::Kind::State && entry.connection == connection;
    });
    return found == m_entries.rend() ? nullptr : &*found;
}

QString ConnectionHistory::describe(const ably::ConnectionChange &change, int connection) const
{
    if (change.event == ably::ConnectionEvent::Update)
        return change.reason ? tr("Notice on the open connection") : tr("Connection details renewed");
    const bool hasReason = change.reason && !change.reason->message.isEmpty();
    switch (change.current) {
    case ConnectionState::Initialized:
        return tr("Not connected yet");
    case ConnectionState::Connecting:
        return lastState(connection) ? tr("Connecting again") : tr("Getting a token");
    case ConnectionState::Connected:
        return describeConnected(change, m_lastIds.value(connection));
    case ConnectionState::Disconnected:
        return hasReason ? change.reason->message : tr("The connection was lost");
    case ConnectionState::Suspended:
        return tr("No connection for so long that events may be lost");
    case ConnectionState::Closing:
        return tr("Saying goodbye");
    case ConnectionState::Closed:
        return tr("Closed");
    case ConnectionState::Failed:
        return hasReason ? change.reason->message : tr("The connection failed for good");
    }
    return {};
}

QString ConnectionHistory::describeConnected(const ably::ConnectionChange &change, const QString &lastId) const
{
    if (lastId.isEmpty())
        return tr("First connection, %1").arg(change.host);
    if (change.connectionId == lastId)
        return tr("Resumed: same connection, %1").arg(change.host);
    return tr("New connection on %1").arg(change.host);
}

} // namespace gm::diagnostics
