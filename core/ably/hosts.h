/// Which hosts to try, in which order, and which failures are worth another host.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/net/httpclient.h"

#include <QList>
#include <QString>
#include <QUrl>
#include <QUrlQuery>

namespace gm::ably
{

/// One place that serves both realtime and REST.
struct Host {
    QString name{}; ///< IPv6 addresses without brackets.
    int port = 443;
    bool tls = true;
    bool isFallback = false;

    /// `wss://name[:port]/?query`.
    [[nodiscard]] QUrl realtimeUrl(const QUrlQuery &query) const;
    /// `https://name[:port]path`; @p path is taken as already percent-encoded.
    [[nodiscard]] QUrl restUrl(const QString &path) const;
    /// The name, with the port where it is not the usual one: for showing.
    [[nodiscard]] QString toText() const;
    friend bool operator==(const Host &a, const Host &b) = default;
};

/// The hosts behind what a profile calls its Ably endpoint (REC1, REC2). A value.
class Endpoint
{
public:
    /// `main` with its fallbacks.
    Endpoint();

    /// A routing name (`main`, `nonprod:sandbox`), a host name or address, or a URL `http(s)://host[:port]`; empty means
    /// `main`. Error 40000 in words for the profile's owner, also for plain http to another computer.
    [[nodiscard]] static base::Result<Endpoint> parse(const QString &text);

    /// Replaces the fallbacks; an empty list turns fallback off (REC2a2).
    [[nodiscard]] Endpoint withFallbacks(QList<Host> fallbacks) const;
    /// Replaces the address of the connectivity check (REC3b).
    [[nodiscard]] Endpoint withConnectivityCheck(const QUrl &url) const;

    [[nodiscard]] const Host &primary() const { return m_primary; }
    [[nodiscard]] const QList<Host> &fallbacks() const { return m_fallbacks; }
    /// The fallbacks in the order to try them, drawn anew on each call (RTN17j, RSC15a).
    [[nodiscard]] QList<Host> shuffledFallbacks(base::Random &random) const;
    [[nodiscard]] const QUrl &connectivityCheckUrl() const { return m_connectivityCheck; }

private:
    void useRoutingName(const QString &name, bool isNonprod);

    Host m_primary;
    QList<Host> m_fallbacks;
    QUrl m_connectivityCheck;
};

/// True when the answer of the connectivity check means that the internet is up: success, with `yes` in it (REC3a).
[[nodiscard]] bool saysInternetIsUp(const base::Result<net::HttpReply> &answer);

/// @name Failures worth another host (RSC15l, RTN17f): unreachable, unknown, timed out, 500–504, an error of CloudFront.
/// @{
[[nodiscard]] bool isWorthAnotherHost(const base::Error &fault); ///< Of a socket or a request without reply.
[[nodiscard]] bool isWorthAnotherHost(const net::HttpReply &reply);
[[nodiscard]] bool isWorthAnotherHost(const ErrorInfo &error); ///< In DISCONNECTED (RTN17f1).
/// @}

} // namespace gm::ably
