#include "ui/common/segments.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace gm::common
{

Segments::Segments(const ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_buttons(this)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_buttons.setExclusive(true);
    connect(&m_buttons, &QButtonGroup::idToggled, this, [this](int id, bool isOn) {
        if (isOn)
            Q_EMIT currentChanged(id);
    });
    connect(&themes, &ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void Segments::setWide()
{
    m_isWide = true;
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Segments::addSegment(const QString &text, const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFont(fontFor(m_isWide ? TextRole::Strong : TextRole::Small));
    if (m_isWide)
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setButtonLook(button, ButtonLook::Segment);
    setControlSize(button, m_isWide ? ControlSize::Dialog : ControlSize::Dense);
    const int id = int(m_buttons.buttons().size());
    m_buttons.addButton(button, id);
    layout()->addWidget(button);
    if (id == 0)
        button->setChecked(true);
}

void Segments::setCurrent(int index)
{
    if (QAbstractButton *button = m_buttons.button(index))
        button->setChecked(true);
}

void Segments::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    paintBox(&painter, rect(), 4, theme.lineStrong, theme.lineStrong);
}

} // namespace gm::common
