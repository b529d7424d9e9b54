/// When to refresh again after a refresh: the rules, without any doing.
#pragma once

#include "core/supabase/autherror.h"

#include <QList>

#include <chrono>

namespace gm::base
{
class Random;
}

namespace gm::supabase
{

/// What follows a failed refresh.
struct RefreshVerdict {
    enum class Action {
        RetryLater, ///< After `delay`.
        EndSession,
        AskUser, ///< Stop trying by itself; the session stays, the user may sign in again.
    };
    Action action = Action::RetryLater;
    std::chrono::milliseconds delay{};
};

/// Counts refreshes and failures of one session. Times are Clock::now().
class RefreshPolicy
{
public:
    explicit RefreshPolicy(base::Random &random);

    /// From when on the breaker lets a refresh through; not after @p now while it is closed. It opens after 5
    /// successes in 10 min (for short lives: twice as many as they need), and for min(60 s, life / 4) after each of them.
    /// Failures are held apart by their delays.
    [[nodiscard]] std::chrono::milliseconds mayStartAt(std::chrono::milliseconds now) const;

    void succeeded(std::chrono::milliseconds now, std::chrono::seconds lifetime);
    /// Transient: 1, 2, 4 … 60 s; 429: 60 s doubling to 10 min, or what the service asks for where that is longer; ±20 %
    /// jitter. Other refusals are retried 5 times, then the user is asked.
    [[nodiscard]] RefreshVerdict failed(const base::Error &error);
    /// A new sign-in starts from nothing.
    void reset();

private:
    base::Random &m_random;
    QList<std::chrono::milliseconds> m_successes; ///< Of the last 10 min.
    std::chrono::milliseconds m_quietUntil{};     ///< From the last success.
    int m_allowed = 5;                            ///< Refreshes in 10 min.
    int m_failures = 0;
    int m_rateLimits = 0;
    int m_refusals = 0;
};

} // namespace gm::supabase
