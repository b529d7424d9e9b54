#include "ui/common/fittingdialog.h"

#include "ui/common/fonts.h"

#include <QEvent>
#include <QLayout>

#include <algorithm>

namespace gm::common
{

FittingDialog::FittingDialog(int designWidth, QWidget *parent)
    : QDialog(parent)
    , m_designWidth(designWidth)
{
}

bool FittingDialog::event(QEvent *event)
{
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Polish || event->type() == QEvent::Show)
        fit();
    return isHandled;
}

void FittingDialog::fit()
{
    if (!layout())
        return;
    setFixedWidth(widthFor(m_designWidth));
    const int height = std::max(layout()->totalHeightForWidth(width()), layout()->totalMinimumSize().height());
    setMinimumHeight(height);
    if (this->height() < height)
        resize(width(), height);
}

} // namespace gm::common
