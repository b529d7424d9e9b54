#include "core/diagnostics/connectionhistory.h"

#include "core/diagnostics/explain.h"

namespace gm::diagnostics
{

using ably::ConnectionState;

namespace
{

constexpr size_t maxEntries = 5'000;

} // namespace

void ConnectionHistory::recordChange(const ably::ConnectionChange &change, qint64 nowMs)
{
    ConnectionEntry entry{.timeMs = nowMs,
                          .kind = change.event == ably::ConnectionEvent::Update ? ConnectionEntry::Kind::Notice
                                                                                : ConnectionEntry::Kind::State,
                          .state = change.current,
                          .previous = change.previous,
                          .what = describe(change),
                          .host = change.host,
                          .connectionId = change.connectionId};
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
        if (change.connectionId != m_lastConnectionId)
            ++m_connections;
        m_lastConnectionId = change.connectionId;
    }
    if (entry.kind == ConnectionEntry::Kind::State && change.current == ConnectionState::Connecting)
        m_hosts.clear();
    keep(std::move(entry));
}

void ConnectionHistory::recordToken(bool isOnOpenConnection, qint64 nowMs)
{
    const ConnectionState state = m_entries.empty() ? ConnectionState::Connecting : m_entries.back().state;
    keep({.timeMs = nowMs,
          .kind = ConnectionEntry::Kind::Token,
          .state = state,
          .previous = state,
          .what = isOnOpenConnection ? tr("Token renewed on the open connection")
                                     : tr("Token received, opening the socket")});
}

void ConnectionHistory::recordHost(const QString &host, const std::optional<ably::ErrorInfo> &fault, qint64 nowMs)
{
    m_hosts.append({.host = host, .timeMs = nowMs, .isInUse = !fault, .fault = fault ? fault->message : QString()});
    Q_EMIT changed();
}

void ConnectionHistory::keep(ConnectionEntry entry)
{
    if (entry.kind == ConnectionEntry::Kind::State) {
        for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
            if (it->kind == ConnectionEntry::Kind::State) {
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

QString ConnectionHistory::describe(const ably::ConnectionChange &change) const
{
    if (change.event == ably::ConnectionEvent::Update)
        return change.reason ? tr("Notice on the open connection") : tr("Connection details renewed");
    const bool hasReason = change.reason && !change.reason->message.isEmpty();
    switch (change.current) {
    case ConnectionState::Initialized:
        return tr("Not connected yet");
    case ConnectionState::Connecting:
        return m_entries.empty() ? tr("Getting a token") : tr("Connecting again");
    case ConnectionState::Connected:
        return describeConnected(change);
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

QString ConnectionHistory::describeConnected(const ably::ConnectionChange &change) const
{
    if (m_lastConnectionId.isEmpty())
        return tr("First connection, %1").arg(change.host);
    if (change.connectionId == m_lastConnectionId)
        return tr("Resumed: same connection, %1").arg(change.host);
    return tr("New connection on %1").arg(change.host);
}

} // namespace gm::diagnostics
