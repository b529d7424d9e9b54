#include "ui/common/emptystate.h"

#include "ui/common/fonts.h"
#include "ui/common/keycaps.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gm::common
{

using namespace Qt::StringLiterals;

EmptyState::EmptyState(const ThemeProvider &themes, Size size, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_size(size)
    , m_icon(new QLabel(this))
    , m_title(new ThemedLabel(themes, size == Size::Large ? TextRole::Title : TextRole::Strong, &Theme::text1, this))
    , m_text(new ThemedLabel(themes, size == Size::Large ? TextRole::Body : TextRole::Small, &Theme::text2, this))
    , m_button(new QPushButton(this))
    , m_hint(new QWidget(this))
    , m_before(new ThemedLabel(themes, TextRole::Small, &Theme::text3, m_hint))
    , m_caps(new KeyCaps(themes, m_hint))
    , m_after(new ThemedLabel(themes, TextRole::Small, &Theme::text3, m_hint))
{
    const bool isLarge = size == Size::Large;
    for (QLabel *label : std::initializer_list<QLabel *>{m_icon, m_title, m_text})
        label->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    m_button->setObjectName(u"emptyStateButton"_s);
    setButtonLook(m_button, ButtonLook::Primary);
    m_button->hide();
    m_hint->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);

    auto *hint = new QHBoxLayout(m_hint);
    hint->setContentsMargins({});
    hint->setSpacing(12);
    hint->addStretch();
    hint->addWidget(m_before);
    hint->addWidget(m_caps);
    hint->addWidget(m_after);
    hint->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(0);
    layout->addWidget(m_icon);
    layout->addSpacing(isLarge ? 20 : 12);
    layout->addWidget(m_title);
    layout->addSpacing(isLarge ? 8 : 4);
    layout->addWidget(m_text);
    layout->addSpacing(20);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addSpacing(20);
    layout->addWidget(m_hint);
    layout->addStretch();
    connect(&themes, &ThemeProvider::changed, this, &EmptyState::applyTheme);
    applyTheme();
}

void EmptyState::setContent(Icon icon, const QString &title, const QString &text)
{
    m_iconId = icon;
    m_title->setText(title);
    m_text->setParagraph(text);
    m_text->setVisible(!text.isEmpty());
    applyTheme();
}

void EmptyState::setButton(const QString &text, Icon icon)
{
    m_button->setText(text);
    m_button->setAccessibleName(text);
    m_button->setIcon(icon == Icon::None ? QIcon() : themedIcon(icon, m_themes, IconInk::OnAccent));
    m_button->setVisible(!text.isEmpty());
}

void EmptyState::setHint(const QString &before, const QString &shortcut, const QString &after)
{
    m_before->setText(before);
    m_caps->setShortcut(shortcut);
    m_after->setText(after);
    m_hint->setVisible(!before.isEmpty());
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int side = m_size == Size::Large ? 24 : 20;
    const int wanted = layout()->totalHeightForWidth(width()) - layout()->contentsMargins().top();
    layout()->setContentsMargins(side, std::clamp(height() - wanted, 12, 112), side, 12);
}

void EmptyState::applyTheme()
{
    const Theme &theme = m_themes.theme();
    const bool isLarge = m_size == Size::Large;
    m_icon->setPixmap(
        iconPixmap(m_iconId, widthFor(isLarge ? 40 : 24), isLarge ? theme.accent : theme.text2, devicePixelRatioF()));
}

} // namespace gm::common
