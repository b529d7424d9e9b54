/// One call to Supabase Auth: the address, the headers every call carries, and the JSON that comes back.
#pragma once

#include "core/base/secret.h"
#include "core/net/httpclient.h"

#include <QJsonObject>

namespace gm::supabase
{

/// The public key goes into `apikey` and nowhere else, a publishable one and a legacy anon JWT alike; `Authorization` carries
/// a user's token or is left out. No redirect is followed.
class AuthHttp
{
public:
    struct Call {
        QByteArray method;
        QString path; ///< Below `/auth/v1`.
        QString query{};
        QByteArray body{};
        base::Secret bearer{};
        std::chrono::seconds timeout = std::chrono::seconds(15);
    };

    /// `/auth/v1` is added to @p supabaseUrl unless it ends in it.
    AuthHttp(net::HttpClient &http, const QUrl &supabaseUrl, QString publicKey);

    /// Faults of the network are errors of autherror.h; every status is a reply.
    [[nodiscard]] QFuture<base::Result<net::HttpReply>> send(const Call &call);
    /// The address all calls go to, without a slash at its end.
    [[nodiscard]] const QUrl &baseUrl() const { return m_baseUrl; }
    /// The address of a page below it, for the browser.
    [[nodiscard]] QUrl urlOf(const QString &path, const QString &query) const;
    /// Host, port and path of the address, without `/auth/v1`.
    [[nodiscard]] QString project() const;

private:
    net::HttpClient &m_http;
    QUrl m_baseUrl;
    QString m_publicKey;
};

/// The object of a 200; anything else is an error.
[[nodiscard]] base::Result<QJsonObject> objectOf(const base::Result<net::HttpReply> &reply);

/// The `Date` of a reply, in ms since 1970 UTC.
[[nodiscard]] std::optional<qint64> dateOf(const net::HttpReply &reply);

} // namespace gm::supabase
