/// A RestClient under test with everything around it played by the test.
#pragma once

#include "core/ably/restclient.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/faketokensource.h"
#include "tests/support/fixedrandom.h"

#include <memory>

namespace gm::test
{

/// What a future has come to; an error when it has not come to anything yet.
template <typename T>
[[nodiscard]] base::Result<T> outcome(const QFuture<base::Result<T>> &future)
{
    if (future.isFinished() && future.resultCount() > 0)
        return future.result();
    return base::Error{.what = QStringLiteral("unanswered")};
}

/// Change `options` before the first use of `client()`. The service is what the test prepares in `http`; its hosts are tried
/// in the order `main`, `a` … `e`.
class RestFixture
{
public:
    RestFixture() = default;

    /// Made at the first call, from `options`.
    ably::RestClient &client()
    {
        if (!m_client) {
            ably::TokenSource *source = hasTokenSource ? &tokens : nullptr;
            m_client = std::make_unique<ably::RestClient>(http, source, clock, random, options);
        }
        return *m_client;
    }
    ably::AuthorizedCalls &calls() { return client().calls(); }
    /// A call that needs a token, answered by what was prepared.
    base::Result<net::HttpReply> get(const QString &path = QStringLiteral("/channels/c"))
    {
        return outcome(calls().get(path));
    }

    /// @name Requests so far
    /// @{
    [[nodiscard]] int sent() const { return int(http.requests().size()); }
    [[nodiscard]] QStringList hosts() const ///< `main.realtime`, `main.a` …
    {
        QStringList result;
        for (const net::HttpRequest &request : http.requests())
            result << request.url.host().section(u'.', 0, 1);
        return result;
    }
    /// The token of a request, counted from 0; empty when it had none.
    [[nodiscard]] QString tokenOf(int index) const
    {
        const QByteArray value = FakeHttp::headerOf(http.requests().at(index), "Authorization");
        return value.startsWith("Bearer ") ? QString::fromUtf8(QByteArray::fromBase64(value.mid(7))) : QString();
    }
    /// @}

    FakeHttp http;
    FakeClock clock;
    FixedRandom random{0.999}; // swaps each host with itself
    FakeTokenSource tokens;
    ably::ClientOptions options;
    bool hasTokenSource = true;

private:
    std::unique_ptr<ably::RestClient> m_client;
};

} // namespace gm::test
