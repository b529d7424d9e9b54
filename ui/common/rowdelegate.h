/// What all table cells share: the row's ground, the padding, and plain text in the roles of the design.
#pragma once

#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QStyledItemDelegate>

class QHeaderView;

namespace gm::common
{

class ThemeProvider;

/// Whether a column is the first or the last one shown: these keep more distance from the edge.
struct RowEdges {
    bool isFirst = false;
    bool isLast = false;
};
[[nodiscard]] RowEdges rowEdges(const QHeaderView &header, int column);
/// @p rect without the padding at its left and right.
[[nodiscard]] QRect paddedCell(const QRect &rect, const RowEdges &edges);

/// Paints ground and padding, then leaves the content to the class derived from it. Works in a TableView only.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(const ThemeProvider &themes, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] const Theme &theme() const;
    /// @p cell is inside the padding. The painter's state need not be kept.
    virtual void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const = 0;
    /// Width of the content without padding, for "fit the column to its content".
    [[nodiscard]] virtual int contentWidth(const QModelIndex &index) const;

private:
    const ThemeProvider &m_themes;
};

/// The display text, elided, in one font and one colour; aligned as the model says. Digits keep their places.
class TextDelegate : public RowDelegate
{
    Q_OBJECT

public:
    /// @p ink: which colour of the theme, e.g. `&Theme::text2`.
    TextDelegate(const ThemeProvider &themes, TextRole role, QColor Theme::*ink, QObject *parent = nullptr);

    void setElideMode(Qt::TextElideMode mode) { m_elide = mode; }

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;

private:
    TextRole m_role;
    QColor Theme::*m_ink;
    Qt::TextElideMode m_elide = Qt::ElideRight;
};

/// @p text on one line in @p cell in the painter's font and pen, elided where it does not fit.
void paintElided(QPainter *painter, const QRect &cell, Qt::Alignment alignment, const QString &text,
                 Qt::TextElideMode elide = Qt::ElideRight);

} // namespace gm::common
