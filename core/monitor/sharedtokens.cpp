#include "core/monitor/sharedtokens.h"

#include "core/base/whendone.h"

#include <algorithm>

namespace gm::monitor
{

using ably::TokenDetails;
using ably::TokenReply;
using base::Result;

/// Remembers which token this connection was given last.
class SharedTokens::Share final : public ably::TokenSource
{
public:
    explicit Share(SharedTokens &owner)
        : m_owner(owner)
    {
    }
    ~Share() override { m_owner.leave(*this); }

    [[nodiscard]] QFuture<Answer> fetchToken(const ably::TokenParams &params) override
    {
        return m_owner.fetchFor(*this, params);
    }

    quint64 seen = 0;

private:
    SharedTokens &m_owner;
};

SharedTokens::SharedTokens(ably::TokenSource &source, ably::Rest &rest, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_rest(rest)
{
}

SharedTokens::~SharedTokens() = default;

std::unique_ptr<ably::TokenSource> SharedTokens::share()
{
    return std::make_unique<Share>(*this);
}

QFuture<SharedTokens::Answer> SharedTokens::fetchFor(Share &share, const ably::TokenParams &params)
{
    QPromise<Answer> promise;
    promise.start();
    auto future = promise.future();
    if (m_token && share.seen < m_number) {
        share.seen = m_number;
        promise.addResult(Answer(TokenReply(*m_token)));
        promise.finish();
        return future;
    }
    const bool isFirst = m_waiting.empty();
    m_waiting.push_back({&share, std::move(promise)});
    if (isFirst) {
        base::whenDone(m_source.fetchToken(params), this, [this](const Answer &reply) {
            if (reply)
                exchange(*reply);
            else
                finish(reply.error());
        });
    }
    return future;
}

void SharedTokens::leave(const Share &share)
{
    // Its future still finishes with the others; there is only nobody left to remember it.
    for (Waiting &waiting : m_waiting) {
        if (waiting.share == &share)
            waiting.share = nullptr;
    }
}

void SharedTokens::exchange(const TokenReply &reply)
{
    base::whenDone(m_rest.tokenFrom(reply), this, [this](const Result<TokenDetails> &token) { finish(token); });
}

void SharedTokens::finish(const Result<TokenDetails> &token)
{
    if (token) {
        m_token = *token;
        ++m_number;
    }
    std::vector<Waiting> waiting;
    waiting.swap(m_waiting);
    for (Waiting &each : waiting) {
        if (token && each.share)
            each.share->seen = m_number;
        each.promise.addResult(token ? Answer(TokenReply(*token)) : Answer(token.error()));
        each.promise.finish();
    }
}

} // namespace gm::monitor
