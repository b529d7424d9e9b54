/// The proxy the system's settings name: for HTTP and for websockets alike, never for this computer itself.
#pragma once

#include "core/base/error.h"

#include <QNetworkProxyFactory>

class QUrl;

namespace gm::net
{

/// The first proxy the system names for @p url (desktop settings, or `http_proxy`, `https_proxy`, `no_proxy`); a websocket
/// is asked for as the HTTP it begins as. Addresses of this computer are reached directly, whatever the settings say.
[[nodiscard]] QNetworkProxy systemProxyFor(const QUrl &url);

/// ProxyFailed: the proxy on the way to @p origin wants a name and a password, or another one than it was given.
[[nodiscard]] base::Error proxyWantsLogin(const QString &origin);

/// The same as systemProxyFor(), for a QNetworkAccessManager.
class SystemProxies final : public QNetworkProxyFactory
{
public:
    [[nodiscard]] QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace gm::net
