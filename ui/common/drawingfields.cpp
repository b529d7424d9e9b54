#include "ui/common/drawing.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/style.h"

#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace gm::common::drawing
{

namespace
{

constexpr int radius = 4;

} // namespace

void field(QPainter *painter, const QStyleOption &option, const QWidget *widget, const Theme &theme)
{
    const QRectF rect(option.rect);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const QColor ground = enabled ? theme.bgView : theme.bgWindow;
    if (isFieldRefused(widget))
        paintBox(painter, rect, radius, ground, theme.state(StateRole::Error).fg, 2);
    else if (option.state.testFlag(QStyle::State_HasFocus))
        paintBox(painter, rect, radius, ground, theme.accent, 2);
    else
        paintBox(painter, rect, radius, ground, enabled ? theme.lineControl : theme.line);
}

void comboBox(QPainter *painter, const QStyleOptionComboBox &option, const QWidget *widget, const Theme &theme)
{
    constexpr int chevron = 14;
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver) && enabled;
    const QRectF rect(option.rect);
    const QColor ground = hovered && !option.editable ? theme.bgHover : theme.bgButton;
    if (isFieldRefused(widget))
        paintBox(painter, rect, radius, ground, theme.state(StateRole::Error).fg, 2);
    else if (option.state.testFlag(QStyle::State_HasFocus))
        paintBox(painter, rect, radius, ground, theme.accent, 2);
    else
        paintBox(painter, rect, radius, enabled ? ground : theme.bgWindow, enabled ? theme.lineControl : theme.line);
    paintIcon(painter, QPointF(rect.right() - 10 - chevron, rect.center().y() - chevron / 2.0), chevron,
              Icon::ChevronDown, enabled ? theme.text1 : theme.textOff);
}

void progressBar(QPainter *painter, const QStyleOptionProgressBar &option, const Theme &theme)
{
    constexpr int thickness = 4;
    constexpr double freeShare = 0.28; // of a bar without an end
    const QRectF track(option.rect.left(), option.rect.top() + (option.rect.height() - thickness) / 2.0,
                       option.rect.width(), thickness);
    paintPlate(painter, track, 2, theme.bgButtonOn);
    QRectF done = track;
    if (option.minimum == 0 && option.maximum == 0) {
        done.setWidth(track.width() * freeShare);
        done.moveLeft(track.left() + track.width() * (1 - freeShare) * (option.progress % 8) / 7.0);
    } else {
        const double share = double(option.progress - option.minimum) / std::max(1, option.maximum - option.minimum);
        done.setWidth(track.width() * std::clamp(share, 0.0, 1.0));
    }
    paintPlate(painter, done, 2, theme.accent);
}

void scrollBar(QPainter *painter, const QStyleOptionSlider &option, const QRect &thumb, const Theme &theme)
{
    if (option.maximum <= option.minimum)
        return;
    const bool isLit = option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                       (option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_Sunken));
    const QRectF bar = QRectF(thumb).adjusted(2, 2, -2, -2);
    paintPlate(painter, bar, std::min(bar.width(), bar.height()) / 2, isLit ? theme.lineControl : theme.lineStrong);
}

} // namespace gm::common::drawing
