#include "ui/common/followpill.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

namespace gm::common
{

using namespace Qt::StringLiterals;

FollowPill::FollowPill(const ThemeProvider &themes, QWidget *view)
    : QAbstractButton(view)
    , m_themes(themes)
{
    setObjectName(u"followPill"_s);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    hide();
    connect(&themes, &ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void FollowPill::setCount(int rows)
{
    m_count = rows;
    //: Rows that arrived below the visible part
    setText(tr("%n new", nullptr, rows));
    setAccessibleName(tr("%n new, go to the newest and follow", nullptr, rows));
    setToolTip(tr("Go to the newest and follow (F)"));
    setVisible(rows > 0);
    resize(sizeHint());
    update();
}

QSize FollowPill::sizeHint() const
{
    const QFont font = fontFor(TextRole::Strong);
    return {QFontMetrics(font).horizontalAdvance(text()) + 14 + 8 + 14 + 14, heightFor(24, font)};
}

void FollowPill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    paintPlate(&painter, rect(), height() / 2.0, underMouse() ? theme.accentHover : theme.accent);
    if (hasFocus())
        paintBox(&painter, rect().adjusted(2, 2, -2, -2), height() / 2.0 - 2, Qt::transparent, theme.accentOn);
    painter.setFont(fontFor(TextRole::Strong));
    painter.setPen(theme.accentOn);
    painter.drawText(rect().adjusted(14, 0, -36, 0), Qt::AlignCenter, text());
    paintIcon(&painter, QPointF(width() - 14 - 14, (height() - 14) / 2.0), 14, Icon::ArrowDown, theme.accentOn);
}

} // namespace gm::common
