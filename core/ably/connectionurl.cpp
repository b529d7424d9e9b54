#include "core/ably/connectionurl.h"

#include <QUrlQuery>

namespace gm::ably
{

namespace
{

/// Everything but letters, digits and `-._~` encoded: a server would read a bare `+` as a space.
QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

QString agentOf(const ClientOptions &options) // RSC7d
{
    return options.agent.isEmpty() ? ownAgent.toString() : QStringLiteral("%1 %2").arg(options.agent, ownAgent);
}

QUrl connectionUrl(const Host &host, const ClientOptions &options, const base::Secret &token,
                   const base::Secret &resumeKey)
{
    QMap<QString, QString> params{
        {QStringLiteral("v"), protocolVersion.toString()},                                                   // RTN2f
        {QStringLiteral("format"), options.useMsgpack ? QStringLiteral("msgpack") : QStringLiteral("json")}, // RTN2a
        {QStringLiteral("heartbeats"), QStringLiteral("true")}, // RTN23b: pings of the websocket are not seen
        {QStringLiteral("echo"), options.echo ? QStringLiteral("true") : QStringLiteral("false")}, // RTN2b
        {QStringLiteral("agent"), agentOf(options)},
        {QStringLiteral("accessToken"), token.reveal()}, // RTN2e
    };
    if (!options.clientId.isEmpty() && options.clientId != u"*")
        params.insert(QStringLiteral("clientId"), options.clientId); // RTN2d, RSA7e1
    if (!resumeKey.isEmpty())
        params.insert(QStringLiteral("resume"), resumeKey.reveal()); // RTN15b1
    params.insert(options.transportParams);                          // RTC1f, RTC1f1

    QUrlQuery query;
    for (auto it = params.cbegin(); it != params.cend(); ++it)
        query.addQueryItem(encoded(it.key()), encoded(it.value()));
    return host.realtimeUrl(query);
}

} // namespace gm::ably
