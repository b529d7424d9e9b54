#include "core/net/httphead.h"

#include <QList>

#include <algorithm>
#include <optional>

namespace gm::net
{

namespace
{

/// Digits and nothing else: a length two readers could read differently is none.
std::optional<qint64> lengthIn(const QByteArray &text)
{
    constexpr qsizetype mostDigits = 15;
    const bool isNumber = !text.isEmpty() && text.size() <= mostDigits &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? std::optional(text.toLongLong()) : std::nullopt;
}

/// Nothing where the line stands for no header, and where it contradicts one before it.
bool addHeader(ServerRequest &request, const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(std::max<qsizetype>(colon, 0)).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (name.isEmpty() || name.trimmed() != name)
        return false;
    if (name == "content-length" && request.headers.value(name, value) != value)
        return false;
    request.headers.insert(name, value);
    return true;
}

} // namespace

bool ServerRequest::isUpgrade() const
{
    return header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
}

std::variant<ServerRequest, HeadRefusal> parseHead(const QByteArray &head)
{
    QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> requestLine = lines.takeFirst().trimmed().split(' ');
    if (requestLine.size() != 3 || requestLine[0].isEmpty() || !requestLine[2].startsWith("HTTP/1."))
        return HeadRefusal{400};
    if (requestLine[1].size() > maxTargetBytes)
        return HeadRefusal{414};
    if (lines.size() > maxHeaders)
        return HeadRefusal{431};
    ServerRequest request;
    request.method = requestLine[0];
    const qsizetype queryStart = requestLine[1].indexOf('?');
    request.rawPath = queryStart < 0 ? requestLine[1] : requestLine[1].left(queryStart);
    request.path = QString::fromUtf8(QByteArray::fromPercentEncoding(request.rawPath));
    if (queryStart >= 0)
        request.query = QUrlQuery(QString::fromUtf8(requestLine[1].mid(queryStart + 1)));
    for (const QByteArray &line : std::as_const(lines)) {
        if (!addHeader(request, line))
            return HeadRefusal{400};
    }
    if (request.headers.contains("transfer-encoding"))
        return HeadRefusal{411};
    if (request.headers.contains("content-length") && !lengthIn(request.header("content-length")))
        return HeadRefusal{400};
    if (bodyBytes(request) > maxRequestBytes)
        return HeadRefusal{413};
    return request;
}

qint64 bodyBytes(const ServerRequest &request)
{
    return lengthIn(request.header("content-length")).value_or(0);
}

} // namespace gm::net
