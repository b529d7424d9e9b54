#include "ui/models/timelinemodel.h"

#include "ui/models/gapwords.h"
#include "ui/models/timelinedata.h"

#include <array>

namespace gm::models
{

using namespace Qt::StringLiterals;
using base::RowIndex;
using timeline::GapIndex;
using timeline::StreamIndex;

TimelineModel::TimelineModel(const Sources &sources, QObject *parent)
    : QAbstractTableModel(parent)
    , m_data(std::make_unique<Data>(sources))
{
    connect(&sources.store, &timeline::EventStore::rowsAppended, this, &TimelineModel::scheduleBatch);
    connect(&sources.streams, &timeline::Streams::changed, this, [this](StreamIndex index) {
        m_data->grown.insert(index);
        scheduleBatch();
    });
    connect(&sources.gaps, &timeline::Gaps::opened, this, &TimelineModel::onGapChanged);
    connect(&sources.gaps, &timeline::Gaps::closed, this, &TimelineModel::onGapChanged);
    connect(&sources.gaps, &timeline::Gaps::filled, this, &TimelineModel::onGapChanged);
    connect(&sources.gaps, &timeline::Gaps::reconnected, this, &TimelineModel::scheduleBatch);
    connect(&sources.titles, &timeline::Titles::titleChanged, this, [this] {
        m_data->haveTitlesChanged = true;
        scheduleBatch();
    });
    publishBatch();
}

TimelineModel::~TimelineModel() = default;

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_data->shown) + m_data->separators.count();
}

int TimelineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == Delta || index.column() == Lag || index.column() == Bytes))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (const std::optional<int> separator = m_data->separators.separatorIn(index.row()))
        return separatorValue(*separator, index.column(), role);
    const RowIndex row = m_data->rows.at(m_data->separators.eventIn(index.row()));
    if (role == Qt::DisplayRole)
        return m_data->cells.text(row, index.column());
    return m_data->cells.value(row, index.column(), role);
}

QVariant TimelineModel::separatorValue(int index, int column, int role) const
{
    const Separator &separator = m_data->separators.at(index);
    const auto &sources = m_data->sources;
    const Zone zone = m_data->cells.zone();
    const bool isGap = separator.kind == Separator::Kind::Gap;
    const timeline::Gap *gap = isGap ? &sources.gaps.at(GapIndex(separator.source)) : nullptr;
    const qint64 length = isGap ? sources.gaps.lengthOf(GapIndex(separator.source)) : 0;

    QString text;
    switch (separator.kind) {
    case Separator::Kind::Day:
        text = formatDay(separator.timeMs, zone);
        break;
    case Separator::Kind::Gap:
        text = QString(gapTitle(*gap, length) + u"  " + gapText(*gap));
        break;
    case Separator::Kind::Reconnect:
        text = reconnectText(sources.gaps.reconnects()[size_t(separator.source)]);
        break;
    case Separator::Kind::Paused:
        text = tr("Paused here");
        break;
    }
    const bool hasTime = separator.kind == Separator::Kind::Reconnect || separator.kind == Separator::Kind::Paused;
    const QString time = hasTime ? formatTime(separator.timeMs, zone) : QString();

    switch (role) {
    case RowTypeRole:
        return QVariant::fromValue(RowType(int(RowType::Day) + int(separator.kind)));
    case StoreRowRole:
        return qint64(-1);
    case SeparatorTextRole:
        return text;
    case Qt::DisplayRole:
        return column == What ? text : column == Time ? time : QString();
    case Qt::AccessibleTextRole:
        if (isGap)
            return speakGap(*gap, length);
        return hasTime ? QString(time + u", " + text) : text;
    case GapTitleRole:
        return isGap ? gapTitle(*gap, length) : QVariant();
    case GapTextRole:
        return isGap ? gapText(*gap) : QVariant();
    case GapIndexRole:
        return isGap ? separator.source : QVariant();
    default:
        return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Delta || section == Lag || section == Bytes ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const std::array names{m_isUtc ? tr("Time, UTC") : tr("Time"),
                           u"\u0394"_s,
                           tr("Conversation"),
                           tr("Kind"),
                           tr("What"),
                           tr("Lag"),
                           tr("Run"),
                           tr("Role"),
                           tr("Event id"),
                           tr("Client id"),
                           tr("Published"),
                           tr("Bytes"),
                           tr("Serial")};
    static_assert(names.size() == ColumnCount);
    return names[size_t(section)];
}

Qt::ItemFlags TimelineModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool isSeparator = m_data->separators.separatorIn(index.row()).has_value();
    const Qt::ItemFlags common = Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return isSeparator ? common : common | Qt::ItemIsSelectable;
}

RowIndex TimelineModel::storeRow(int row) const
{
    if (row < 0 || row >= rowCount() || m_data->separators.separatorIn(row))
        return {};
    return m_data->rows.at(m_data->separators.eventIn(row));
}

int TimelineModel::rowOf(RowIndex storeRow) const
{
    if (!storeRow.isValid() || storeRow.value() >= m_data->sources.store.size())
        return -1;
    if (const auto stream = m_data->sources.streams.streamOf(storeRow))
        storeRow = m_data->sources.streams.at(*stream).firstRow;
    const qint64 event = m_data->rows.lowerBound(storeRow);
    if (event >= m_data->shown || m_data->rows.at(event) != storeRow)
        return -1;
    return int(m_data->separators.rowOfEvent(event));
}

std::optional<qint64> TimelineModel::shownMs(RowIndex storeRow) const
{
    return m_data->shownLog.shownMs(storeRow);
}

int TimelineModel::rowOfGap(GapIndex gap) const
{
    const int index = m_data->separators.find(Separator::Kind::Gap, int(gap));
    return index < 0 ? -1 : int(m_data->separators.rowOf(index));
}

const timeline::Filter &TimelineModel::filter() const
{
    return m_data->rows.filter();
}

timeline::FilteredRows::Totals TimelineModel::totals() const
{
    return m_data->rows.totals();
}

qint64 TimelineModel::heldBack() const
{
    return m_isPaused ? m_data->rows.countAhead() : 0;
}

void TimelineModel::setUtc(bool utc)
{
    if (utc == m_isUtc)
        return;
    m_isUtc = utc;
    m_data->cells.setZone(utc ? Zone::Utc : Zone::Local);
    setFilter(timeline::Filter(filter())); // Days begin elsewhere.
    Q_EMIT headerDataChanged(Qt::Horizontal, Time, Time);
}

} // namespace gm::models
