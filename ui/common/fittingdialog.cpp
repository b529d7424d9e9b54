#include "ui/common/fittingdialog.h"

#include "ui/common/fonts.h"

#include <QEvent>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace gm::common
{

namespace
{

/// What a window's frame and the bars of a desktop take.
constexpr int frameHeight = 40;

int heightOf(const QLayout *layout, int width)
{
    return std::max(layout->totalHeightForWidth(width), layout->totalMinimumSize().height());
}

} // namespace

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

void FittingDialog::setContent(QWidget *content)
{
    m_content = content;
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidgetResizable(true);
    area->setWidget(content);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(area);
    content->installEventFilter(this);
}

bool FittingDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        fit();
    return QDialog::eventFilter(watched, event);
}

void FittingDialog::fit()
{
    if (!layout())
        return;
    setFixedWidth(widthFor(m_designWidth));
    int height = heightOf(m_content ? m_content->layout() : layout(), width());
    if (m_content)
        height = std::min(height, screen()->availableGeometry().height() - frameHeight);
    setMinimumHeight(height);
    if (this->height() < height)
        resize(width(), height);
}

} // namespace gm::common
