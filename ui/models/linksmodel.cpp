#include "ui/models/linksmodel.h"

#include "ui/models/format.h"

#include <array>

namespace gm::models
{

using monitor::LinkStatus;

namespace
{

/// Numbers stand at the right, in the header too.
int alignmentOf(int column)
{
    const bool isRight =
        column == LinksModel::Channels || column == LinksModel::Events || column == LinksModel::RoundTrip;
    return int((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString orNothing(const QString &text)
{
    return text.isEmpty() ? nothing() : text;
}

} // namespace

void LinksModel::setLinks(const QList<LinkStatus> &links)
{
    replaceRows(m_links, links, ColumnCount, [](const LinkStatus &link) { return link.number; });
}

int LinksModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_links.size());
}

int LinksModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LinksModel::text(const LinkStatus &link, int column)
{
    switch (column) {
    case Number:
        return QString::number(link.number);
    case State:
        return ably::stateName(link.state);
    case Host:
        return orNothing(link.host);
    case ConnectionId:
        return orNothing(link.connectionId);
    case Channels:
        return link.channelsAttached == link.channelsWatched
                   ? formatCount(link.channelsWatched)
                   : tr("%1 of %2").arg(link.channelsAttached).arg(link.channelsWatched);
    case Events:
        return formatEventRate(link.eventsPerSecond);
    case RoundTrip:
        return link.roundTrip ? formatDuration(link.roundTrip->count()) : nothing();
    default:
        return {};
    }
}

QVariant LinksModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LinkStatus &link = m_links[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(link, index.column());
    case Qt::ToolTipRole:
        return index.column() == Host || index.column() == ConnectionId ? text(link, index.column()) : QVariant();
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::AccessibleTextRole:
        return tr("Connection %1, %2, %3, channels %4")
            .arg(link.number)
            .arg(text(link, State), text(link, Host), text(link, Channels));
    case StateRole:
        return int(link.state);
    default:
        return {};
    }
}

QVariant LinksModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    const std::array names{tr("No."),      tr("State"),  tr("Host"),      tr("Connection id"),
                           tr("Channels"), tr("Events"), tr("Round trip")};
    static_assert(names.size() == ColumnCount);
    return names[size_t(section)];
}

} // namespace gm::models
