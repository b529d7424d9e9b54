#include "ui/common/tableheader.h"

#include "ui/common/fonts.h"
#include "ui/common/rowdelegate.h"
#include "ui/common/themeprovider.h"

#include <QPainter>

namespace gm::common
{

namespace
{

constexpr int headerHeight = 24;

} // namespace

TableHeader::TableHeader(const ThemeProvider &themes, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_themes(themes)
{
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setHighlightSections(false);
    setMinimumSectionSize(32);
    connect(&themes, &ThemeProvider::changed, viewport(), qOverload<>(&QWidget::update));
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), heightFor(headerHeight, fontFor(TextRole::Small))};
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    const Theme &theme = m_themes.theme();
    painter->save();
    const RowEdges edges = rowEdges(*this, logicalIndex);
    if (!edges.isLast)
        painter->fillRect(rect.right(), rect.top(), 1, rect.height() - 1, theme.line);
    const QVariant alignment = model()->headerData(logicalIndex, orientation(), Qt::TextAlignmentRole);
    painter->setFont(fontFor(TextRole::Small));
    painter->setPen(theme.text2);
    paintElided(painter, paddedCell(rect, edges).adjusted(0, 0, 0, -1),
                alignment.isValid() ? Qt::Alignment(alignment.toInt()) : defaultAlignment(),
                model()->headerData(logicalIndex, orientation(), Qt::DisplayRole).toString());
    painter->restore();
}

void TableHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = m_themes.theme();
    painter.fillRect(viewport()->rect(), theme.bgHeader);
    painter.fillRect(0, viewport()->height() - 1, viewport()->width(), 1, theme.line);
    painter.end();
    QHeaderView::paintEvent(event);
}

} // namespace gm::common
