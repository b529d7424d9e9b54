/// Proof Key for Code Exchange (RFC 7636): who has the code but not the verifier cannot use it.
#pragma once

#include "core/base/random.h"
#include "core/base/secret.h"

#include <QString>

namespace gm::supabase
{

/// The pair of one attempt. The verifier goes to the token endpoint and nowhere else; it lives in memory only.
struct Pkce {
    base::Secret verifier{};
    QString challenge{}; ///< base64url of the verifier's SHA-256 (method `s256`).

    /// A fresh pair from 32 random bytes: 43 characters.
    [[nodiscard]] static Pkce make(base::Random &random);
    [[nodiscard]] static QString challengeOf(const base::Secret &verifier);
};

} // namespace gm::supabase
