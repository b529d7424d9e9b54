#include "ui/timeline/lagdelegate.h"

#include "ui/common/paint.h"
#include "ui/models/timelinemodel.h"

#include <cmath>

namespace gm::timelineview
{

using common::StateRole;
using common::TextRole;

namespace
{

constexpr int barWidth = 24;
constexpr int gap = 4;
constexpr int iconSide = 12;
constexpr int leastNumberWidth = 44;

} // namespace

void LagDelegate::paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                            const QModelIndex &index) const
{
    const QVariant lag = index.data(models::TimelineModel::LagMsRole);
    if (!lag.isValid())
        return;
    const qint64 lagMs = lag.toLongLong();
    const StateRole role = common::lagRole(lagMs);
    const bool isWorry = role != StateRole::Neutral;
    const QString text = index.data().toString();
    const common::TabularText number(common::fontFor(isWorry ? TextRole::SmallMedium : TextRole::Small));
    painter->setPen(isWorry ? theme().state(role).fg : theme().text2);
    number.draw(painter, cell, Qt::AlignRight | Qt::AlignVCenter, text);

    int left = cell.right() + 1 - std::max(leastNumberWidth, int(std::ceil(number.width(text)))) - gap;
    if (m_showsBar && left - barWidth >= cell.left()) {
        left -= barWidth;
        common::paintLagBar(painter, cell, left, lagMs, theme());
        left -= gap;
    }
    if (isWorry && left - iconSide >= cell.left() - gap) {
        const QPointF corner(left - iconSide, cell.top() + (cell.height() - iconSide) / 2.0);
        common::paintIcon(painter, corner, iconSide,
                          role == StateRole::Error ? common::Icon::Error : common::Icon::Warning,
                          theme().state(role).fg);
    }
}

int LagDelegate::contentWidth(const QModelIndex &index) const
{
    return std::max(leastNumberWidth, EventDelegate::contentWidth(index)) + 2 * gap + iconSide +
           (m_showsBar ? barWidth : 0);
}

} // namespace gm::timelineview
