/// Where the pieces of a What cell go: pure arithmetic, so that it can be tested without a screen.
#pragma once

#include <QList>
#include <QRect>

namespace gm::timelineview
{

/// Natural widths of the pieces in device-independent pixels; 0: the piece is absent.
struct WhatWidths {
    int chevron = 0;    ///< Opens and closes a stream.
    int pill = 0;       ///< The status.
    int lead = 0;       ///< "role · type", the name of an unknown event.
    int text = 0;       ///< What one reads; the piece that is cut when room is short.
    int meta = 0;       ///< Pieces and rate of a stream, at the right.
    QList<int> flags{}; ///< Pills at the right end, in order.
};

/// The places found. Absent pieces are null; a piece that found no room is empty.
struct WhatPlaces {
    QRect chevron;
    QRect pill;
    QRect lead;
    QRect text;
    QRect meta;
    QList<QRect> flags;
};

/// Lays the pieces out in @p cell, which is the cell without its padding; only the chevron begins 4 px before it. @p pillHeight is at most the cell's height.
/// Flags and meta keep their width at the right, the text takes what is left; when that is next to nothing the meta goes,
/// then the lead is cut.
[[nodiscard]] WhatPlaces layOutWhat(const QRect &cell, int pillHeight, const WhatWidths &widths);

} // namespace gm::timelineview
