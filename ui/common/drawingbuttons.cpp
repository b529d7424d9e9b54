#include "ui/common/drawing.h"

#include "ui/common/fonts.h"
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
constexpr int iconGap = 6;
constexpr int chevron = 14;

/// What push and tool buttons have in common.
struct Face {
    QRect rect;
    QStyle::State state;
    ButtonLook look;
    QString text;
    QIcon icon;
    QSize iconSize;
    bool hasMenu = false;
    bool isMenuOpen = false;
};

bool has(const Face &face, QStyle::StateFlag flag)
{
    return face.state.testFlag(flag);
}

void ground(QPainter *painter, const Face &face, const Theme &theme)
{
    const bool enabled = has(face, QStyle::State_Enabled);
    const bool isOn = has(face, QStyle::State_On) || has(face, QStyle::State_Sunken) || face.isMenuOpen;
    const bool hovered = enabled && has(face, QStyle::State_MouseOver);
    switch (face.look) {
    case ButtonLook::Flat:
        if (isOn)
            paintPlate(painter, face.rect, radius, theme.bgButtonOn);
        else if (hovered)
            paintPlate(painter, face.rect, radius, theme.isDark ? theme.bgButton : theme.bgButtonOn);
        break;
    case ButtonLook::Boxed:
        paintBox(painter, face.rect, radius,
                 isOn      ? theme.bgButtonOn
                 : hovered ? theme.bgHover
                           : theme.bgButton,
                 enabled ? theme.lineStrong : theme.line);
        break;
    case ButtonLook::Primary:
        paintPlate(painter, face.rect, radius,
                   !enabled          ? theme.bgButtonOn
                   : hovered || isOn ? theme.accentHover
                                     : theme.accent);
        break;
    case ButtonLook::Segment: // the frame around all of them is drawn by their row
        painter->fillRect(face.rect, isOn ? theme.bgButtonOn : hovered ? theme.bgHover : theme.bgButton);
        break;
    case ButtonLook::Link:
        break;
    }
}

QColor ink(const Face &face, const Theme &theme)
{
    if (!has(face, QStyle::State_Enabled))
        return theme.textOff;
    if (face.look == ButtonLook::Primary)
        return theme.accentOn;
    return face.look == ButtonLook::Link ? theme.link : theme.text1;
}

void label(QPainter *painter, const Face &face, const Theme &theme)
{
    const QFontMetrics metrics = painter->fontMetrics();
    const bool hasIcon = !face.icon.isNull();
    const int menuWidth = face.hasMenu ? chevron + iconGap : 0;
    const int iconWidth = hasIcon ? face.iconSize.width() + (face.text.isEmpty() ? 0 : iconGap) : 0;
    const int padding = face.look == ButtonLook::Link ? 0 : 4;
    const int room = face.rect.width() - iconWidth - menuWidth - 2 * padding;
    const QString text = metrics.elidedText(face.text, Qt::ElideRight, std::max(0, room), Qt::TextShowMnemonic);
    const int textWidth = metrics.size(Qt::TextShowMnemonic, text).width();

    int x = face.rect.left() + std::max(padding, (face.rect.width() - iconWidth - textWidth - menuWidth) / 2);
    if (face.look == ButtonLook::Link)
        x = face.rect.left();
    if (hasIcon) {
        const QRect place(x, face.rect.top() + (face.rect.height() - face.iconSize.height()) / 2, face.iconSize.width(),
                          face.iconSize.height());
        face.icon.paint(painter, place, Qt::AlignCenter,
                        has(face, QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
        x += iconWidth;
    }
    painter->setPen(ink(face, theme));
    const QRect place(x, face.rect.top(), textWidth + 1, face.rect.height());
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic, text);
    if (face.hasMenu) {
        const qreal left = face.text.isEmpty() ? x + 2 : x + textWidth + iconGap;
        paintIcon(painter, QPointF(left, face.rect.top() + (face.rect.height() - chevron) / 2.0), chevron,
                  Icon::ChevronDown, ink(face, theme));
    }
}

void face(QPainter *painter, const Face &face, const Theme &theme)
{
    ground(painter, face, theme);
    QFont font = painter->font();
    const bool isLinkLit =
        face.look == ButtonLook::Link && (has(face, QStyle::State_MouseOver) || has(face, QStyle::State_HasFocus));
    if (isLinkLit)
        font.setUnderline(true);
    painter->setFont(font);
    label(painter, face, theme);
    if (has(face, QStyle::State_HasFocus) && has(face, QStyle::State_KeyboardFocusChange) &&
        face.look != ButtonLook::Link) {
        // On the accent itself a ring in the accent would not be seen.
        if (face.look == ButtonLook::Primary)
            paintBox(painter, QRectF(face.rect).adjusted(2, 2, -2, -2), radius - 1, Qt::transparent, theme.accentOn);
        else
            focusRing(painter, face.rect, radius, theme);
    }
}

} // namespace

void pushButton(QPainter *painter, const QStyleOptionButton &option, const QWidget *widget, const Theme &theme)
{
    face(painter,
         Face{option.rect, option.state, buttonLook(widget), option.text, option.icon, option.iconSize,
              option.features.testFlag(QStyleOptionButton::HasMenu), false},
         theme);
}

void toolButton(QPainter *painter, const QStyleOptionToolButton &option, const QWidget *widget, const Theme &theme)
{
    const bool showsText = option.toolButtonStyle != Qt::ToolButtonIconOnly;
    const bool showsIcon = option.toolButtonStyle != Qt::ToolButtonTextOnly;
    painter->setFont(option.font);
    face(painter,
         Face{option.rect, option.state, buttonLook(widget), showsText ? option.text : QString(),
              showsIcon ? option.icon : QIcon(), option.iconSize,
              option.features.testFlag(QStyleOptionToolButton::HasMenu) && showsText,
              option.activeSubControls.testFlag(QStyle::SC_ToolButtonMenu)},
         theme);
}

QSize buttonSize(const QStyleOption &option, const QString &text, const QSize &icon, bool hasMenu,
                 const QWidget *widget)
{
    const ButtonLook look = buttonLook(widget);
    const QFont font = widget ? widget->font() : fontFor(TextRole::Body);
    const QFontMetrics metrics(font);
    const int designHeight = controlSize(widget) == ControlSize::Dialog  ? 32
                             : controlSize(widget) == ControlSize::Dense ? 24
                                                                         : 28;
    Q_UNUSED(option)
    int width = metrics.size(Qt::TextShowMnemonic, text).width();
    if (icon.width() > 0)
        width += icon.width() + (text.isEmpty() ? 0 : iconGap);
    if (hasMenu)
        width += chevron + iconGap;
    if (look == ButtonLook::Link)
        return {width + 1, std::max(metrics.height(), 20)};
    if (text.isEmpty())
        return {std::max(heightFor(designHeight, font), width + 8), heightFor(designHeight, font)};
    width += look == ButtonLook::Flat ? 16 : 24;
    return {width, heightFor(designHeight, font)};
}

void checkBox(QPainter *painter, const QStyleOption &option, const Theme &theme)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPartly = option.state.testFlag(QStyle::State_NoChange);
    const QColor edge = enabled ? theme.lineControl : theme.line;
    if (isOn || isPartly)
        paintPlate(painter, option.rect, 3, enabled ? theme.accent : theme.textOff);
    else
        paintBox(painter, option.rect, 3, theme.bgView, edge);
    const QPointF corner = QRectF(option.rect).center() - QPointF(6, 6);
    if (isOn)
        paintIcon(painter, corner, 12, Icon::Check, theme.accentOn);
    else if (isPartly)
        paintIcon(painter, corner, 12, Icon::Minus, theme.accentOn);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(painter, QRectF(option.rect).adjusted(-2, -2, 2, 2), 5, theme);
}

void radioButton(QPainter *painter, const QStyleOption &option, const Theme &theme)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const QRectF rect(option.rect);
    paintBox(painter, rect, rect.height() / 2, theme.bgView,
             !enabled ? theme.line
             : isOn   ? theme.accent
                      : theme.lineControl,
             isOn ? 2 : 1);
    if (isOn)
        paintPlate(painter, rect.adjusted(4, 4, -4, -4), rect.height() / 2, enabled ? theme.accent : theme.textOff);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(painter, rect.adjusted(-2, -2, 2, 2), rect.height() / 2 + 2, theme);
}

void focusRing(QPainter *painter, const QRectF &rect, qreal cornerRadius, const Theme &theme)
{
    paintBox(painter, rect, cornerRadius, Qt::transparent, theme.accent, 2);
}

} // namespace gm::common::drawing
