#include "ui/shell/tabstrip.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

#include <QKeyEvent>

namespace gm::shell
{

using common::TextRole;
using common::Theme;

namespace
{

constexpr int side = 10;
constexpr int counterGap = 6;

} // namespace

TabStrip::TabStrip(const common::ThemeProvider &themes, QWidget *parent)
    : QTabBar(parent)
    , m_themes(themes)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideNone);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void TabStrip::setCount(int index, int count, common::StateRole role)
{
    m_counters[index] = {count, role};
    // Asks for the widths anew, and tells screen readers.
    setAccessibleTabName(index, count > 0 ? tr("%1, %n", nullptr, count).arg(tabText(index)) : tabText(index));
    setTabText(index, tabText(index));
    updateGeometry();
    update();
}

int TabStrip::counterWidth(int index) const
{
    const int count = m_counters.value(index).count;
    if (count == 0)
        return 0;
    const QFont font = common::fontFor(TextRole::Tiny);
    const int height = common::heightFor(16, font);
    return counterGap + std::max(height, QFontMetrics(font).horizontalAdvance(QString::number(count)) + 12);
}

QSize TabStrip::tabSizeHint(int index) const
{
    const QFontMetrics metrics(common::fontFor(TextRole::Strong));
    const int width = metrics.horizontalAdvance(tabText(index)) + 2 * side + counterWidth(index);
    return {width, common::heightFor(32) - 1};
}

void TabStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    for (int index = 0; index < count(); ++index) {
        const QRect rect = tabRect(index);
        const bool isCurrent = index == currentIndex();
        const bool isHovered = rect.contains(mapFromGlobal(QCursor::pos())) && underMouse();
        painter.setFont(common::fontFor(isCurrent ? TextRole::Strong : TextRole::Body));
        painter.setPen(!isEnabled() ? theme.textOff : isCurrent || isHovered ? theme.text1 : theme.text2);
        const QRect text = rect.adjusted(side, 0, -side - counterWidth(index), 0);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, tabText(index));
        if (const Counter counter = m_counters.value(index); counter.count > 0) {
            const common::StateColours &colours = theme.state(counter.role);
            common::paintCounter(&painter, rect, rect.right() + 1 - side, QString::number(counter.count), colours.tint,
                                 colours.fg);
        }
        if (isCurrent)
            painter.fillRect(rect.left() + side - 2, rect.bottom() - 1, rect.width() - 2 * side + 4, 2, theme.accent);
        if (isCurrent && hasFocus())
            common::paintBox(&painter, QRectF(rect).adjusted(3, 5, -3, -5), 4, Qt::transparent, theme.accent, 2);
    }
}

void TabStrip::mousePressEvent(QMouseEvent *event)
{
    const bool isAgain = event->button() == Qt::LeftButton && tabAt(event->position().toPoint()) == currentIndex() &&
                         currentIndex() >= 0;
    QTabBar::mousePressEvent(event);
    if (isAgain)
        Q_EMIT currentClickedAgain();
}

void TabStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return) {
        Q_EMIT currentClickedAgain();
        return;
    }
    QTabBar::keyPressEvent(event);
}

} // namespace gm::shell
