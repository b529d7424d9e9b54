#include "ui/common/drawing.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"

#include <QMainWindow>
#include <QStyleOption>
#include <QTabBar>

#include <algorithm>

namespace gm::common::drawing
{

namespace
{

constexpr int menuSide = 8; // to the icon, and after the shortcut
constexpr int menuIcon = 16;
constexpr int menuTextLeft = 32; // icon column included
constexpr int shortcutGap = 32;

} // namespace

bool isNativeDockTabs(const QWidget *widget)
{
    return qobject_cast<const QTabBar *>(widget) && qobject_cast<const QMainWindow *>(widget->parentWidget());
}

void tab(QPainter *painter, const QStyleOptionTab &option, const Theme &theme)
{
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const QRect text = option.rect.adjusted(10, 0, -10, 0);
    painter->setFont(fontFor(isCurrent ? TextRole::Strong : TextRole::Body));
    painter->setPen(!enabled ? theme.textOff : isCurrent ? theme.text1 : theme.text2);
    painter->drawText(text, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
    if (isCurrent)
        painter->fillRect(text.left() - 2, option.rect.bottom() - 1, text.width() + 4, 2, theme.accent);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(painter, QRectF(option.rect).adjusted(2, 4, -2, -4), 4, theme);
}

void headerSection(QPainter *painter, const QStyleOptionHeader &option, const Theme &theme)
{
    painter->fillRect(option.rect, theme.bgHeader);
    painter->setPen(theme.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const bool isLast =
        option.position == QStyleOptionHeader::End || option.position == QStyleOptionHeader::OnlyOneSection;
    if (!isLast && option.orientation == Qt::Horizontal) {
        painter->setPen(theme.lineFaint);
        painter->drawLine(option.rect.right(), option.rect.top(), option.rect.right(), option.rect.bottom() - 1);
    }
}

void headerLabel(QPainter *painter, const QStyleOptionHeader &option, const Theme &theme)
{
    painter->setFont(fontFor(TextRole::Small));
    painter->setPen(theme.text2);
    QRect text = option.rect;
    if (option.sortIndicator != QStyleOptionHeader::None) {
        constexpr int arrow = 12;
        const Icon icon = option.sortIndicator == QStyleOptionHeader::SortUp ? Icon::ChevronUp : Icon::ChevronDown;
        paintIcon(painter, QPointF(text.right() - arrow, text.center().y() - arrow / 2.0), arrow, icon, theme.text3);
        text.adjust(0, 0, -arrow - 2, 0);
    }
    const QString shown = painter->fontMetrics().elidedText(option.text, Qt::ElideRight, text.width());
    painter->drawText(text, int(option.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter, shown);
}

void menuItem(QPainter *painter, const QStyleOptionMenuItem &option, const Theme &theme)
{
    const QRect &rect = option.rect;
    painter->fillRect(rect, theme.bgRaised);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter->setPen(theme.line);
        painter->drawLine(rect.left(), rect.center().y(), rect.right(), rect.center().y());
        return;
    }
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (option.state.testFlag(QStyle::State_Selected) && enabled)
        paintPlate(painter, rect.adjusted(4, 0, -4, 0), 4, theme.bgSelected);

    const QPointF iconCorner(rect.left() + menuSide + 2, rect.center().y() + 1 - menuIcon / 2.0);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked)
        paintIcon(painter, iconCorner, menuIcon, Icon::Check, enabled ? theme.accent : theme.textOff);
    else if (!option.icon.isNull())
        option.icon.paint(painter, QRect(iconCorner.toPoint(), QSize(menuIcon, menuIcon)), Qt::AlignCenter,
                          enabled ? QIcon::Normal : QIcon::Disabled);

    const QStringList parts = option.text.split(u'\t');
    const QRect text = rect.adjusted(menuTextLeft, 0, -menuSide * 2, 0);
    painter->setFont(option.font);
    painter->setPen(enabled ? theme.text1 : theme.textOff);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic, parts.value(0));
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        paintIcon(painter, QPointF(rect.right() - menuSide - 12, rect.center().y() + 1 - 6), 12, Icon::ChevronRight,
                  painter->pen().color());
    } else if (parts.size() > 1) {
        painter->setPen(enabled ? theme.text3 : theme.textOff);
        painter->setFont(fontFor(TextRole::Small));
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, parts.at(1));
    }
}

QSize menuItemSize(const QStyleOptionMenuItem &option)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {10, 9};
    const QFontMetrics metrics(option.font);
    const QStringList parts = option.text.split(u'\t');
    int width = menuTextLeft + metrics.size(Qt::TextShowMnemonic, parts.value(0)).width() + 2 * menuSide;
    if (parts.size() > 1)
        width += shortcutGap + QFontMetrics(fontFor(TextRole::Small)).horizontalAdvance(parts.at(1));
    else if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += shortcutGap;
    return {width, heightFor(28, option.font)};
}

} // namespace gm::common::drawing
