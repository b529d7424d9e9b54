/// A stand-in for Supabase Auth: password and mailed code, sessions that rotate, the errors and limits of the real service.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpserver.h"
#include "core/sandbox/accounts.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/httpfaults.h"
#include "core/sandbox/jwt.h"
#include "core/sandbox/mailbox.h"
#include "core/sandbox/ratelimit.h"
#include "core/sandbox/supabaseerror.h"

#include <QObject>

#include <map>
#include <variant>

namespace gm::sandbox
{

/// Answers at `/auth/v1/…` and, as a server without a gateway's prefix does, at `/…`. Access tokens are HS256, as Genie's
/// backend checks them; like the real service it does not publish a shared secret, so its JWKS is empty.
/// Obeys the faults `revoke-session`, `refresh-429` and those of HTTP routes (names: `supabase`, `signin`, `refresh`,
/// `user`, `logout`, `settings`, `otp`, `verify`).
class SupabaseStandin : public QObject
{
    Q_OBJECT

public:
    /// References outlive the object. @p baseUrl is where it is reached, without `/auth/v1`: it stands in the tokens.
    SupabaseStandin(base::Clock &clock, base::Random &random, Faults &faults, JwtSigner signer, QString baseUrl,
                    QObject *parent = nullptr);

    void addUser(const User &user) { m_accounts.addUser(user); }
    /// What callers send as `apikey`.
    [[nodiscard]] const QString &anonKey() const { return m_anonKey; }
    [[nodiscard]] const Mailbox &mailbox() const { return m_mailbox; }

    void handle(const net::ServerRequest &request, const net::Responder &responder);

    /// For the control API: users, sessions, calls per route. Holds no secret.
    [[nodiscard]] QJsonObject state() const;

private:
    using Reply = std::variant<net::ServerResponse, SupabaseError>;
    using Route = Reply (SupabaseStandin::*)(const net::ServerRequest &, const QJsonObject &body);
    struct RouteRow;
    struct Caller;

    [[nodiscard]] net::ServerResponse answer(const net::ServerRequest &request, const RouteRow *route);
    [[nodiscard]] static const RouteRow *routeOf(const QByteArray &method, const QString &path, const QUrlQuery &query);

    [[nodiscard]] Reply passwordGrant(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply refreshGrant(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply otherGrant(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply user(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply logout(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply otp(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply verify(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply settings(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply health(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] Reply jwks(const net::ServerRequest &request, const QJsonObject &body);

    [[nodiscard]] net::ServerResponse sessionResponse(const Session &session) const;
    [[nodiscard]] QString accessToken(const Session &session, const User &user, qint64 issuedAt) const;
    /// Who the bearer token stands for.
    [[nodiscard]] std::variant<Caller, SupabaseError> caller(const net::ServerRequest &request) const;
    void revokeSessions();

    base::Clock &m_clock;
    Faults &m_faults;
    HttpFaults m_httpFaults;
    JwtSigner m_signer;
    Accounts m_accounts;
    Mailbox m_mailbox;
    QString m_baseUrl;
    QString m_anonKey;
    std::map<QString, RateLimit> m_limits; ///< By the bucket's name.
    std::map<QString, int> m_calls;        ///< By the route's name.
};

} // namespace gm::sandbox
