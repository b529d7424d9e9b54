#include "ui/inspector/foldsection.h"

#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace gm::inspector
{

using namespace Qt::StringLiterals;

FoldSection::FoldSection(const common::ThemeProvider &themes, const QString &title, QWidget *body, int indent,
                         QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_title(new QToolButton(this))
    , m_note(new common::ThemedLabel(themes, common::TextRole::Small, &common::Theme::text3, this))
    , m_body(body)
{
    m_title->setObjectName(u"fold"_s + title);
    m_title->setText(title);
    m_title->setAccessibleName(title);
    m_title->setFont(common::fontFor(common::TextRole::Section));
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setIconSize({14, 14});
    m_title->setAutoRaise(true);
    common::setControlSize(m_title, common::ControlSize::Dense);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 12, 0);
    head->addWidget(m_title);
    head->addWidget(m_note, 1);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(indent, 2, 12, 0);
    inner->addWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 2, 0, 6);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(inner);
    connect(m_title, &QToolButton::clicked, this, [this] { setOpen(!m_isOpen); });
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
    showState();
}

void FoldSection::setNote(const QString &note)
{
    m_note->setText(note);
}

void FoldSection::setOpen(bool isOpen)
{
    m_isOpen = isOpen;
    showState();
}

void FoldSection::showState()
{
    m_title->setAccessibleDescription(m_isOpen ? tr("open") : tr("folded"));
    m_title->setIcon(common::themedIcon(m_isOpen ? common::Icon::ChevronDown : common::Icon::ChevronRight, m_themes,
                                        common::IconInk::Quiet));
    m_body->setVisible(m_isOpen);
}

void FoldSection::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_themes.theme().line);
}

} // namespace gm::inspector
