/// Supabase Auth over HTTP: one method per call, no state but the address and the public key.
#pragma once

#include "core/supabase/authhttp.h"
#include "core/supabase/session.h"

#include <QStringList>

namespace gm::supabase
{

/// The account behind a token, as `GET /user` tells it.
struct User {
    QString id{};
    QString email{};
    QList<Factor> factors{};
};

/// Which ways to sign in the project offers, from `GET /settings`.
struct AuthSettings {
    bool email = false;        ///< Password, and a code by email.
    QStringList providers{};   ///< Through the browser: `google`, `github` …, Google first, then by name.
    QStringList switchedOff{}; ///< Likewise, those the project knows and does not offer.
};

enum class SignOutScope { Local, Global, Others };

/// Never follows a redirect, never sends a token anywhere but to the one address. Errors are those of autherror.h.
class AuthClient
{
public:
    /// @p supabaseUrl is the project's address; `/auth/v1` is added unless it ends in it.
    AuthClient(net::HttpClient &http, const base::Clock &clock, const QUrl &supabaseUrl, const QString &publicKey);

    /// @name Calls that give a session
    /// @{
    [[nodiscard]] QFuture<base::Result<Session>> signInWithPassword(const QString &email, const base::Secret &password);
    [[nodiscard]] QFuture<base::Result<Session>> refresh(const base::Secret &refreshToken);
    /// For the code the browser came back with.
    [[nodiscard]] QFuture<base::Result<Session>> exchangeCode(const base::Secret &code, const base::Secret &verifier);
    [[nodiscard]] QFuture<base::Result<Session>> verifyEmailCode(const QString &email, const base::Secret &code);
    /// Answers a challenge of that factor: a session of the second step, with a new refresh token.
    [[nodiscard]] QFuture<base::Result<Session>> verifyFactor(const base::Secret &accessToken, const QString &factorId,
                                                              const QString &challengeId, const base::Secret &code);
    /// @}

    /// Mails a code to somebody who has an account; it replaces the one mailed before.
    [[nodiscard]] QFuture<base::Result<void>> requestEmailCode(const QString &email);
    /// A challenge for a factor: its id, good for five minutes and for this computer's address.
    [[nodiscard]] QFuture<base::Result<QString>> challengeFactor(const base::Secret &accessToken,
                                                                 const QString &factorId);
    [[nodiscard]] QFuture<base::Result<User>> user(const base::Secret &accessToken);
    /// Ends sessions on the server within 5 s. A session that is gone already counts as ended, but not for Others, where a
    /// refusal means that nothing was done.
    [[nodiscard]] QFuture<base::Result<void>> signOut(const base::Secret &accessToken, SignOutScope scope);
    [[nodiscard]] QFuture<base::Result<AuthSettings>> settings();
    /// The version of the service; answers without an account.
    [[nodiscard]] QFuture<base::Result<QString>> health();

    /// The page to open in the browser. @p redirectTo is where it comes back to, with `code` or `error` added.
    [[nodiscard]] QUrl authorizeUrl(const QString &provider, const QUrl &redirectTo, const QString &challenge) const;

    /// The address all calls go to, without a slash at its end.
    [[nodiscard]] const QUrl &baseUrl() const { return m_http.baseUrl(); }
    /// What tells this project from others in keychain records: host, port and path of the address.
    [[nodiscard]] QString project() const { return m_http.project(); }

private:
    [[nodiscard]] QFuture<base::Result<Session>> requestToken(const QString &grant, const QJsonObject &body);
    [[nodiscard]] QFuture<base::Result<Session>> requestSession(const QString &name, const AuthHttp::Call &call);

    AuthHttp m_http;
    const base::Clock &m_clock;
};

} // namespace gm::supabase
