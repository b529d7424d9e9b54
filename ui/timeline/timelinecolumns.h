/// The columns of the timeline: widths, which are shown, in which order, and how that is remembered.
#pragma once

#include "ui/models/timelinemodel.h"

#include <QObject>
#include <QSet>

class QHeaderView;
class QMenu;

namespace gm::common
{
class TableView;
}

namespace gm::timelineview
{

/// Arranges the header of one table. What a narrow window leaves out comes back with the room; what the user hides stays
/// hidden.
class TimelineColumns : public QObject
{
    Q_OBJECT

public:
    /// @p table has its model already and outlives this.
    explicit TimelineColumns(common::TableView &table);

    /// Widths, order and visibility as at the first start.
    void reset();
    void setNarrow(bool isNarrow);

    /// One checkable entry per column that may be hidden, and the way back to the first arrangement.
    void fillMenu(QMenu *menu);

    /// Order, widths and hidden columns as text; restoring anything else changes nothing and answers false.
    [[nodiscard]] QByteArray save() const;
    bool restore(const QByteArray &state);

Q_SIGNALS:
    /// The user has arranged something: worth saving.
    void changed();

private:
    void setShown(int column, bool isShown);
    void applyVisibility();
    void applyWidths();
    [[nodiscard]] QHeaderView &header() const;

    common::TableView &m_table;
    QSet<int> m_hidden; ///< By the user, or at first.
    bool m_isNarrow = false;
    bool m_isArranging = false;
};

} // namespace gm::timelineview
