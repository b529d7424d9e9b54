#include "core/supabase/refreshpolicy.h"

#include "core/base/backoff.h"

#include <algorithm>

namespace gm::supabase
{

using namespace std::chrono_literals;
using Action = RefreshVerdict::Action;

namespace
{

constexpr auto window = 10min;
constexpr int fewestAllowed = 5;
constexpr int mostRefusals = 5;

} // namespace

RefreshPolicy::RefreshPolicy(base::Random &random)
    : m_random(random)
{
}

std::chrono::milliseconds RefreshPolicy::mayStartAt(std::chrono::milliseconds now) const
{
    const auto count = m_successes.size();
    const auto fromWindow = count < m_allowed ? now : m_successes.at(count - m_allowed) + window;
    return std::max(fromWindow, m_quietUntil);
}

void RefreshPolicy::succeeded(std::chrono::milliseconds now, std::chrono::seconds lifetime)
{
    m_successes.append(now);
    m_successes.removeIf([now](auto moment) { return moment <= now - window; });
    const std::chrono::milliseconds life = lifetime;
    m_quietUntil = now + std::min<std::chrono::milliseconds>(60s, life / 4);
    // Renewed about every half life at most: a token that lives shortly needs its refreshes.
    const int needed = int(window / std::max<std::chrono::milliseconds>(life / 2, 1s));
    m_allowed = std::max(fewestAllowed, 2 * needed);
    m_failures = m_rateLimits = m_refusals = 0;
}

RefreshVerdict RefreshPolicy::failed(const base::Error &error)
{
    switch (faultOfRefresh(error)) {
    case AuthFault::TokenRefused:
    case AuthFault::SessionOver:
        return {.action = Action::EndSession};
    case AuthFault::Configuration:
    case AuthFault::Refused:
        if (++m_refusals > mostRefusals)
            return {.action = Action::AskUser};
        break;
    case AuthFault::Transient:
        break;
    }
    const std::chrono::milliseconds asked = std::chrono::seconds(error.retryAfterS);
    const auto delay = error.status == 429 ? base::doublingDelay(60s, 10min, ++m_rateLimits, m_random)
                                           : base::doublingDelay(1s, 60s, ++m_failures, m_random);
    return {.action = Action::RetryLater, .delay = std::max(delay, asked)};
}

void RefreshPolicy::reset()
{
    m_successes.clear();
    m_quietUntil = {};
    m_allowed = fewestAllowed;
    m_failures = m_rateLimits = m_refusals = 0;
}

} // namespace gm::supabase
