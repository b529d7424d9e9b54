#include "ui/common/style.h"

#include "ui/common/drawing.h"
#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace gm::common
{

using namespace Qt::StringLiterals;

MonitorStyle::MonitorStyle(const ThemeProvider &themes)
    : QProxyStyle(u"Fusion"_s)
    , m_themes(themes)
{
}

void MonitorStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (drawing::isNativeDockTabs(widget)) { // it takes no room, see metrics.cpp
        widget->setObjectName(QStringLiteral("nativeDockTabs"));
        widget->setAccessibleName(tr("Panels"));
        widget->setFocusPolicy(Qt::NoFocus);
    }
}

void MonitorStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const Theme &theme = m_themes.theme();
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        // A bare field inside a painted one (a combo box, a search box) has no frame of its own.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); !frame || frame->lineWidth > 0)
            drawing::field(painter, *option, widget, theme);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawing::checkBox(painter, *option, theme);
        return;
    case PE_IndicatorRadioButton:
        drawing::radioButton(painter, *option, theme);
        return;
    case PE_FrameFocusRect: // each control draws its own ring; item views show the current row's bar
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_PanelToolBar:
    case PE_IndicatorToolBarHandle:
        return;
    case PE_IndicatorToolBarSeparator:
        painter->fillRect(option->rect.center().x(), option->rect.center().y() - 9, 1, 20, theme.line);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        if (element == PE_PanelItemViewItem)
            paintRowGround(painter, option->rect, option->state.testFlag(State_Selected),
                           option->state.testFlag(State_Active) && option->state.testFlag(State_HasFocus),
                           option->state.testFlag(State_MouseOver), false, theme);
        return;
    case PE_Frame:
    case PE_FrameDockWidget:
    case PE_FrameGroupBox:
        painter->setPen(theme.line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        if (element == PE_PanelTipLabel)
            painter->fillRect(option->rect, theme.bgRaised);
        painter->setPen(theme.lineStrong);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, theme.bgRaised);
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, theme.line);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorHeaderArrow:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void MonitorStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Theme &theme = m_themes.theme();
    switch (element) {
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawing::pushButton(painter, *button, widget, theme);
            return;
        }
        break;
    case CE_TabBarTab:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawing::tab(painter, *tab, theme);
            return;
        }
        break;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawing::headerSection(painter, *header, theme);
            return;
        }
        break;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            drawing::headerLabel(painter, *header, theme);
            return;
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, theme.bgHeader);
        painter->setPen(theme.line);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            drawing::menuItem(painter, *item, theme);
            return;
        }
        break;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, theme.bgRaised);
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            drawing::progressBar(painter, *bar, theme);
            return;
        }
        break;
    case CE_Splitter:
        painter->fillRect(option->rect, theme.line);
        return;
    case CE_ToolBar:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void MonitorStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                      const QWidget *widget) const
{
    const Theme &theme = m_themes.theme();
    if (control == CC_ToolButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            drawing::toolButton(painter, *button, widget, theme);
            return;
        }
    } else if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            drawing::comboBox(painter, *combo, widget, theme);
            return;
        }
    } else if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawing::scrollBar(painter, *slider, subControlRect(control, option, SC_ScrollBarSlider, widget), theme);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace gm::common
