#include "core/timeline/filteredrows.h"

#include <algorithm>

namespace gm::timeline
{

using base::RowIndex;

FilteredRows::FilteredRows(const Sources &sources)
    : m_sources(sources)
{
    setFilter(Filter());
}

void FilteredRows::setFilter(const Filter &filter)
{
    m_filter = filter;
    m_matcher =
        std::make_unique<FilterMatcher>(filter, m_sources.store, m_sources.streams, m_sources.runs, m_sources.titles);
    m_rows.clear();
    m_scanned = 0;
    m_members = 0;
    m_aheadOf = -1;
}

bool FilteredRows::extend(qint64 maxRows)
{
    const qint64 size = m_sources.store.size();
    const qint64 end = maxRows < size - m_scanned ? m_scanned + maxRows : size;
    while (m_scanned < end)
        m_members += scan(m_scanned, end, m_rows);
    return m_scanned == size;
}

qint64 FilteredRows::scan(qint64 &from, qint64 end, std::vector<quint32> &rows)
{
    EventStore::Block block = m_sources.store.block(RowIndex(from));
    block = block.part(0, std::min(block.labels.size(), size_t(end - from)));
    const qint64 members = m_matcher->match(block, rows);
    from += qint64(block.labels.size());
    return members;
}

qint64 FilteredRows::countAhead()
{
    if (m_aheadOf != m_scanned) {
        m_aheadOf = m_scanned;
        m_countedAhead = m_scanned;
        m_ahead = 0;
    }
    std::vector<quint32> rows;
    while (m_countedAhead < m_sources.store.size()) {
        scan(m_countedAhead, m_sources.store.size(), rows);
        m_ahead += qint64(rows.size());
        rows.clear();
    }
    return m_ahead;
}

qint64 FilteredRows::lowerBound(RowIndex row) const
{
    return std::lower_bound(m_rows.begin(), m_rows.end(), row.value()) - m_rows.begin();
}

bool FilteredRows::contains(RowIndex row) const
{
    return std::binary_search(m_rows.begin(), m_rows.end(), row.value());
}

bool FilteredRows::isMissing(StreamIndex stream)
{
    const RowIndex row = m_sources.streams.at(stream).firstRow;
    return row.value() < m_scanned && m_filter.needsText() && !contains(row) && m_matcher->matches(row);
}

qint64 FilteredRows::insert(StreamIndex stream)
{
    const RowIndex row = m_sources.streams.at(stream).firstRow;
    const qint64 index = lowerBound(row);
    m_rows.insert(m_rows.begin() + index, quint32(row.value()));
    return index;
}

FilteredRows::Totals FilteredRows::totals() const
{
    return {.received = m_scanned,
            .shown = size(),
            .filteredOut = m_scanned - size() - m_members,
            .streamMembers = m_members};
}

} // namespace gm::timeline
