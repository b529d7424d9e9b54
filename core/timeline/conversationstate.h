/// What goes on in each conversation, in one line: for the list of conversations.
#pragma once

#include "core/timeline/runs.h"

#include <QHash>
#include <QObject>

namespace gm::timeline
{

struct ConversationState {
    PhaseKind phase = PhaseKind::Started;
    QString word{};                ///< Of a status its value as it came; else empty.
    qint64 sinceMs = 0;            ///< Wall clock, ms UTC, of the phase's begin; 0: no event yet.
    qint64 sinceMonoMs = 0;        ///< The same moment on the monotonic clock, for "12 s so far".
    std::optional<qint64> count{}; ///< Opportunities, of a run that ended well.
    QString text{};                ///< Of an error what it says.
    qint64 events = 0;
    qint64 unseen = 0;      ///< Events since they were last seen; a stream counts once.
    qint64 lastEventMs = 0; ///< 0: none yet.

    [[nodiscard]] bool hasEvents() const { return events > 0; }
};

/// Watches store and runs. The result of the last run stands until the next one does something: an answer, a search.
/// GUI thread.
class ConversationStates : public QObject
{
    Q_OBJECT

public:
    /// Create it after the three it watches.
    ConversationStates(const EventStore &store, const Streams &streams, const Runs &runs, QObject *parent = nullptr);

    /// A default one for a conversation without events.
    [[nodiscard]] ConversationState of(const base::ConversationId &conversation) const;
    [[nodiscard]] QList<base::ConversationId> conversations() const { return m_states.keys(); }
    /// The person has seen what came so far.
    void markSeen(const base::ConversationId &conversation);
    void markAllSeen();

Q_SIGNALS:
    /// Once per conversation and batch of the store.
    void changed(const gm::base::ConversationId &conversation);

private:
    void take(base::RowIndex first, base::RowIndex last);
    void summarise(const base::ConversationId &conversation, ConversationState &state) const;

    const EventStore &m_store;
    const Streams &m_streams;
    const Runs &m_runs;
    QHash<base::ConversationId, ConversationState> m_states;
};

} // namespace gm::timeline
