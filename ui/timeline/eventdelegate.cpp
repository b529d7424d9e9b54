#include "ui/timeline/eventdelegate.h"

#include "ui/timeline/rownavigation.h"

#include <QPainter>

#include <cmath>

namespace gm::timelineview
{

using common::TabularText;

namespace
{

constexpr int rowHeight = 24;

} // namespace

void EventDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    if (!isEventRow(*index.model(), index.row()))
        return;
    QRect firstLine = cell;
    firstLine.setHeight(std::min(cell.height(), common::heightFor(rowHeight)));
    paintCell(painter, firstLine, option, index);
}

PlainDelegate::PlainDelegate(const common::ThemeProvider &themes, common::TextRole role, QColor common::Theme::*ink,
                             QObject *parent)
    : EventDelegate(themes, parent)
    , m_role(role)
    , m_ink(ink)
{
}

void PlainDelegate::paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                              const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (text.isEmpty())
        return;
    painter->setFont(common::fontFor(m_role));
    painter->setPen(theme().*m_ink);
    common::paintElided(painter, cell, Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()) | Qt::AlignVCenter,
                        text, m_elide);
}

int PlainDelegate::contentWidth(const QModelIndex &index) const
{
    return int(std::ceil(TabularText(common::fontFor(m_role)).width(index.data().toString())));
}

} // namespace gm::timelineview
