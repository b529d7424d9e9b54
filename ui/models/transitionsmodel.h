/// What happened to the connection, newest first: Time, State, For, What happened, Code.
#pragma once

#include "core/base/clock.h"
#include "core/diagnostics/connectionhistory.h"

#include <QAbstractTableModel>

namespace gm::models
{

/// Rows come from the history, which outlives the model. The length of the state in force ticks once a second. GUI thread.
class TransitionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, State, For, What, Code, ColumnCount };
    enum Roles {
        EntryRole = Qt::UserRole, ///< Index into the history's entries, as int.
        StateRole,                ///< ably::ConnectionState as int.
        KindRole,                 ///< diagnostics::ConnectionEntry::Kind as int.
        MeaningRole,              ///< QString: the code in plain words, for the opened row.
        NextRole,                 ///< QString: what to do; may be empty.
        HelpRole,                 ///< QUrl; may be empty.
    };

    TransitionsModel(const diagnostics::ConnectionHistory &history, base::Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setUtc(bool utc);

private:
    void refresh();
    void tick();
    [[nodiscard]] int entryOf(int row) const { return m_rows - 1 - row; }
    [[nodiscard]] QString text(const diagnostics::ConnectionEntry &entry, int column) const;

    const diagnostics::ConnectionHistory &m_history;
    base::Clock &m_clock;
    base::TimerHandle m_tick;
    int m_rows = 0;
    qint64 m_oldestMs = 0; ///< Of the oldest entry: another one tells that the history has dropped some.
    bool m_isUtc = false;
};

} // namespace gm::models
