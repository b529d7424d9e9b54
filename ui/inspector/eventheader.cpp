#include "ui/inspector/eventheader.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/paint.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using common::TextRole;

namespace
{

constexpr int iconSide = 16;
constexpr int gap = 8;

} // namespace

EventHeader::EventHeader(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_title(new QWidget(this))
    , m_copy(new QToolButton(this))
    , m_conversation(new common::ElidedLabel(themes, TextRole::Small, &common::Theme::text2, this))
{
    setObjectName(u"inspectorHeader"_s);
    buildCopyButton();
    m_conversation->setObjectName(u"inspectorConversation"_s);
    m_conversation->setCanBeCopied();
    m_title->setMinimumHeight(common::heightFor(24));
    auto *first = new QHBoxLayout;
    first->setSpacing(4);
    first->addWidget(m_title, 1);
    first->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 8);
    layout->setSpacing(0);
    layout->addLayout(first);
    layout->addWidget(m_conversation);
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void EventHeader::buildCopyButton()
{
    m_copy->setObjectName(u"inspectorCopy"_s);
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy event"));
    m_copy->setIcon(common::themedIcon(common::Icon::Copy, m_themes));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setAutoRaise(true);
    m_copy->setPopupMode(QToolButton::InstantPopup);
    common::setControlSize(m_copy, common::ControlSize::Dense);
    auto *menu = new QMenu(m_copy);
    const auto add = [this, menu](const QString &text, models::ClipForm form) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, form] { Q_EMIT copyRequested(form); });
    };
    add(tr("As text"), models::ClipForm::Text);
    add(tr("As JSON"), models::ClipForm::Json);
    add(tr("As curl"), models::ClipForm::Curl);
    menu->addSeparator();
    connect(menu->addAction(tr("Event id")), &QAction::triggered, this, &EventHeader::copyIdRequested);
    m_copy->setMenu(menu);
}

void EventHeader::setEvent(const timeline::Event &event, const QString &title)
{
    m_kind = common::signOf(event->kind);
    m_name =
        event->kind == genie::EventKind::Other || event->kind == genie::EventKind::Stream ? event->name : m_kind.word;
    m_status.clear();
    if (event->kind == genie::EventKind::Status && !event->status.isEmpty())
        m_status.append(common::signOfStatus(event->status));
    const QString id = event->conversation.text();
    m_conversation->setText(title == id ? id : title + u" · "_s + id);
    setAccessibleName(QStringList{m_name, event->status, title}.join(u", "_s));
    update();
}

void EventHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = m_themes.theme();
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
    const QRect place = m_title->geometry();
    common::paintIcon(&painter, QPointF(place.left(), place.top() + (place.height() - iconSide) / 2.0), iconSide,
                      m_kind.icon, theme.state(m_kind.role).fg);
    painter.setFont(common::fontFor(TextRole::StrongName));
    painter.setPen(theme.text1);
    const int left = place.left() + iconSide + gap;
    const int pill = m_status.isEmpty() ? 0 : common::pillWidth(m_status.first().word) + gap;
    const QString name = painter.fontMetrics().elidedText(m_name, Qt::ElideRight, place.right() - left - pill);
    painter.drawText(QRect(left, place.top(), place.right() - left, place.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     name);
    if (!m_status.isEmpty())
        common::paintPill(&painter, place, left + painter.fontMetrics().horizontalAdvance(name) + gap, m_status.first(),
                          theme);
}

} // namespace gm::inspector
