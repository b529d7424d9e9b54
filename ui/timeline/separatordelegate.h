/// The rows between events: days, reconnects, pauses and gaps. Drawn over the whole width, whatever the columns are.
#pragma once

#include <QCoreApplication>
#include <QModelIndex>
#include <QRect>

class QPainter;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::timelineview
{

/// No item delegate in Qt's sense: a separator is one thing across all cells, so the table draws it once per row.
class SeparatorDelegate
{
    Q_DECLARE_TR_FUNCTIONS(gm::timelineview::SeparatorDelegate)

public:
    explicit SeparatorDelegate(const common::ThemeProvider &themes);

    /// In a narrow window the gap's link is one word, and its effect is left to the tooltip.
    void setNarrow(bool isNarrow) { m_isNarrow = isNarrow; }
    void setHoveredGap(int row) { m_hoveredGap = row; }

    void paint(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    /// Where "Show connection" is in the row of a gap; empty in other rows.
    [[nodiscard]] QRect linkPlace(const QRect &row, const QModelIndex &index) const;

private:
    void paintGap(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    void paintDay(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    void paintNotice(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    void paintLineAfter(QPainter *painter, const QRect &row, int left) const;
    [[nodiscard]] QString linkText() const;

    const common::ThemeProvider &m_themes;
    bool m_isNarrow = false;
    int m_hoveredGap = -1;
};

} // namespace gm::timelineview
