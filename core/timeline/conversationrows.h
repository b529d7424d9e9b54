/// The rows of each conversation, for "the event before this one here".
#pragma once

#include "core/timeline/eventstore.h"

#include <QHash>
#include <QObject>

#include <vector>

namespace gm::timeline
{

/// Watches the store. Four bytes an event. GUI thread.
class ConversationRows : public QObject
{
    Q_OBJECT

public:
    explicit ConversationRows(const EventStore &store, QObject *parent = nullptr);

    /// All rows of the conversation, ascending.
    [[nodiscard]] const std::vector<quint32> &of(const base::ConversationId &conversation) const;
    /// The row before @p row, or after it, in the same conversation; invalid at its ends.
    [[nodiscard]] base::RowIndex previous(base::RowIndex row) const;
    [[nodiscard]] base::RowIndex next(base::RowIndex row) const;

private:
    void take(base::RowIndex first, base::RowIndex last);
    [[nodiscard]] const std::vector<quint32> &around(base::RowIndex row) const;

    const EventStore &m_store;
    QHash<base::ConversationId, std::vector<quint32>> m_rows;
};

} // namespace gm::timeline
