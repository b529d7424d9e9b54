/// A filter applied to rows of the store: labels are judged once each, texts by one scan of the arena.
#pragma once

#include "core/timeline/filter.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "core/timeline/titles.h"

#include <vector>

namespace gm::timeline
{

/// Keeps what it has learnt about labels between calls; made anew for each filter.
class FilterMatcher
{
public:
    FilterMatcher(const Filter &filter, const EventStore &store, const Streams &streams, const Runs &runs,
                  const Titles &titles);

    /// Appends the matching rows of the block that stand for themselves (no stream members) to @p rows; answers how many
    /// members there were.
    qint64 match(const EventStore::Block &block, std::vector<quint32> &rows);
    /// The same for one row; a stream is looked at with all its text.
    [[nodiscard]] bool matches(base::RowIndex row) const;

private:
    using Mask = std::vector<quint8>; ///< 1 where a row of the block matches.

    [[nodiscard]] bool labelMatches(const FilterNode &node, const Label &label) const;
    [[nodiscard]] bool rowMatches(const FilterNode &node, base::RowIndex row) const;
    [[nodiscard]] Mask maskOf(const FilterNode &node, const EventStore::Block &block) const;
    [[nodiscard]] Mask labelMask(const FilterNode &node, const EventStore::Block &block) const;
    [[nodiscard]] Mask textMask(const FilterNode &node, const EventStore::Block &block) const;
    [[nodiscard]] Mask rowMask(const FilterNode &node, const EventStore::Block &block) const;

    Filter m_filter;
    const EventStore &m_store;
    const Streams &m_streams;
    const Runs &m_runs;
    const Titles &m_titles;
};

} // namespace gm::timeline
