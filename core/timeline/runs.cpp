#include "core/timeline/runs.h"

#include <array>

namespace gm::timeline
{

using base::ConversationId;
using base::RowIndex;
using genie::EventKind;

namespace
{

struct StatusPhase {
    QStringView status;
    PhaseKind kind;
};

constexpr std::array statusPhases{
    StatusPhase{u"searching", PhaseKind::Searching},
    StatusPhase{u"processing", PhaseKind::Processing},
    StatusPhase{u"complete", PhaseKind::Finished},
    StatusPhase{u"error", PhaseKind::Error},
};

PhaseKind phaseOf(QStringView status)
{
    for (const StatusPhase &entry : statusPhases) {
        if (entry.status == status)
            return entry.kind;
    }
    return PhaseKind::Other;
}

/// Phases that a status began: they end with another status, not because someone speaks.
bool isOfStatus(PhaseKind kind)
{
    return kind == PhaseKind::Searching || kind == PhaseKind::Processing || kind == PhaseKind::Other ||
           kind == PhaseKind::Finished;
}

} // namespace

Runs::Runs(const EventStore &store, const Streams &streams, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_streams(streams)
{
    connect(&store, &EventStore::rowsAppended, this, &Runs::take);
    if (!store.isEmpty())
        take(RowIndex(0), RowIndex(store.size() - 1));
}

QList<RunIndex> Runs::runsOf(const ConversationId &conversation) const
{
    return m_byConversation.value(conversation);
}

void Runs::take(RowIndex first, RowIndex last)
{
    for (qint64 i = first.value(); i <= last.value(); ++i)
        takeEvent(RowIndex(i));
}

void Runs::takeEvent(RowIndex row)
{
    const qint64 before = count();
    const RunIndex index = runFor(row);
    m_rows.append(index);
    Run &run = m_runs[size_t(index)];
    const bool isNew = count() != before;
    if (isNew) {
        Q_EMIT started(index);
        Q_EMIT phaseChanged(index);
    } else if (m_store.flags(row).testFlag(EventFlag::Duplicate)) {
        return;
    }
    const Moment moment = momentOf(m_store, row);
    run.lastRow = row;
    run.lastEventMs = moment.wallMs;
    run.lastEventMonoMs = moment.monoMs;
    ++run.events;
    if (run.isEnded())
        return; // It only reports the result.

    switch (m_store.kind(row)) {
    case EventKind::Stream:
        takeStream(run, index, row);
        break;
    case EventKind::Message:
        takeMessage(run, index, row);
        break;
    case EventKind::Status:
        takeStatus(run, index, row, m_store.status(row));
        break;
    case EventKind::Complete:
        readResult(run, row);
        finish(run, index, row, PhaseKind::Complete, {});
        break;
    case EventKind::Other:
        break;
    }
}

void Runs::takeStream(Run &run, RunIndex index, RowIndex row)
{
    const std::optional<StreamIndex> stream = m_streams.streamOf(row);
    if (!stream)
        return;
    // Streams have seen the whole batch already: only its last row can have ended it.
    if (m_streams.at(*stream).isLive() || m_streams.at(*stream).lastRow != row) {
        enter(run, index, row, PhaseKind::Answering, {});
        return;
    }
    // What a status had begun goes on after the answer.
    const auto status =
        std::find_if(run.phases.rbegin(), run.phases.rend(), [](const Phase &phase) { return isOfStatus(phase.kind); });
    if (status != run.phases.rend())
        enter(run, index, row, status->kind, QString(status->word));
    else
        enter(run, index, row, PhaseKind::WaitingForUser, {});
}

void Runs::takeMessage(Run &run, RunIndex index, RowIndex row)
{
    if (const QString &status = m_store.status(row); phaseOf(status) == PhaseKind::Processing) {
        takeStatus(run, index, row, status);
        return;
    }
    if (isOfStatus(run.phase().kind))
        return;
    const bool isUser = m_store.role(row) == u"user";
    enter(run, index, row, isUser ? PhaseKind::Started : PhaseKind::WaitingForUser, {});
}

void Runs::takeStatus(Run &run, RunIndex index, RowIndex row, const QString &status)
{
    if (status.isEmpty())
        return;
    readResult(run, row);
    const PhaseKind kind = phaseOf(status);
    if (kind == PhaseKind::Error)
        finish(run, index, row, kind, status);
    else
        enter(run, index, row, kind, status);
}

void Runs::readResult(Run &run, RowIndex row)
{
    const genie::EventPayload payload = m_reader.read(m_store.name(row), m_store.payload(row), m_store.form(row));
    if (payload.count)
        run.count = payload.count;
    if (payload.kind == EventKind::Status)
        run.text = payload.text;
}

RunIndex Runs::runFor(RowIndex row)
{
    const QList<RunIndex> &runs = m_byConversation[ConversationId(m_store.conversation(row))];
    if (runs.isEmpty())
        return begin(row);
    const Run &newest = at(runs.last());
    const bool isRepeat = m_store.flags(row).testFlag(EventFlag::Duplicate);
    return !newest.isEnded() || isRepeat || isEpilogue(newest, row) ? runs.last() : begin(row);
}

bool Runs::isEpilogue(const Run &run, RowIndex row) const
{
    if (m_store.kind(row) != EventKind::Message || m_store.role(row) == u"user")
        return false;
    return momentOf(m_store, row).monoMs - (run.startedMonoMs + run.lengthMs) <= epilogueMs;
}

RunIndex Runs::begin(RowIndex row)
{
    const auto index = RunIndex(m_runs.size());
    const ConversationId conversation(m_store.conversation(row));
    const Moment moment = momentOf(m_store, row);
    QList<RunIndex> &siblings = m_byConversation[conversation];
    siblings << index;
    const QString &status = m_store.status(row);
    Run run;
    run.number = int(siblings.size());
    run.id = base::RunId(conversation.text() + u'#' + QString::number(run.number));
    run.conversation = conversation;
    run.firstRow = row;
    run.startedMs = moment.wallMs;
    run.startedMonoMs = moment.monoMs;
    run.hasUnknownStart = m_afterGap.remove(conversation) || m_store.kind(row) == EventKind::Complete ||
                          (m_store.kind(row) == EventKind::Status && phaseOf(status) >= PhaseKind::Finished);
    run.phases << Phase{.row = row, .fromMs = moment.wallMs, .fromMonoMs = moment.monoMs};
    m_runs.push_back(std::move(run));
    m_live << index;
    return index;
}

void Runs::enter(Run &run, RunIndex index, RowIndex row, PhaseKind kind, const QString &word)
{
    Phase &current = run.phases.last();
    if (current.kind == kind && current.word == word)
        return;
    const Moment moment = momentOf(m_store, row);
    const Phase next{.kind = kind, .word = word, .row = row, .fromMs = moment.wallMs, .fromMonoMs = moment.monoMs};
    if (current.row == row) {
        current = next; // The event that began the run tells at once what goes on.
    } else {
        current.lengthMs = std::max<qint64>(0, moment.monoMs - current.fromMonoMs);
        run.phases << next;
    }
    Q_EMIT phaseChanged(index);
}

void Runs::finish(Run &run, RunIndex index, RowIndex row, PhaseKind kind, const QString &word)
{
    const Moment moment = momentOf(m_store, row);
    run.endedMs = moment.wallMs;
    run.lengthMs = std::max<qint64>(0, moment.monoMs - run.startedMonoMs);
    m_live.removeOne(index);
    enter(run, index, row, kind, word);
    run.phases.last().lengthMs = 0;
    Q_EMIT ended(index);
}

void Runs::markGap(const ConversationId &conversation)
{
    const QList<RunIndex> runs = runsOf(conversation);
    if (!runs.isEmpty() && !at(runs.last()).isEnded())
        ++m_runs[size_t(runs.last())].gaps;
    else
        m_afterGap.insert(conversation);
}

} // namespace gm::timeline
