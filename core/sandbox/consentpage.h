/// The page of a sign-in provider, played by the sandbox: choose an account, or deny.
#pragma once

#include "core/net/httpserver.h"
#include "core/sandbox/accounts.h"

namespace gm::sandbox
{

/// Works without scripts. Each account is a button with the id `account-<email>`, refusing is the button `deny`; both lead
/// to @p action with `flow` and `account` or `deny` in the query.
[[nodiscard]] net::ServerResponse consentPage(const QString &providerName, const QString &action, const QString &flowId,
                                              const QList<User> &users);
/// For a link that is over or was never given out.
[[nodiscard]] net::ServerResponse lostConsentPage();

} // namespace gm::sandbox
