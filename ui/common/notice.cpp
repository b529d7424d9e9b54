#include "ui/common/notice.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>

namespace gm::common
{

using namespace Qt::StringLiterals;

Notice::Notice(const ThemeProvider &themes, Look look, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_look(look)
    , m_icon(new IconLabel(themes, Icon::Info, 16, &Theme::text3, this))
    , m_label(new QLabel(this))
{
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look == Look::Boxed ? QMargins(12, 10, 12, 10) : QMargins());
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_label, 1);
    connect(&themes, &ThemeProvider::changed, this, &Notice::apply);
    hide();
}

void Notice::setError(const base::Error &error)
{
    m_isHint = false;
    m_role = StateRole::Error;
    m_iconId = Icon::Error;
    m_lead = error.what;
    QStringList rest;
    for (const QString &part : {error.why, error.next}) {
        if (!part.isEmpty())
            rest << part;
    }
    m_text = rest.join(u' ');
    m_code = error.reference();
    apply();
    announce();
}

void Notice::setMessage(StateRole role, Icon icon, const QString &lead, const QString &text)
{
    m_isHint = false;
    m_role = role;
    m_iconId = icon;
    m_lead = lead;
    m_text = text;
    m_code.clear();
    apply();
    announce();
}

void Notice::setHint(Icon icon, const QString &text)
{
    m_isHint = true;
    m_iconId = icon;
    m_lead.clear();
    m_text = text;
    m_code.clear();
    apply();
}

void Notice::clear()
{
    m_lead.clear();
    m_text.clear();
    m_code.clear();
    m_label->clear();
    hide();
}

QString Notice::plainText() const
{
    QStringList parts;
    for (const QString &part : {m_lead, m_text, m_code}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(u' ');
}

void Notice::apply()
{
    if (isEmpty())
        return;
    const Theme &theme = m_themes.theme();
    const QFont mono = fontFor(TextRole::Mono);
    QString html;
    if (!m_lead.isEmpty()) {
        const QColor ink = m_look == Look::Boxed ? theme.text1 : theme.state(m_role).fg;
        html += u"<span style=\"color:%1; font-weight:600\">%2</span> "_s.arg(ink.name(), m_lead.toHtmlEscaped());
    }
    html += u"<span style=\"color:%1\">%2</span>"_s.arg((m_isHint ? theme.text3 : theme.text2).name(),
                                                        m_text.toHtmlEscaped());
    if (!m_code.isEmpty()) {
        html += u" <span style=\"color:%1; font-family:'%2'\">%3</span>"_s.arg(
            theme.text2.name(), mono.family(), QString(m_code.toHtmlEscaped()).replace(u' ', QChar::Nbsp));
    }
    m_label->setFont(fontFor(TextRole::Small));
    m_label->setText(paragraph(html));
    if (m_isHint)
        m_icon->setIcon(m_iconId, &Theme::text3);
    else
        m_icon->setIcon(m_iconId, m_role);
    show();
    update();
}

void Notice::announce()
{
    QAccessibleEvent spoken(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

void Notice::paintEvent(QPaintEvent *)
{
    if (m_look != Look::Boxed)
        return;
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    const QColor edge = m_role == StateRole::Warn ? theme.hatch : theme.state(m_role).solid;
    paintBox(&painter, rect(), 4, theme.state(m_role).tint, edge);
}

void Notice::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        apply();
    QWidget::changeEvent(event);
}

} // namespace gm::common
