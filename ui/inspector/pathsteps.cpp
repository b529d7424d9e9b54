#include "ui/inspector/pathsteps.h"

namespace gm::inspector
{

namespace
{

std::optional<qint64> difference(std::optional<qint64> earlier, std::optional<qint64> later)
{
    if (!earlier || !later)
        return std::nullopt;
    return *later - *earlier;
}

} // namespace

QList<PathStep> pathSteps(const PathFacts &facts)
{
    using Place = PathStep::Place;
    return {
        {.place = Place::Published, .atMs = facts.publishedMs},
        {.place = Place::AcceptedByAbly, .atMs = facts.acceptedMs},
        {.place = Place::Received,
         .atMs = facts.receivedMs,
         .differenceMs = difference(facts.acceptedMs, facts.receivedMs)},
        {.place = Place::Shown, .atMs = facts.shownMs, .differenceMs = difference(facts.receivedMs, facts.shownMs)},
    };
}

} // namespace gm::inspector
