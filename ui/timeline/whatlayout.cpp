#include "ui/timeline/whatlayout.h"

#include <algorithm>

namespace gm::timelineview
{

namespace
{

constexpr int gap = 8;
constexpr int chevronGap = 2;
constexpr int chevronOverhang = 4; ///< Its drawing does not fill its box: moved left to stand in line with other rows.
constexpr int leastText = 24;      ///< Below this a text is only dots.
constexpr int readableText = 80;   ///< Below this the meta at the right gives way.

QRect slice(const QRect &cell, int left, int width)
{
    return {left, cell.top(), std::max(0, width), cell.height()};
}

QRect pillSlice(const QRect &cell, int pillHeight, int left, int width)
{
    const int height = std::min(pillHeight, cell.height());
    return {left, cell.top() + (cell.height() - height) / 2, std::max(0, width), height};
}

/// Places meta and flags from the right and gives back the first x that is taken.
int placeRightEnd(const QRect &cell, int pillHeight, const WhatWidths &widths, WhatPlaces &places)
{
    int right = cell.left() + cell.width();
    places.flags.resize(widths.flags.size());
    for (qsizetype i = widths.flags.size() - 1; i >= 0; --i) {
        const int width = std::min(widths.flags.at(i), right - cell.left());
        places.flags[i] = pillSlice(cell, pillHeight, right - width, width);
        right = std::max(cell.left(), right - width - gap);
    }
    const int before = widths.chevron + widths.pill + widths.lead;
    const int room = right - cell.left() - before - std::min(widths.text, readableText);
    if (widths.meta > 0 && room >= widths.meta + gap) {
        const int width = widths.meta;
        places.meta = slice(cell, right - width, width);
        right = std::max(cell.left(), right - width - gap);
    }
    return right;
}

} // namespace

WhatPlaces layOutWhat(const QRect &cell, int pillHeight, const WhatWidths &widths)
{
    WhatPlaces places;
    const int right = placeRightEnd(cell, pillHeight, widths, places);
    int left = cell.left();
    if (widths.chevron > 0) {
        left -= chevronOverhang;
        places.chevron = slice(cell, left, std::min(widths.chevron, right - left));
        left += widths.chevron + chevronGap;
    }
    if (widths.pill > 0) {
        places.pill = pillSlice(cell, pillHeight, left, std::min(widths.pill, right - left));
        left += widths.pill + gap;
    }
    if (widths.lead > 0) {
        const int room = right - left - (widths.text > 0 ? gap + std::min(widths.text, leastText) : 0);
        const int width = std::clamp(room, 0, widths.lead);
        places.lead = slice(cell, left, width);
        left += width + gap;
    }
    if (widths.text > 0)
        places.text = slice(cell, left, std::min(widths.text, right - left));
    return places;
}

} // namespace gm::timelineview
