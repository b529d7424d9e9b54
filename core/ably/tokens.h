/// Ably tokens as values, in every form a token source may give them, and where they come from.
#pragma once

#include "core/ably/capability.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArrayView>
#include <QFuture>
#include <QJsonObject>
#include <QUrlQuery>

#include <optional>
#include <variant>

namespace gm::ably
{

/// A token and what its issuer told of it (TD). Of a bare token string only `token` is known.
struct TokenDetails {
    base::Secret token{};
    std::optional<qint64> issued{};  ///< ms since 1970 UTC.
    std::optional<qint64> expires{}; ///< ms since 1970 UTC, by the service's clock.
    QString capability{};            ///< JSON text as received; empty: not told.
    QString clientId{};
    QString keyName{};
};

/// A signed request that the service exchanges for a token (TE).
struct TokenRequest {
    QString keyName{};
    std::optional<qint64> ttlMs{};
    QString capability{}; ///< JSON text, canonical, as signed.
    QString clientId{};
    qint64 timestamp = 0; ///< ms since 1970 UTC.
    QString nonce{};
    base::Secret mac{};

    /// For the body of `requestToken`; absent fields are left out. Holds the mac: never log it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// What we ask of a token source (TK); empty fields leave the choice to it.
struct TokenParams {
    std::optional<qint64> ttlMs{};
    QString capability{}; ///< JSON text.
    QString clientId{};
    std::optional<qint64>
        timestamp{}; ///< ms since 1970 UTC, for the request's signature; none: the source's own clock.
    QString nonce{};

    /// As an authUrl is asked (RSA8c); what is not set is left out.
    [[nodiscard]] QUrlQuery toQuery() const;
    friend bool operator==(const TokenParams &a, const TokenParams &b) = default;
};

/// What a token source gives: a token string (Ably's own, JWT or wrapped JWT), details, or a request to exchange.
using TokenReply = std::variant<base::Secret, TokenDetails, TokenRequest>;

/// Longer answers of a token source are refused (RSA4f).
inline constexpr qsizetype maxTokenBytes = 128 * 1024;

/// An answer as JSON: a text, a TokenDetails or a TokenRequest object. Numbers may be decimal strings.
/// Error 40170 says what was found in its place (RSA4f).
[[nodiscard]] base::Result<TokenReply> tokenReplyFromJson(const QJsonValue &value);
/// An HTTP answer's body, read as its content type says (parameters allowed): `application/json`, `text/plain`,
/// `application/jwt` (RSA8c). Error 40170 for other types, an empty body, or a page.
[[nodiscard]] base::Result<TokenReply> tokenReplyFromBody(const QByteArray &body, QByteArrayView contentType);
/// A bare token string. Error 40170 when empty, too long, or not a token at all: `{…`, `null`, `undefined`.
[[nodiscard]] base::Result<TokenReply> tokenReplyFromText(const QString &text);
/// TokenDetails as `requestToken` answers. Error 40170 without a token.
[[nodiscard]] base::Result<TokenDetails> tokenDetailsFromJson(const QJsonObject &object);

/// What can be read of a token without asking anybody; for showing only, nothing is verified.
struct TokenDescription {
    enum class Form { Opaque, Jwt, WrappedJwt };
    Form form = Form::Opaque;
    QString keyName{};               ///< A JWT's `kid`, or the part of an opaque token that names its app.
    std::optional<qint64> issued{};  ///< ms since 1970 UTC.
    std::optional<qint64> expires{}; ///< ms since 1970 UTC.
    QString clientId{};
    QString capability{}; ///< JSON text; empty: cannot be told.
};

/// Reads a JWT's header and claims, never its signature; details given by the issuer win over what the token says.
[[nodiscard]] TokenDescription describeToken(const TokenDetails &details);

/// Where fresh tokens come from. Asked by the connection, one call at a time; answered by whoever knows the user.
class TokenSource
{
public:
    virtual ~TokenSource() = default;
    /// A new token on every call. The future always finishes. An Error carries the HTTP status of the answer in
    /// Error::status: 403 is a deliberate "no" and ends the connection (RSA4d), anything else is tried again (RSA4c).
    [[nodiscard]] virtual QFuture<base::Result<TokenReply>> fetchToken(const TokenParams &params) = 0;
};

} // namespace gm::ably
