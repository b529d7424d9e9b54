/// The Lag cell: a small bar on a logarithmic track and the number; from one second on in a state's colour, with its icon.
#pragma once

#include "ui/timeline/eventdelegate.h"

namespace gm::timelineview
{

class LagDelegate : public EventDelegate
{
    Q_OBJECT

public:
    using EventDelegate::EventDelegate;

    /// In a narrow window the number stands alone.
    void setShowsBar(bool shows) { m_showsBar = shows; }

protected:
    void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;

private:
    bool m_showsBar = true;
};

} // namespace gm::timelineview
