#include "ui/signin/waitingbar.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

#include <QStyle>

namespace gm::signin
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr int steps = 16; // over the width and back to the start
constexpr double share = 0.28;

} // namespace

WaitingBar::WaitingBar(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setObjectName(u"waitingBar"_s);
    setAccessibleName(tr("Waiting"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_step.setInterval(125ms);
    connect(&m_step, &QTimer::timeout, this, [this] {
        m_position = (m_position + 1) % steps;
        update();
    });
}

bool WaitingBar::isStill() const
{
    return style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
}

QSize WaitingBar::sizeHint() const
{
    return {common::widthFor(120), isStill() ? fontMetrics().height() : 4};
}

void WaitingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = m_themes.theme();
    if (isStill()) {
        painter.setPen(theme.text2);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("Waiting"));
        return;
    }
    common::paintPlate(&painter, rect(), 2, theme.bgSunken);
    const double travel = width() * (1 + share);
    const QRectF part(travel * m_position / steps - width() * share, 0, width() * share, height());
    common::paintPlate(&painter, part.intersected(rect()), 2, theme.accent);
}

void WaitingBar::showEvent(QShowEvent *)
{
    if (!isStill())
        m_step.start();
}

void WaitingBar::hideEvent(QHideEvent *)
{
    m_step.stop();
}

} // namespace gm::signin
