#include "ui/common/style.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QPushButton>
#include <QVariant>

namespace gm::common
{

namespace
{

constexpr char lookProperty[] = "gmLook";
constexpr char refusedProperty[] = "gmRefused";
constexpr char sizeProperty[] = "gmControlSize";

} // namespace

void setButtonLook(QAbstractButton *button, ButtonLook look)
{
    button->setProperty(lookProperty, int(look));
    if (look == ButtonLook::Link)
        button->setCursor(Qt::PointingHandCursor);
    button->updateGeometry();
    button->update();
}

ButtonLook buttonLook(const QWidget *button)
{
    const QVariant look = button ? button->property(lookProperty) : QVariant();
    if (look.isValid())
        return ButtonLook(look.toInt());
    return qobject_cast<const QPushButton *>(button) ? ButtonLook::Boxed : ButtonLook::Flat;
}

void setFieldRefused(QWidget *field, bool isRefused)
{
    field->setProperty(refusedProperty, isRefused);
    field->update();
}

bool isFieldRefused(const QWidget *field)
{
    return field && field->property(refusedProperty).toBool();
}

void setControlSize(QWidget *control, ControlSize size)
{
    control->setProperty(sizeProperty, int(size));
    control->updateGeometry();
}

ControlSize controlSize(const QWidget *control)
{
    return control ? ControlSize(control->property(sizeProperty).toInt()) : ControlSize::Bar;
}

} // namespace gm::common
