#include "core/genie/conversation.h"

#include "core/base/json.h"

#include <QDateTime>
#include <QJsonArray>

namespace gm::genie
{

using base::JsonReader;
using base::Result;

namespace
{

qint64 timeOr0(const JsonReader &reader, QStringView name)
{
    return parseBackendTime(reader.textOr(name)).value_or(0);
}

StoredMessage readMessage(const QJsonObject &object)
{
    const JsonReader reader(object);
    // The column is called metadata_json, the field of the API either.
    QJsonObject metadata = object.value(u"metadata").toObject();
    if (metadata.isEmpty())
        metadata = object.value(u"metadata_json").toObject();
    return {.id = reader.textOr(u"id"),
            .role = reader.textOr(u"role"),
            .content = reader.textOr(u"content"),
            .type = metadata.value(u"type").toString(),
            .createdMs = timeOr0(reader, u"created_at"),
            .raw = object};
}

} // namespace

Result<Conversation> readConversation(const QJsonObject &object)
{
    const JsonReader reader(object);
    const Result<QString> id = reader.text(u"id");
    if (!id)
        return id.error();
    return Conversation{.id = base::ConversationId(*id),
                        .title = reader.textOr(u"title"),
                        .status = reader.textOr(u"status"),
                        .userId = reader.textOr(u"user_id"),
                        .goalId = reader.textOr(u"goal_id"),
                        .createdMs = timeOr0(reader, u"created_at"),
                        .updatedMs = timeOr0(reader, u"updated_at")};
}

Result<ConversationDetail> readConversationDetail(const QJsonObject &object)
{
    Result<Conversation> conversation = readConversation(object);
    if (!conversation)
        return conversation.error();
    ConversationDetail result{.conversation = std::move(*conversation)};
    const QJsonArray messages = object.value(u"messages").toArray();
    for (const QJsonValue &message : messages) {
        if (message.isObject())
            result.messages.append(readMessage(message.toObject()));
    }
    return result;
}

std::optional<qint64> parseBackendTime(const QString &text)
{
    QString iso = text.trimmed();
    if (iso.size() > 10 && iso.at(10) == u' ')
        iso[10] = u'T';
    QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // Python's naive times: the same numbers, meant as UTC
    return time.toMSecsSinceEpoch();
}

} // namespace gm::genie
