#include "ui/models/timelinedata.h"

#include <algorithm>

namespace gm::models
{

using namespace std::chrono_literals;
using base::RowIndex;
using timeline::GapIndex;
using timeline::StreamIndex;

namespace
{

constexpr auto batchEvery = 60ms;
constexpr auto grownEvery = 100ms;
constexpr auto openGapEvery = 1'000ms;
/// Rows a text filter looks at in one go, so that a batch stays short; the rest follows in the next ones.
constexpr qint64 textRowsAtOnce = 131'072;

bool comesFirst(const Separator &a, const Separator &b)
{
    return a.precedes(b);
}

} // namespace

void TimelineModel::scheduleBatch()
{
    if (m_data->isBatchScheduled)
        return;
    m_data->isBatchScheduled = true;
    m_data->batch = m_data->sources.clock.after(batchEvery, [this] {
        m_data->isBatchScheduled = false;
        publishBatch();
    });
}

void TimelineModel::publishBatch()
{
    const bool isAllScanned = extendRows();
    if (!m_isPaused)
        takeSeparators();
    showRows();
    m_data->shownLog.note(m_data->rows.scanned(), m_data->sources.clock.wallMs());
    if (!m_isPaused)
        showGrown();
    if (std::exchange(m_data->haveTitlesChanged, false))
        showTitles();
    if (!isAllScanned || (!m_isPaused && !m_data->grown.isEmpty()))
        scheduleBatch();
    Q_EMIT totalsChanged();
}

bool TimelineModel::extendRows()
{
    const qint64 end = m_isPaused ? m_data->pausedAt : m_data->sources.store.size();
    const qint64 left = end - m_data->rows.scanned();
    if (left > 0)
        m_data->rows.extend(filter().needsText() ? std::min(left, textRowsAtOnce) : left);
    return m_data->rows.scanned() >= end;
}

void TimelineModel::takeSeparators()
{
    const timeline::Gaps &gaps = m_data->sources.gaps;
    for (; m_data->gapsSeen < gaps.count(); ++m_data->gapsSeen) {
        const timeline::Gap &gap = gaps.at(GapIndex(m_data->gapsSeen));
        m_data->waiting.push_back({.kind = Separator::Kind::Gap,
                                   .beforeRow = gap.beforeRow,
                                   .timeMs = gap.fromMs,
                                   .source = int(m_data->gapsSeen)});
    }
    for (; m_data->reconnectsSeen < qint64(gaps.reconnects().size()); ++m_data->reconnectsSeen) {
        const timeline::Reconnect &reconnect = gaps.reconnects()[size_t(m_data->reconnectsSeen)];
        m_data->waiting.push_back({.kind = Separator::Kind::Reconnect,
                                   .beforeRow = reconnect.beforeRow,
                                   .timeMs = reconnect.atMs,
                                   .source = int(m_data->reconnectsSeen)});
    }
    std::stable_sort(m_data->waiting.begin(), m_data->waiting.end(), comesFirst);
}

void TimelineModel::showRows()
{
    insertLateSeparators();
    Appended appended = planAppended();
    const qint64 count = m_data->rows.size() - m_data->shown + qint64(appended.separators.size());
    if (count == 0)
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(count) - 1);
    append(appended);
    endInsertRows();
}

void TimelineModel::insertLateSeparators()
{
    // A gap may be found out after the reconnect behind it is shown, or after events that came all the same.
    Separators &separators = m_data->separators;
    const qint64 lastRow = m_data->shown > 0 ? m_data->rows.at(m_data->shown - 1).value() : -1;
    const auto isLate = [&](const Separator &separator) {
        return separator.beforeRow <= lastRow ||
               (separators.count() > 0 && separator.precedes(separators.at(separators.count() - 1)));
    };
    auto &waiting = m_data->waiting;
    const auto firstInTime = std::stable_partition(waiting.begin(), waiting.end(), isLate);
    for (auto late = waiting.begin(); late != firstInTime; ++late) {
        late->event = std::min(m_data->rows.lowerBound(RowIndex(late->beforeRow)), m_data->shown);
        const int index = separators.placeFor(*late);
        const int row = int(late->event) + index;
        beginInsertRows({}, row, row);
        separators.insert(index, *late);
        endInsertRows();
    }
    waiting.erase(waiting.begin(), firstInTime);
}

TimelineModel::Appended TimelineModel::planAppended() const
{
    Appended plan{.separators = {}, .lastDay = m_data->lastDay};
    const timeline::EventStore &store = m_data->sources.store;
    auto next = m_data->waiting.begin();
    const auto takeBefore = [&](qint64 row, qint64 event) {
        for (; next != m_data->waiting.end() && next->beforeRow <= row; ++next) {
            plan.separators.push_back(*next);
            plan.separators.back().event = event;
        }
    };
    for (qint64 event = m_data->shown; event < m_data->rows.size(); ++event) {
        const RowIndex row = m_data->rows.at(event);
        takeBefore(row.value(), event);
        const qint64 ms = store.receivedMs(row);
        if (plan.lastDay.has(ms))
            continue;
        plan.lastDay = Day::of(ms, m_data->cells.zone());
        plan.separators.push_back(
            {.kind = Separator::Kind::Day, .beforeRow = row.value(), .timeMs = ms, .event = event});
    }
    takeBefore(m_data->rows.scanned(), m_data->rows.size());
    plan.taken = size_t(next - m_data->waiting.begin());
    return plan;
}

void TimelineModel::append(const Appended &plan)
{
    for (const Separator &separator : plan.separators)
        m_data->separators.insert(m_data->separators.count(), separator);
    m_data->waiting.erase(m_data->waiting.begin(), m_data->waiting.begin() + qint64(plan.taken));
    m_data->lastDay = plan.lastDay;
    m_data->shown = m_data->rows.size();
}

void TimelineModel::showGrown()
{
    const auto now = m_data->sources.clock.now();
    if (m_data->grown.isEmpty() || now - m_data->lastGrown < grownEvery)
        return;
    m_data->lastGrown = now;
    for (const StreamIndex index : std::exchange(m_data->grown, {})) {
        const int row = rowOf(m_data->sources.streams.at(index).firstRow);
        if (row >= 0)
            Q_EMIT dataChanged(this->index(row, 0), this->index(row, ColumnCount - 1));
        else if (m_data->rows.isMissing(index))
            insertStream(index);
    }
}

void TimelineModel::insertStream(StreamIndex index)
{
    const RowIndex storeRow = m_data->sources.streams.at(index).firstRow;
    const qint64 event = m_data->rows.lowerBound(storeRow);
    // Where the row will stand, once separators after it have moved on.
    Separators moved = m_data->separators;
    moved.eventInserted(event, storeRow);
    const auto row = int(moved.rowOfEvent(event));
    beginInsertRows({}, row, row);
    m_data->rows.insert(index);
    m_data->separators = moved;
    ++m_data->shown;
    endInsertRows();
}

void TimelineModel::showTitles()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Conversation), index(rowCount() - 1, Conversation));
}

void TimelineModel::onGapChanged(GapIndex gap)
{
    scheduleBatch();
    showGap(gap);
    if (!m_data->gapTick.isSet())
        tickGaps();
}

void TimelineModel::showGap(GapIndex gap)
{
    if (const int row = rowOfGap(gap); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void TimelineModel::tickGaps()
{
    m_data->gapTick.cancel();
    const timeline::Gaps &gaps = m_data->sources.gaps;
    bool isAnyOpen = false;
    for (qint64 i = 0; i < gaps.count(); ++i) {
        if (!gaps.at(GapIndex(i)).isOpen())
            continue;
        isAnyOpen = true;
        showGap(GapIndex(i));
    }
    if (isAnyOpen)
        m_data->gapTick = m_data->sources.clock.after(openGapEvery, [this] { tickGaps(); });
}

void TimelineModel::setFilter(const timeline::Filter &filter)
{
    beginResetModel();
    m_data->rows.setFilter(filter);
    m_data->separators.clear();
    m_data->shown = 0;
    m_data->lastDay = {};
    m_data->gapsSeen = 0;
    m_data->reconnectsSeen = 0;
    m_data->waiting = m_data->pauses;
    extendRows();
    takeSeparators();
    append(planAppended());
    endResetModel();
    scheduleBatch();
    Q_EMIT totalsChanged();
}

void TimelineModel::setPaused(bool paused)
{
    if (paused == m_isPaused)
        return;
    if (paused) {
        m_data->lastGrown = {};
        publishBatch();
        const base::Clock &clock = m_data->sources.clock;
        m_data->pausedAt = m_data->rows.scanned();
        m_data->pauses.push_back(
            {.kind = Separator::Kind::Paused, .beforeRow = m_data->pausedAt, .timeMs = clock.wallMs()});
        m_data->waiting.push_back(m_data->pauses.back());
        showRows();
        m_data->cells.freezeLiveStreams();
        m_isPaused = true;
        Q_EMIT totalsChanged();
        return;
    }
    m_isPaused = false;
    m_data->cells.thaw();
    m_data->lastGrown = {};
    publishBatch();
}

} // namespace gm::models
