#include "ui/common/selection.h"

namespace gm::common
{

void Selection::setEvent(base::RowIndex event, const base::ConversationId &conversation, const base::RunId &run)
{
    setRun(run, conversation);
    if (event == m_event)
        return;
    m_event = event;
    Q_EMIT eventChanged(event);
}

void Selection::setRun(const base::RunId &run, const base::ConversationId &conversation)
{
    setConversation(conversation);
    if (run == m_run)
        return;
    m_run = run;
    Q_EMIT runChanged(run);
}

void Selection::setConversation(const base::ConversationId &conversation)
{
    if (conversation == m_conversation)
        return;
    m_conversation = conversation;
    Q_EMIT conversationChanged(conversation);
}

void Selection::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    Q_EMIT filterChanged(text);
}

void Selection::clear()
{
    setEvent({}, {}, {});
}

} // namespace gm::common
