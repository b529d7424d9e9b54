/// Tokens from an address of somebody's own service (RSA8c).
#pragma once

#include "core/ably/tokens.h"
#include "core/net/httpclient.h"

#include <QList>
#include <QMap>
#include <QUrl>

#include <chrono>

namespace gm::ably
{

struct AuthUrl {
    enum class Method { Get, Post };

    QUrl url{};
    Method method = Method::Get;
    QList<net::HttpHeader> headers{};
    QMap<QString, QString> params{}; ///< Sent beside what is asked of the token, which wins where names are the same.
};

/// Asks by GET with everything in the query, or by POST with everything in a form. The answer is a text, a JWT, or JSON as its
/// content type says; anything else is error 40170 with the HTTP status of the answer.
class AuthUrlSource final : public TokenSource
{
public:
    static constexpr std::chrono::milliseconds timeout{10'000};

    /// @p http outlives this object.
    AuthUrlSource(net::HttpClient &http, AuthUrl address);

    [[nodiscard]] QFuture<base::Result<TokenReply>> fetchToken(const TokenParams &params) override;

private:
    [[nodiscard]] net::HttpRequest requestFor(const TokenParams &params) const;

    net::HttpClient &m_http;
    AuthUrl m_address;
};

} // namespace gm::ably
