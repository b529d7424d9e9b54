/// Supabase Auth over HTTP: one method per call, no state but the address and the public key.
#pragma once

#include "core/net/httpclient.h"
#include "core/supabase/session.h"

namespace gm::supabase
{

/// The account behind a token, as `GET /user` tells it.
struct User {
    QString id{};
    QString email{};
};

/// Which ways to sign in the project offers, from `GET /settings`.
struct AuthSettings {
    bool email = false;
    bool google = false;
};

enum class SignOutScope { Local, Global, Others };

/// Never follows a redirect, never sends a token anywhere but to the one address. Errors are those of autherror.h.
class AuthClient
{
public:
    /// @p supabaseUrl is the project's address; `/auth/v1` is added unless it ends in it.
    AuthClient(net::HttpClient &http, const base::Clock &clock, const QUrl &supabaseUrl, QString publicKey);

    [[nodiscard]] QFuture<base::Result<Session>> signInWithPassword(const QString &email, const base::Secret &password);
    [[nodiscard]] QFuture<base::Result<Session>> refresh(const base::Secret &refreshToken);
    [[nodiscard]] QFuture<base::Result<User>> user(const base::Secret &accessToken);
    /// Ends sessions on the server within 5 s. A session that is gone already counts as ended.
    [[nodiscard]] QFuture<base::Result<void>> signOut(const base::Secret &accessToken, SignOutScope scope);
    [[nodiscard]] QFuture<base::Result<AuthSettings>> settings();
    /// The version of the service; answers without an account.
    [[nodiscard]] QFuture<base::Result<QString>> health();

    /// The address all calls go to, without a slash at its end.
    [[nodiscard]] const QUrl &baseUrl() const { return m_baseUrl; }
    /// What tells this project from others in keychain records: host, port and path of the address.
    [[nodiscard]] QString project() const;

private:
    struct Call {
        QByteArray method;
        QString path;
        QString query{};
        QByteArray body{};
        base::Secret bearer{};
        std::chrono::seconds timeout = std::chrono::seconds(15);
    };
    [[nodiscard]] QFuture<base::Result<net::HttpReply>> send(const Call &call);
    [[nodiscard]] QFuture<base::Result<Session>> requestToken(const QString &grant, const QJsonObject &body);

    net::HttpClient &m_http;
    const base::Clock &m_clock;
    QUrl m_baseUrl;
    QString m_publicKey;
};

} // namespace gm::supabase
