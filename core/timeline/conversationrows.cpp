#include "core/timeline/conversationrows.h"

#include <algorithm>

namespace gm::timeline
{

using base::ConversationId;
using base::RowIndex;

ConversationRows::ConversationRows(const EventStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(&store, &EventStore::rowsAppended, this, &ConversationRows::take);
    if (!store.isEmpty())
        take(RowIndex(0), RowIndex(store.size() - 1));
}

const std::vector<quint32> &ConversationRows::of(const ConversationId &conversation) const
{
    static const std::vector<quint32> none;
    const auto found = m_rows.constFind(conversation);
    return found != m_rows.constEnd() ? *found : none;
}

RowIndex ConversationRows::previous(RowIndex row) const
{
    const std::vector<quint32> &rows = around(row);
    const auto place = std::lower_bound(rows.begin(), rows.end(), row.value());
    return place == rows.begin() ? RowIndex() : RowIndex(*(place - 1));
}

RowIndex ConversationRows::next(RowIndex row) const
{
    const std::vector<quint32> &rows = around(row);
    const auto place = std::upper_bound(rows.begin(), rows.end(), row.value());
    return place == rows.end() ? RowIndex() : RowIndex(*place);
}

void ConversationRows::take(RowIndex first, RowIndex last)
{
    for (qint64 row = first.value(); row <= last.value(); ++row)
        m_rows[ConversationId(m_store.conversation(RowIndex(row)))].push_back(quint32(row));
}

const std::vector<quint32> &ConversationRows::around(RowIndex row) const
{
    return of(ConversationId(m_store.conversation(row)));
}

} // namespace gm::timeline
