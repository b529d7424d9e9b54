/// Those who wait for a token while it is being renewed.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QFuture>
#include <QPromise>

#include <deque>
#include <utility>

namespace gm::supabase
{

class TokenWaiters
{
public:
    using Token = base::Result<base::Secret>;

    /// A future for any token but @p unwanted.
    [[nodiscard]] QFuture<Token> add(const base::Secret &unwanted)
    {
        Waiter &waiter = m_waiters.emplace_back();
        waiter.unwanted = unwanted;
        waiter.promise.start();
        return waiter.promise.future();
    }

    /// Gives everyone @p token, and @p otherwise to those who do not want it or when there is none.
    void answer(const std::optional<base::Secret> &token, const base::Error &otherwise)
    {
        // An answer may bring its receiver to wait anew.
        for (Waiter &waiter : std::exchange(m_waiters, {})) {
            const bool isWanted = token && *token != waiter.unwanted;
            waiter.promise.addResult(isWanted ? Token(*token) : Token(otherwise));
            waiter.promise.finish();
        }
    }

private:
    struct Waiter {
        QPromise<Token> promise;
        base::Secret unwanted;
    };

    std::deque<Waiter> m_waiters;
};

} // namespace gm::supabase
