#include "ui/common/paint.h"

#include "ui/common/fonts.h"

#include <QFontMetrics>
#include <QKeySequence>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace gm::common
{

namespace
{

constexpr int pillIcon = 12;
constexpr int pillLeft = 4;
constexpr int pillGap = 4;
constexpr int pillRight = 6;
constexpr int capGap = 4;

QRect centred(const QRect &rect, int left, int width, int height)
{
    return {left, rect.top() + (rect.height() - height) / 2, width, height};
}

} // namespace

int pillHeight()
{
    return heightFor(18, fontFor(TextRole::SmallMedium));
}

int pillWidth(const QString &word)
{
    return pillLeft + pillIcon + pillGap + QFontMetrics(fontFor(TextRole::SmallMedium)).horizontalAdvance(word) +
           pillRight;
}

int paintPill(QPainter *painter, const QRect &rect, int left, const Sign &sign, const Theme &theme)
{
    const StateColours &colours = theme.state(sign.role);
    const int width = std::min(pillWidth(sign.word), rect.right() + 1 - left);
    if (width < pillLeft + pillIcon + pillRight)
        return left;
    const QRect plate = centred(rect, left, width, pillHeight());
    paintPlate(painter, plate, 4, colours.tint);
    paintIcon(painter, QPointF(left + pillLeft, plate.center().y() + 1 - pillIcon / 2.0), pillIcon, sign.icon,
              colours.fg);
    painter->setFont(fontFor(TextRole::SmallMedium));
    painter->setPen(colours.fg);
    const QRect text = plate.adjusted(pillLeft + pillIcon + pillGap, 0, -pillRight + 1, 0);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(sign.word, Qt::ElideRight, text.width()));
    return plate.right() + 1;
}

void paintKind(QPainter *painter, const QRect &rect, const Sign &kind, const Theme &theme)
{
    constexpr int icon = 16;
    constexpr int gap = 6;
    paintIcon(painter, QPointF(rect.left(), rect.top() + (rect.height() - icon) / 2.0), icon, kind.icon,
              theme.state(kind.role).fg);
    painter->setFont(fontFor(TextRole::Body));
    painter->setPen(theme.text2);
    const QRect text = rect.adjusted(icon + gap, 0, 0, 0);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(kind.word, Qt::ElideRight, text.width()));
}

QStringList keysOf(const QString &shortcut)
{
    QStringList keys = shortcut.split(u'+', Qt::SkipEmptyParts);
    if (shortcut.endsWith(u'+'))
        keys << QStringLiteral("+");
    return keys;
}

int keyCapsWidth(const QStringList &keys)
{
    const QFontMetrics metrics(fontFor(TextRole::Tiny));
    int width = 0;
    for (const QString &key : keys)
        width += std::max(heightFor(18, fontFor(TextRole::Tiny)), metrics.horizontalAdvance(key) + 10) + capGap;
    return std::max(0, width - capGap);
}

int paintKeyCaps(QPainter *painter, const QRect &rect, int left, const QStringList &keys, const Theme &theme)
{
    const QFont font = fontFor(TextRole::Tiny);
    const int height = heightFor(18, font);
    painter->setFont(font);
    for (const QString &key : keys) {
        const int width = std::max(height, painter->fontMetrics().horizontalAdvance(key) + 10);
        const QRect cap = centred(rect, left, width, height);
        paintBox(painter, cap, 3, theme.bgHeader, theme.lineStrong);
        painter->setPen(theme.text2);
        painter->drawText(cap, Qt::AlignCenter | Qt::TextSingleLine, key);
        left += width + capGap;
    }
    return left;
}

double lagFill(qint64 lagMs)
{
    if (lagMs <= 0)
        return 0.06;
    return std::clamp(std::log10(double(lagMs) / 10.0) / 3.0, 0.06, 1.0);
}

StateRole lagRole(qint64 lagMs)
{
    if (lagMs >= 3000)
        return StateRole::Error;
    return lagMs >= 1000 ? StateRole::Warn : StateRole::Neutral;
}

void paintLagBar(QPainter *painter, const QRect &rect, int left, qint64 lagMs, const Theme &theme)
{
    const QRect track = centred(rect, left, 24, 4);
    paintPlate(painter, track, 2, theme.bgSunken);
    const StateRole role = lagRole(lagMs);
    QRectF filled = track;
    filled.setWidth(std::max(2.0, std::round(track.width() * lagFill(lagMs))));
    paintPlate(painter, filled, 2, role == StateRole::Neutral ? theme.bar : theme.state(role).solid);
}

void paintHatch(QPainter *painter, const QRect &rect, const QColor &colour, qreal width, int step)
{
    painter->save();
    painter->setClipRect(rect, Qt::IntersectClip);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, width));
    // 6 px between lines are measured across them, not along the edge.
    const qreal stride = step * M_SQRT2;
    const qreal first = std::floor(rect.left() / stride) * stride;
    for (qreal x = first; x < rect.right() + 1 + rect.height(); x += stride)
        painter->drawLine(QPointF(x, rect.top()), QPointF(x - rect.height(), rect.bottom() + 1));
    painter->restore();
}

void paintPlate(QPainter *painter, const QRectF &rect, qreal radius, const QColor &colour)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(rect, radius, radius);
    painter->restore();
}

void paintBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &ground, const QColor &edge,
              qreal width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(edge, width));
    painter->setBrush(ground);
    const qreal inset = width / 2;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
    painter->restore();
}

int paintCounter(QPainter *painter, const QRect &rect, int right, const QString &text, const QColor &ground,
                 const QColor &ink)
{
    const QFont font = fontFor(TextRole::Tiny);
    painter->setFont(font);
    const int height = heightFor(16, font);
    const int width = std::max(height, painter->fontMetrics().horizontalAdvance(text) + 12);
    const QRect capsule = centred(rect, right - width, width, height);
    paintPlate(painter, capsule, height / 2.0, ground);
    painter->setPen(ink);
    painter->drawText(capsule, Qt::AlignCenter | Qt::TextSingleLine, text);
    return capsule.left();
}

void paintRowGround(QPainter *painter, const QRect &rect, bool isSelected, bool viewHasFocus, bool isHovered,
                    bool isFirstColumn, const Theme &theme)
{
    if (isSelected) {
        painter->fillRect(rect, viewHasFocus ? theme.bgSelected : theme.bgSelectedInactive);
        if (viewHasFocus && isFirstColumn)
            painter->fillRect(rect.left(), rect.top(), 2, rect.height(), theme.accent);
    } else if (isHovered) {
        painter->fillRect(rect, theme.bgHover);
    }
}

} // namespace gm::common
