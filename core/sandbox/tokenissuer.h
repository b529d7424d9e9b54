/// Access tokens and the session object: what every successful sign-in answers, and who a bearer token stands for.
#pragma once

#include "core/sandbox/accounts.h"
#include "core/sandbox/jwt.h"
#include "core/sandbox/supabasecall.h"

namespace gm::sandbox
{

class TokenIssuer
{
public:
    /// References outlive the object. @p issuer stands in the tokens.
    TokenIssuer(Accounts &accounts, base::Clock &clock, JwtSigner signer, QString issuer);

    /// The session object, with an access token that lasts an hour from now.
    [[nodiscard]] QJsonObject sessionJson(const Session &session) const;
    /// The same as an answer, with the service's headers.
    [[nodiscard]] net::ServerResponse sessionResponse(const Session &session, const QJsonObject &extra = {}) const;

    struct Caller {
        const User *user;
        const Session *session;
    };
    /// The user and the session behind the bearer token; else the refusal.
    [[nodiscard]] std::variant<Caller, SupabaseError> caller(const net::ServerRequest &request) const;

    /// A key of the kind projects had before `sb_publishable_…`: a JWT that names a role and no user.
    [[nodiscard]] QString legacyAnonKey() const;

private:
    [[nodiscard]] QString accessToken(const Session &session, const User &user, qint64 issuedAt) const;

    Accounts &m_accounts;
    base::Clock &m_clock;
    JwtSigner m_signer;
    QString m_issuer;
};

} // namespace gm::sandbox
