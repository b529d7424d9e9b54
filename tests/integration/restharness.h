/// A REST client of the sandbox's Ably over real sockets.
#pragma once

#include "core/ably/restclient.h"
#include "tests/integration/realtimeharness.h"

namespace gm::test
{

/// What a future comes to; an error when patience is over.
template <typename T>
[[nodiscard]] base::Result<T> awaited(const QFuture<base::Result<T>> &future)
{
    if (!soon([&] { return future.isFinished(); }))
        return base::Error{.what = QStringLiteral("no answer")};
    return future.result();
}

struct RestSession {
    /// @p source: in place of `tokens`.
    RestSession(AblyService &service, const ably::ClientOptions &options, ably::TokenSource *source = nullptr)
        : tokens(service)
        , client(http, source ? source : &tokens, clock, random, options)
    {
    }
    explicit RestSession(AblyService &service)
        : RestSession(service, service.options())
    {
    }

    base::SystemClock clock;
    base::SystemRandom random;
    net::QtHttpClient http;
    SandboxTokens tokens;
    ably::RestClient client;
};

} // namespace gm::test
