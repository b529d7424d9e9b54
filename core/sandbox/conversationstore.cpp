#include "core/sandbox/conversationstore.h"

#include "core/sandbox/accounts.h"

#include <QJsonArray>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

} // namespace

QJsonObject Conversation::toJson() const
{
    return {{u"id"_s, id},
            {u"user_id"_s, userId},
            {u"goal_id"_s, textOrNull(goalId)},
            {u"title"_s, textOrNull(title)},
            {u"status"_s, status},
            {u"created_at"_s, databaseTime(createdMs, false)},
            {u"updated_at"_s, databaseTime(updatedMs, false)}};
}

QJsonObject Conversation::toJsonWithMessages() const
{
    QJsonArray list;
    for (const StoredMessage &message : messages) {
        list.append(QJsonObject{{u"id"_s, message.id},
                                {u"conversation_id"_s, id},
                                {u"role"_s, message.role},
                                {u"content"_s, message.content},
                                {u"metadata_json"_s, message.metadata},
                                {u"created_at"_s, databaseTime(message.createdMs, false)}});
    }
    QJsonObject object = toJson();
    object.insert(u"messages"_s, list);
    return object;
}

void ConversationStore::add(Conversation conversation)
{
    const QString id = conversation.id;
    m_order.append(id);
    m_conversations.insert(id, std::move(conversation));
}

const Conversation *ConversationStore::find(const QString &id) const
{
    const auto found = m_conversations.find(id);
    return found == m_conversations.end() ? nullptr : &*found;
}

QList<Conversation> ConversationStore::ofUser(const QString &userId) const
{
    QList<Conversation> list;
    for (const QString &id : m_order) {
        const Conversation &conversation = *m_conversations.find(id);
        if (conversation.userId == userId)
            list.append(conversation);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const Conversation &a, const Conversation &b) { return a.updatedMs > b.updatedMs; });
    return list;
}

QStringList ConversationStore::idsOfUser(const QString &userId) const
{
    QStringList ids;
    std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(ids),
                 [&](const QString &id) { return m_conversations.find(id)->userId == userId; });
    return ids;
}

void ConversationStore::addMessage(const QString &conversation, const StoredMessage &message)
{
    const auto found = m_conversations.find(conversation);
    if (found == m_conversations.end())
        return;
    QList<StoredMessage> &messages = found->messages;
    const bool isKnown = std::any_of(messages.begin(), messages.end(),
                                     [&message](const StoredMessage &other) { return other.id == message.id; });
    if (!isKnown)
        messages.append(message);
    found->updatedMs = std::max(found->updatedMs, message.createdMs);
}

void ConversationStore::setStatus(const QString &conversation, const QString &status, qint64 nowMs)
{
    const auto found = m_conversations.find(conversation);
    if (found == m_conversations.end())
        return;
    found->status = status;
    found->updatedMs = nowMs;
}

} // namespace gm::sandbox
