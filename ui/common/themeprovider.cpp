#include "ui/common/themeprovider.h"

#include "ui/common/icons.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

namespace gm::common
{

ThemeProvider::ThemeProvider(QObject *parent)
    : QObject(parent)
{
    loadIcons();
    qApp->installEventFilter(this);
    apply();
}

void ThemeProvider::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

bool ThemeProvider::eventFilter(QObject *watched, QEvent *event)
{
    // The platform tells each window; our own palettes tell them too, hence the guard.
    if (event->type() == QEvent::ThemeChange && !m_isApplying && m_choice == ThemeChoice::System)
        apply();
    return QObject::eventFilter(watched, event);
}

/// Qt 6.4 has no question for it: the system is dark when its text is lighter than its ground.
bool ThemeProvider::systemIsDark()
{
    QApplication::setPalette(QPalette()); // gives the system's own palette back
    const QPalette system = QApplication::palette();
    return system.color(QPalette::WindowText).lightness() > system.color(QPalette::Window).lightness();
}

void ThemeProvider::apply()
{
    const QScopedValueRollback guard(m_isApplying, true);
    const bool dark = m_choice == ThemeChoice::System ? systemIsDark() : m_choice == ThemeChoice::Dark;
    m_theme = dark ? &Theme::dark() : &Theme::light();

    QPalette palette = m_theme->palette();
    QApplication::setPalette(palette);
    // Marked text inside editors is an accent; in item views it is the current row.
    palette.setColor(QPalette::Highlight, m_theme->accent);
    palette.setColor(QPalette::HighlightedText, m_theme->accentOn);
    for (const char *editor : {"QLineEdit", "QTextEdit", "QPlainTextEdit", "QAbstractSpinBox"})
        QApplication::setPalette(palette, editor);
    QPalette tip = m_theme->palette();
    tip.setColor(QPalette::Window, m_theme->bgRaised);
    for (const char *raised : {"QMenu", "QToolTip", "QTipLabel", "QDialog"})
        QApplication::setPalette(tip, raised);
    Q_EMIT changed();
}

} // namespace gm::common
