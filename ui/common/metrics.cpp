#include "ui/common/style.h"

#include "ui/common/drawing.h"
#include "ui/common/fonts.h"

#include <QLineEdit>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace gm::common
{

namespace
{

constexpr int scrollBarWidth = 10;

int designHeight(const QWidget *widget)
{
    switch (controlSize(widget)) {
    case ControlSize::Dense:
        return 24;
    case ControlSize::Dialog:
        return 32;
    case ControlSize::Bar:
        break;
    }
    return 28;
}

/// The scroll bar has no arrows: the groove is all of it.
QRect scrollBarPart(const QStyleOptionSlider &slider, QStyle::SubControl part)
{
    const bool isHorizontal = slider.orientation == Qt::Horizontal;
    const int length = isHorizontal ? slider.rect.width() : slider.rect.height();
    const int range = slider.maximum - slider.minimum;
    int thumb = length;
    if (range > 0)
        thumb =
            std::clamp(int(qint64(slider.pageStep) * length / (range + slider.pageStep)), std::min(32, length), length);
    const int start = QStyle::sliderPositionFromValue(slider.minimum, slider.maximum, slider.sliderPosition,
                                                      length - thumb, slider.upsideDown);
    const auto slice = [&](int from, int size) {
        return isHorizontal ? QRect(from, 0, size, slider.rect.height()) : QRect(0, from, slider.rect.width(), size);
    };
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        return slice(start, thumb);
    case QStyle::SC_ScrollBarSubPage:
        return slice(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return slice(start + thumb, length - start - thumb);
    case QStyle::SC_ScrollBarGroove:
        return slice(0, length);
    default:
        return {};
    }
}

} // namespace

QRect MonitorStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_HeaderLabel:
        return option->rect.adjusted(8, 0, -8, 0);
    case SE_LineEditContents:
        return option->rect.adjusted(7, 1, -7, -1);
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect MonitorStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                   const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return scrollBarPart(*slider, part);
    }
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxEditField)
            return option->rect.adjusted(8, 1, -28, -1);
        if (part == SC_ComboBoxArrow)
            return {option->rect.right() - 27, option->rect.top(), 28, option->rect.height()};
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize MonitorStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                     const QWidget *widget) const
{
    const QFont font = widget ? widget->font() : fontFor(TextRole::Body);
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            return drawing::buttonSize(*button, button->text, button->icon.isNull() ? QSize() : button->iconSize,
                                       button->features.testFlag(QStyleOptionButton::HasMenu), widget);
        }
        break;
    case CT_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            const bool showsText = button->toolButtonStyle != Qt::ToolButtonIconOnly;
            const bool showsIcon = button->toolButtonStyle != Qt::ToolButtonTextOnly && !button->icon.isNull();
            return drawing::buttonSize(*button, showsText ? button->text : QString(),
                                       showsIcon ? button->iconSize : QSize(),
                                       showsText && button->features.testFlag(QStyleOptionToolButton::HasMenu), widget);
        }
        break;
    case CT_LineEdit:
        return {size.width() + 16, heightFor(designHeight(widget), font)};
    case CT_ComboBox:
        return {size.width() + 40, heightFor(designHeight(widget), font)};
    case CT_TabBarTab:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            if (drawing::isNativeDockTabs(widget))
                return {0, 0};
            const int width = QFontMetrics(fontFor(TextRole::Strong)).size(Qt::TextShowMnemonic, tab->text).width();
            return {width + 20, heightFor(32)};
        }
        break;
    case CT_HeaderSection: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width(), heightFor(24, fontFor(TextRole::Small))};
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return drawing::menuItemSize(*item);
        break;
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int MonitorStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return scrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabOverlap:
    case PM_ToolBarFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_DockWidgetFrameWidth:
    case PM_DockWidgetTitleMargin:
    case PM_MenuHMargin:
    case PM_ToolBarHandleExtent:
        return 0;
    case PM_ToolBarItemSpacing:
    case PM_MenuVMargin:
        return 4;
    case PM_ToolBarSeparatorExtent:
        return 9;
    case PM_MenuPanelWidth:
    case PM_DefaultFrameWidth:
    case PM_ToolTipLabelFrameWidth:
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
    case PM_LineEditIconSize:
        return widthFor(16);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return widthFor(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_HeaderMargin:
    case PM_FocusFrameHMargin:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int MonitorStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_ItemView_ActivateItemOnSingleClick:
    case SH_ScrollBar_Transient:
    case SH_UnderlineShortcut: // mnemonics work without being shown; menus show theirs
        return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
    case SH_Menu_SloppySubMenus:
    case SH_ItemView_ShowDecorationSelected:
    case SH_Menu_MouseTracking:
    case SH_ComboBox_ListMouseTracking:
        return 1;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_LineEdit_PasswordCharacter:
        return 0x2022;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace gm::common
