#include "core/supabase/authhttp.h"

#include "core/base/json.h"
#include "core/supabase/autherror.h"

#include <QDateTime>
#include <QLocale>
#include <QSysInfo>

namespace gm::supabase
{

using base::Result;
using net::HttpReply;

namespace
{

constexpr auto apiPath = u"/auth/v1";

QUrl withApiPath(const QUrl &url)
{
    QUrl result = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    QString path = result.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (!path.endsWith(apiPath))
        path.append(apiPath);
    result.setPath(path);
    return result;
}

} // namespace

AuthHttp::AuthHttp(net::HttpClient &http, const QUrl &supabaseUrl, QString publicKey)
    : m_http(http)
    , m_baseUrl(withApiPath(supabaseUrl))
    , m_publicKey(std::move(publicKey))
{
}

QFuture<Result<HttpReply>> AuthHttp::send(const Call &call)
{
    net::HttpRequest request{.method = call.method,
                             .url = urlOf(call.path, call.query),
                             .body = call.body,
                             .timeout = call.timeout,
                             .maxReplyBytes = 1024 * 1024,
                             .followRedirects = false};
    request.headers = {{"apikey", m_publicKey.toUtf8()},
                       {"X-Supabase-Api-Version", "2024-01-01"},
                       {"X-Client-Info", "genie-monitor/" GM_VERSION},
                       {"User-Agent", "genie-monitor/" GM_VERSION " (" + QSysInfo::kernelType().toUtf8() + ")"},
                       {"Accept", "application/json"}};
    if (call.method == "POST")
        request.headers.append(net::HttpHeader{"Content-Type", "application/json"});
    if (!call.bearer.isEmpty())
        request.headers.append(net::HttpHeader{"Authorization", "Bearer " + call.bearer.reveal().toUtf8()});
    return m_http.send(request).then([url = m_baseUrl, timeout = call.timeout](const Result<HttpReply> &reply) {
        return reply ? reply : Result<HttpReply>(errorFromFault(reply.error(), url, timeout));
    });
}

QUrl AuthHttp::urlOf(const QString &path, const QString &query) const
{
    QUrl url = m_baseUrl;
    url.setPath(m_baseUrl.path() + path);
    url.setQuery(query.isEmpty() ? QString() : query);
    return url;
}

QString AuthHttp::project() const
{
    QString path = m_baseUrl.path();
    path.chop(QStringView(apiPath).size());
    const QString port = m_baseUrl.port() > 0 ? QStringLiteral(":%1").arg(m_baseUrl.port()) : QString();
    return m_baseUrl.host() + port + path;
}

Result<QJsonObject> objectOf(const Result<HttpReply> &reply)
{
    if (!reply)
        return reply.error();
    if (reply->status != 200)
        return errorFromReply(*reply);
    const Result<QJsonValue> value = base::parseJson(reply->body);
    if (!value || !value->isObject())
        return malformedReply(*reply);
    return value->toObject();
}

std::optional<qint64> dateOf(const HttpReply &reply)
{
    const auto text = reply.header("date");
    if (!text)
        return std::nullopt;
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text->trimmed()),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return date.toMSecsSinceEpoch();
}

} // namespace gm::supabase
