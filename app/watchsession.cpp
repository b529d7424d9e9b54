#include "app/watchsession.h"

#include <QCoreApplication>

#include <algorithm>

#include <unistd.h>

namespace gm::app
{

using ably::ChannelState;
using ably::ConnectionState;
using base::ConversationId;
using base::Error;

namespace
{

/// The error below the wrapping that says only that no token could be had.
const ably::ErrorInfo *tokenFault(const ably::ConnectionChange &change)
{
    if (!change.reason || change.reason->code != 80019)
        return nullptr;
    return change.reason->cause ? change.reason->cause.get() : &*change.reason;
}

/// Ably answered the exchange and said no, as against not answering at all.
bool isTokenRefused(const ably::ConnectionChange &change)
{
    const ably::ErrorInfo *fault = tokenFault(change);
    return fault != nullptr && fault->code >= 40000 && fault->code < 50000 && fault->code != 40170;
}

ExitCode codeOfFailure(const ably::ConnectionChange &change)
{
    const int code = change.reason ? change.reason->code : 0;
    const bool isAboutToken = code == 80019 || code == 40171 || (code >= 40100 && code < 40160);
    return isAboutToken ? TokenFailed : ConnectionFailed;
}

} // namespace

WatchSession::WatchSession(const WatchCommand &command, bool isVerbose, const timeline::Filter &filter,
                           monitor::Monitor &monitor, QFile &record, QObject *parent)
    : QObject(parent)
    , m_command(command)
    , m_isVerbose(isVerbose)
    , m_monitor(monitor)
    , m_writer(monitor.store(), monitor.runs(), monitor.titles())
    , m_matcher(filter, monitor.store(), monitor.streams(), monitor.runs(), monitor.titles())
    , m_record(record)
    , m_startedMs(monitor.clock().wallMs())
{
    // By descriptor: C's own buffer would hold lines back from a reader on a pipe.
    (void)m_out.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered);
    (void)m_err.open(STDERR_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered);
    connectMonitor();
}

void WatchSession::connectMonitor()
{
    connect(&m_monitor.runs(), &timeline::Runs::phaseChanged, this,
            [this](timeline::RunIndex run) { m_changedRuns.append(run); });
    connect(&m_monitor.store(), &timeline::EventStore::rowsAppended, this, &WatchSession::onRows);
    connect(&m_monitor.gaps(), &timeline::Gaps::closed, this,
            [this](timeline::GapIndex index, const ConversationId &conversation) {
                const timeline::Gap &gap = m_monitor.gaps().at(index);
                out(m_writer.gapLine(gap, conversation), m_writer.gapText(gap, conversation));
            });
    connect(&m_monitor, &monitor::Monitor::connectionChanged, this, &WatchSession::onConnection);
    connect(&m_monitor, &monitor::Monitor::channelChanged, this, &WatchSession::onChannel);
    connect(&m_monitor, &monitor::Monitor::presenceReceived, this,
            [this](const ConversationId &conversation, const ably::PresenceMessage &message) {
                note(m_writer.presenceLine(conversation, message), m_writer.presenceText(conversation, message));
            });
    connect(&m_monitor.problems(), &diagnostics::ProblemList::reported, this,
            [this](const diagnostics::Problem &problem) {
                note(m_writer.problemLine(problem), m_writer.problemText(problem));
            });
    connect(&m_monitor, &monitor::Monitor::signInNeeded, this, [this](const Error &reason) {
        if (m_isEnding)
            return;
        if (!reason.what.isEmpty()) {
            end(SignInFailed); // the problem list has said why
            return;
        }
        fail({.id = QStringLiteral("GM-SESSION-NONE"),
              .what = tr("Nobody is signed in to this profile."),
              .next = tr("Run genie-monitor login first, or give --email and --password-stdin.")},
             SignInFailed);
    });
    connect(&m_monitor, &monitor::Monitor::tokenFailed, this, [this] {
        // The first token decides whether watching is possible at all; a renewal is tried again while the old one lasts.
        if (!m_wasConnected)
            end(TokenFailed);
    });
    connect(&m_monitor, &monitor::Monitor::conversationsFailed, this, [this] {
        if (m_command.isAll && !m_monitor.haveConversationsLoaded())
            end(TokenFailed);
    });
    connect(&m_monitor, &monitor::Monitor::conversationsChanged, this, &WatchSession::checkComplete);
    connect(&m_monitor, &monitor::Monitor::closed, this, [this] {
        if (m_isEnding)
            Q_EMIT finished(m_exitCode);
    });
}

void WatchSession::start(std::chrono::milliseconds sinceProcessStart)
{
    if (m_command.duration) {
        m_deadline = m_monitor.clock().after(*m_command.duration - sinceProcessStart, [this] { onTimeOver(); });
    }
    if (m_command.isAll)
        m_monitor.watchAll();
    else
        m_monitor.watch(m_command.conversations);
}

void WatchSession::interrupt()
{
    end(Interrupted);
}

void WatchSession::fail(const Error &error, ExitCode code)
{
    if (m_isEnding)
        return;
    const auto problem = diagnostics::Problem::from(error, diagnostics::Severity::Error,
                                                    error.id.isEmpty() ? QStringLiteral("GM-WATCH") : error.id,
                                                    m_monitor.clock().wallMs());
    note(m_writer.problemLine(problem), m_writer.problemText(problem));
    end(code);
}

void WatchSession::onRows(base::RowIndex first, base::RowIndex last)
{
    for (qint64 row = first.value(); row <= last.value(); ++row) {
        const base::RowIndex index(row);
        if (m_matcher.matches(index))
            out(m_writer.eventLine(index), m_writer.eventText(index));
        noteTerminal(index);
    }
    const auto runs = std::exchange(m_changedRuns, {});
    for (const timeline::RunIndex run : runs)
        out(m_writer.runLine(m_monitor.runs().at(run)), m_writer.runText(m_monitor.runs().at(run)));
    checkComplete();
}

void WatchSession::noteTerminal(base::RowIndex row)
{
    const timeline::EventStore &store = m_monitor.store();
    const bool isError = store.kind(row) == genie::EventKind::Status && store.status(row) == u"error";
    const bool isTerminal = store.kind(row) == genie::EventKind::Complete || isError;
    if (!isTerminal || store.flags(row).testFlag(timeline::EventFlag::Backlog))
        return;
    m_hasRunFailed |= isError;
    m_complete.insert(ConversationId(store.conversation(row)));
}

void WatchSession::checkComplete()
{
    if (!m_command.isUntilComplete || m_isEnding)
        return;
    const auto watched = m_monitor.watched();
    if (watched.isEmpty() || (m_command.isAll && !m_monitor.haveConversationsLoaded()))
        return;
    for (const ConversationId &conversation : watched) {
        if (!m_complete.contains(conversation) && !m_refused.contains(conversation))
            return;
    }
    end(m_hasRunFailed ? NotComplete : Done);
}

void WatchSession::onChannel(const ConversationId &conversation, const ably::ChannelChange &change)
{
    note(m_writer.channelLine(conversation, change), m_writer.channelText(conversation, change));
    if (change.current == ChannelState::Attached)
        m_refused.remove(conversation);
    if (change.current != ChannelState::Failed)
        return;
    m_refused.insert(conversation);
    const auto watched = m_monitor.watched();
    const bool areAllRefused = std::all_of(watched.begin(), watched.end(),
                                           [this](const ConversationId &id) { return m_refused.contains(id); });
    if (areAllRefused && m_monitor.link().state == ConnectionState::Connected)
        end(ChannelRefused);
    else
        checkComplete();
}

void WatchSession::onConnection(const ably::ConnectionChange &change, int connection)
{
    note(m_writer.connectionLine(change, connection), m_writer.connectionText(change, connection));
    // Further connections only relieve the first; what they meet is told, and does not end the watch.
    if (connection != 1)
        return;
    if (change.current == ConnectionState::Connected)
        m_wasConnected = true;
    if (change.current == ConnectionState::Failed ||
        (change.current == ConnectionState::Suspended && !m_wasConnected)) {
        end(codeOfFailure(change));
        return;
    }
    // Ably refused to make a token of what the backend signed: no retry will mend that.
    if (change.current == ConnectionState::Disconnected && !m_wasConnected && isTokenRefused(change))
        end(TokenFailed);
}

void WatchSession::onTimeOver()
{
    if (!m_wasConnected)
        end(ConnectionFailed);
    else
        end(m_command.isUntilComplete ? NotComplete : Done);
}

void WatchSession::end(ExitCode code)
{
    if (std::exchange(m_isEnding, true))
        return;
    m_deadline.cancel();
    // A conversation that could not be watched is told even when the others went well.
    m_exitCode = (code == Done || code == NotComplete) && !m_refused.isEmpty() ? ChannelRefused : code;
    printOpenGaps();
    m_monitor.shutDown();
}

void WatchSession::printOpenGaps()
{
    for (const timeline::Gap &gap : m_monitor.gaps().gaps()) {
        for (const ConversationId &conversation : gap.stillOpen)
            out(m_writer.gapLine(gap, conversation), m_writer.gapText(gap, conversation));
    }
}

void WatchSession::out(const QByteArray &jsonl, const QByteArray &text)
{
    writeOut(m_command.format == OutputFormat::Jsonl ? jsonl : text);
    if (m_record.isOpen())
        m_record.write(jsonl);
}

void WatchSession::note(const QByteArray &jsonl, const QByteArray &text)
{
    if (m_command.format == OutputFormat::Jsonl && m_isVerbose)
        writeOut(jsonl);
    else
        m_err.write(text);
    if (m_record.isOpen())
        m_record.write(jsonl);
}

void WatchSession::writeOut(const QByteArray &line)
{
    m_out.write(line);
}

} // namespace gm::app
