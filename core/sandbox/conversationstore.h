/// Conversations and their messages: what Genie's backend keeps in its database.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace gm::sandbox
{

struct StoredMessage {
    QString id;
    QString role; ///< `user`, `assistant`, `system`.
    QString content;
    QJsonObject metadata{};
    qint64 createdMs = 0;
};

struct Conversation {
    QString id;
    QString userId;
    QString title; ///< Empty: null on the wire.
    QString status = QStringLiteral("active");
    QString goalId{}; ///< Empty: null on the wire.
    qint64 createdMs = 0;
    qint64 updatedMs = 0;
    QList<StoredMessage> messages{};

    /// As the list answers it: without messages, times without a zone.
    [[nodiscard]] QJsonObject toJson() const;
    /// With messages.
    [[nodiscard]] QJsonObject toJsonWithMessages() const;
};

class ConversationStore
{
public:
    void add(Conversation conversation);
    [[nodiscard]] const Conversation *find(const QString &id) const;
    /// Newest change first.
    [[nodiscard]] QList<Conversation> ofUser(const QString &userId) const;
    /// In the order they were added.
    [[nodiscard]] QStringList idsOfUser(const QString &userId) const;

    /// Keeps the message; one with an id already there is left as it is. Unknown conversations are ignored.
    void addMessage(const QString &conversation, const StoredMessage &message);
    void setStatus(const QString &conversation, const QString &status, qint64 nowMs);

private:
    QHash<QString, Conversation> m_conversations;
    QStringList m_order;
};

} // namespace gm::sandbox
