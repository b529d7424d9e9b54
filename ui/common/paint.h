/// The small painted things all views share: pills, key caps, kind cells, lag bars, hatching.
#pragma once

#include "ui/common/words.h"

#include <QPainter>

namespace gm::common
{

/// Width a pill with @p word takes.
[[nodiscard]] int pillWidth(const QString &word);
/// Height of a pill: 18 at the design's font.
[[nodiscard]] int pillHeight();
/// Draws a pill with its left edge at @p left, centred on @p rect's middle, elided to end before @p rect's right edge.
/// Returns the x after it.
int paintPill(QPainter *painter, const QRect &rect, int left, const Sign &sign, const Theme &theme);

/// Icon in its colour and the kind's word in text.2, from the left of @p rect.
void paintKind(QPainter *painter, const QRect &rect, const Sign &kind, const Theme &theme);

/// Draws the keys of a shortcut, one cap each, from @p left, centred on @p rect's middle. Returns the x after them.
int paintKeyCaps(QPainter *painter, const QRect &rect, int left, const QStringList &keys, const Theme &theme);
[[nodiscard]] int keyCapsWidth(const QStringList &keys);
/// "Ctrl+K" as {"Ctrl", "K"}.
[[nodiscard]] QStringList keysOf(const QString &shortcut);

/// How much of the track a lag fills: log10(lag / 10 ms) / 3 between 6 % and 100 %.
[[nodiscard]] double lagFill(qint64 lagMs);
/// From 1 s late is a warning, from 3 s an error.
[[nodiscard]] StateRole lagRole(qint64 lagMs);
/// The track (24 × 4) with its filled part, its left edge at @p left.
void paintLagBar(QPainter *painter, const QRect &rect, int left, qint64 lagMs, const Theme &theme);

/// Lines at 135°, one every @p step px, as used for gaps (6) and stuck spans (8). Clips to @p rect.
void paintHatch(QPainter *painter, const QRect &rect, const QColor &colour, qreal width = 1.2, int step = 6);

/// A rounded ground without edge, antialiased.
void paintPlate(QPainter *painter, const QRectF &rect, qreal radius, const QColor &colour);
/// A rounded box with a sharp 1 px edge.
void paintBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &ground, const QColor &edge,
              qreal width = 1);

/// Draws a counter in a capsule, its right edge at @p right. Returns the x before it.
int paintCounter(QPainter *painter, const QRect &rect, int right, const QString &text, const QColor &ground,
                 const QColor &ink);

/// Ground of a row from its style state: selection with the accent bar where the view has the focus, hover, else nothing.
void paintRowGround(QPainter *painter, const QRect &rect, bool isSelected, bool viewHasFocus, bool isHovered,
                    bool isFirstColumn, const Theme &theme);

} // namespace gm::common
