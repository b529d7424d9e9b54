#include "ui/common/themedlabel.h"

#include "ui/common/themeprovider.h"

#include <QEvent>

namespace gm::common
{

QString paragraph(const QString &html)
{
    return QStringLiteral("<p style=\"line-height:125%; margin:0\">%1</p>").arg(html);
}

ThemedLabel::ThemedLabel(const ThemeProvider &themes, TextRole role, QColor Theme::*ink, QWidget *parent)
    : QLabel(parent)
    , m_themes(themes)
    , m_role(role)
    , m_ink(ink)
{
    setForegroundRole(QPalette::WindowText); // else it would follow the ground of the panel around it
    connect(&themes, &ThemeProvider::changed, this, &ThemedLabel::apply);
    apply();
}

void ThemedLabel::setInk(QColor Theme::*ink)
{
    m_ink = ink;
    apply();
}

void ThemedLabel::setParagraph(const QString &text)
{
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setText(paragraph(text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"))));
}

void ThemedLabel::setRole(TextRole role)
{
    m_role = role;
    apply();
}

void ThemedLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        apply();
    QLabel::changeEvent(event);
}

void ThemedLabel::apply()
{
    const Theme &theme = m_themes.theme();
    QPalette own = palette();
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        own.setColor(group, QPalette::WindowText, theme.*m_ink);
        own.setColor(group, QPalette::Text, theme.*m_ink); // of rich text
    }
    own.setColor(QPalette::Disabled, QPalette::WindowText, theme.textOff);
    own.setColor(QPalette::Link, theme.link);
    setPalette(own);
    setFont(fontFor(m_role));
}

IconLabel::IconLabel(const ThemeProvider &themes, Icon icon, int side, QColor Theme::*ink, QWidget *parent)
    : QLabel(parent)
    , m_themes(themes)
    , m_icon(icon)
    , m_side(widthFor(side))
    , m_ink(ink)
{
    setFixedSize(m_side, m_side);
    connect(&themes, &ThemeProvider::changed, this, &IconLabel::apply);
    apply();
}

void IconLabel::setIcon(Icon icon, QColor Theme::*ink)
{
    m_icon = icon;
    m_ink = ink;
    apply();
}

void IconLabel::setIcon(Icon icon, StateRole role)
{
    m_icon = icon;
    m_ink = nullptr;
    m_role = role;
    apply();
}

void IconLabel::apply()
{
    const Theme &theme = m_themes.theme();
    setPixmap(iconPixmap(m_icon, m_side, m_ink ? theme.*m_ink : theme.state(m_role).fg, devicePixelRatioF()));
}

} // namespace gm::common
