#include "ui/problems/problemdelegates.h"

#include "ui/common/paint.h"
#include "ui/models/problemsmodel.h"

namespace gm::problemspanel
{

using common::TextRole;

namespace
{

constexpr int iconSide = 16;
constexpr int gap = 6;

} // namespace

void SeverityDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                    const QModelIndex &index) const
{
    const auto severity = static_cast<diagnostics::Severity>(index.data(models::ProblemsModel::SeverityRole).toInt());
    const common::Sign sign = common::signOf(severity);
    const QColor ink = theme().state(sign.role).fg;
    common::paintIcon(painter, QPointF(cell.left(), cell.top() + (cell.height() - iconSide) / 2.0), iconSide, sign.icon,
                      ink);
    painter->setFont(common::fontFor(TextRole::Strong));
    painter->setPen(ink);
    common::paintElided(painter, cell.adjusted(iconSide + gap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, sign.word);
}

int SeverityDelegate::contentWidth(const QModelIndex &index) const
{
    return iconSide + gap + RowDelegate::contentWidth(index);
}

void SinceDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                 const QModelIndex &index) const
{
    painter->setFont(common::fontFor(TextRole::Small));
    painter->setPen(m_showsLink ? theme().link : theme().text2);
    common::paintElided(painter, cell, Qt::AlignRight | Qt::AlignVCenter,
                        m_showsLink ? tr("Show") : index.data().toString());
}

} // namespace gm::problemspanel
