#include "core/supabase/authclient.h"

#include "core/base/logging.h"
#include "core/supabase/autherror.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace gm::supabase
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::Result;
using base::Secret;
using net::HttpReply;

namespace
{

QString scopeName(SignOutScope scope)
{
    switch (scope) {
    case SignOutScope::Global:
        return u"global"_s;
    case SignOutScope::Others:
        return u"others"_s;
    case SignOutScope::Local:
        break;
    }
    return u"local"_s;
}

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// `external` of the settings holds all ways to sign in, those through the browser among them.
AuthSettings readSettings(const QJsonObject &settings)
{
    static constexpr std::array<QStringView, 4> others{u"email", u"phone", u"anonymous_users", u"web3"};
    const QJsonObject ways = settings.value(u"external").toObject();
    AuthSettings result{.email = ways.value(u"email").toBool()};
    for (auto it = ways.begin(); it != ways.end(); ++it) {
        if (std::find(others.begin(), others.end(), it.key()) == others.end())
            (it.value().toBool() ? result.providers : result.switchedOff).append(it.key());
    }
    if (result.providers.removeOne(u"google"_s))
        result.providers.prepend(u"google"_s);
    return result;
}

} // namespace

AuthClient::AuthClient(net::HttpClient &http, const base::Clock &clock, const QUrl &supabaseUrl,
                       const QString &publicKey)
    : m_http(http, supabaseUrl, publicKey)
    , m_clock(clock)
{
}

QFuture<Result<Session>> AuthClient::signInWithPassword(const QString &email, const Secret &password)
{
    return requestToken(u"password"_s, {{u"email"_s, email}, {u"password"_s, password.reveal()}});
}

QFuture<Result<Session>> AuthClient::refresh(const Secret &refreshToken)
{
    return requestToken(u"refresh_token"_s, {{u"refresh_token"_s, refreshToken.reveal()}});
}

QFuture<Result<Session>> AuthClient::exchangeCode(const Secret &code, const Secret &verifier)
{
    return requestToken(u"pkce"_s, {{u"auth_code"_s, code.reveal()}, {u"code_verifier"_s, verifier.reveal()}});
}

QFuture<Result<Session>> AuthClient::verifyEmailCode(const QString &email, const Secret &code)
{
    // The type `email` fits every code that was mailed; the older types do not fit that of a new user.
    const QJsonObject body{{u"type"_s, u"email"_s}, {u"email"_s, email}, {u"token"_s, code.reveal()}};
    return requestSession(u"email code"_s, {.method = "POST", .path = u"/verify"_s, .body = jsonOf(body)});
}

QFuture<Result<Session>> AuthClient::verifyFactor(const Secret &accessToken, const QString &factorId,
                                                  const QString &challengeId, const Secret &code)
{
    const QJsonObject body{{u"challenge_id"_s, challengeId}, {u"code"_s, code.reveal()}};
    return requestSession(
        u"second step"_s,
        {.method = "POST", .path = u"/factors/%1/verify"_s.arg(factorId), .body = jsonOf(body), .bearer = accessToken});
}

QFuture<Result<void>> AuthClient::requestEmailCode(const QString &email)
{
    const QJsonObject body{{u"email"_s, email}, {u"create_user"_s, false}, {u"data"_s, QJsonObject()}};
    return m_http.send({.method = "POST", .path = u"/otp"_s, .body = jsonOf(body)})
        .then([](const Result<HttpReply> &reply) -> Result<void> {
            const Result<QJsonObject> object = objectOf(reply);
            return object ? Result<void>() : Result<void>(object.error());
        });
}

QFuture<Result<QString>> AuthClient::challengeFactor(const Secret &accessToken, const QString &factorId)
{
    return m_http
        .send({.method = "POST", .path = u"/factors/%1/challenge"_s.arg(factorId), .body = "{}", .bearer = accessToken})
        .then([](const Result<HttpReply> &reply) -> Result<QString> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            const QString id = object->value(u"id").toString();
            return id.isEmpty() ? Result<QString>(malformedReply(*reply)) : Result<QString>(id);
        });
}

QFuture<Result<User>> AuthClient::user(const Secret &accessToken)
{
    return m_http.send({.method = "GET", .path = u"/user"_s, .bearer = accessToken})
        .then([](const Result<HttpReply> &reply) -> Result<User> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            const QString id = object->value(u"id").toString();
            if (id.isEmpty())
                return malformedReply(*reply);
            return User{.id = id, .email = object->value(u"email").toString(), .factors = readFactors(*object)};
        });
}

QFuture<Result<void>> AuthClient::signOut(const Secret &accessToken, SignOutScope scope)
{
    return m_http
        .send({.method = "POST",
               .path = u"/logout"_s,
               .query = u"scope="_s + scopeName(scope),
               .bearer = accessToken,
               .timeout = 5s})
        .then([scope](const Result<HttpReply> &reply) -> Result<void> {
            if (!reply)
                return reply.error();
            const int status = reply->status;
            const bool isGone = status == 401 || status == 403 || status == 404;
            const bool isDone = (status >= 200 && status < 300) || (isGone && scope != SignOutScope::Others);
            return isDone ? Result<void>() : Result<void>(errorFromReply(*reply));
        });
}

QFuture<Result<AuthSettings>> AuthClient::settings()
{
    return m_http.send({.method = "GET", .path = u"/settings"_s})
        .then([](const Result<HttpReply> &reply) -> Result<AuthSettings> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            return readSettings(*object);
        });
}

QFuture<Result<QString>> AuthClient::health()
{
    return m_http.send({.method = "GET", .path = u"/health"_s})
        .then([](const Result<HttpReply> &reply) -> Result<QString> {
            const Result<QJsonObject> object = objectOf(reply);
            if (!object)
                return object.error();
            return object->value(u"version").toString();
        });
}

QUrl AuthClient::authorizeUrl(const QString &provider, const QUrl &redirectTo, const QString &challenge) const
{
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    QUrlQuery query;
    query.addQueryItem(u"provider"_s, encoded(provider));
    query.addQueryItem(u"redirect_to"_s, encoded(redirectTo.toString(QUrl::FullyEncoded)));
    query.addQueryItem(u"code_challenge"_s, encoded(challenge));
    query.addQueryItem(u"code_challenge_method"_s, u"s256"_s);
    return m_http.urlOf(u"/authorize"_s, query.toString(QUrl::FullyEncoded));
}

QFuture<Result<Session>> AuthClient::requestToken(const QString &grant, const QJsonObject &body)
{
    return requestSession(
        grant, {.method = "POST", .path = u"/token"_s, .query = u"grant_type="_s + grant, .body = jsonOf(body)});
}

QFuture<Result<Session>> AuthClient::requestSession(const QString &name, const AuthHttp::Call &call)
{
    return m_http.send(call).then([&clock = m_clock, name](const Result<HttpReply> &reply) -> Result<Session> {
        const Result<QJsonObject> object = objectOf(reply);
        Result<Session> session =
            object ? readSession(*object, dateOf(*reply), clock) : Result<Session>(object.error());
        if (session)
            qCDebug(base::lcSupabase) << name << "gave a token for" << session->lifetime.count() << "s";
        else
            qCInfo(base::lcSupabase) << name << "failed:" << session.error().reference();
        return session;
    });
}

} // namespace gm::supabase
