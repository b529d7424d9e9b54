#include "ui/common/toast.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"

#include <QAccessible>
#include <QEvent>
#include <QGraphicsOpacityEffect>
#include <QPropertyAnimation>

namespace gm::common
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Toast::Toast(const ThemeProvider &themes, const UiState &state, QWidget *view)
    : QWidget(view)
    , m_themes(themes)
    , m_state(state)
{
    setObjectName(u"toast"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    view->installEventFilter(this);
    m_hide.setSingleShot(true);
    m_hide.setInterval(4s);
    connect(&m_hide, &QTimer::timeout, this, &Toast::fadeOut);
}

void Toast::say(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    setGraphicsEffect(nullptr);
    place();
    show();
    raise();
    m_hide.start();
    QAccessibleEvent spoken(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    paintBox(&painter, rect(), 8, theme.bgRaised, theme.lineStrong);
    painter.setPen(theme.text1);
    painter.setFont(fontFor(TextRole::Body));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::place()
{
    const QFont font = fontFor(TextRole::Body);
    const QSize size(QFontMetrics(font).horizontalAdvance(m_text) + 32, heightFor(32, font));
    const QWidget *view = parentWidget();
    setGeometry((view->width() - size.width()) / 2, view->height() - size.height() - 16, size.width(), size.height());
}

void Toast::fadeOut()
{
    if (m_state.reducesMotion()) {
        hide();
        return;
    }
    auto *effect = new QGraphicsOpacityEffect(this);
    setGraphicsEffect(effect);
    auto *fade = new QPropertyAnimation(effect, "opacity", effect);
    fade->setDuration(120);
    fade->setStartValue(1.0);
    fade->setEndValue(0.0);
    connect(fade, &QPropertyAnimation::finished, this, &QWidget::hide);
    fade->start(QAbstractAnimation::DeleteWhenStopped);
}

} // namespace gm::common
