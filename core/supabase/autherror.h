/// Supabase Auth's refusals in all the shapes it has answered over the years, as errors a person can act on.
#pragma once

#include "core/net/httpclient.h"

namespace gm::supabase
{

/// What a failed call means for the session.
enum class AuthFault {
    Transient,     ///< Try again later: no answer, 5xx, 429, a page in place of an answer. The session stays.
    Configuration, ///< The key or the address in the profile is wrong. The session stays.
    TokenRefused,  ///< Terminal for this refresh token; another process may hold a newer one.
    SessionOver,   ///< Terminal for the session: time-boxed, banned, deleted.
    Refused,       ///< The request was refused for another reason: a wrong password, a switched-off way to sign in.
};

/// Turns a reply whose status is not the expected one into an Error. `id` is Supabase's code (`invalid_credentials`), or
/// `GM-SUPABASE-…` where there is none; `status` is the HTTP status; `retryAfterS` what the service asks for.
[[nodiscard]] base::Error errorFromReply(const net::HttpReply &reply);

/// Turns an HttpFault into `GM-SUPABASE-TIMEOUT`, `-REFUSED`, `-HOST`, `-TLS`, `-REDIRECT`, `-PLAIN-HTTP`, `-NETWORK`.
[[nodiscard]] base::Error errorFromFault(const base::Error &fault, const QUrl &url, std::chrono::seconds waited);

/// A 200 that is not what it should be: `GM-SUPABASE-HTML` for a page, else `GM-SUPABASE-REPLY`. Both are transient.
[[nodiscard]] base::Error malformedReply(const net::HttpReply &reply);

/// `GM-SESSION-ENDED`, caused by the refusal that ended it.
[[nodiscard]] base::Error sessionEndedError(const base::Error &cause);

/// `GM-SIGNIN-…` or Supabase's own code for what came back on the redirect of the browser: @p code is its `error_code`, or the
/// `error` of OAuth where there is none; @p description is what the provider said.
[[nodiscard]] base::Error errorFromRedirect(const QString &code, const QString &description);

/// True where the session, or its refresh token, is over for good.
[[nodiscard]] constexpr bool isTerminal(AuthFault fault)
{
    return fault == AuthFault::TokenRefused || fault == AuthFault::SessionOver;
}

/// True for a refusal that no other entry of the user makes good: the account or the session it was for is over.
[[nodiscard]] bool endsTheAttempt(const base::Error &error);

/// What @p error, made by the functions above, means when the refresh call met it.
[[nodiscard]] AuthFault faultOfRefresh(const base::Error &error);

} // namespace gm::supabase
