#include "core/supabase/authclient.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/logging.h"
#include "core/supabase/autherror.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>
#include <QSysInfo>

namespace gm::supabase
{

using namespace std::chrono_literals;
using base::Result;
using base::Secret;
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

/// The `Date` of a reply, in ms since 1970 UTC.
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

/// The object of a 200; anything else is an error.
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

QByteArray scopeName(SignOutScope scope)
{
    switch (scope) {
    case SignOutScope::Global:
        return "global";
    case SignOutScope::Others:
        return "others";
    case SignOutScope::Local:
        break;
    }
    return "local";
}

} // namespace

AuthClient::AuthClient(net::HttpClient &http, const base::Clock &clock, const QUrl &supabaseUrl, QString publicKey)
    : m_http(http)
    , m_clock(clock)
    , m_baseUrl(withApiPath(supabaseUrl))
    , m_publicKey(std::move(publicKey))
{
}

QFuture<Result<Session>> AuthClient::signInWithPassword(const QString &email, const Secret &password)
{
    return requestToken(QStringLiteral("password"),
                        {{QStringLiteral("email"), email}, {QStringLiteral("password"), password.reveal()}});
}

QFuture<Result<Session>> AuthClient::refresh(const Secret &refreshToken)
{
    return requestToken(QStringLiteral("refresh_token"), {{QStringLiteral("refresh_token"), refreshToken.reveal()}});
}

QFuture<Result<User>> AuthClient::user(const Secret &accessToken)
{
    return send({.method = "GET", .path = QStringLiteral("/user"), .bearer = accessToken})
        .then([](const Result<HttpReply> &reply) -> Result<User> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            const QString id = object->value(u"id").toString();
            if (id.isEmpty())
                return malformedReply(*reply);
            return User{.id = id, .email = object->value(u"email").toString()};
        });
}

QFuture<Result<void>> AuthClient::signOut(const Secret &accessToken, SignOutScope scope)
{
    return send({.method = "POST",
                 .path = QStringLiteral("/logout"),
                 .query = QStringLiteral("scope=") + QString::fromLatin1(scopeName(scope)),
                 .bearer = accessToken,
                 .timeout = 5s})
        .then([](const Result<HttpReply> &reply) -> Result<void> {
            if (!reply)
                return reply.error();
            const int status = reply->status;
            const bool isGone = (status >= 200 && status < 300) || status == 401 || status == 403 || status == 404;
            return isGone ? Result<void>() : Result<void>(errorFromReply(*reply));
        });
}

QFuture<Result<AuthSettings>> AuthClient::settings()
{
    return send({.method = "GET", .path = QStringLiteral("/settings")})
        .then([](const Result<HttpReply> &reply) -> Result<AuthSettings> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            const QJsonObject ways = object->value(u"external").toObject();
            return AuthSettings{.email = ways.value(u"email").toBool(), .google = ways.value(u"google").toBool()};
        });
}

QFuture<Result<QString>> AuthClient::health()
{
    return send({.method = "GET", .path = QStringLiteral("/health")})
        .then([](const Result<HttpReply> &reply) -> Result<QString> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            return object->value(u"version").toString();
        });
}

QString AuthClient::project() const
{
    QString path = m_baseUrl.path();
    path.chop(QStringView(apiPath).size());
    const QString port = m_baseUrl.port() > 0 ? QStringLiteral(":%1").arg(m_baseUrl.port()) : QString();
    return m_baseUrl.host() + port + path;
}

QFuture<Result<HttpReply>> AuthClient::send(const Call &call)
{
    net::HttpRequest request{.method = call.method,
                             .url = m_baseUrl,
                             .body = call.body,
                             .timeout = call.timeout,
                             .maxReplyBytes = 1024 * 1024,
                             .followRedirects = false};
    request.url.setPath(m_baseUrl.path() + call.path);
    request.url.setQuery(call.query.isEmpty() ? QString() : call.query);
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

QFuture<Result<Session>> AuthClient::requestToken(const QString &grant, const QJsonObject &body)
{
    return send({.method = "POST",
                 .path = QStringLiteral("/token"),
                 .query = QStringLiteral("grant_type=") + grant,
                 .body = QJsonDocument(body).toJson(QJsonDocument::Compact)})
        .then([&clock = m_clock, grant](const Result<HttpReply> &reply) -> Result<Session> {
            const Result<QJsonObject> object = objectOf(reply);
            Result<Session> session =
                object ? readSession(*object, dateOf(*reply), clock) : Result<Session>(object.error());
            if (session)
                qCDebug(base::lcSupabase) << grant << "grant: a token for" << session->lifetime.count() << "s";
            else
                qCInfo(base::lcSupabase) << grant << "grant:" << session.error().reference();
            return session;
        });
}

} // namespace gm::supabase
