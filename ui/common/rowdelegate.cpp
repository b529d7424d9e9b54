#include "ui/common/rowdelegate.h"

#include "ui/common/paint.h"
#include "ui/common/tableview.h"
#include "ui/common/themeprovider.h"

#include <QHeaderView>

#include <cmath>

namespace gm::common
{

namespace
{

constexpr int padding = 8;
constexpr int edgePadding = 12; ///< Before the first and after the last column.

} // namespace

RowEdges rowEdges(const QHeaderView &header, int column)
{
    const int start = header.sectionPosition(column);
    return {.isFirst = start == 0, .isLast = start + header.sectionSize(column) >= header.length()};
}

QRect paddedCell(const QRect &rect, const RowEdges &edges)
{
    return rect.adjusted(edges.isFirst ? edgePadding : padding, 0, -(edges.isLast ? edgePadding : padding), 0);
}

RowDelegate::RowDelegate(const ThemeProvider &themes, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
{
}

const Theme &RowDelegate::theme() const
{
    return m_themes.theme();
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *table = static_cast<const TableView *>(option.widget);
    const RowEdges edges = rowEdges(*table->horizontalHeader(), index.column());
    painter->save();
    paintRowGround(painter, option.rect, option.state.testFlag(QStyle::State_Selected), table->hasFocus(),
                   table->hoveredRow() == index.row(), edges.isFirst, theme());
    const QRect cell = paddedCell(option.rect, edges);
    if (cell.width() > 0)
        paintContent(painter, cell, option, index);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *table = static_cast<const TableView *>(option.widget);
    return {contentWidth(index) + padding + edgePadding, table->verticalHeader()->defaultSectionSize()};
}

int RowDelegate::contentWidth(const QModelIndex &index) const
{
    return QFontMetrics(fontFor(TextRole::Body)).horizontalAdvance(index.data().toString());
}

TextDelegate::TextDelegate(const ThemeProvider &themes, TextRole role, QColor Theme::*ink, QObject *parent)
    : RowDelegate(themes, parent)
    , m_role(role)
    , m_ink(ink)
{
}

void TextDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (text.isEmpty())
        return;
    painter->setFont(fontFor(m_role));
    painter->setPen(theme().*m_ink);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    paintElided(painter, cell,
                alignment.isValid() ? Qt::Alignment(alignment.toInt())
                                    : Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter),
                text, m_elide);
}

int TextDelegate::contentWidth(const QModelIndex &index) const
{
    return int(std::ceil(TabularText(fontFor(m_role)).width(index.data().toString())));
}

void paintElided(QPainter *painter, const QRect &cell, Qt::Alignment alignment, const QString &text,
                 Qt::TextElideMode elide)
{
    const TabularText tabular(painter->font());
    if (tabular.width(text) <= cell.width())
        tabular.draw(painter, cell, alignment, text);
    else
        painter->drawText(cell, int(alignment) | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, elide, cell.width()));
}

} // namespace gm::common
