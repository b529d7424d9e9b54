#include "core/sandbox/ablychange.h"

#include <QCborArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

Error unknownMessage()
{
    return Error{.code = 40400, .status = 404, .what = u"No message with that serial is kept."_s};
}

Error badChange(const QString &what)
{
    return Error{.code = 40003, .status = 400, .what = what};
}

bool mayChange(const PublishRights &publisher, const QString &channel, const Message &known, int action)
{
    const bool isDelete = action == messageaction::erase;
    const bool isOwn = !known.clientId.isEmpty() && known.clientId == publisher.clientId;
    return publisher.capability.allows(channel, isDelete ? "message-delete-any"_L1 : "message-update-any"_L1) ||
           (isOwn &&
            publisher.capability.allows(channel, isDelete ? "message-delete-own"_L1 : "message-update-own"_L1));
}

/// All the data after @p added; nothing when the two are not of a kind.
std::optional<Payload> appended(const Payload &known, const Payload &added)
{
    if (known.data.isString() && added.data.isString())
        return Payload{.data = QString(known.data.toString() % added.data.toString()), .encoding = known.encoding};
    if (known.data.isByteArray() && added.data.isByteArray())
        return Payload{.data = QByteArray(known.data.toByteArray() + added.data.toByteArray()),
                       .encoding = known.encoding};
    return std::nullopt;
}

} // namespace

Result<StoredPublication> changeAs(const PublishRights &publisher, AblyChannels &channels, const QString &channel,
                                   const Message &change)
{
    const bool isKnownAction = change.action == messageaction::update || change.action == messageaction::erase ||
                               change.action == messageaction::append;
    if (!isKnownAction || change.serial.isEmpty())
        return badChange(u"A change needs an action that is one, and the serial of its message."_s);
    const std::optional<Message> known = channels.at(channel).newest(change.serial);
    if (!known)
        return unknownMessage();
    if (!mayChange(publisher, channel, *known, change.action))
        return capabilityMissing(channel);
    Publication draft{.connectionId = publisher.connectionId};
    Message message = *known;
    message.id.clear();
    message.action = change.action;
    message.version = change.version;
    message.summary = {};
    if (!change.name.isEmpty())
        message.name = change.name;
    if (change.extras.isMap())
        message.extras = change.extras;
    if (!change.payload.data.isUndefined())
        message.payload = change.payload;
    if (change.action == messageaction::append) {
        const std::optional<Payload> whole = appended(known->payload, change.payload);
        if (!whole)
            return badChange(u"Text can be appended to text, and bytes to bytes."_s);
        draft.whole = *whole;
    }
    draft.messages = {message};
    return channels.publish(channel, std::move(draft));
}

Result<StoredPublication> annotateAs(const PublishRights &publisher, AblyChannels &channels, const QString &channel,
                                     const QString &serial, const QCborArray &annotations)
{
    if (!publisher.capability.allows(channel, "annotation-publish"_L1))
        return capabilityMissing(channel);
    const std::optional<Message> known = channels.at(channel).newest(serial);
    if (!known)
        return unknownMessage();
    QList<Annotation> all = channels.at(channel).annotations.value(serial);
    for (const QCborValue item : annotations) {
        const QCborMap map = item.toMap();
        const Result<QString> clientId = effectiveClientId(textIn(map, "clientId"_L1), publisher.clientId);
        if (!clientId)
            return clientId.error();
        const Annotation annotation{.type = textIn(map, "type"_L1),
                                    .name = textIn(map, "name"_L1),
                                    .clientId = *clientId,
                                    .count = integerIn(map, "count"_L1).value_or(1)};
        if (!isAnnotationType(annotation.type))
            return badChange(u"The type of the annotation has no kind that can be summed up."_s);
        if (integerIn(map, "action"_L1).value_or(0) == 0)
            annotate(all, annotation);
        else
            takeBack(all, annotation);
    }
    channels.at(channel).annotations.insert(serial, all);
    Message message{.serial = serial, .timestampMs = known->timestampMs, .action = messageaction::summary};
    message.version = known->version;
    message.summary = summaryOf(all);
    return channels.publish(channel, {.connectionId = publisher.connectionId, .messages = {message}});
}

} // namespace gm::sandbox
