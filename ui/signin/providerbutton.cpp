#include "ui/signin/providerbutton.h"

#include "core/supabase/authwords.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace gm::signin
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int gap = 8;

} // namespace

ProviderButton::ProviderButton(const common::ThemeProvider &themes, const QString &provider, QWidget *parent)
    : QPushButton(parent)
    , m_themes(themes)
    , m_provider(provider)
{
    const QString text = tr("Continue with %1").arg(supabase::providerName(provider));
    setObjectName(u"provider.%1"_s.arg(provider));
    setText(text);
    setAccessibleName(text);
    setAccessibleDescription(tr("Opens the browser"));
    setAutoDefault(false);
    common::setControlSize(this, common::ControlSize::Dialog);
}

QSize ProviderButton::sizeHint() const
{
    return QPushButton::sizeHint() + QSize(2 * (iconSize().width() + gap), 0);
}

void ProviderButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);

    const common::Theme &theme = m_themes.theme();
    const QColor ink = isEnabled() ? theme.text1 : theme.textOff;
    const int side = iconSize().width();
    const int words = fontMetrics().horizontalAdvance(text());
    int x = (width() - words - 2 * (side + gap)) / 2;
    common::paintIcon(&painter, QPointF(x, (height() - side) / 2.0), side, common::Icon::Globe, ink);
    x += side + gap;
    painter.setPen(ink);
    painter.drawText(QRect(x, 0, words + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    x += words + gap;
    common::paintIcon(&painter, QPointF(x, (height() - side) / 2.0), side, common::Icon::External, ink);
}

} // namespace gm::signin
