/// The painting of the style, control by control. Used by MonitorStyle only.
#pragma once

#include "ui/common/theme.h"

#include <QStyle>

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionTab;
class QStyleOptionToolButton;

namespace gm::common::drawing
{

// drawingbuttons.cpp
void pushButton(QPainter *painter, const QStyleOptionButton &option, const QWidget *widget, const Theme &theme);
void toolButton(QPainter *painter, const QStyleOptionToolButton &option, const QWidget *widget, const Theme &theme);
void checkBox(QPainter *painter, const QStyleOption &option, const Theme &theme);
void radioButton(QPainter *painter, const QStyleOption &option, const Theme &theme);
[[nodiscard]] QSize buttonSize(const QStyleOption &option, const QString &text, const QSize &icon, bool hasMenu,
                               const QWidget *widget);

// drawingfields.cpp
void field(QPainter *painter, const QStyleOption &option, const QWidget *widget, const Theme &theme);
void comboBox(QPainter *painter, const QStyleOptionComboBox &option, const QWidget *widget, const Theme &theme);
void progressBar(QPainter *painter, const QStyleOptionProgressBar &option, const Theme &theme);
void scrollBar(QPainter *painter, const QStyleOptionSlider &option, const QRect &thumb, const Theme &theme);

// drawinglists.cpp
/// The tab bar QMainWindow makes for docks that share a place. Our docks show tabs in their titles: it takes no room.
[[nodiscard]] bool isNativeDockTabs(const QWidget *widget);
void tab(QPainter *painter, const QStyleOptionTab &option, const Theme &theme);
void headerSection(QPainter *painter, const QStyleOptionHeader &option, const Theme &theme);
void headerLabel(QPainter *painter, const QStyleOptionHeader &option, const Theme &theme);
void menuItem(QPainter *painter, const QStyleOptionMenuItem &option, const Theme &theme);
[[nodiscard]] QSize menuItemSize(const QStyleOptionMenuItem &option);

/// The 2 px accent ring of a control with the focus, drawn inside @p rect.
void focusRing(QPainter *painter, const QRectF &rect, qreal radius, const Theme &theme);

} // namespace gm::common::drawing
