/// A stand-in for Supabase Auth: password, mail, providers, second factor, sessions that rotate, the errors and limits of
/// the real service.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpserver.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/httpfaults.h"
#include "core/sandbox/mailsignin.h"
#include "core/sandbox/mfa.h"
#include "core/sandbox/oauthsignin.h"
#include "core/sandbox/ratelimit.h"

#include <QObject>

#include <map>

namespace gm::sandbox
{

/// Answers at `/auth/v1/…` and, as a server without a gateway's prefix does, at `/…`. Access tokens are HS256, as Genie's
/// backend checks them; like the real service it does not publish a shared secret, so its JWKS is empty.
/// Obeys the faults `revoke-session`, `refresh-429` and those of HTTP routes (names: `supabase`, `signin`, `refresh`,
/// `pkce`, `user`, `logout`, `settings`, `otp`, `verify`, `link`, `authorize`, `consent`, `callback`, `factors`,
/// `challenge`, `factor-verify`).
class SupabaseStandin : public QObject
{
    Q_OBJECT

public:
    /// References outlive the object. @p baseUrl is where it is reached, without `/auth/v1`: it stands in the tokens.
    SupabaseStandin(base::Clock &clock, base::Random &random, Faults &faults, JwtSigner signer, QString baseUrl,
                    QObject *parent = nullptr);

    void addUser(const User &user) { m_accounts.addUser(user); }
    /// Gives @p user an authenticator app of theirs, ready to use, and answers its secret in base32.
    QString addAuthenticator(const User &user, const QString &friendlyName);
    /// What callers send as `apikey`; of the kind `sb_publishable_…`.
    [[nodiscard]] const QString &anonKey() const { return m_anonKey; }
    /// The older kind of key, a JWT; as good as the other.
    [[nodiscard]] const QString &legacyAnonKey() const { return m_legacyAnonKey; }
    [[nodiscard]] const Mailbox &mailbox() const { return m_mailbox; }

    void handle(const net::ServerRequest &request, const net::Responder &responder);

    /// For the control API: users, sessions, calls per route. Holds no secret.
    [[nodiscard]] QJsonObject state() const;

private:
    using Route = SupabaseReply (*)(SupabaseStandin &, const SupabaseCall &);
    struct RouteRow;

    [[nodiscard]] net::ServerResponse answer(const net::ServerRequest &request, const QStringList &path,
                                             const RouteRow *route);
    [[nodiscard]] static const RouteRow *routeOf(const QByteArray &method, const QStringList &path,
                                                 const QUrlQuery &query);

    [[nodiscard]] SupabaseReply passwordGrant(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply refreshGrant(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply user(const SupabaseCall &call) const;
    [[nodiscard]] SupabaseReply logout(const SupabaseCall &call);
    void revokeSessions();

    base::Clock &m_clock;
    Faults &m_faults;
    HttpFaults m_httpFaults;
    Accounts m_accounts;
    Mailbox m_mailbox;
    FlowStates m_flows;
    TokenIssuer m_issuer;
    MailSignIn m_mail;
    OauthSignIn m_oauth;
    Mfa m_mfa;
    QString m_anonKey;
    QString m_legacyAnonKey;
    std::map<QString, RateLimit> m_limits; ///< By the bucket's name.
    std::map<QString, int> m_calls;        ///< By the route's name.
};

} // namespace gm::sandbox
