/// A token source without a backend.
#pragma once

#include "core/ably/tokens.h"

#include <QPromise>

#include <deque>

namespace gm::test
{

/// Gives `token-1`, `token-2` … at once, unless told otherwise.
class FakeTokenSource final : public ably::TokenSource
{
public:
    using Answer = base::Result<ably::TokenReply>;

    ~FakeTokenSource() override
    {
        while (!m_waiting.empty())
            answer(base::Error{.what = QStringLiteral("the test is over")});
    }

    [[nodiscard]] QFuture<Answer> fetchToken(const ably::TokenParams &params) override
    {
        ++m_calls;
        m_lastParams = params;
        QPromise<Answer> promise;
        promise.start();
        auto future = promise.future();
        if (m_isSlow) {
            m_waiting.push_back(std::move(promise));
        } else {
            promise.addResult(nextAnswer());
            promise.finish();
        }
        return future;
    }

    /// For the next call without one.
    void prepare(Answer answer) { m_prepared.push_back(std::move(answer)); }
    /// Every call fails with @p error until further notice.
    void failAlways(const base::Error &error) { m_failure = error; }
    void recover() { m_failure.reset(); }
    /// Calls wait for answer().
    void setSlow(bool isSlow) { m_isSlow = isSlow; }
    /// Answers the oldest call that waits.
    void answer(Answer answer)
    {
        auto promise = std::move(m_waiting.front());
        m_waiting.pop_front();
        promise.addResult(std::move(answer));
        promise.finish();
    }
    void answer() { answer(nextAnswer()); }

    [[nodiscard]] int calls() const { return m_calls; }
    [[nodiscard]] int waiting() const { return int(m_waiting.size()); }
    [[nodiscard]] const ably::TokenParams &lastParams() const { return m_lastParams; }

    [[nodiscard]] static ably::TokenReply token(const QString &text)
    {
        return ably::TokenDetails{.token = base::Secret(text)};
    }

private:
    Answer nextAnswer()
    {
        if (m_failure)
            return *m_failure;
        if (m_prepared.empty())
            return token(QStringLiteral("token-%1").arg(m_calls));
        Answer answer = std::move(m_prepared.front());
        m_prepared.pop_front();
        return answer;
    }

    int m_calls = 0;
    bool m_isSlow = false;
    std::optional<base::Error> m_failure;
    std::deque<Answer> m_prepared;
    std::deque<QPromise<Answer>> m_waiting;
    ably::TokenParams m_lastParams;
};

} // namespace gm::test
