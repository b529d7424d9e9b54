/// The answer of the backend's token endpoint, in whichever of its shapes it came.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <variant>

namespace gm::genie
{

/// A request signed by the backend's key, to be exchanged with Ably. Absent numbers are 0, absent texts empty.
struct SignedTokenRequest {
    QString keyName{};
    qint64 ttlMs = 0;
    QString capability{}; ///< JSON text, exactly as signed.
    QString clientId{};
    qint64 timestampMs = 0;
    QString nonce{};
    base::Secret mac{};
};

/// A token Ably has issued already, with what is known about it.
struct IssuedToken {
    base::Secret token{};
    qint64 issuedMs = 0;
    qint64 expiresMs = 0;
    QString capability{}; ///< JSON text.
    QString clientId{};
};

/// A token and nothing else: an Ably token or a JWT.
struct BareToken {
    base::Secret token{};
    bool isJwt = false;
};

using TokenReply = std::variant<SignedTokenRequest, IssuedToken, BareToken>;

/// Reads a TokenRequest or TokenDetails object, a bare token or JWT as text or as a JSON string, or an object that wraps
/// one of these under `token`, `tokenRequest`, `tokenDetails`, `data` or `result`. Fails with `GM-TOKEN-SHAPE`, whose
/// `why` names fields but never their values, and with `GM-TOKEN-HTML` for a page.
[[nodiscard]] base::Result<TokenReply> parseTokenReply(const QByteArray &body);

} // namespace gm::genie
