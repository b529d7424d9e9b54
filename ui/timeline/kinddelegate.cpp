#include "ui/timeline/kinddelegate.h"

#include "ui/common/paint.h"
#include "ui/models/timelinemodel.h"

namespace gm::timelineview
{

namespace
{

constexpr int iconAndGap = 22;

common::Sign kindOf(const QModelIndex &index)
{
    return common::signOf(static_cast<genie::EventKind>(index.data(models::TimelineModel::EventKindRole).toInt()));
}

} // namespace

void KindDelegate::paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                             const QModelIndex &index) const
{
    common::paintKind(painter, cell, kindOf(index), theme());
}

int KindDelegate::contentWidth(const QModelIndex &index) const
{
    return iconAndGap + EventDelegate::contentWidth(index);
}

} // namespace gm::timelineview
