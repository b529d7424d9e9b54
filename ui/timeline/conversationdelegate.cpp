#include "ui/timeline/conversationdelegate.h"

#include "ui/common/selection.h"
#include "ui/models/timelinemodel.h"

#include <QPainter>

namespace gm::timelineview
{

ConversationDelegate::ConversationDelegate(const common::ThemeProvider &themes, const common::Selection &selection,
                                           QObject *parent)
    : EventDelegate(themes, parent)
    , m_selection(selection)
{
}

void ConversationDelegate::paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                     const QModelIndex &index) const
{
    const auto conversation = index.data(models::TimelineModel::ConversationRole).value<base::ConversationId>();
    painter->setFont(common::fontFor(common::TextRole::Body));
    painter->setPen(conversation == m_selection.conversation() ? theme().text1 : theme().text2);
    common::paintElided(painter, cell, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
}

} // namespace gm::timelineview
