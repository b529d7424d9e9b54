/// The channels watched: Channel, Conversation, State, Since, Allowed, Present, Continuity, Events, Last event.
#pragma once

#include "core/monitor/linkstatus.h"
#include "core/timeline/titles.h"
#include "ui/models/keyedmodel.h"

#include <QAbstractTableModel>

namespace gm::models
{

/// GUI thread.
class ChannelsModel : public KeyedModel<QAbstractTableModel>
{
    Q_OBJECT

public:
    enum Column { Channel, Conversation, State, Since, Allowed, Present, Continuity, Events, LastEvent, ColumnCount };
    enum Roles {
        StateRole = Qt::UserRole, ///< ably::ChannelState as int.
        HasGapRole,               ///< bool.
        ConversationRole,         ///< base::ConversationId.
        FaultRole,                ///< QString: why it is not attached; may be empty.
    };

    explicit ChannelsModel(const timeline::Titles &titles, QObject *parent = nullptr);

    /// In the order in which they are to be shown.
    void setChannels(const QList<monitor::WatchedChannel> &channels);
    void setUtc(bool utc);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const monitor::WatchedChannel &channel, int column) const;
    [[nodiscard]] QString membersOf(const monitor::WatchedChannel &channel) const;

    const timeline::Titles &m_titles;
    QList<monitor::WatchedChannel> m_channels;
    bool m_isUtc = false;
};

} // namespace gm::models
