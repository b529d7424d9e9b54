#include "ui/connection/tokenbar.h"

#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

namespace gm::connectionpanel
{

TokenBar::TokenBar(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setFixedHeight(6);
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void TokenBar::setLeft(double fraction, bool isSoonOver)
{
    m_fraction = fraction;
    m_isSoonOver = isSoonOver;
    update();
}

void TokenBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = m_themes.theme();
    common::paintPlate(&painter, rect(), 2, theme.bgSunken);
    const common::StateRole role = m_isSoonOver ? common::StateRole::Warn : common::StateRole::Complete;
    common::paintPlate(&painter, QRectF(0, 0, width() * m_fraction, height()), 2, theme.state(role).solid);
}

} // namespace gm::connectionpanel
