#include "core/monitor/placement.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace gm::monitor
{

namespace
{

/// Rates that differ by less than one message a second are the same.
auto burdenOf(const LinkLoad &load)
{
    return std::tuple(std::floor(load.perSecond), load.channels, load.number);
}

int lowestFreeNumber(const QList<LinkLoad> &loads)
{
    int number = 1;
    while (std::any_of(loads.begin(), loads.end(), [number](const LinkLoad &load) { return load.number == number; }))
        ++number;
    return number;
}

} // namespace

Placement placeChannel(const QList<LinkLoad> &loads, int maxConnections)
{
    const LinkLoad *best = nullptr;
    for (const LinkLoad &load : loads) {
        if (load.channels < load.channelLimit && (!best || burdenOf(load) < burdenOf(*best)))
            best = &load;
    }
    if (best && best->perSecond <= busyAbove)
        return {.kind = Placement::Kind::Use, .number = best->number};
    if (loads.size() < maxConnections)
        return {.kind = Placement::Kind::Open, .number = lowestFreeNumber(loads)};
    if (best)
        return {.kind = Placement::Kind::Use, .number = best->number};
    return {};
}

} // namespace gm::monitor
