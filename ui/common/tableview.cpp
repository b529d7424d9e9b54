#include "ui/common/tableview.h"

#include "ui/common/fonts.h"
#include "ui/common/tableheader.h"
#include "ui/common/themeprovider.h"

#include <QHeaderView>
#include <QMouseEvent>

namespace gm::common
{

namespace
{

constexpr int cellPadding = 16; ///< Left and right together.
constexpr int edgePadding = 20; ///< The same for the first and the last column.

} // namespace

TableView::TableView(const ThemeProvider &themes, int rowHeight, QWidget *parent)
    : QTableView(parent)
    , m_rowHeight(rowHeight)
{
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(new TableHeader(themes, this));
    horizontalHeader()->setSectionsClickable(false);
    connect(&themes, &ThemeProvider::changed, viewport(), qOverload<>(&QWidget::update));
    applyRowHeight();
}

void TableView::setDefaultRowHeight(int rowHeight)
{
    m_rowHeight = rowHeight;
    applyRowHeight();
}

int TableView::widthForText(const QString &sample, bool isEdge) const
{
    const QFontMetrics metrics(fontFor(TextRole::Small));
    return metrics.horizontalAdvance(sample) + (isEdge ? edgePadding : cellPadding);
}

void TableView::applyRowHeight()
{
    const int height = heightFor(m_rowHeight);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

bool TableView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::MouseMove)
        setHoveredRow(rowAt(static_cast<QMouseEvent *>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::Leave)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        applyRowHeight();
}

void TableView::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    repaintRow(m_hoveredRow);
    m_hoveredRow = row;
    repaintRow(m_hoveredRow);
}

void TableView::repaintRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

} // namespace gm::common
