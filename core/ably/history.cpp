#include "core/ably/history.h"

#include "core/ably/restformat.h"

namespace gm::ably
{

using base::Result;

QUrlQuery HistoryParams::toQuery() const
{
    QUrlQuery query;
    if (start)
        query.addQueryItem(QStringLiteral("start"), QString::number(*start));
    if (end)
        query.addQueryItem(QStringLiteral("end"), QString::number(*end));
    query.addQueryItem(QStringLiteral("direction"),
                       direction == Direction::Forwards ? QStringLiteral("forwards") : QStringLiteral("backwards"));
    query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    if (!fromSerial.isEmpty())
        query.addQueryItem(QStringLiteral("fromSerial"), QString::fromLatin1(QUrl::toPercentEncoding(fromSerial)));
    return query;
}

QFuture<Result<Page<Message>>> history(AuthorizedCalls &calls, const QString &channel, const HistoryParams &params)
{
    return Page<Message>::load(calls, channelPath(channel, u"/messages"), params.toQuery(),
                               [](const net::HttpReply &reply) -> Result<QList<Message>> {
                                   const Result<ProtocolMessage> frame = frameOf(reply, Action::Message);
                                   if (!frame)
                                       return frame.error();
                                   return frame->messages;
                               });
}

QFuture<Result<Page<PresenceMessage>>> presenceHistory(AuthorizedCalls &calls, const QString &channel,
                                                       const HistoryParams &params)
{
    return Page<PresenceMessage>::load(calls, channelPath(channel, u"/presence/history"), params.toQuery(),
                                       [](const net::HttpReply &reply) -> Result<QList<PresenceMessage>> {
                                           const Result<ProtocolMessage> frame = frameOf(reply, Action::Presence);
                                           if (!frame)
                                               return frame.error();
                                           return frame->presence;
                                       });
}

} // namespace gm::ably
