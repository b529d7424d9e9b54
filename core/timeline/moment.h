/// When an event happened, as far as lengths and phases are concerned.
#pragma once

#include "core/timeline/eventstore.h"

namespace gm::timeline
{

struct Moment {
    qint64 wallMs = 0; ///< ms UTC.
    qint64 monoMs = 0; ///< The same moment on the monotonic clock.
};

/// Its arrival; for an event that rewind brought, which arrives long after it happened, the time it was published.
[[nodiscard]] inline Moment momentOf(const EventStore &store, base::RowIndex row)
{
    const qint64 late = store.flags(row).testFlag(EventFlag::Backlog) ? store.lagMs(row).value_or(0) : 0;
    return {store.receivedMs(row) - late, store.receivedMonoMs(row) - late};
}

} // namespace gm::timeline
