/// One run of `watch`: what is printed, and when it ends with which code.
#pragma once

#include "app/commandline.h"
#include "app/eventwriter.h"
#include "app/exitcodes.h"
#include "core/monitor/monitor.h"
#include "core/timeline/filter.h"
#include "core/timeline/filtermatcher.h"

#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QSet>

namespace gm::app
{

/// Prints from construction on; finished() comes once, after the connection was closed in order.
class WatchSession : public QObject
{
    Q_OBJECT

public:
    /// @p record is open for writing, or not open where nothing is recorded. References outlive this.
    WatchSession(const WatchCommand &command, bool isVerbose, const timeline::Filter &filter, monitor::Monitor &monitor,
                 QFile &record, QObject *parent = nullptr);

    /// Begins watching; sign-in is the caller's.
    void start(std::chrono::milliseconds sinceProcessStart);
    void interrupt();
    /// Ends with an error that came before anything could be watched.
    void fail(const base::Error &error, ExitCode code);

Q_SIGNALS:
    void finished(int exitCode);

private:
    void connectMonitor();
    void onRows(base::RowIndex first, base::RowIndex last);
    void onChannel(const base::ConversationId &conversation, const ably::ChannelChange &change);
    void onConnection(const ably::ConnectionChange &change, int connection);
    void noteTerminal(base::RowIndex row);
    void checkComplete();
    void onTimeOver();
    void end(ExitCode code);
    void printOpenGaps();

    void out(const QByteArray &jsonl, const QByteArray &text);
    void note(const QByteArray &jsonl, const QByteArray &text);
    void writeOut(const QByteArray &line);

    WatchCommand m_command;
    bool m_isVerbose;
    monitor::Monitor &m_monitor;
    EventWriter m_writer;
    timeline::FilterMatcher m_matcher;
    QFile m_out;
    QFile m_err;
    QFile &m_record;
    QList<timeline::RunIndex> m_changedRuns; ///< Printed after the events that changed them.
    QSet<base::ConversationId> m_complete;
    QSet<base::ConversationId> m_refused;
    qint64 m_startedMs = 0;
    bool m_hasRunFailed = false;
    bool m_wasConnected = false;
    bool m_isEnding = false;
    ExitCode m_exitCode = Done;
    base::TimerHandle m_deadline;
};

} // namespace gm::app
