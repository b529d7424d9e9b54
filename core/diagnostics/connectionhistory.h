/// Everything that happened to the connection, in words.
#pragma once

#include "core/ably/connectionstate.h"
#include "core/ably/hosts.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <deque>
#include <optional>

namespace gm::diagnostics
{

/// One line of the history.
struct ConnectionEntry {
    enum class Kind { State, Token, Notice };

    qint64 timeMs = 0; ///< Wall clock, ms UTC.
    Kind kind = Kind::State;
    ably::ConnectionState state{}; ///< Entered, or the one the news is about.
    ably::ConnectionState previous{};
    qint64 endedMs = 0; ///< When the state was left; 0: not yet, or not a state.
    QString what{};     ///< What happened, one short sentence.
    int code = 0;       ///< The reason's; 0: none.
    QString reason{};   ///< The service's own message.
    QString meaning{};  ///< What the code means, and what to do.
    QString next{};
    QUrl help{};
    QString host{};
    QString connectionId{};
    std::optional<qint64> retryInMs{};
    int connection = 1; ///< Number of the connection, where there are several beside each other.
};

/// One host of the last attempt and what came of it.
struct HostTried {
    QString host{};
    qint64 timeMs = 0;
    bool isInUse = false;
    QString fault{}; ///< Empty where it answered.
    int connection = 1;
};

/// The newest 5,000 entries of all connections, oldest first. GUI thread.
class ConnectionHistory : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// @p connection is its number, from 1.
    void recordChange(const ably::ConnectionChange &change, qint64 nowMs, int connection = 1);
    void recordToken(bool isOnOpenConnection, qint64 nowMs, int connection = 1);
    void recordHost(const QString &host, const std::optional<ably::ErrorInfo> &fault, qint64 nowMs, int connection = 1);

    void recordSleep(std::chrono::milliseconds length, qint64 nowMs, int connection = 1);
    /// Positive: the wall clock was set forward.
    void recordClockSet(std::chrono::milliseconds by, qint64 nowMs, int connection = 1);

    [[nodiscard]] const std::deque<ConnectionEntry> &entries() const { return m_entries; }
    /// Hosts of the attempt under way or the last one, in the order tried.
    [[nodiscard]] const QList<HostTried> &hosts() const { return m_hosts; }
    /// Different connection ids seen so far.
    [[nodiscard]] int connections() const { return m_connections; }
    /// Attempts to resume, and those that kept the connection id.
    [[nodiscard]] int resumesTried() const { return m_resumesTried; }
    [[nodiscard]] int resumesDone() const { return m_resumesDone; }

Q_SIGNALS:
    /// After an entry was added or a host answered.
    void changed();

private:
    void keep(ConnectionEntry entry);
    void keepNotice(const QString &what, qint64 nowMs, int connection);
    [[nodiscard]] const ConnectionEntry *lastState(int connection) const;
    [[nodiscard]] QString describe(const ably::ConnectionChange &change, int connection) const;
    [[nodiscard]] QString describeConnected(const ably::ConnectionChange &change, const QString &lastId) const;

    std::deque<ConnectionEntry> m_entries;
    QList<HostTried> m_hosts;
    QHash<int, QString> m_lastIds; ///< Connection ids by number.
    int m_connections = 0;
    int m_resumesTried = 0;
    int m_resumesDone = 0;
};

} // namespace gm::diagnostics
