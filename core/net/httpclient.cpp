#include "core/net/httpclient.h"

namespace gm::net
{

std::optional<QByteArray> HttpReply::header(QByteArrayView name) const
{
    for (const HttpHeader &candidate : headers) {
        if (candidate.name.compare(name, Qt::CaseInsensitive) == 0)
            return candidate.value;
    }
    return std::nullopt;
}

QByteArray HttpReply::contentType() const
{
    const QByteArray value = header("content-type").value_or(QByteArray());
    return value.left(value.indexOf(';') < 0 ? value.size() : value.indexOf(';')).trimmed().toLower();
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    if (host == u"localhost" || host == u"::1")
        return true;
    const QStringList parts = host.split(u'.');
    if (parts.size() != 4 || parts.first() != u"127")
        return false;
    for (const QString &part : parts) {
        bool isNumber = false;
        if (part.toUInt(&isNumber) > 255 || !isNumber)
            return false;
    }
    return true;
}

} // namespace gm::net
