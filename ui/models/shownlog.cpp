#include "ui/models/shownlog.h"

#include <algorithm>

namespace gm::models
{

namespace
{

constexpr size_t mostBatches = 65'536;

} // namespace

void ShownLog::note(qint64 rows, qint64 nowMs)
{
    if (rows <= (m_batches.empty() ? m_forgotten : m_batches.back().rows))
        return;
    m_batches.push_back({.rows = rows, .atMs = nowMs});
    if (m_batches.size() <= mostBatches)
        return;
    m_forgotten = m_batches.front().rows;
    m_batches.pop_front();
}

std::optional<qint64> ShownLog::shownMs(base::RowIndex row) const
{
    if (!row.isValid() || row.value() < m_forgotten)
        return std::nullopt;
    const auto batch = std::upper_bound(m_batches.begin(), m_batches.end(), row.value(),
                                        [](qint64 wanted, const Batch &candidate) { return wanted < candidate.rows; });
    return batch == m_batches.end() ? std::nullopt : std::optional(batch->atMs);
}

} // namespace gm::models
