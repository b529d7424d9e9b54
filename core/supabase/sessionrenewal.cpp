// SessionKeeper: renewing in time, and what follows from the outcome.
#include "core/base/logging.h"
#include "core/base/whendone.h"
#include "core/supabase/autherror.h"
#include "core/supabase/sessionkeeper.h"

namespace gm::supabase
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;
using Kind = RefreshOutcome::Kind;
using Storing = RefreshJob::Storing;

namespace
{

constexpr auto longestTick = 30s;
constexpr auto shortestTick = 200ms;
constexpr auto networkAfterWake = 3s;
constexpr int writeAttempts = 3;

} // namespace

SessionKeeper::Token SessionKeeper::waitForRefresh(const Secret &unwanted)
{
    const auto future = m_waiters.add(unwanted);
    if (!m_refresh)
        startRefresh();
    return future;
}

bool SessionKeeper::mayRefreshNow() const
{
    const auto now = m_clock.now();
    return !m_isPaused && now >= m_retryAt && now >= m_policy.mayStartAt(now);
}

void SessionKeeper::startRefresh()
{
    auto storing = Storing::Never;
    if (m_persistence == Persistence::Stored)
        storing = m_isStored ? Storing::Always : Storing::WriteOnly;
    m_lastAttempt = m_clock.now();
    m_refresh =
        std::make_shared<RefreshJob>(RefreshJob::Tools{m_auth, m_storage, m_lock, m_clock}, *m_session, storing);
    setState(SessionState::Refreshing);
    // The job may be done before start() returns: keep it alive on the stack.
    const auto job = m_refresh;
    job->start([this](const RefreshOutcome &outcome) {
        m_refresh.reset();
        handleOutcome(outcome);
    });
}

void SessionKeeper::handleOutcome(const RefreshOutcome &outcome)
{
    switch (outcome.kind) {
    case Kind::Renewed:
        m_isStored = m_persistence == Persistence::Stored && !outcome.storageError;
        m_policy.succeeded(m_clock.now(), outcome.session.lifetime);
        adopt(outcome.session, outcome.storageError);
        break;
    case Kind::Adopted:
        adopt(outcome.session, std::nullopt);
        break;
    case Kind::SignedOutElsewhere:
        endSession({.id = u"GM-SESSION-ELSEWHERE"_s,
                    .what = tr("You have been signed out."),
                    .why = tr("Another window or command of Genie Monitor signed out.")});
        break;
    case Kind::Failed:
        handleFailure(outcome.error);
        break;
    }
}

void SessionKeeper::handleFailure(const Error &error)
{
    const RefreshVerdict verdict = m_policy.failed(error);
    switch (verdict.action) {
    case RefreshVerdict::Action::EndSession:
        endSession(error);
        break;
    case RefreshVerdict::Action::AskUser:
        m_isPaused = true;
        retryAfter(error, -1ms);
        break;
    case RefreshVerdict::Action::RetryLater:
        retryAfter(error, verdict.delay);
        break;
    }
}

void SessionKeeper::endSession(const Error &error)
{
    const Error ended = sessionEndedError(error);
    m_lastError = ended;
    dropSession(SessionState::SessionEnded);
    Q_EMIT sessionEnded(ended);
}

void SessionKeeper::retryAfter(const Error &error, std::chrono::milliseconds delay)
{
    m_lastError = error;
    m_retryAt = m_clock.now() + delay;
    settleState();
    Q_EMIT refreshFailed(error, delay.count());
    answerWaiters();
    scheduleTick();
}

/// Whoever waits gets the token there is, or the reason why there is none.
void SessionKeeper::answerWaiters()
{
    const bool isUsable = m_session && !m_session->isExpired(m_clock.now());
    m_waiters.answer(isUsable ? std::optional(m_session->accessToken) : std::nullopt, whyNoToken());
}

/// Warns once for a session that could not be stored, and has the next ticks try again.
void SessionKeeper::noteStored(const Result<void> &written)
{
    m_isStored = written.isOk();
    if (written) {
        m_writesLeft = 0;
        return;
    }
    if (m_writesLeft == 0 && !m_hasWarned)
        m_writesLeft = writeAttempts;
    if (!std::exchange(m_hasWarned, true)) {
        qCInfo(base::lcSupabase) << "the session is kept in memory only:" << written.error().reference();
        Q_EMIT storageFailed(written.error());
    }
}

void SessionKeeper::scheduleTick()
{
    if (!m_session)
        return;
    const auto now = m_clock.now();
    std::chrono::milliseconds next = longestTick;
    if (!m_refresh && !m_isPaused) {
        const auto due = m_session->expires - m_session->refreshMargin();
        next = std::min(next, std::max({due, m_retryAt, m_policy.mayStartAt(now)}) - now);
    }
    if (m_state == SessionState::SignedIn && m_session->expires > now)
        next = std::min(next, m_session->expires - now);
    m_tickDelay = std::max<std::chrono::milliseconds>(next, shortestTick);
    m_tick = m_clock.after(m_tickDelay, [this] { tick(); });
}

/// The one timer of this class: refreshes what is due, notices sleep, stores what could not be stored.
void SessionKeeper::tick()
{
    if (!m_session)
        return;
    noticeSleep();
    storeAgain();
    if (!m_refresh && m_session->isRefreshDue(m_clock.now()) && mayRefreshNow())
        startRefresh();
    else
        settleState();
    scheduleTick();
}

/// Expiry is kept by Clock::now(), which goes on in sleep and does not heed a wall clock that is set.
void SessionKeeper::noticeSleep()
{
    const base::SleepWatch::Look look = m_sleepWatch.look(m_tickDelay);
    if (look.slept > 0ms)
        m_retryAt = m_clock.now() + networkAfterWake; // the network is often not there yet
    m_session->clockOffset -= look.clockSet;
}

void SessionKeeper::storeAgain()
{
    if (m_writesLeft == 0 || m_refresh)
        return;
    --m_writesLeft;
    const Secret record = toRecord(*m_session, m_auth.project());
    base::whenDone(m_storage.write(m_session->userId, record), this,
                   [this, generation = m_generation](const Result<void> &written) {
                       if (generation == m_generation && m_session)
                           noteStored(written);
                   });
}

} // namespace gm::supabase
