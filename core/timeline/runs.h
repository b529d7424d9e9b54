/// Stretches of work: from the first event after the last terminal one to `complete` or `status error`, with their phases.
#pragma once

#include "core/timeline/column.h"
#include "core/timeline/moment.h"
#include "core/timeline/streams.h"

#include <QObject>
#include <QSet>

#include <deque>

namespace gm::timeline
{

/// Number of a run over all conversations in order of start, from 0.
enum class RunIndex : quint32 {};

enum class PhaseKind : quint8 {
    Started,        ///< Something has come, nothing that tells what goes on.
    Answering,      ///< An answer is being streamed.
    WaitingForUser, ///< The assistant has spoken last.
    Searching,
    Processing,
    Other,    ///< A status value we have no name for.
    Finished, ///< `status complete`, but not yet `complete`.
    Complete, ///< Ended well.
    Error,    ///< Ended by `status error`.
};

/// A stretch of a run. The last one of a run that goes on has no end.
struct Phase {
    PhaseKind kind = PhaseKind::Started;
    QString word{};        ///< Of a status its value as it came; else empty.
    base::RowIndex row{};  ///< The event that began it.
    qint64 fromMs = 0;     ///< Wall clock, ms UTC.
    qint64 fromMonoMs = 0; ///< Monotonic, for lengths.
    qint64 lengthMs = -1;  ///< −1: it goes on.

    [[nodiscard]] bool isOpen() const { return lengthMs < 0; }
};

struct Run {
    base::RunId id{};
    base::ConversationId conversation{};
    int number = 0; ///< In its conversation, from 1.
    base::RowIndex firstRow{};
    base::RowIndex lastRow{};
    int events = 0; ///< Without repeats.
    qint64 startedMs = 0;
    qint64 startedMonoMs = 0;
    qint64 endedMs = 0;   ///< 0: it goes on.
    qint64 lengthMs = -1; ///< −1: it goes on.
    qint64 lastEventMs = 0;
    qint64 lastEventMonoMs = 0;
    QList<Phase> phases{};         ///< Never empty; a run that ended closes with Complete or Error.
    std::optional<qint64> count{}; ///< Opportunities found.
    QString text{};                ///< Message of the last status: what an error says, what is being done.
    bool hasUnknownStart = false;  ///< The first event seen is not one a run begins with: earlier ones were missed.
    int gaps = 0;                  ///< Gaps that began inside.

    [[nodiscard]] bool isEnded() const { return endedMs != 0; }
    [[nodiscard]] const Phase &phase() const { return phases.last(); }
};

/// Watches the store. Repeats belong to the run but change nothing. A message of the assistant within two seconds after
/// the end still belongs to the run that ended: it reports the result. GUI thread.
class Runs : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 epilogueMs = 2'000;

    /// Create it after @p streams, so that streams are up to date when runs are.
    Runs(const EventStore &store, const Streams &streams, QObject *parent = nullptr);

    [[nodiscard]] qint64 count() const { return qint64(m_runs.size()); }
    [[nodiscard]] const Run &at(RunIndex index) const { return m_runs[size_t(index)]; }
    /// Every event belongs to a run.
    [[nodiscard]] RunIndex runOf(base::RowIndex row) const { return m_rows.at(row); }
    [[nodiscard]] const base::RunId &idOf(base::RowIndex row) const { return at(runOf(row)).id; }
    /// Runs of one conversation, oldest first.
    [[nodiscard]] QList<RunIndex> runsOf(const base::ConversationId &conversation) const;
    /// Runs that have not ended, oldest first.
    [[nodiscard]] const QList<RunIndex> &live() const { return m_live; }

    /// Events may have been missed in the conversation from now on.
    void markGap(const base::ConversationId &conversation);

Q_SIGNALS:
    void started(gm::timeline::RunIndex run);
    /// The phase is another one; also for the first and the last. Once for each change, in order.
    void phaseChanged(gm::timeline::RunIndex run);
    void ended(gm::timeline::RunIndex run);

private:
    void take(base::RowIndex first, base::RowIndex last);
    void takeEvent(base::RowIndex row);
    void takeStream(Run &run, RunIndex index, base::RowIndex row);
    void takeMessage(Run &run, RunIndex index, base::RowIndex row);
    void takeStatus(Run &run, RunIndex index, base::RowIndex row, const QString &status);
    void readResult(Run &run, base::RowIndex row);
    RunIndex runFor(base::RowIndex row);
    RunIndex begin(base::RowIndex row);
    void enter(Run &run, RunIndex index, base::RowIndex row, PhaseKind kind, const QString &word);
    void finish(Run &run, RunIndex index, base::RowIndex row, PhaseKind kind, const QString &word);
    [[nodiscard]] bool isEpilogue(const Run &run, base::RowIndex row) const;

    const EventStore &m_store;
    const Streams &m_streams;
    genie::PayloadReader m_reader;
    std::deque<Run> m_runs; ///< References stay good as it grows.
    Column<RunIndex> m_rows;
    QHash<base::ConversationId, QList<RunIndex>> m_byConversation;
    QList<RunIndex> m_live;
    QSet<base::ConversationId> m_afterGap; ///< The next run there may have begun unseen.
};

} // namespace gm::timeline
