#include "core/sandbox/supabasestandin.h"

#include "core/base/json.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <array>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerRequest;
using net::ServerResponse;

namespace
{

constexpr QStringView prefix = u"/auth/v1";
constexpr qint64 accessTokenSeconds = 3600;
constexpr int burst = 30;
constexpr qsizetype maxBodyBytes = 1024 * 1024;

ServerResponse noContent()
{
    return {.status = 204};
}

void addCors(ServerResponse &response)
{
    response.headers.append(net::HttpHeader{"Access-Control-Allow-Origin", "*"});
    response.headers.append(net::HttpHeader{"Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"});
    response.headers.append(net::HttpHeader{
        "Access-Control-Allow-Headers", "apikey, authorization, content-type, x-client-info, x-supabase-api-version"});
    response.headers.append(
        net::HttpHeader{"Access-Control-Expose-Headers", "X-Supabase-Api-Version, X-Total-Count, Link"});
}

} // namespace

/// One line of the table of routes.
struct SupabaseStandin::RouteRow {
    QByteArrayView method;
    QStringView path;
    QStringView grant;  ///< Wanted `grant_type`; empty: any.
    QStringView name;   ///< For faults and counters.
    QStringView bucket; ///< Calls that share one limit; empty: no limit.
    int refillMs;       ///< One call comes back to the bucket in this time.
    bool isOpen;        ///< Answers without an API key.
    Route call;
};

/// The user behind a bearer token and the session it was issued for.
struct SupabaseStandin::Caller {
    const User *user;
    const Session *session;
};

const SupabaseStandin::RouteRow *SupabaseStandin::routeOf(const QByteArray &method, const QString &path,
                                                          const QUrlQuery &query)
{
    using S = SupabaseStandin;
    static constexpr std::array rows{
        RouteRow{"POST", u"/token", u"password", u"signin", u"token", 2'000, false, &S::passwordGrant},
        RouteRow{"POST", u"/token", u"refresh_token", u"refresh", u"token", 2'000, false, &S::refreshGrant},
        RouteRow{"POST", u"/token", u"", u"token", u"token", 2'000, false, &S::otherGrant},
        RouteRow{"GET", u"/user", u"", u"user", u"", 0, false, &S::user},
        RouteRow{"POST", u"/logout", u"", u"logout", u"", 0, false, &S::logout},
        RouteRow{"POST", u"/otp", u"", u"otp", u"otp", 10'000, false, &S::otp},
        RouteRow{"POST", u"/verify", u"", u"verify", u"verify", 10'000, true, &S::verify},
        RouteRow{"GET", u"/settings", u"", u"settings", u"", 0, false, &S::settings},
        RouteRow{"GET", u"/health", u"", u"health", u"", 0, false, &S::health},
        RouteRow{"GET", u"/.well-known/jwks.json", u"", u"jwks", u"", 0, true, &S::jwks},
    };
    const QString grant = query.queryItemValue(u"grant_type"_s);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const RouteRow &row) {
        return row.method == method && row.path == path && (row.grant.isEmpty() || row.grant == grant);
    });
    return found == rows.end() ? nullptr : &*found;
}

SupabaseStandin::SupabaseStandin(base::Clock &clock, base::Random &random, Faults &faults, JwtSigner signer,
                                 QString baseUrl, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_faults(faults)
    , m_httpFaults(faults, clock)
    , m_signer(std::move(signer))
    , m_accounts(clock, random)
    , m_mailbox(clock, random)
    , m_baseUrl(std::move(baseUrl))
    , m_anonKey(u"sb_publishable_"_s + QString::fromLatin1(random.token(16)))
{
    connect(&m_faults, &Faults::cameInForce, this, &SupabaseStandin::revokeSessions);
}

void SupabaseStandin::handle(const ServerRequest &request, const net::Responder &responder)
{
    QString path = request.path;
    if (path.startsWith(prefix))
        path = path.mid(prefix.size());
    const RouteRow *route = routeOf(request.method, path, request.query);
    RouteNames names{.path = request.path, .names = {u"supabase"_s}};
    if (route) {
        names.names.append(route->name.toString());
        ++m_calls[route->name.toString()];
    }
    m_httpFaults.serve(names, responder, [this, request, route] {
        ServerResponse response = answer(request, route);
        addCors(response);
        response.headers.append(net::HttpHeader{"Date", httpDate(m_clock.wallMs())});
        return response;
    });
}

ServerResponse SupabaseStandin::answer(const ServerRequest &request, const RouteRow *route)
{
    if (request.method == "OPTIONS")
        return noContent();
    const QByteArray version = request.header("x-supabase-api-version");
    const auto refuse = [&version](int status, const QString &code, const QString &message) {
        return supabaseErrorResponse({status, code, message}, version);
    };
    const QByteArray key = request.header("apikey");
    if (!route || !route->isOpen) {
        if (key.isEmpty())
            return gatewayErrorResponse(u"The request has no API key."_s, u"Send it in the header `apikey`."_s);
        if (key != m_anonKey.toLatin1())
            return gatewayErrorResponse(u"The API key is unknown."_s, u"Compare it with the sandbox's anonKey."_s);
    }
    if (!route)
        return refuse(404, u"not_found"_s, u"There is no such path."_s);
    if (request.body.size() > maxBodyBytes)
        return refuse(413, u"request_entity_too_large"_s, u"The body is larger than 1 MiB."_s);
    const auto body = base::parseJson(request.body);
    if (!request.body.isEmpty() && (!body || !body->isObject()))
        return refuse(400, u"bad_json"_s, u"The body is not a JSON object."_s);
    if (!route->bucket.isEmpty()) {
        const auto limit =
            m_limits.try_emplace(route->bucket.toString(), m_clock, burst, std::chrono::milliseconds(route->refillMs));
        if (!limit.first->second.take())
            return refuse(429, u"over_request_rate_limit"_s, u"Too many requests from this address."_s);
    }
    const Reply reply = (this->*route->call)(request, body ? body->toObject() : QJsonObject());
    if (const auto *error = std::get_if<SupabaseError>(&reply))
        return supabaseErrorResponse(*error, version);
    return std::get<ServerResponse>(reply);
}

SupabaseStandin::Reply SupabaseStandin::passwordGrant(const ServerRequest &, const QJsonObject &body)
{
    const QString email = body.value(u"email"_s).toString();
    const QString password = body.value(u"password"_s).toString();
    if (email.isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"An email address is needed."_s};
    const User *found = m_accounts.userByEmail(email);
    if (!found || found->password != password || password.isEmpty())
        return SupabaseError{400, u"invalid_credentials"_s, u"Invalid login credentials"_s};
    return sessionResponse(m_accounts.signIn(found->id, u"password"_s));
}

SupabaseStandin::Reply SupabaseStandin::refreshGrant(const ServerRequest &, const QJsonObject &body)
{
    if (m_faults.take(u"refresh-429"_s))
        return SupabaseError{429, u"over_request_rate_limit"_s, u"Too many requests from this address."_s};
    static const QRegularExpression form(u"^[a-z0-9]{12}$"_s);
    const QString token = body.value(u"refresh_token"_s).toString();
    if (!form.match(token).hasMatch())
        return SupabaseError{400, u"validation_failed"_s, u"The refresh token is not well formed."_s};
    const Accounts::Refreshed refreshed = m_accounts.refresh(token);
    switch (refreshed.verdict) {
    case RefreshVerdict::NotFound:
        return SupabaseError{400, u"refresh_token_not_found"_s, u"Invalid Refresh Token: Refresh Token Not Found"_s};
    case RefreshVerdict::AlreadyUsed:
        return SupabaseError{400, u"refresh_token_already_used"_s, u"Invalid Refresh Token: Already Used"_s};
    case RefreshVerdict::Rotated:
    case RefreshVerdict::ActiveAgain:
        break;
    }
    return sessionResponse(*refreshed.session);
}

SupabaseStandin::Reply SupabaseStandin::otherGrant(const ServerRequest &, const QJsonObject &)
{
    return oauthErrorResponse(u"unsupported_grant_type"_s, u"The sandbox knows password and refresh_token."_s);
}

SupabaseStandin::Reply SupabaseStandin::user(const ServerRequest &request, const QJsonObject &)
{
    const auto who = caller(request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    return jsonResponse(200, std::get<Caller>(who).user->toJson());
}

SupabaseStandin::Reply SupabaseStandin::logout(const ServerRequest &request, const QJsonObject &)
{
    const auto who = caller(request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    const QString scope = request.query.queryItemValue(u"scope"_s);
    const Session session = *std::get<Caller>(who).session;
    if (scope == u"local")
        m_accounts.endSession(session.id);
    else if (scope == u"others")
        m_accounts.endSessions(session.userId, session.id);
    else if (scope.isEmpty() || scope == u"global")
        m_accounts.endSessions(session.userId);
    else
        return SupabaseError{400, u"validation_failed"_s, u"The scope is global, local or others."_s};
    return noContent();
}

SupabaseStandin::Reply SupabaseStandin::otp(const ServerRequest &, const QJsonObject &body)
{
    const QString email = body.value(u"email"_s).toString().trimmed().toLower();
    if (email.isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"An email address is needed."_s};
    if (!m_accounts.userByEmail(email)) {
        // Sign-up is off here, so an unknown address gets no account either way.
        return body.value(u"create_user"_s).toBool(true)
                   ? SupabaseError{422, u"signup_disabled"_s, u"Signups not allowed for this instance"_s}
                   : SupabaseError{422, u"otp_disabled"_s, u"Signups not allowed for otp"_s};
    }
    if (const int wait = m_mailbox.secondsToWait(email); wait > 0)
        return SupabaseError{429, u"over_email_send_rate_limit"_s,
                             u"A mail was sent a moment ago, ask again after %1 seconds."_s.arg(wait)};
    m_mailbox.sendCode(email, m_baseUrl + prefix + u"/verify"_s);
    return jsonResponse(200, QJsonObject());
}

SupabaseStandin::Reply SupabaseStandin::verify(const ServerRequest &, const QJsonObject &body)
{
    const QString email = body.value(u"email"_s).toString().trimmed().toLower();
    const QString code = body.value(u"token"_s).toString().trimmed();
    if (email.isEmpty() || code.isEmpty() || body.value(u"type"_s).toString().isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"Type, email and token are needed."_s};
    const User *found = m_accounts.userByEmail(email);
    if (!found || body.value(u"type"_s) != u"email"_s || !m_mailbox.redeem(email, code))
        return SupabaseError{403, u"otp_expired"_s, u"Token has expired or is invalid"_s};
    return sessionResponse(m_accounts.signIn(found->id, u"otp"_s));
}

SupabaseStandin::Reply SupabaseStandin::settings(const ServerRequest &, const QJsonObject &)
{
    const QJsonObject external{{u"email"_s, true}, {u"phone"_s, false}, {u"google"_s, false}, {u"github"_s, false}};
    return jsonResponse(200, QJsonObject{{u"external"_s, external},
                                         {u"disable_signup"_s, true},
                                         {u"mailer_autoconfirm"_s, true},
                                         {u"phone_autoconfirm"_s, false},
                                         {u"sms_provider"_s, QString(u""_s)},
                                         {u"saml_enabled"_s, false},
                                         {u"passkeys_enabled"_s, false}});
}

SupabaseStandin::Reply SupabaseStandin::health(const ServerRequest &, const QJsonObject &)
{
    return jsonResponse(200, QJsonObject{{u"version"_s, u"v2.196.0"_s},
                                         {u"name"_s, u"GoTrue"_s},
                                         {u"description"_s, u"The sandbox of Genie Monitor"_s}});
}

SupabaseStandin::Reply SupabaseStandin::jwks(const ServerRequest &, const QJsonObject &)
{
    ServerResponse response = jsonResponse(200, QJsonObject{{u"keys"_s, QJsonArray()}});
    response.headers.append(net::HttpHeader{"Cache-Control", "public, max-age=600"});
    return response;
}

std::variant<SupabaseStandin::Caller, SupabaseError> SupabaseStandin::caller(const ServerRequest &request) const
{
    static const QRegularExpression form(u"^bearer ([^ ]+)$"_s, QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(QString::fromLatin1(request.header("authorization")));
    if (!match.hasMatch())
        return SupabaseError{401, u"no_authorization"_s, u"This endpoint requires a valid Bearer token"_s};
    const auto claims = m_signer.verify(match.captured(1));
    if (!claims || !claims->contains(u"sub"_s) || claims->value(u"exp"_s).toInteger() * 1000 <= m_clock.wallMs())
        return SupabaseError{403, u"bad_jwt"_s, u"The token was not signed here, or has expired."_s};
    const User *found = m_accounts.userById(claims->value(u"sub"_s).toString());
    if (!found)
        return SupabaseError{403, u"user_not_found"_s, u"User from sub claim in JWT does not exist"_s};
    const Session *session = m_accounts.session(claims->value(u"session_id"_s).toString());
    if (!session)
        return SupabaseError{403, u"session_not_found"_s, u"Session from session_id claim in JWT does not exist"_s};
    return Caller{found, session};
}

ServerResponse SupabaseStandin::sessionResponse(const Session &session) const
{
    const User &who = *m_accounts.userById(session.userId);
    const qint64 now = m_clock.wallMs() / 1000;
    ServerResponse response = jsonResponse(200, QJsonObject{{u"access_token"_s, accessToken(session, who, now)},
                                                            {u"token_type"_s, u"bearer"_s},
                                                            {u"expires_in"_s, accessTokenSeconds},
                                                            {u"expires_at"_s, now + accessTokenSeconds},
                                                            {u"refresh_token"_s, session.refreshTokens.last()},
                                                            {u"user"_s, who.toJson()}});
    response.headers.append(net::HttpHeader{"sb-auth-user-id", who.id.toLatin1()});
    response.headers.append(net::HttpHeader{"sb-auth-session-id", session.id.toLatin1()});
    return response;
}

QString SupabaseStandin::accessToken(const Session &session, const User &who, qint64 issuedAt) const
{
    const QJsonObject method{{u"method"_s, session.method}, {u"timestamp"_s, session.signedInMs / 1000}};
    const QJsonObject provider{{u"provider"_s, u"email"_s}, {u"providers"_s, QJsonArray{u"email"_s}}};
    return m_signer.sign({{u"iss"_s, QString(m_baseUrl + prefix)},
                          {u"sub"_s, who.id},
                          {u"aud"_s, u"authenticated"_s},
                          {u"role"_s, u"authenticated"_s},
                          {u"iat"_s, issuedAt},
                          {u"exp"_s, issuedAt + accessTokenSeconds},
                          {u"email"_s, who.email},
                          {u"phone"_s, QString(u""_s)},
                          {u"aal"_s, u"aal1"_s},
                          {u"amr"_s, QJsonArray{method}},
                          {u"session_id"_s, session.id},
                          {u"is_anonymous"_s, false},
                          {u"app_metadata"_s, provider},
                          {u"user_metadata"_s, QJsonObject()}});
}

void SupabaseStandin::revokeSessions()
{
    const auto fault = m_faults.take(u"revoke-session"_s);
    if (!fault)
        return;
    if (fault->value.isEmpty())
        m_accounts.endSessions({});
    else if (const User *who = m_accounts.userByEmail(fault->value))
        m_accounts.endSessions(who->id);
}

QJsonObject SupabaseStandin::state() const
{
    QJsonArray users;
    const QList<User> all = m_accounts.users();
    for (const User &one : all) {
        users.append(
            QJsonObject{{u"id"_s, one.id}, {u"email"_s, one.email}, {u"sessions"_s, m_accounts.sessionCount(one.id)}});
    }
    QJsonObject calls;
    for (const auto &[name, count] : m_calls)
        calls.insert(name, count);
    return {{u"users"_s, users}, {u"calls"_s, calls}};
}

} // namespace gm::sandbox
