#include "core/sandbox/ablypublish.h"

#include "core/sandbox/ablyattach.h"
#include "core/sandbox/ablychange.h"

#include <QCborArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr qsizetype largestPublish = 65536;

} // namespace

Error capabilityMissing(const QString &channel)
{
    return Error{.code = 40160,
                 .status = 401,
                 .what = u"The credential's capability does not cover this on channel %1."_s.arg(channel)};
}

Result<QString> effectiveClientId(const QString &claimed, const QString &own)
{
    const bool mayClaim = own == "*"_L1 || claimed.isEmpty() || claimed == own;
    if (!mayClaim || claimed == "*"_L1)
        return Error{.code = 40012, .status = 400, .what = u"The client id is not one this client may use."_s};
    return claimed.isEmpty() && own != "*"_L1 ? own : claimed;
}

QString serialTold(const Message &message)
{
    const QString version = textIn(message.version, "serial"_L1);
    return version.isEmpty() ? message.serial : version;
}

Result<StoredPublication> publishAs(const PublishRights &publisher, AblyChannels &channels, const QString &channel,
                                    const QCborArray &messages, const QString &id)
{
    if (const auto refused = misnamed(channel))
        return *refused;
    if (!publisher.capability.allows(channel, "publish"_L1))
        return capabilityMissing(channel);
    if (messages.isEmpty())
        return Error{.code = 40000, .status = 400, .what = u"There is no message in the request."_s};
    if (const Message first = messageFrom(messages.first().toMap()); first.action != messageaction::create)
        return changeAs(publisher, channels, channel, first);
    Publication draft{.id = id, .connectionId = publisher.connectionId};
    qsizetype size = 0;
    for (const QCborValue item : messages) {
        Message message = messageFrom(item.toMap());
        if (message.action != messageaction::create)
            return Error{.code = 40003, .status = 400, .what = u"A change of a message is published alone."_s};
        message.version = {};
        const Result<QString> clientId = effectiveClientId(message.clientId, publisher.clientId);
        if (!clientId)
            return clientId.error();
        message.clientId = *clientId;
        size += message.size();
        draft.messages += message;
    }
    if (size > largestPublish)
        return Error{.code = 40009, .status = 400, .what = u"The messages are larger than 65536 bytes together."_s};
    return channels.publish(channel, std::move(draft));
}

} // namespace gm::sandbox
