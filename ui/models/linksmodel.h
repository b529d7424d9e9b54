/// The connections open beside each other: number, State, Host, Connection id, Channels, Events, Round trip.
#pragma once

#include "core/monitor/linkstatus.h"
#include "ui/models/keyedmodel.h"

#include <QAbstractTableModel>

namespace gm::models
{

/// GUI thread.
class LinksModel : public KeyedModel<QAbstractTableModel>
{
    Q_OBJECT

public:
    enum Column { Number, State, Host, ConnectionId, Channels, Events, RoundTrip, ColumnCount };
    enum Roles {
        StateRole = Qt::UserRole, ///< ably::ConnectionState as int.
    };

    using KeyedModel::KeyedModel;

    /// By number.
    void setLinks(const QList<monitor::LinkStatus> &links);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] static QString text(const monitor::LinkStatus &link, int column);

    QList<monitor::LinkStatus> m_links;
};

} // namespace gm::models
