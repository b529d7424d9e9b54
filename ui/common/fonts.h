/// The type roles of the window and the sizes that follow from the font.
#pragma once

#include <QFont>
#include <QFontMetricsF>

class QPainter;

namespace gm::common
{

/// What a text is for. Every size is the application font's plus a difference, never less than 8 pt.
enum class TextRole {
    Display,     ///< first run
    Title,       ///< dialogs, empty states
    Heading,     ///< details, connection state
    Body,        ///< rows, buttons, fields
    Strong,      ///< Medium weight: titles of conversations, tab in use
    StrongName,  ///< DemiBold: names of things, dock titles
    Small,       ///< times, second lines, headers, status bar
    SmallMedium, ///< pills
    Section,     ///< section titles, DemiBold
    Tiny,        ///< key caps, counters
    Mono,        ///< payloads, ids, codes
};

/// The font for @p role, from the application's font (Mono: the system's fixed font) as they are now.
[[nodiscard]] QFont fontFor(TextRole role);

/// @p designHeight (device-independent px, at the design's 16 px line) grown for taller lines of @p font, always even.
[[nodiscard]] int heightFor(int designHeight, const QFont &font);
/// The same for the body font.
[[nodiscard]] int heightFor(int designHeight);

/// A width of the design (drawn for a 16 px line) grown with the body font.
[[nodiscard]] int widthFor(int designWidth);

/// Draws and measures texts whose digits all take the same width, so that times and counts stand still.
/// Qt 6.4 cannot ask a font for tabular figures: digits are set one by one in cells of the widest digit where they differ.
class TabularText
{
public:
    explicit TabularText(const QFont &font);

    [[nodiscard]] const QFont &font() const { return m_font; }
    [[nodiscard]] qreal width(const QString &text) const;
    /// Draws on one line inside @p rect with the painter's pen; @p alignment as in QPainter::drawText.
    void draw(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text) const;

private:
    QFont m_font;
    QFontMetricsF m_metrics;
    qreal m_digitWidth = 0;
    bool m_digitsDiffer = false;
};

} // namespace gm::common
