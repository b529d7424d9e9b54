#include "ui/models/transitionsmodel.h"

#include "ui/models/format.h"

#include <array>

namespace gm::models
{

using namespace std::chrono_literals;
using diagnostics::ConnectionEntry;

namespace
{

/// Numbers stand at the right, in the header too.
int alignmentOf(int column)
{
    const bool isRight = column == TransitionsModel::For || column == TransitionsModel::Code;
    return int((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

TransitionsModel::TransitionsModel(const diagnostics::ConnectionHistory &history, base::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_history(history)
    , m_clock(clock)
{
    connect(&history, &diagnostics::ConnectionHistory::changed, this, &TransitionsModel::refresh);
    refresh();
    tick();
}

void TransitionsModel::refresh()
{
    const auto size = int(m_history.entries().size());
    const qint64 oldestMs = size > 0 ? m_history.entries().front().timeMs : 0;
    if (size < m_rows || (m_rows > 0 && oldestMs != m_oldestMs)) {
        beginResetModel();
        m_rows = size;
        endResetModel();
    } else if (size > m_rows) {
        beginInsertRows({}, 0, size - m_rows - 1);
        m_rows = size;
        endInsertRows();
    }
    m_oldestMs = oldestMs;
    if (m_rows > 0) // The state before has ended now.
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
}

void TransitionsModel::tick()
{
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, For), index(m_rows - 1, For), {Qt::DisplayRole});
    m_tick = m_clock.after(1s, [this] { tick(); });
}

int TransitionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int TransitionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TransitionsModel::text(const ConnectionEntry &entry, int column) const
{
    switch (column) {
    case Time:
        return formatTime(entry.timeMs, m_isUtc ? Zone::Utc : Zone::Local);
    case State:
        return entry.kind == ConnectionEntry::Kind::Token ? tr("token renewed") : ably::stateName(entry.state);
    case For:
        if (entry.kind != ConnectionEntry::Kind::State)
            return {};
        return formatDuration(
            std::max<qint64>(0, (entry.endedMs != 0 ? entry.endedMs : m_clock.wallMs()) - entry.timeMs));
    case What:
        return entry.connection == 1 ? entry.what : tr("Connection %1: %2").arg(entry.connection).arg(entry.what);
    case Code:
        return entry.code != 0 ? QString::number(entry.code) : nothing();
    default:
        return {};
    }
}

QVariant TransitionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ConnectionEntry &entry = m_history.entries()[size_t(entryOf(index.row()))];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return index.column() == Time ? formatRfc3339(entry.timeMs, m_isUtc ? Zone::Utc : Zone::Local) : QVariant();
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::AccessibleTextRole:
        return QStringList{text(entry, Time), text(entry, State), entry.what, entry.meaning}.join(QStringLiteral(", "));
    case EntryRole:
        return entryOf(index.row());
    case StateRole:
        return int(entry.state);
    case KindRole:
        return int(entry.kind);
    case MeaningRole:
        return entry.meaning;
    case NextRole:
        return entry.next;
    case HelpRole:
        return entry.help;
    default:
        return {};
    }
}

QVariant TransitionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    const std::array names{m_isUtc ? tr("Time, UTC") : tr("Time"), tr("State"), tr("For"), tr("What happened"),
                           tr("Code")};
    static_assert(names.size() == ColumnCount);
    return names[size_t(section)];
}

void TransitionsModel::setUtc(bool utc)
{
    m_isUtc = utc;
    Q_EMIT headerDataChanged(Qt::Horizontal, Time, Time);
    refresh();
}

} // namespace gm::models
