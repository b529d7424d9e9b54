#include "core/timeline/conversationstate.h"

#include <QSet>

namespace gm::timeline
{

using base::ConversationId;
using base::RowIndex;

ConversationStates::ConversationStates(const EventStore &store, const Streams &streams, const Runs &runs,
                                       QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_streams(streams)
    , m_runs(runs)
{
    connect(&store, &EventStore::rowsAppended, this, &ConversationStates::take);
    if (!store.isEmpty())
        take(RowIndex(0), RowIndex(store.size() - 1));
}

ConversationState ConversationStates::of(const ConversationId &conversation) const
{
    return m_states.value(conversation);
}

void ConversationStates::markSeen(const ConversationId &conversation)
{
    const auto state = m_states.find(conversation);
    if (state == m_states.end() || state->unseen == 0)
        return;
    state->unseen = 0;
    Q_EMIT changed(conversation);
}

void ConversationStates::markAllSeen()
{
    const QList<ConversationId> all = conversations();
    for (const ConversationId &conversation : all)
        markSeen(conversation);
}

void ConversationStates::take(RowIndex first, RowIndex last)
{
    QSet<ConversationId> touched;
    for (qint64 i = first.value(); i <= last.value(); ++i) {
        const RowIndex row(i);
        const ConversationId conversation(m_store.conversation(row));
        ConversationState &state = m_states[conversation];
        ++state.events;
        state.lastEventMs = std::max(state.lastEventMs, m_store.receivedMs(row));
        if (!m_streams.isMember(row))
            ++state.unseen;
        touched << conversation;
    }
    for (const ConversationId &conversation : touched) {
        summarise(conversation, m_states[conversation]);
        Q_EMIT changed(conversation);
    }
}

void ConversationStates::summarise(const ConversationId &conversation, ConversationState &state) const
{
    const QList<RunIndex> runs = m_runs.runsOf(conversation);
    const Run *run = &m_runs.at(runs.last());
    if (run->phase().kind == PhaseKind::Started && runs.size() > 1)
        run = &m_runs.at(runs[runs.size() - 2]);
    const Phase &phase = run->phase();
    state.phase = phase.kind;
    state.word = phase.word;
    state.sinceMs = phase.fromMs;
    state.sinceMonoMs = phase.fromMonoMs;
    state.count = run->count;
    state.text = run->text;
}

} // namespace gm::timeline
