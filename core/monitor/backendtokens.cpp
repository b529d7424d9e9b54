#include "core/monitor/backendtokens.h"

#include <QPointer>

namespace gm::monitor
{

using base::Result;
using base::Secret;

namespace
{

std::optional<qint64> present(qint64 value)
{
    return value != 0 ? std::optional(value) : std::nullopt;
}

} // namespace

SessionBearer::SessionBearer(supabase::SessionKeeper &keeper)
    : m_keeper(keeper)
{
}

QFuture<Result<Secret>> SessionBearer::bearer()
{
    return m_keeper.accessToken();
}

QFuture<Result<Secret>> SessionBearer::bearerAfterRefusal(const Secret &refused)
{
    return m_keeper.accessTokenAfterRefusal(refused);
}

BackendTokens::BackendTokens(genie::BackendClient &backend, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
{
}

QFuture<Result<ably::TokenReply>> BackendTokens::fetchToken(const ably::TokenParams &)
{
    // The backend decides on lifetime, capability and client id; it takes no wishes.
    return m_backend.realtimeToken().then(
        [guard = QPointer(this)](const Result<genie::TokenReply> &reply) -> Result<ably::TokenReply> {
            if (!reply) {
                if (guard)
                    Q_EMIT guard->failed(reply.error());
                return reply.error();
            }
            if (guard)
                Q_EMIT guard->answered();
            return toAbly(*reply);
        });
}

ably::TokenReply toAbly(const genie::TokenReply &reply)
{
    if (const auto *bare = std::get_if<genie::BareToken>(&reply))
        return bare->token;
    if (const auto *issued = std::get_if<genie::IssuedToken>(&reply)) {
        return ably::TokenDetails{.token = issued->token,
                                  .issued = present(issued->issuedMs),
                                  .expires = present(issued->expiresMs),
                                  .capability = issued->capability,
                                  .clientId = issued->clientId};
    }
    const auto &request = std::get<genie::SignedTokenRequest>(reply);
    return ably::TokenRequest{.keyName = request.keyName,
                              .ttlMs = present(request.ttlMs),
                              .capability = request.capability,
                              .clientId = request.clientId,
                              .timestamp = request.timestampMs,
                              .nonce = request.nonce,
                              .mac = request.mac};
}

} // namespace gm::monitor
