#include "core/sandbox/supabasestandin.h"

#include "core/base/json.h"
#include "core/sandbox/totp.h"

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

SupabaseReply otherGrant()
{
    return oauthErrorResponse(u"unsupported_grant_type"_s, u"The sandbox knows password, refresh_token and pkce."_s);
}

SupabaseReply settings()
{
    return jsonResponse(200, QJsonObject{{u"external"_s, OauthSignIn::providers()},
                                         {u"disable_signup"_s, true},
                                         {u"mailer_autoconfirm"_s, true},
                                         {u"phone_autoconfirm"_s, false},
                                         {u"sms_provider"_s, QString(u""_s)},
                                         {u"saml_enabled"_s, false},
                                         {u"passkeys_enabled"_s, false}});
}

SupabaseReply health()
{
    return jsonResponse(200, QJsonObject{{u"version"_s, u"v2.196.0"_s},
                                         {u"name"_s, u"GoTrue"_s},
                                         {u"description"_s, u"The sandbox of Genie Monitor"_s}});
}

SupabaseReply jwks()
{
    ServerResponse response = jsonResponse(200, QJsonObject{{u"keys"_s, QJsonArray()}});
    response.headers.append(net::HttpHeader{"Cache-Control", "public, max-age=600"});
    return response;
}

} // namespace

/// One line of the table of routes.
struct SupabaseStandin::RouteRow {
    QByteArrayView method;
    QStringView path;   ///< After `/auth/v1`; `*` stands for one part of it.
    QStringView grant;  ///< Wanted `grant_type`; empty: any.
    QStringView name;   ///< For faults and counters.
    QStringView bucket; ///< Calls that share one limit; empty: no limit.
    int refillMs;       ///< One call comes back to the bucket in this time.
    bool isOpen;        ///< Answers without an API key, as browsers must be answered.
    Route call;

    [[nodiscard]] bool leadsTo(const QStringList &parts) const
    {
        const QList<QStringView> wanted = path.split(u'/');
        return std::equal(wanted.begin(), wanted.end(), parts.begin(), parts.end(),
                          [](QStringView want, const QString &have) { return want == u"*" || want == have; });
    }
};

const SupabaseStandin::RouteRow *SupabaseStandin::routeOf(const QByteArray &method, const QStringList &path,
                                                          const QUrlQuery &query)
{
    using S = SupabaseStandin;
    using C = const SupabaseCall;
    // clang-format off
    static constexpr std::array rows{
        RouteRow{"POST", u"token", u"password", u"signin", u"token", 2'000, false, [](S &s, C &c) { return s.passwordGrant(c); }},
        RouteRow{"POST", u"token", u"refresh_token", u"refresh", u"token", 2'000, false, [](S &s, C &c) { return s.refreshGrant(c); }},
        RouteRow{"POST", u"token", u"pkce", u"pkce", u"token", 2'000, false, [](S &s, C &c) { return s.m_oauth.exchange(c); }},
        RouteRow{"POST", u"token", u"", u"token", u"token", 2'000, false, [](S &, C &) { return otherGrant(); }},
        RouteRow{"GET", u"user", u"", u"user", u"", 0, false, [](S &s, C &c) { return s.user(c); }},
        RouteRow{"POST", u"logout", u"", u"logout", u"", 0, false, [](S &s, C &c) { return s.logout(c); }},
        RouteRow{"POST", u"otp", u"", u"otp", u"otp", 10'000, false, [](S &s, C &c) { return s.m_mail.send(c); }},
        RouteRow{"POST", u"verify", u"", u"verify", u"verify", 10'000, true, [](S &s, C &c) { return s.m_mail.verify(c); }},
        RouteRow{"GET", u"verify", u"", u"link", u"verify", 10'000, true, [](S &s, C &c) { return s.m_mail.follow(c); }},
        RouteRow{"GET", u"authorize", u"", u"authorize", u"", 0, true, [](S &s, C &c) { return s.m_oauth.authorize(c); }},
        RouteRow{"GET", u"provider/*", u"", u"consent", u"", 0, true, [](S &s, C &c) { return s.m_oauth.consent(c); }},
        RouteRow{"GET", u"provider/*/decision", u"", u"decision", u"", 0, true, [](S &s, C &c) { return s.m_oauth.decide(c); }},
        RouteRow{"GET", u"callback", u"", u"callback", u"", 0, true, [](S &s, C &c) { return s.m_oauth.callback(c); }},
        RouteRow{"POST", u"factors", u"", u"factors", u"", 0, false, [](S &s, C &c) { return s.m_mfa.enrol(c); }},
        RouteRow{"POST", u"factors/*/challenge", u"", u"challenge", u"challenge", 4'000, false, [](S &s, C &c) { return s.m_mfa.challenge(c); }},
        RouteRow{"POST", u"factors/*/verify", u"", u"factor-verify", u"factor-verify", 4'000, false, [](S &s, C &c) { return s.m_mfa.verify(c); }},
        RouteRow{"DELETE", u"factors/*", u"", u"unenrol", u"", 0, false, [](S &s, C &c) { return s.m_mfa.unenrol(c); }},
        RouteRow{"GET", u"settings", u"", u"settings", u"", 0, false, [](S &, C &) { return settings(); }},
        RouteRow{"GET", u"health", u"", u"health", u"", 0, false, [](S &, C &) { return health(); }},
        RouteRow{"GET", u".well-known/jwks.json", u"", u"jwks", u"", 0, true, [](S &, C &) { return jwks(); }},
    };
    // clang-format on
    const QString grant = query.queryItemValue(u"grant_type"_s);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const RouteRow &row) {
        return row.method == method && row.leadsTo(path) && (row.grant.isEmpty() || row.grant == grant);
    });
    return found == rows.end() ? nullptr : &*found;
}

SupabaseStandin::SupabaseStandin(base::Clock &clock, base::Random &random, Faults &faults, JwtSigner signer,
                                 QString baseUrl, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_faults(faults)
    , m_httpFaults(faults, clock)
    , m_accounts(clock, random)
    , m_mailbox(clock, random)
    , m_flows(clock, random)
    , m_issuer(m_accounts, clock, std::move(signer), baseUrl + prefix)
    , m_mail(m_accounts, m_flows, m_issuer, m_mailbox, baseUrl + prefix + u"/verify"_s)
    , m_oauth(m_accounts, m_flows, m_issuer, random, baseUrl)
    , m_mfa(m_accounts, m_issuer, clock, random)
    , m_anonKey(u"sb_publishable_"_s + QString::fromLatin1(random.token(16)))
    , m_legacyAnonKey(m_issuer.legacyAnonKey())
{
    connect(&m_faults, &Faults::cameInForce, this, &SupabaseStandin::revokeSessions);
}

QString SupabaseStandin::addAuthenticator(const User &user, const QString &friendlyName)
{
    const Factor factor = m_accounts.enrol(user.id, friendlyName);
    const QString sessionId = m_accounts.signIn(user.id, {.method = u"password"_s}).id;
    (void)m_accounts.raise(sessionId, factor.id);
    m_accounts.endSession(sessionId);
    return toBase32(factor.secret);
}

void SupabaseStandin::handle(const ServerRequest &request, const net::Responder &responder)
{
    const bool hasPrefix = request.path.startsWith(prefix);
    const QStringList path = request.path.mid(hasPrefix ? prefix.size() : 0).split(u'/', Qt::SkipEmptyParts);
    const RouteRow *route = routeOf(request.method, path, request.query);
    RouteNames names{.path = request.path, .names = {u"supabase"_s}};
    if (route) {
        names.names.append(route->name.toString());
        ++m_calls[route->name.toString()];
    }
    m_httpFaults.serve(names, responder, [this, request, path, route] {
        ServerResponse response = answer(request, path, route);
        addCors(response);
        response.headers.append(net::HttpHeader{"Date", httpDate(m_clock.wallMs())});
        return response;
    });
}

ServerResponse SupabaseStandin::answer(const ServerRequest &request, const QStringList &path, const RouteRow *route)
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
        if (key != m_anonKey.toLatin1() && key != m_legacyAnonKey.toLatin1())
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
    const SupabaseReply reply = route->call(*this, {request, path, body ? body->toObject() : QJsonObject()});
    if (const auto *error = std::get_if<SupabaseError>(&reply))
        return supabaseErrorResponse(*error, version);
    return std::get<ServerResponse>(reply);
}

SupabaseReply SupabaseStandin::passwordGrant(const SupabaseCall &call)
{
    const QString email = call.body.value(u"email"_s).toString();
    const QString password = call.body.value(u"password"_s).toString();
    if (email.isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"An email address is needed."_s};
    const User *found = m_accounts.userByEmail(email);
    if (!found || found->password != password || password.isEmpty())
        return SupabaseError{400, u"invalid_credentials"_s, u"Invalid login credentials"_s};
    return m_issuer.sessionResponse(m_accounts.signIn(found->id, {.method = u"password"_s}));
}

SupabaseReply SupabaseStandin::refreshGrant(const SupabaseCall &call)
{
    if (m_faults.take(u"refresh-429"_s))
        return SupabaseError{429, u"over_request_rate_limit"_s, u"Too many requests from this address."_s};
    static const QRegularExpression form(u"^[a-z0-9]{12}$"_s);
    const QString token = call.body.value(u"refresh_token"_s).toString();
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
    return m_issuer.sessionResponse(*refreshed.session);
}

SupabaseReply SupabaseStandin::user(const SupabaseCall &call) const
{
    const auto who = m_issuer.caller(call.request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    return jsonResponse(200, std::get<TokenIssuer::Caller>(who).user->toJson());
}

SupabaseReply SupabaseStandin::logout(const SupabaseCall &call)
{
    const auto who = m_issuer.caller(call.request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    const QString scope = call.queryValue(u"scope"_s);
    const Session session = *std::get<TokenIssuer::Caller>(who).session;
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
