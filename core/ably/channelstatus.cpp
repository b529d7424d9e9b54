#include "core/ably/channelstatus.h"

#include "core/ably/restformat.h"
#include "core/base/json.h"

#include <QCoreApplication>

namespace gm::ably
{

using base::Error;
using base::JsonReader;
using base::Result;

namespace
{

ChannelMetrics metricsFrom(const QJsonObject &object)
{
    const JsonReader metrics(object);
    const auto number = [&metrics](QStringView name) { return int(metrics.integerOr(name)); };
    return {.connections = number(u"connections"),
            .publishers = number(u"publishers"),
            .subscribers = number(u"subscribers"),
            .presenceConnections = number(u"presenceConnections"),
            .presenceMembers = number(u"presenceMembers"),
            .presenceSubscribers = number(u"presenceSubscribers"),
            .objectPublishers = number(u"objectPublishers"),
            .objectSubscribers = number(u"objectSubscribers")};
}

Result<ChannelDetails> detailsFrom(const Result<net::HttpReply> &reply)
{
    const Result<QJsonValue> answer = reply ? jsonOf(*reply) : Result<QJsonValue>(reply.error());
    if (!answer)
        return answer.error();
    const QJsonObject object = answer->toObject();
    const QString channelId = JsonReader(object).textOr(u"channelId");
    if (channelId.isEmpty()) {
        return Error{.code = 40013,
                     .status = 400,
                     .what = QCoreApplication::translate("gm::ably::ChannelStatus",
                                                         "Ably's answer does not describe a channel.")};
    }
    const QJsonObject status = object[u"status"].toObject();
    return ChannelDetails{.channelId = channelId,
                          .isActive = JsonReader(status).boolOr(u"isActive"),
                          .occupancy = metricsFrom(status[u"occupancy"][u"metrics"].toObject())};
}

} // namespace

QFuture<Result<ChannelDetails>> channelStatus(AuthorizedCalls &calls, const QString &channel)
{
    return calls.get(channelPath(channel)).then(detailsFrom);
}

} // namespace gm::ably
