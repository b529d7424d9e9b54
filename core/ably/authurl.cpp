#include "core/ably/authurl.h"

#include <QCoreApplication>

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::AuthUrlSource", text);
}

/// @p query with @p name in it once, in place of what it had under that name.
void replaceItem(QUrlQuery &query, const QString &name, const QString &encodedValue)
{
    query.removeAllQueryItems(name);
    query.addQueryItem(name, encodedValue);
}

Result<TokenReply> readReply(const Result<net::HttpReply> &reply)
{
    if (!reply)
        return reply.error();
    if (reply->status < 200 || reply->status >= 300) {
        return Error{.code = 40170,
                     .status = reply->status,
                     .what = tr("The address that gives tokens answered with an error (HTTP %1).").arg(reply->status)};
    }
    return tokenReplyFromBody(reply->body, reply->contentType());
}

} // namespace

AuthUrlSource::AuthUrlSource(net::HttpClient &http, AuthUrl address)
    : m_http(http)
    , m_address(std::move(address))
{
}

QFuture<Result<TokenReply>> AuthUrlSource::fetchToken(const TokenParams &params)
{
    return m_http.send(requestFor(params)).then(readReply);
}

net::HttpRequest AuthUrlSource::requestFor(const TokenParams &params) const
{
    const bool isGet = m_address.method == AuthUrl::Method::Get;
    QUrlQuery fields = isGet ? QUrlQuery(m_address.url) : QUrlQuery(); // RSA8c1c: what the address has already stays
    for (auto it = m_address.params.cbegin(); it != m_address.params.cend(); ++it)
        replaceItem(fields, QString::fromLatin1(QUrl::toPercentEncoding(it.key())),
                    QString::fromLatin1(QUrl::toPercentEncoding(it.value())));
    const auto asked = params.toQuery().queryItems(QUrl::FullyEncoded);
    for (const auto &[name, value] : asked) // RSA8c2
        replaceItem(fields, name, value);

    net::HttpRequest request{.url = m_address.url, .headers = m_address.headers, .timeout = timeout};
    if (isGet) {
        request.url.setQuery(fields);
    } else { // RSA8c1b
        request.method = "POST";
        request.headers.append(net::HttpHeader{"Content-Type", "application/x-www-form-urlencoded"});
        request.body = fields.toString(QUrl::FullyEncoded).toLatin1();
    }
    return request;
}

} // namespace gm::ably
