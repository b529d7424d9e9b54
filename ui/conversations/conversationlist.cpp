#include "ui/conversations/conversationlist.h"

#include "ui/common/themeprovider.h"
#include "ui/conversations/conversationdelegate.h"
#include "ui/models/conversationsmodel.h"

#include <QKeyEvent>

namespace gm::conversations
{

using models::ConversationsModel;
using namespace Qt::StringLiterals;

ConversationList::ConversationList(const common::ThemeProvider &themes, QWidget *parent)
    : QListView(parent)
{
    setObjectName(u"conversationList"_s);
    setAccessibleName(tr("Conversations"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new ConversationDelegate(themes, this));
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&themes, &common::ThemeProvider::changed, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) {
        if (const base::ConversationId id = m_conversations->conversationAt(index.row()); !id.isEmpty())
            Q_EMIT opened(id);
    });
}

void ConversationList::setConversations(ConversationsModel *model)
{
    m_conversations = model;
    setModel(model);
}

base::ConversationId ConversationList::current() const
{
    return m_conversations && currentIndex().isValid() ? m_conversations->conversationAt(currentIndex().row())
                                                       : base::ConversationId();
}

void ConversationList::setCurrent(const base::ConversationId &id)
{
    if (!m_conversations || id == current())
        return;
    const int row = m_conversations->rowOf(id);
    setCurrentIndex(row < 0 ? QModelIndex() : m_conversations->index(row));
}

bool ConversationList::isWatched(const QModelIndex &index) const
{
    return index.data(ConversationsModel::IsWatchedRole).toBool();
}

void ConversationList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (m_conversations && current.isValid())
        Q_EMIT currentConversationChanged(m_conversations->conversationAt(current.row()));
}

void ConversationList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_W && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        toggle(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

void ConversationList::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() &&
        ConversationDelegate::eyeRect(visualRect(index)).contains(event->position().toPoint())) {
        toggle(index);
        return;
    }
    QListView::mousePressEvent(event);
}

bool ConversationList::viewportEvent(QEvent *event)
{
    if (m_conversations && event->type() == QEvent::Enter)
        m_conversations->setOrderHeld(true);
    else if (m_conversations && event->type() == QEvent::Leave)
        m_conversations->setOrderHeld(false);
    else if (event->type() == QEvent::MouseMove)
        viewport()->update(); // the eye lights up under the pointer
    return QListView::viewportEvent(event);
}

void ConversationList::toggle(const QModelIndex &index)
{
    const base::ConversationId id = m_conversations->conversationAt(index.row());
    if (!id.isEmpty())
        Q_EMIT watchToggled(id, !isWatched(index));
}

} // namespace gm::conversations
