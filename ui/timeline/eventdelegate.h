/// What all cells of the timeline share: nothing in separators, and only the first line in an open stream row.
#pragma once

#include "ui/common/rowdelegate.h"

namespace gm::timelineview
{

/// Base of the timeline's delegates.
class EventDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const final;
    /// @p cell is the first line of the row, inside the padding.
    virtual void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const = 0;
};

/// Times, differences, ids: one text in one font and colour.
class PlainDelegate : public EventDelegate
{
    Q_OBJECT

public:
    /// @p ink: which colour of the theme, e.g. `&Theme::text2`.
    PlainDelegate(const common::ThemeProvider &themes, common::TextRole role, QColor common::Theme::*ink,
                  QObject *parent = nullptr);

    void setElideMode(Qt::TextElideMode mode) { m_elide = mode; }

protected:
    void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;

private:
    common::TextRole m_role;
    QColor common::Theme::*m_ink;
    Qt::TextElideMode m_elide = Qt::ElideRight;
};

} // namespace gm::timelineview
