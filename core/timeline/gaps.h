/// Where events may be missing, and where the connection came back.
#pragma once

#include "core/base/clock.h"
#include "core/timeline/eventstore.h"

#include <QList>
#include <QObject>

#include <deque>

namespace gm::timeline
{

enum class GapCause {
    ResumeRefused,  ///< The connection was lost and Ably could not bring it back.
    Suspended,      ///< Away for longer than Ably keeps what was missed.
    LostContinuity, ///< The channel was attached again without RESUMED.
    RateLimited,    ///< Ably delivered less than was published (80020).
    Asleep,         ///< This computer slept.
};

/// The word for JSONL: `resume-refused`, `suspended`, `lost-continuity`, `rate-limited`, `asleep`.
[[nodiscard]] QString gapCauseWord(GapCause cause);

enum class GapIndex : quint32 {}; ///< Number in the order of opening, from 0.

/// A stretch of time in one conversation, or in several at once for the same reason.
struct Gap {
    GapCause cause = GapCause::ResumeRefused;
    int code = 0;         ///< Ably's; 0: none.
    qint64 fromMs = 0;    ///< Wall clock, ms UTC: the last moment known to be whole.
    qint64 toMs = 0;      ///< 0: still open.
    qint64 lengthMs = -1; ///< By the monotonic clock; −1: still open.
    QList<base::ConversationId> conversations{};
    QList<base::ConversationId> stillOpen{};
    QList<base::ConversationId> filled{}; ///< Rewind has brought what was published meanwhile.
    qint64 beforeRow = 0;                 ///< Shown before this row: the store's size when it opened.

    [[nodiscard]] bool isOpen() const { return toMs == 0; }
    [[nodiscard]] bool isFilled() const { return !isOpen() && filled.size() == conversations.size(); }
};

/// The connection works again.
struct Reconnect {
    qint64 atMs = 0;
    bool isSameConnection = false; ///< Resumed: nothing was lost.
    int channels = 0;              ///< Attached again.
    QString host{};
    qint64 beforeRow = 0;
};

/// Kept by ingest and the follower. Gaps opened for the same cause and moment are one gap of several conversations.
/// GUI thread.
class Gaps : public QObject
{
    Q_OBJECT

public:
    Gaps(const EventStore &store, const base::Clock &clock, QObject *parent = nullptr);

    /// Events of @p conversation may be missing since @p fromMs (wall clock) = @p fromMonoMs (monotonic). A conversation
    /// whose gap is still open keeps it, cause and all.
    GapIndex open(const base::ConversationId &conversation, GapCause cause, int code, qint64 fromMs, qint64 fromMonoMs);
    /// From now on nothing is missed in @p conversation. Nothing happens when none is open.
    void close(const base::ConversationId &conversation);
    /// Rewind has covered the newest gap of @p conversation.
    void markFilled(const base::ConversationId &conversation);
    void addReconnect(bool isSameConnection, int channels, const QString &host);

    [[nodiscard]] qint64 count() const { return qint64(m_gaps.size()); }
    [[nodiscard]] const Gap &at(GapIndex index) const { return m_gaps[size_t(index)]; }
    [[nodiscard]] const std::deque<Gap> &gaps() const { return m_gaps; }
    [[nodiscard]] const std::deque<Reconnect> &reconnects() const { return m_reconnects; }
    [[nodiscard]] bool isOpen(const base::ConversationId &conversation) const { return m_open.contains(conversation); }
    /// How many gaps the conversation has, and their length together in ms; an open one counts up to now.
    [[nodiscard]] int countOf(const base::ConversationId &conversation) const;
    [[nodiscard]] qint64 lengthOf(const base::ConversationId &conversation) const;
    /// Length so far, or in the end, in ms.
    [[nodiscard]] qint64 lengthOf(GapIndex index) const;

Q_SIGNALS:
    void opened(gm::timeline::GapIndex gap, const gm::base::ConversationId &conversation);
    void closed(gm::timeline::GapIndex gap, const gm::base::ConversationId &conversation);
    void filled(gm::timeline::GapIndex gap, const gm::base::ConversationId &conversation);
    void reconnected(const gm::timeline::Reconnect &reconnect);

private:
    [[nodiscard]] std::optional<GapIndex> sameGap(const base::ConversationId &conversation, GapCause cause, int code,
                                                  qint64 fromMs) const;

    const EventStore &m_store;
    const base::Clock &m_clock;
    std::deque<Gap> m_gaps;
    std::deque<qint64> m_fromMono; ///< Of each gap.
    std::deque<Reconnect> m_reconnects;
    QHash<base::ConversationId, GapIndex> m_open;
};

} // namespace gm::timeline
