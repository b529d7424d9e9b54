#include "ui/signin/capswatcher.h"

#include <QKeyEvent>
#include <QLineEdit>

#include <utility>

namespace gm::signin
{

CapsWatcher::CapsWatcher(QLineEdit *field)
    : QObject(field)
{
    field->installEventFilter(this);
}

bool CapsWatcher::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        set(false);
    } else if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QString text = key->text();
        if (key->key() == Qt::Key_CapsLock)
            set(false); // it just changed; the next letter tells
        else if (text.size() == 1 && text.front().isLetter() && text.front().toLower() != text.front().toUpper())
            set(text.front().isUpper() != key->modifiers().testFlag(Qt::ShiftModifier));
    }
    return QObject::eventFilter(watched, event);
}

void CapsWatcher::set(bool isOn)
{
    if (std::exchange(m_isOn, isOn) != isOn)
        Q_EMIT changed(isOn);
}

} // namespace gm::signin
