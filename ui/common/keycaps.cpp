#include "ui/common/keycaps.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

namespace gm::common
{

KeyCaps::KeyCaps(const ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void KeyCaps::setShortcut(const QString &shortcut)
{
    m_keys = keysOf(shortcut);
    updateGeometry();
    update();
}

QSize KeyCaps::sizeHint() const
{
    return {keyCapsWidth(m_keys), heightFor(18, fontFor(TextRole::Tiny))};
}

void KeyCaps::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintKeyCaps(&painter, rect(), 0, m_keys, m_themes.theme());
}

} // namespace gm::common
