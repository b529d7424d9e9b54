#include "ui/models/channelsmodel.h"

#include "ui/models/format.h"

#include <algorithm>
#include <array>

namespace gm::models
{

using monitor::WatchedChannel;

namespace
{

/// Numbers stand at the right, in the header too.
int alignmentOf(int column)
{
    const bool isRight =
        column == ChannelsModel::Present || column == ChannelsModel::Events || column == ChannelsModel::LastEvent;
    return int((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

ChannelsModel::ChannelsModel(const timeline::Titles &titles, QObject *parent)
    : KeyedModel(parent)
    , m_titles(titles)
{
}

void ChannelsModel::setChannels(const QList<WatchedChannel> &channels)
{
    replaceRows(m_channels, channels, ColumnCount, [](const WatchedChannel &channel) { return channel.conversation; });
}

void ChannelsModel::setUtc(bool utc)
{
    m_isUtc = utc;
    setChannels(QList<WatchedChannel>(m_channels));
}

int ChannelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_channels.size());
}

int ChannelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ChannelsModel::text(const WatchedChannel &channel, int column) const
{
    const Zone zone = m_isUtc ? Zone::Utc : Zone::Local;
    switch (column) {
    case Channel:
        return base::channelOf(channel.conversation).text();
    case Conversation:
        return m_titles.nameOf(channel.conversation);
    case State:
        return ably::stateName(channel.state);
    case Since:
        return formatTime(channel.sinceMs, zone);
    case Allowed:
        return (channel.modes & ably::flag::Subscribe) != 0 ? tr("subscribe") : nothing();
    case Present:
        return channel.present ? formatCount(channel.present->size()) : nothing();
    case Continuity:
        if (channel.gaps == 0)
            return channel.state == ably::ChannelState::Attached ? tr("whole") : nothing();
        return channel.gaps == 1 ? tr("gap %1").arg(formatDuration(channel.gapMs))
                                 : tr("%1 gaps, %2").arg(channel.gaps).arg(formatDuration(channel.gapMs));
    case Events:
        return formatCount(channel.events);
    case LastEvent:
        return formatTime(channel.lastEventMs, zone);
    default:
        return {};
    }
}

/// A line for each member: who, since when, and what it tells of itself.
QString ChannelsModel::membersOf(const WatchedChannel &channel) const
{
    constexpr qsizetype mostLines = 20;
    constexpr qsizetype mostData = 80;
    if (!channel.present)
        return tr("Who is here is not known: it was not asked for, not allowed, or not told yet.");
    if (channel.present->isEmpty())
        return tr("Nobody is present.");
    QStringList lines;
    for (const monitor::PresentMember &member : channel.present->first(std::min(mostLines, channel.present->size()))) {
        QStringList parts{member.clientId.isEmpty() ? tr("anonymous") : oneLine(member.clientId, mostData),
                          tr("since %1").arg(formatTimeShort(member.changedMs, m_isUtc ? Zone::Utc : Zone::Local)),
                          oneLine(member.data, mostData)};
        parts.removeAll(QString());
        lines << parts.join(QStringLiteral(" \u00B7 "));
    }
    if (const qsizetype more = channel.present->size() - lines.size(); more > 0)
        lines << tr("and %n more", nullptr, int(more));
    // As rich text in any case: a client id may look like some.
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(lines.join(u'\n').toHtmlEscaped());
}

QVariant ChannelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const WatchedChannel &channel = m_channels[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(channel, index.column());
    case Qt::ToolTipRole:
        if (index.column() == State && channel.fault)
            return channel.fault->toText();
        if (index.column() == Present)
            return membersOf(channel);
        return index.column() == Channel ? text(channel, Channel) : QVariant();
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::AccessibleTextRole:
        return QStringList{text(channel, Conversation), text(channel, State), text(channel, Continuity),
                           tr("%1 events").arg(channel.events)}
            .join(QStringLiteral(", "));
    case StateRole:
        return int(channel.state);
    case HasGapRole:
        return channel.gaps > 0;
    case ConversationRole:
        return QVariant::fromValue(channel.conversation);
    case FaultRole:
        return channel.fault ? channel.fault->toText() : QString();
    default:
        return {};
    }
}

QVariant ChannelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    const std::array names{tr("Channel"), tr("Conversation"), tr("State"),  tr("Since"),     tr("Allowed"),
                           tr("Present"), tr("Continuity"),   tr("Events"), tr("Last event")};
    static_assert(names.size() == ColumnCount);
    return names[size_t(section)];
}

} // namespace gm::models
