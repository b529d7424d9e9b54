#include "ui/common/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>

#include <algorithm>

namespace gm::common
{

namespace
{

constexpr qreal smallestPt = 8;
constexpr int designLine = 16; // line height of the body font the design was drawn with

struct RoleShape {
    qreal difference; // pt, to the application's font
    QFont::Weight weight;
};

RoleShape shapeOf(TextRole role)
{
    switch (role) {
    case TextRole::Display:
        return {7, QFont::DemiBold};
    case TextRole::Title:
        return {4, QFont::DemiBold};
    case TextRole::Heading:
        return {1.5, QFont::DemiBold};
    case TextRole::Body:
        return {0, QFont::Normal};
    case TextRole::Strong:
        return {0, QFont::Medium};
    case TextRole::StrongName:
        return {0, QFont::DemiBold};
    case TextRole::Small:
    case TextRole::Mono:
        return {-0.75, QFont::Normal};
    case TextRole::SmallMedium:
        return {-0.75, QFont::Medium};
    case TextRole::Section:
        return {-0.75, QFont::DemiBold};
    case TextRole::Tiny:
        return {-1.5, QFont::Normal};
    }
    return {0, QFont::Normal};
}

/// A font set in pixels has no point size: compute it from the metrics' resolution.
qreal pointSizeOf(const QFont &font)
{
    return font.pointSizeF() > 0 ? font.pointSizeF() : QFontInfo(font).pointSizeF();
}

} // namespace

QFont fontFor(TextRole role)
{
    const QFont base = QApplication::font();
    QFont font = role == TextRole::Mono ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    const RoleShape shape = shapeOf(role);
    font.setPointSizeF(std::max(smallestPt, pointSizeOf(base) + shape.difference));
    font.setWeight(shape.weight);
    if (role == TextRole::Mono)
        font.setStyleHint(QFont::Monospace);
    return font;
}

int heightFor(int designHeight, const QFont &font)
{
    const int line = QFontMetrics(font).height();
    const int height = std::max(designHeight, line + designHeight - designLine);
    return height + height % 2;
}

int heightFor(int designHeight)
{
    return heightFor(designHeight, fontFor(TextRole::Body));
}

int widthFor(int designWidth)
{
    const int line = QFontMetrics(fontFor(TextRole::Body)).height();
    return std::max(designWidth, designWidth * line / designLine);
}

TabularText::TabularText(const QFont &font)
    : m_font(font)
    , m_metrics(font)
{
    qreal narrowest = m_metrics.horizontalAdvance(u'0');
    m_digitWidth = narrowest;
    for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
        const qreal width = m_metrics.horizontalAdvance(digit);
        m_digitWidth = std::max(m_digitWidth, width);
        narrowest = std::min(narrowest, width);
    }
    m_digitsDiffer = m_digitWidth - narrowest > 0.01;
}

qreal TabularText::width(const QString &text) const
{
    if (!m_digitsDiffer)
        return m_metrics.horizontalAdvance(text);
    qreal width = 0;
    for (const QChar c : text)
        width += c >= u'0' && c <= u'9' ? m_digitWidth : m_metrics.horizontalAdvance(c);
    return width;
}

void TabularText::draw(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text) const
{
    painter->setFont(m_font);
    if (!m_digitsDiffer) {
        painter->drawText(rect, int(alignment) | Qt::TextSingleLine, text);
        return;
    }
    const qreal total = width(text);
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - total;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - total / 2;
    const qreal baseline = qRound(rect.center().y() + (m_metrics.ascent() - m_metrics.descent()) / 2);
    for (const QChar c : text) {
        const qreal own = m_metrics.horizontalAdvance(c);
        const qreal cell = c >= u'0' && c <= u'9' ? m_digitWidth : own;
        painter->drawText(QPointF(x + (cell - own) / 2, baseline), QString(c));
        x += cell;
    }
}

} // namespace gm::common
