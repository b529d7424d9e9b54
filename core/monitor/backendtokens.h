/// Ably tokens from Genie's backend, asked for with the session's bearer.
#pragma once

#include "core/ably/tokens.h"
#include "core/genie/backendclient.h"
#include "core/supabase/sessionkeeper.h"

namespace gm::monitor
{

/// The session's access token as the bearer of the backend's calls.
class SessionBearer final : public genie::BearerSource
{
public:
    explicit SessionBearer(supabase::SessionKeeper &keeper);
    [[nodiscard]] QFuture<base::Result<base::Secret>> bearer() override;
    [[nodiscard]] QFuture<base::Result<base::Secret>> bearerAfterRefusal(const base::Secret &refused) override;

private:
    supabase::SessionKeeper &m_keeper;
};

/// The connection's token source. Signals tell what the backend answered, for the problems shown.
class BackendTokens final : public QObject, public ably::TokenSource
{
    Q_OBJECT

public:
    explicit BackendTokens(genie::BackendClient &backend, QObject *parent = nullptr);
    [[nodiscard]] QFuture<base::Result<ably::TokenReply>> fetchToken(const ably::TokenParams &params) override;

Q_SIGNALS:
    /// The backend gave a token or a request for one.
    void answered();
    void failed(const gm::base::Error &error);

private:
    genie::BackendClient &m_backend;
};

/// The backend's answer in Ably's terms.
[[nodiscard]] ably::TokenReply toAbly(const genie::TokenReply &reply);

} // namespace gm::monitor
