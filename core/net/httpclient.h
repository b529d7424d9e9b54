/// HTTP as an interface: one request, one reply, no state.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace gm::net
{

struct HttpHeader {
    QByteArray name;
    QByteArray value;
};

/// Longer heads of a reply are an error (1204).
inline constexpr qint64 maxReplyHeadBytes = 64 * 1024;

struct HttpRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QUrl url{};
    QList<HttpHeader> headers{};
    QByteArray body{};
    std::chrono::milliseconds timeout = std::chrono::seconds(15); ///< For the whole exchange.
    qint64 maxReplyBytes = 16 * 1024 * 1024; ///< A longer body is an error (1204), as it is after decompression.
    bool followRedirects = true;             ///< At most 5, on the same origin only, the method and headers kept.
};

struct HttpReply {
    int status = 0; ///< Any HTTP status is a reply, not an Error.
    QList<HttpHeader> headers{};
    QByteArray body{};
    QUrl url{};                       ///< Where the reply came from, after redirects.
    std::chrono::milliseconds took{}; ///< From send to the last byte.

    /// The first header of that name, case ignored.
    [[nodiscard]] std::optional<QByteArray> header(QByteArrayView name) const;
    /// Content-Type without parameters, lower case.
    [[nodiscard]] QByteArray contentType() const;
};

/// Codes of the errors a client of ours can meet before there is a reply.
enum HttpFault : int {
    HostNotFound = 1200,
    ConnectionRefused = 1201,
    TlsFailed = 1202,
    TimedOut = 1203,
    ReplyTooLarge = 1204,
    RedirectRefused = 1205,  ///< To another origin, or too many. Error::why names the address.
    PlainHttpRefused = 1206, ///< http to a host that is not loopback.
    ConnectionLost = 1207,   ///< Closed before the reply was whole.
    ProxyFailed = 1208,
    OtherNetworkFault = 1209,
};

/// Sends requests. The future always finishes: with a reply, or with an Error whose code is an HttpFault.
class HttpClient
{
public:
    virtual ~HttpClient() = default;
    [[nodiscard]] virtual QFuture<base::Result<HttpReply>> send(const HttpRequest &request) = 0;
};

/// True for 127.0.0.0/8, ::1 and localhost: the only places plain http and ws may go to.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace gm::net
