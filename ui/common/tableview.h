/// The table all lists use: rows of one height, one current row, the whole row under the pointer marked.
#pragma once

#include <QTableView>

namespace gm::common
{

class ThemeProvider;

/// A QTableView set up for our lists. Delegates derive from RowDelegate. No grid, no vertical header, no editing, rows chosen
/// one at a time; the row height follows the font.
class TableView : public QTableView
{
    Q_OBJECT

public:
    /// @p rowHeight: px at the design's font.
    TableView(const ThemeProvider &themes, int rowHeight, QWidget *parent = nullptr);

    /// The row under the pointer; -1: none.
    [[nodiscard]] int hoveredRow() const { return m_hoveredRow; }
    /// Another height at the design's font, for rows that get less room.
    void setDefaultRowHeight(int rowHeight);
    /// Width that holds @p sample in the header's font and the cells' padding; for first and last columns with their own.
    [[nodiscard]] int widthForText(const QString &sample, bool isEdge = false) const;

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setHoveredRow(int row);
    void repaintRow(int row);
    void applyRowHeight();

    int m_rowHeight;
    int m_hoveredRow = -1;
};

} // namespace gm::common
