#include "core/sandbox/tokenissuer.h"

#include "core/sandbox/httpfaults.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerRequest;
using net::ServerResponse;

namespace
{

constexpr qint64 accessTokenSeconds = 3600;
constexpr qint64 anonKeySeconds = 10ll * 365 * 86'400;

QJsonArray methodsJson(const Session &session)
{
    QJsonArray list;
    for (const AuthMethod &one : session.methods) {
        QJsonObject entry{{u"method"_s, one.method}, {u"timestamp"_s, one.timeMs / 1000}};
        if (!one.provider.isEmpty())
            entry.insert(u"provider"_s, one.provider);
        list.append(entry);
    }
    return list;
}

} // namespace

TokenIssuer::TokenIssuer(Accounts &accounts, base::Clock &clock, JwtSigner signer, QString issuer)
    : m_accounts(accounts)
    , m_clock(clock)
    , m_signer(std::move(signer))
    , m_issuer(std::move(issuer))
{
}

QJsonObject TokenIssuer::sessionJson(const Session &session) const
{
    const User &who = *m_accounts.userById(session.userId);
    const qint64 now = m_clock.wallMs() / 1000;
    return {{u"access_token"_s, accessToken(session, who, now)},
            {u"token_type"_s, u"bearer"_s},
            {u"expires_in"_s, accessTokenSeconds},
            {u"expires_at"_s, now + accessTokenSeconds},
            {u"refresh_token"_s, session.refreshTokens.last()},
            {u"user"_s, who.toJson()}};
}

ServerResponse TokenIssuer::sessionResponse(const Session &session, const QJsonObject &extra) const
{
    QJsonObject body = sessionJson(session);
    for (auto field = extra.begin(); field != extra.end(); ++field)
        body.insert(field.key(), field.value());
    ServerResponse response = jsonResponse(200, body);
    response.headers.append(net::HttpHeader{"sb-auth-user-id", session.userId.toLatin1()});
    response.headers.append(net::HttpHeader{"sb-auth-session-id", session.id.toLatin1()});
    return response;
}

QString TokenIssuer::accessToken(const Session &session, const User &user, qint64 issuedAt) const
{
    return m_signer.sign({{u"iss"_s, m_issuer},
                          {u"sub"_s, user.id},
                          {u"aud"_s, u"authenticated"_s},
                          {u"role"_s, u"authenticated"_s},
                          {u"iat"_s, issuedAt},
                          {u"exp"_s, issuedAt + accessTokenSeconds},
                          {u"email"_s, user.email},
                          {u"phone"_s, QString(u""_s)},
                          {u"aal"_s, session.isAal2 ? u"aal2"_s : u"aal1"_s},
                          {u"amr"_s, methodsJson(session)},
                          {u"session_id"_s, session.id},
                          {u"is_anonymous"_s, false},
                          {u"app_metadata"_s, user.appMetadata()},
                          {u"user_metadata"_s, QJsonObject()}});
}

std::variant<TokenIssuer::Caller, SupabaseError> TokenIssuer::caller(const ServerRequest &request) const
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

QString TokenIssuer::legacyAnonKey() const
{
    const qint64 now = m_clock.wallMs() / 1000;
    return m_signer.sign({{u"iss"_s, u"supabase"_s},
                          {u"ref"_s, u"sandbox"_s},
                          {u"role"_s, u"anon"_s},
                          {u"iat"_s, now},
                          {u"exp"_s, now + anonKeySeconds}});
}

} // namespace gm::sandbox
