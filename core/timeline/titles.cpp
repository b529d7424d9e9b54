#include "core/timeline/titles.h"

namespace gm::timeline
{

void Titles::setTitle(const base::ConversationId &id, const QString &title)
{
    if (m_titles.value(id) == title)
        return;
    if (title.isEmpty())
        m_titles.remove(id);
    else
        m_titles.insert(id, title);
    Q_EMIT titleChanged(id);
}

QString Titles::nameOf(const base::ConversationId &id) const
{
    const auto found = m_titles.constFind(id);
    return found != m_titles.constEnd() ? *found : id.text();
}

} // namespace gm::timeline
