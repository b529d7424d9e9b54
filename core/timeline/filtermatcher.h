/// A filter applied to rows of the store: labels are judged once each, texts by one scan of the arena.
#pragma once

#include "core/timeline/filter.h"
#include "core/timeline/filterkeys.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "core/timeline/titles.h"

#include <QHash>

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
    /// The same for one row that is no member; a stream is looked at with all its text.
    [[nodiscard]] bool matches(base::RowIndex row);

private:
    using Mask = std::vector<quint8>; ///< 1 where a row of the block matches.

    qint64 matchPart(const EventStore::Block &block, std::span<const quint32> marks, std::vector<quint32> &rows);
    /// By label id: 1 where @p node, which looks at labels only, lets it through. A null node lets all through.
    [[nodiscard]] const std::vector<quint8> &acceptedLabels(const FilterNode *node);
    [[nodiscard]] bool labelMatches(const FilterNode &node, const Label &label) const;
    [[nodiscard]] Mask maskOf(const FilterNode &node, const EventStore::Block &block);
    [[nodiscard]] Mask labelMask(const FilterNode &node, const EventStore::Block &block);
    [[nodiscard]] Mask textMask(const FilterNode &node, const EventStore::Block &block);

    Filter m_filter;
    FilterContext m_context;
    const Streams &m_streams;
    QHash<const FilterNode *, std::vector<quint8>> m_accepted;
};

} // namespace gm::timeline
