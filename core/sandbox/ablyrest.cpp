#include "core/sandbox/ablyrest.h"

#include "core/sandbox/ablychange.h"
#include "core/sandbox/ablyhello.h"
#include "core/sandbox/ablyhistory.h"

#include <QCborArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr QByteArrayView msgpackType = "application/x-msgpack";

Error unknownPath()
{
    return Error{.code = 40400, .status = 404, .what = u"There is nothing at this path."_s};
}

QStringList segmentsOf(const QByteArray &rawPath)
{
    QStringList segments;
    const QList<QByteArray> parts = rawPath.mid(1).split('/');
    for (const QByteArray &part : parts)
        segments += QString::fromUtf8(QByteArray::fromPercentEncoding(part));
    return segments;
}

Format formatOf(const net::ServerRequest &request)
{
    const bool isAsked =
        request.header("accept").contains(msgpackType) || request.query.queryItemValue(u"format"_s) == u"msgpack";
    return isAsked ? Format::Msgpack : Format::Json;
}

net::ServerResponse responseTo(Format format, int status, const QCborValue &body)
{
    const QByteArray type = format == Format::Json ? "application/json"_ba : msgpackType.toByteArray();
    return {.status = status, .headers = {{"Content-Type", type}}, .body = encode(body, format)};
}

net::ServerResponse refusalOf(Format format, const Error &error)
{
    net::ServerResponse response = responseTo(format, error.status, QCborMap{{"error"_L1, toMap(error)}});
    response.headers += {"X-Ably-Errorcode", QByteArray::number(error.code)};
    response.headers += {"X-Ably-Errormessage", error.what.toLatin1()};
    return response;
}

/// What a caller is allowed to say it is.
QString identityOf(const net::ServerRequest &request, const Grant &grant)
{
    const QByteArray named = QByteArray::fromBase64(request.header("x-ably-clientid"));
    return grant.clientId == "*"_L1 && !named.isEmpty() ? QString::fromUtf8(named) : grant.clientId;
}

QCborMap replyTo(const QString &channel, const Publication &publication)
{
    QCborArray serials;
    for (const Message &message : publication.messages)
        serials.append(message.serial);
    const QString firstId = publication.messages.constFirst().id;
    return {
        {"channel"_L1, channel}, {"messageId"_L1, firstId.left(firstId.lastIndexOf(u':'))}, {"serials"_L1, serials}};
}

QCborArray listOf(const QCborValue &oneOrMany)
{
    return oneOrMany.isArray() ? oneOrMany.toArray() : QCborArray{oneOrMany};
}

} // namespace

AblyRest::AblyRest(AblyService &service)
    : m_service(service)
{
}

bool AblyRest::Call::is(const QByteArray &method, qsizetype segments) const
{
    return request.method == method && path.size() == segments;
}

net::ServerResponse AblyRest::respondTo(const net::ServerRequest &request)
{
    Call call{.request = request, .path = segmentsOf(request.rawPath), .format = formatOf(request)};
    if (!request.body.isEmpty()) {
        const bool isMsgpack = request.header("content-type").startsWith(msgpackType);
        const auto body = decode(request.body, isMsgpack ? Format::Msgpack : Format::Json);
        if (!body) {
            return refusalOf(call.format,
                             {.code = 40001, .status = 400, .what = u"The body of the request cannot be read."_s});
        }
        call.body = *body;
    }
    const Outcome outcome = answer(call);
    if (!outcome)
        return refusalOf(call.format, outcome.error());
    net::ServerResponse response = responseTo(call.format, outcome->status, outcome->body);
    response.headers += outcome->headers;
    return response;
}

AblyRest::Outcome AblyRest::answer(const Call &call)
{
    const QString first = call.path.constFirst();
    if (first == "time"_L1 && call.is("GET", 1))
        return Reply{.body = QCborArray{m_service.clock.wallMs()}};
    if (first == "keys"_L1 && call.is("POST", 3) && call.path[2] == "requestToken"_L1)
        return requestToken(call);
    const bool needsGrant = first == "channels"_L1 || first == "messages"_L1 || first == "stats"_L1;
    if (!needsGrant)
        return unknownPath();
    const Result<Grant> grant =
        authenticate(m_service.tokens, call.request.query, call.request.header("authorization"));
    if (!grant)
        return grant.error();
    if (first == "stats"_L1 && call.is("GET", 1))
        return Reply{.body = QCborArray()};
    if (first == "messages"_L1 && call.is("POST", 1))
        return publishToMany(call, *grant);
    return first == "channels"_L1 ? channelRoute(call, *grant) : unknownPath();
}

AblyRest::Outcome AblyRest::channelRoute(const Call &call, const Grant &grant)
{
    if (call.is("GET", 2))
        return status(call, grant);
    const QString leaf = call.path.value(2);
    if (call.is("POST", 3) && leaf == "messages"_L1)
        return publish(call, grant);
    if (call.is("GET", 3) && (leaf == "messages"_L1 || leaf == "history"_L1))
        return history(call, grant);
    if (call.is("GET", 3) && leaf == "presence"_L1)
        return members(call, grant);
    if (call.path.size() > 3 && leaf == "messages"_L1)
        return messageRoute(call, grant);
    return unknownPath();
}

AblyRest::Outcome AblyRest::messageRoute(const Call &call, const Grant &grant)
{
    const QString channel = call.path[1];
    const PublishRights caller{.capability = grant.capability, .clientId = identityOf(call.request, grant)};
    if (call.is("PATCH", 4)) {
        Message change = messageFrom(call.body.toMap());
        change.serial = call.path[3];
        return changed(changeAs(caller, m_service.channels, channel, change), 200);
    }
    if (call.is("POST", 5) && call.path[4] == "annotations"_L1)
        return changed(annotateAs(caller, m_service.channels, channel, call.path[3], listOf(call.body)), 201);
    if (!grant.capability.allows(channel, "history"_L1))
        return capabilityMissing(channel);
    const std::optional<Message> newest = m_service.channels.at(channel).newest(call.path[3]);
    if (!newest)
        return unknownPath();
    if (call.is("GET", 4))
        return Reply{.body = toMap(*newest, call.format)};
    if (!call.is("GET", 5) || call.path[4] != "versions"_L1)
        return unknownPath();
    QCborArray list;
    const QList<Message> versions = m_service.channels.at(channel).versions(call.path[3]);
    for (const Message &version : versions)
        list.append(toMap(version, call.format));
    return Reply{.body = list};
}

AblyRest::Outcome AblyRest::changed(const base::Result<StoredPublication> &stored, int status)
{
    if (!stored)
        return stored.error();
    return Reply{.status = status,
                 .body = QCborMap{{"versionSerial"_L1, serialTold((*stored)->messages.constFirst())}}};
}

AblyRest::Outcome AblyRest::requestToken(const Call &call)
{
    const auto grant = authenticate(m_service.tokens, call.request.query, call.request.header("authorization"));
    const bool isKeyShown = grant && grant->isKey();
    const auto details = m_service.tokens.exchange(call.path[1], call.body.toMap(), isKeyShown);
    if (!details)
        return details.error();
    return Reply{.status = 201, .body = *details};
}

AblyRest::Outcome AblyRest::publish(const Call &call, const Grant &grant)
{
    const PublishRights publisher{.capability = grant.capability, .clientId = identityOf(call.request, grant)};
    const auto stored = publishAs(publisher, m_service.channels, call.path[1], listOf(call.body), {});
    if (!stored)
        return stored.error();
    return Reply{.status = 201, .body = replyTo(call.path[1], **stored)};
}

AblyRest::Outcome AblyRest::publishToMany(const Call &call, const Grant &grant)
{
    const PublishRights publisher{.capability = grant.capability, .clientId = identityOf(call.request, grant)};
    QCborArray answers;
    const QCborArray specifications = listOf(call.body);
    for (const QCborValue specification : specifications) {
        QCborArray results;
        qint64 successes = 0;
        const QCborArray channels = listOf(specification["channels"_L1]);
        for (const QCborValue channel : channels) {
            const auto stored =
                publishAs(publisher, m_service.channels, channel.toString(), listOf(specification["messages"_L1]), {});
            successes += stored.isOk() ? 1 : 0;
            results.append(stored ? replyTo(channel.toString(), **stored)
                                  : QCborMap{{"channel"_L1, channel}, {"error"_L1, toMap(stored.error())}});
        }
        answers.append(QCborMap{
            {"successCount"_L1, successes}, {"failureCount"_L1, results.size() - successes}, {"results"_L1, results}});
    }
    return Reply{.status = 201, .body = call.body.isArray() ? QCborValue(answers) : answers.first()};
}

AblyRest::Outcome AblyRest::history(const Call &call, const Grant &grant)
{
    const QString name = call.path[1];
    if (!grant.capability.allows(name, "history"_L1))
        return capabilityMissing(name);
    const Result<HistoryQuery> query = readHistoryQuery(call.request.query);
    if (!query)
        return query.error();
    const HistoryPage page = pageOf(m_service.channels.at(name).history(m_service.clock.wallMs()), *query);
    Reply reply;
    QCborArray messages;
    for (const Message &message : page.messages)
        messages.append(toMap(message, call.format));
    reply.body = messages;
    for (const QByteArray &link : linksOf(*query, page, call.path[2]))
        reply.headers += {"Link", link};
    return reply;
}

AblyRest::Outcome AblyRest::members(const Call &call, const Grant &grant)
{
    const QString name = call.path[1];
    if (!grant.capability.allows(name, "subscribe"_L1) && !grant.capability.allows(name, "presence"_L1))
        return capabilityMissing(name);
    QCborArray list;
    for (Message member : std::as_const(m_service.channels.at(name).members)) {
        member.action = 1; // present
        list.append(toMap(member, call.format));
    }
    return Reply{.body = list};
}

AblyRest::Outcome AblyRest::status(const Call &call, const Grant &grant)
{
    const QString name = call.path[1];
    if (!grant.capability.allows(name, "channel-metadata"_L1))
        return capabilityMissing(name);
    m_service.channels.at(name); // one that nobody has used yet is there, and empty
    const QCborMap metrics = m_service.occupancy(name);
    return Reply{.body = QCborMap{{"channelId"_L1, name},
                                  {"status"_L1, QCborMap{{"isActive"_L1, true},
                                                         {"occupancy"_L1, QCborMap{{"metrics"_L1, metrics}}}}}}};
}

} // namespace gm::sandbox
