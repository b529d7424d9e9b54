/// When rows were first on the screen's list, at the cost of one entry per batch.
#pragma once

#include "core/base/ids.h"

#include <deque>
#include <optional>

namespace gm::models
{

/// Times are wall clock, ms UTC. Keeps the newest 65,536 batches; of older rows nothing is known.
class ShownLog
{
public:
    /// The first @p rows rows of the store are shown at @p nowMs. Fewer than before: nothing new is said.
    void note(qint64 rows, qint64 nowMs);
    [[nodiscard]] std::optional<qint64> shownMs(base::RowIndex row) const;

private:
    struct Batch {
        qint64 rows; ///< Shown once it was.
        qint64 atMs;
    };

    std::deque<Batch> m_batches;
    qint64 m_forgotten = 0; ///< Rows of batches that are not kept any more.
};

} // namespace gm::models
