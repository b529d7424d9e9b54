/// The way of one event from the backend to the screen, as far as it left traces.
#pragma once

#include <QList>
#include <QtGlobal>

#include <optional>

namespace gm::inspector
{

/// When the event was seen where, in ms since 1970 UTC; empty: no trace.
struct PathFacts {
    std::optional<qint64> publishedMs{}; ///< The backend's log line.
    std::optional<qint64> acceptedMs{};  ///< Ably's timestamp on the message.
    std::optional<qint64> receivedMs{};  ///< Arrival on this computer.
    std::optional<qint64> shownMs{};     ///< First time its row was in the list.
};

/// One stop on the way.
struct PathStep {
    enum class Place { Published, AcceptedByAbly, Received, Shown };

    Place place = Place::Published;
    std::optional<qint64> atMs{}; ///< Empty: no evidence, drawn as a ring.
    std::optional<qint64>
        differenceMs{}; ///< To the stop before. Ably and this computer have different clocks: may be negative.
};

/// The four stops in order. No difference is given to "Accepted by Ably": the log line before it is written on return
/// of the publish call, so its time says nothing about how long Ably took.
[[nodiscard]] QList<PathStep> pathSteps(const PathFacts &facts);

} // namespace gm::inspector
