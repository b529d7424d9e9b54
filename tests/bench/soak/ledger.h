/// What a soak holds against its watchers: everything published was received, or lies in a gap; nothing came twice.
#pragma once

#include "core/base/ids.h"

#include <QHash>
#include <QStringList>

#include <deque>
#include <vector>

namespace gm::soak
{

struct Figures {
    qint64 published = 0;
    qint64 received = 0;
    qint64 covered = 0;    ///< Not received, published within a gap.
    qint64 lost = 0;       ///< Not received, and no gap tells of it.
    qint64 twice = 0;      ///< Received again.
    qint64 disordered = 0; ///< Received after a later one of its conversation.
    qint64 gaps = 0;
    qint64 falseGaps = 0; ///< Nothing had happened that could lose anything.

    [[nodiscard]] bool isClean() const { return lost == 0 && twice == 0 && disordered == 0 && falseGaps == 0; }
};

/// The books of one watcher. Events of a conversation are numbered from 0 in the order of publication; times are wall clock,
/// ms UTC. What is settled is forgotten but for one bit an event, so that a long soak stays small.
class Ledger
{
public:
    /// The event was published at some moment from @p fromMs to @p toMs.
    void published(const base::ConversationId &conversation, qint64 fromMs, qint64 toMs);
    void received(const base::ConversationId &conversation, qint64 number);
    /// A gap that has ended. @p isTrue: the service did break the continuity then.
    void gap(const base::ConversationId &conversation, qint64 fromMs, qint64 toMs, bool isTrue);
    /// Judges what was published before @p beforeMs: by then it has been received, or is lost.
    void settle(qint64 beforeMs);

    [[nodiscard]] const Figures &figures() const { return m_figures; }
    [[nodiscard]] qint64 outstanding() const; ///< Published, not received and not judged yet.
    /// The first findings, one line each.
    [[nodiscard]] const QStringList &findings() const { return m_findings; }

private:
    struct Span {
        qint64 fromMs = 0;
        qint64 toMs = 0;
    };
    struct Books {
        std::deque<Span> open; ///< Moments of publication, from number `settled` on.
        qint64 settled = 0;
        std::vector<bool> isReceived; ///< By number.
        qint64 newest = -1;
        std::deque<Span> gaps;
    };
    void judge(const base::ConversationId &conversation, Books &books);
    void find(const base::ConversationId &conversation, const QString &what);

    QHash<base::ConversationId, Books> m_books;
    Figures m_figures;
    QStringList m_findings;
};

} // namespace gm::soak
