#include "ui/common/emptystate.h"

#include "ui/common/fonts.h"
#include "ui/common/keycaps.h"
#include "ui/common/style.h"
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
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_hint(new QWidget(this))
    , m_before(new QLabel(m_hint))
    , m_caps(new KeyCaps(themes, m_hint))
    , m_after(new QLabel(m_hint))
{
    const bool isLarge = size == Size::Large;
    m_title->setFont(fontFor(isLarge ? TextRole::Title : TextRole::Strong));
    for (QLabel *label : {m_icon, m_title, m_text})
        label->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
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
    m_text->setText(text);
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
        iconPixmap(m_iconId, isLarge ? 40 : 24, isLarge ? theme.accent : theme.text2, devicePixelRatioF()));
    const auto ink = [](QLabel *label, const QColor &colour) {
        QPalette palette;
        palette.setColor(QPalette::WindowText, colour);
        label->setPalette(palette);
    };
    ink(m_text, theme.text2);
    ink(m_before, theme.text3);
    ink(m_after, theme.text3);
    QFont small = fontFor(isLarge ? TextRole::Body : TextRole::Small);
    m_text->setFont(small);
    m_before->setFont(fontFor(TextRole::Small));
    m_after->setFont(fontFor(TextRole::Small));
}

} // namespace gm::common
