/// Signing in through a provider's page: /authorize, the provider itself, /callback, and the exchange of the code.
#pragma once

#include "core/sandbox/flowstates.h"
#include "core/sandbox/tokenissuer.h"

namespace gm::sandbox
{

/// Google and GitHub are switched on. The way of a browser: `/authorize` → `/provider/NAME` (the consent page, played here) →
/// `/callback` → the client's own address. What the provider answers with an error is passed on in query and fragment.
class OauthSignIn
{
public:
    /// References outlive the object. @p baseUrl is where the service is reached, without `/auth/v1`.
    OauthSignIn(Accounts &accounts, FlowStates &flows, const TokenIssuer &issuer, base::Random &random,
                QString baseUrl);

    /// Every provider by the service's name, and whether it is on: `external` of `/settings`.
    [[nodiscard]] static QJsonObject providers();

    [[nodiscard]] SupabaseReply authorize(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply consent(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply decide(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply callback(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply exchange(const SupabaseCall &call);

private:
    Accounts &m_accounts;
    FlowStates &m_flows;
    const TokenIssuer &m_issuer;
    base::Random &m_random;
    QString m_baseUrl;
};

/// The browser's last step: a code in the query where the client has a verifier, else the tokens in the fragment.
[[nodiscard]] net::ServerResponse signedInRedirect(int status, const Flow &flow, Accounts &accounts, FlowStates &flows,
                                                   const TokenIssuer &issuer, const QString &implicitType = {});

} // namespace gm::sandbox
