/// The Kind cell: icon in the kind's colour, and its word.
#pragma once

#include "ui/timeline/eventdelegate.h"

namespace gm::timelineview
{

class KindDelegate : public EventDelegate
{
    Q_OBJECT

public:
    using EventDelegate::EventDelegate;

protected:
    void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;
};

} // namespace gm::timelineview
