/// The head of an HTTP/1.1 request: parsed with limits, since anybody on this computer may send one.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QUrlQuery>

#include <variant>

namespace gm::net
{

/// @name What a request may measure
/// @{
inline constexpr qsizetype maxHeadBytes = 64 * 1024;        ///< Beyond: 431.
inline constexpr qsizetype maxTargetBytes = 16 * 1024;      ///< Path and query as sent; beyond: 414.
inline constexpr qsizetype maxHeaders = 100;                ///< Beyond: 431.
inline constexpr qint64 maxRequestBytes = 16 * 1024 * 1024; ///< Of the body; beyond: 413.
/// @}

/// A request as it came. Header names are lower case.
struct ServerRequest {
    QByteArray method;
    QString path;       ///< Decoded, without query, e.g. `/auth/v1/token`.
    QByteArray rawPath; ///< As sent, without query: for paths with encoded slashes.
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &lowerCaseName) const { return headers.value(lowerCaseName); }
    [[nodiscard]] bool isUpgrade() const;
};

/// A status to refuse a request with.
struct HeadRefusal {
    int status = 400;
};

/// A whole head, without the empty line at its end. Of a header that comes twice the last counts, save for Content-Length,
/// which may not differ: 400, as for anything else that is not HTTP/1.x. Bodies in chunks are refused with 411.
[[nodiscard]] std::variant<ServerRequest, HeadRefusal> parseHead(const QByteArray &head);
/// The body's length as the head tells it; 0 without one.
[[nodiscard]] qint64 bodyBytes(const ServerRequest &request);

} // namespace gm::net
