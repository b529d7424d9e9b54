/// The rows a filter lets through, kept up as events arrive.
#pragma once

#include "core/timeline/filter.h"
#include "core/timeline/filtermatcher.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "core/timeline/titles.h"

#include <span>
#include <vector>

namespace gm::timeline
{

/// Pulled, not pushed: its owner calls extend() when it is ready to show more, so a frozen view costs nothing and a long
/// scan can be done in slices. A stream is one row, its first; its members are in no list.
class FilteredRows
{
public:
    struct Sources {
        const EventStore &store;
        const Streams &streams;
        const Runs &runs;
        const Titles &titles;
    };

    explicit FilteredRows(const Sources &sources);

    /// Starts over with an empty list; extend() fills it.
    void setFilter(const Filter &filter);
    [[nodiscard]] const Filter &filter() const { return m_filter; }

    /// Looks at up to @p maxRows more rows of the store and appends those that match; answers whether all are looked at.
    bool extend(qint64 maxRows = std::numeric_limits<qint64>::max());
    /// Rows of the store looked at so far.
    [[nodiscard]] qint64 scanned() const { return m_scanned; }

    [[nodiscard]] qint64 size() const { return qint64(m_rows.size()); }
    [[nodiscard]] base::RowIndex at(qint64 index) const { return base::RowIndex(m_rows[size_t(index)]); }
    /// Index of the first row ≥ @p row; size() when there is none.
    [[nodiscard]] qint64 lowerBound(base::RowIndex row) const;
    [[nodiscard]] bool contains(base::RowIndex row) const;

    /// A stream that did not match may do so once it has grown: whether @p stream's row belongs in and is missing.
    [[nodiscard]] bool isMissing(StreamIndex stream);
    /// Puts the row of such a stream in; answers its index.
    qint64 insert(StreamIndex stream);
    /// How many rows extend() would append, looked at without appending them: for "18 new" while the view is frozen.
    [[nodiscard]] qint64 countAhead();

    /// Totals add up: received = shown + filtered out + stream members (over the rows looked at).
    struct Totals {
        qint64 received = 0;
        qint64 shown = 0;
        qint64 filteredOut = 0;
        qint64 streamMembers = 0;
    };
    [[nodiscard]] Totals totals() const;

private:
    /// Looks at the rows from @p from to the end of their segment, at most to @p end, and moves @p from behind them.
    /// Answers how many of them are stream members.
    qint64 scan(qint64 &from, qint64 end, std::vector<quint32> &rows);

    Sources m_sources;
    Filter m_filter;
    std::unique_ptr<FilterMatcher> m_matcher;
    std::vector<quint32> m_rows;
    qint64 m_scanned = 0;
    qint64 m_members = 0;      ///< Among the rows looked at.
    qint64 m_aheadOf = -1;     ///< What m_scanned was when counting ahead began.
    qint64 m_countedAhead = 0; ///< Rows of the store counted so far.
    qint64 m_ahead = 0;        ///< Those of them that match.
};

} // namespace gm::timeline
