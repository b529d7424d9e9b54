/// What TimelineModel keeps; included by its two source files only.
#pragma once

#include "ui/models/separators.h"
#include "ui/models/shownlog.h"
#include "ui/models/timelinecells.h"
#include "ui/models/timelinemodel.h"

#include <QSet>

namespace gm::models
{

/// A day of the zone shown, as the stretch of time it covers.
struct Day {
    qint64 fromMs = 0;
    qint64 toMs = 0;

    [[nodiscard]] bool has(qint64 ms) const { return ms >= fromMs && ms < toMs; }
    static Day of(qint64 ms, Zone zone)
    {
        const Qt::TimeSpec spec = zone == Zone::Utc ? Qt::UTC : Qt::LocalTime;
        const QDate date = QDateTime::fromMSecsSinceEpoch(ms, spec).date();
        return {date.startOfDay(spec).toMSecsSinceEpoch(), date.addDays(1).startOfDay(spec).toMSecsSinceEpoch()};
    }
};

struct TimelineModel::Data {
    explicit Data(const Sources &all)
        : sources(all)
        , rows({all.store, all.streams, all.runs, all.titles})
        , cells(all)
    {
    }

    Sources sources;
    timeline::FilteredRows rows;
    TimelineCells cells;
    Separators separators;
    ShownLog shownLog;
    qint64 shown = 0;               ///< Of the filtered rows, those the views know.
    Day lastDay{};                  ///< Of the last event shown.
    std::vector<Separator> waiting; ///< Not shown yet, in their order.
    qint64 gapsSeen = 0;
    qint64 reconnectsSeen = 0;
    std::vector<Separator> pauses; ///< Kept: another filter must not lose them.
    qint64 pausedAt = 0;           ///< The store's rows before this one are shown while paused.
    QSet<timeline::StreamIndex> grown;
    std::chrono::milliseconds lastGrown{}; ///< When views were last told of growth.
    base::TimerHandle batch;
    base::TimerHandle gapTick;
    bool isBatchScheduled = false;
    bool haveTitlesChanged = false;
};

struct TimelineModel::Appended {
    std::vector<Separator> separators{};
    Day lastDay{};    ///< Of the last event added.
    size_t taken = 0; ///< How many of the waiting separators it uses.
};

} // namespace gm::models
