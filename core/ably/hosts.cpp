#include "core/ably/hosts.h"

#include "core/base/redact.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

constexpr QStringView nonprod = u"nonprod:";

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Endpoint", text);
}

/// @p what quotes what was typed, which may be a key put into the wrong field.
Error unusable(const QString &what, const QString &next)
{
    return {.code = 40000, .status = 400, .what = base::redactText(what), .next = next};
}

bool isServerFault(int status)
{
    return status >= 500 && status <= 504;
}

Host fallbackHost(const QString &name)
{
    return {.name = name, .isFallback = true};
}

bool isRoutingName(QStringView text)
{
    const auto isAllowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
    };
    return !text.isEmpty() && !text.startsWith(u'-') && !text.endsWith(u'-') &&
           std::all_of(text.begin(), text.end(), isAllowed);
}

/// `name[:port]`, or an IPv6 address without a port. Checked by QUrl, whose rules for hosts these are.
Result<Host> literalHost(const QString &text)
{
    QUrl url;
    if (text.count(u':') > 1)
        url.setHost(text, QUrl::StrictMode);
    else
        url = QUrl(QStringLiteral("https://") + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.path().isEmpty() || url.hasQuery() || url.port() == 0)
        return unusable(tr("\"%1\" is no name of a host.").arg(text), tr("Write it like realtime.example.org."));
    return Host{.name = url.host(), .port = url.port(443)};
}

Result<Host> hostOfUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool tls = url.scheme() == u"https";
    if (!url.isValid() || url.host().isEmpty() || (!tls && url.scheme() != u"http") || url.port() == 0)
        return unusable(tr("\"%1\" is no address of an Ably endpoint.").arg(text),
                        tr("Write it like https://host or https://host:port."));
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() ||
        (!url.path().isEmpty() && url.path() != u"/"))
        return unusable(tr("The address of an Ably endpoint has only a host and a port."),
                        tr("Leave out the rest, keys above all."));
    if (!tls && !net::isLoopback(url))
        return unusable(tr("Plain http is used for this computer only, not for %1.").arg(url.host()),
                        tr("Write the address with https."));
    return Host{.name = url.host(), .port = url.port(tls ? 443 : 80), .tls = tls};
}

} // namespace

QUrl Host::realtimeUrl(const QUrlQuery &query) const
{
    QUrl url = restUrl(QStringLiteral("/"));
    url.setScheme(tls ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setQuery(query);
    return url;
}

QUrl Host::restUrl(const QString &path) const
{
    QUrl url;
    url.setScheme(tls ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(name);
    if (port != (tls ? 443 : 80))
        url.setPort(port);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

QString Host::toText() const
{
    return restUrl(QString()).authority();
}

Endpoint::Endpoint()
    : m_primary{.name = QStringLiteral("main.realtime.ably.net")}                                         // REC1a
    , m_connectivityCheck(QStringLiteral("https://internet-up.ably-realtime.com/is-the-internet-up.txt")) // REC3a
{
    useRoutingName(QStringLiteral("main"), false);
}

void Endpoint::useRoutingName(const QString &name, bool isNonprod)
{
    m_primary.name = name + (isNonprod ? u".realtime.ably-nonprod.net" : u".realtime.ably.net"); // REC1b3, REC1b4
    m_fallbacks.clear();
    for (const char16_t letter : {u'a', u'b', u'c', u'd', u'e'}) { // REC2c1, REC2c3, REC2c4
        const QString domain =
            isNonprod ? QStringLiteral("ably-realtime-nonprod.com") : QStringLiteral("ably-realtime.com");
        m_fallbacks.append(fallbackHost(QStringLiteral("%1.%2.fallback.%3").arg(name, QChar(letter), domain)));
    }
}

Result<Endpoint> Endpoint::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    const bool isNonprod = trimmed.startsWith(nonprod);
    const QString name = isNonprod ? trimmed.mid(nonprod.size()) : trimmed;
    const bool isUrl = trimmed.contains(u"://");
    const bool isHost = name.contains(u'.') || name.contains(u"::") || name == u"localhost"; // REC1b2

    Endpoint endpoint;
    if (trimmed.isEmpty())
        return endpoint;
    if (!isUrl && (isNonprod || !isHost)) {
        if (!isRoutingName(name))
            return unusable(tr("\"%1\" is no Ably endpoint.").arg(trimmed),
                            tr("Use a routing name such as main, a host name, or an address with https."));
        endpoint.useRoutingName(name, isNonprod);
        return endpoint;
    }
    const Result<Host> host = isUrl ? hostOfUrl(trimmed) : literalHost(trimmed);
    if (!host)
        return host.error();
    endpoint.m_primary = *host;
    endpoint.m_fallbacks.clear(); // REC2c2
    return endpoint;
}

Endpoint Endpoint::withFallbacks(QList<Host> fallbacks) const
{
    Endpoint result = *this;
    for (Host &host : fallbacks)
        host.isFallback = true;
    result.m_fallbacks = std::move(fallbacks);
    return result;
}

Endpoint Endpoint::withConnectivityCheck(const QUrl &url) const
{
    Endpoint result = *this;
    result.m_connectivityCheck = url;
    return result;
}

QList<Host> Endpoint::shuffledFallbacks(base::Random &random) const
{
    QList<Host> hosts = m_fallbacks;
    for (qsizetype left = hosts.size(); left > 1; --left)
        hosts.swapItemsAt(left - 1, random.below(quint32(left)));
    return hosts;
}

bool saysInternetIsUp(const Result<net::HttpReply> &answer)
{
    return answer && answer->status >= 200 && answer->status < 300 && answer->body.contains("yes");
}

bool isWorthAnotherHost(const Error &fault)
{
    switch (fault.code) {
    case net::HostNotFound:
    case net::ConnectionRefused:
    case net::TimedOut:
    case net::ConnectionLost:
    case net::OtherNetworkFault:
        return true;
    default:
        return isServerFault(fault.status);
    }
}

bool isWorthAnotherHost(const net::HttpReply &reply)
{
    const bool isCloudFront =
        reply.header("server").value_or(QByteArray()).compare("CloudFront", Qt::CaseInsensitive) == 0;
    return isServerFault(reply.status) || (isCloudFront && reply.status >= 400); // RSC15l4
}

bool isWorthAnotherHost(const ErrorInfo &error)
{
    return isServerFault(error.statusCode);
}

} // namespace gm::ably
