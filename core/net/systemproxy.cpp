#include "core/net/systemproxy.h"

#include "core/net/httpclient.h"

#include <QCoreApplication>
#include <QUrl>

namespace gm::net
{

QNetworkProxy systemProxyFor(const QUrl &url)
{
    if (isLoopback(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    QUrl asked = url;
    if (url.scheme() == u"wss")
        asked.setScheme(QStringLiteral("https"));
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(asked));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
}

base::Error proxyWantsLogin(const QString &origin)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("gm::net::Proxy", text); };
    return {.code = ProxyFailed,
            .status = 407,
            .what = words("The proxy on the way to %1 does not let the connection through.").arg(origin),
            .why = words("It wants a name and a password.")};
}

QList<QNetworkProxy> SystemProxies::queryProxy(const QNetworkProxyQuery &query)
{
    return {systemProxyFor(query.url())};
}

} // namespace gm::net
