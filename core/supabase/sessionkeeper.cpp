#include "core/supabase/sessionkeeper.h"

#include "core/base/logging.h"
#include "core/base/whendone.h"
#include "core/supabase/autherror.h"

#include <QPointer>

namespace gm::supabase
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;
using base::whenDone;
using Kind = RefreshOutcome::Kind;
using Storing = RefreshJob::Storing;

namespace
{

constexpr auto longestTick = 30s;
constexpr auto shortestTick = 200ms;
constexpr auto networkAfterWake = 3s;
constexpr auto betweenForced = 5s;
constexpr auto freshFor = 30s; ///< A token refused within this is not made better by a newer one.
constexpr int writeAttempts = 3;

QFuture<Result<Secret>> ready(Result<Secret> token)
{
    return QtFuture::makeReadyFuture(std::move(token));
}

} // namespace

SessionKeeper::SessionKeeper(AuthClient &auth, SessionStorage &storage, base::Clock &clock, base::Random &random,
                             const QString &lockFile, QObject *parent)
    : QObject(parent)
    , m_auth(auth)
    , m_storage(storage)
    , m_clock(clock)
    , m_policy(random)
    , m_lock(clock, lockFile)
    , m_sleepWatch(clock)
{
}

SessionKeeper::~SessionKeeper()
{
    if (m_refresh)
        m_refresh->cancel();
    m_session.reset();
    answerWaiters();
}

QFuture<Result<bool>> SessionKeeper::restore()
{
    setState(SessionState::Authenticating);
    return m_storage.read().then([keeper = QPointer(this)](const Result<std::optional<Secret>> &stored) {
        return keeper ? keeper->takeStored(stored) : Result<bool>(false);
    });
}

Result<bool> SessionKeeper::takeStored(const Result<std::optional<Secret>> &stored)
{
    if (!stored)
        noteStored(stored.error());
    if (stored && stored->has_value()) {
        const Result<Session> session = fromRecord(**stored, m_auth.project(), m_clock);
        if (session) {
            m_isStored = true;
            adopt(*session, std::nullopt);
            return true;
        }
        qCWarning(base::lcSupabase) << "the stored session is ignored:" << session.error().why;
    }
    settleState();
    return stored ? Result<bool>(false) : Result<bool>(stored.error());
}

QFuture<Result<void>> SessionKeeper::signIn(const QString &email, const Secret &password, Persistence persistence)
{
    setState(SessionState::Authenticating);
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const auto finish = [promise](const Result<void> &result) {
        promise->addResult(result);
        promise->finish();
    };
    const quint64 generation = m_generation;
    whenDone(m_auth.signInWithPassword(email, password), this, [=, this](const Result<Session> &session) {
        if (generation != m_generation) {
            finish(Error{.id = u"GM-SESSION-REPLACED"_s, .what = tr("Another sign-in or sign-out came in between.")});
        } else if (session) {
            handleSignedIn(*session, persistence, [finish] { finish({}); });
        } else {
            settleState();
            finish(session.error());
        }
    });
    return promise->future();
}

void SessionKeeper::handleSignedIn(const Session &session, Persistence persistence, std::function<void()> done)
{
    // A refresh of the session before this one has nothing left to do.
    if (m_refresh)
        m_refresh->cancel();
    m_refresh.reset();
    ++m_generation;
    m_policy.reset();
    m_isPaused = false;
    m_retryAt = {};
    m_hasWarned = false;
    m_persistence = persistence;
    m_isStored = false;
    if (persistence == Persistence::ThisProcessOnly) {
        adopt(session, std::nullopt);
        done();
        return;
    }
    m_lock.acquire([this, session, done = std::move(done)](SessionLock::Outcome) {
        const Secret record = toRecord(session, m_auth.project());
        whenDone(m_storage.write(session.userId, record), this, [this, session, done](const Result<void> &written) {
            m_lock.release();
            m_isStored = written.isOk();
            adopt(session, written ? std::nullopt : std::optional(written.error()));
            done();
        });
    });
}

QFuture<Result<void>> SessionKeeper::signOut(SignOutScope scope)
{
    if (scope == SignOutScope::Others && m_session)
        return m_auth.signOut(m_session->accessToken, scope);
    const std::optional<Session> session = m_session;
    const auto removed =
        m_persistence == Persistence::Stored ? m_storage.remove() : QtFuture::makeReadyFuture(Result<void>());
    dropSession(SessionState::SignedOut);
    if (!session)
        return removed;
    return tellSupabase(*session, scope)
        .then([removed](const Result<void> &told) {
            return QFuture<Result<void>>(removed).then(
                [told](const Result<void> &removal) { return removal ? told : removal; });
        })
        .unwrap();
}

QFuture<Result<void>> SessionKeeper::tellSupabase(const Session &session, SignOutScope scope)
{
    if (!session.isExpired(m_clock.now()))
        return m_auth.signOut(session.accessToken, scope);
    // A logout with a token that is over would revoke nothing.
    return m_auth.refresh(session.refreshToken)
        .then([keeper = QPointer(this), scope, old = session.accessToken](const Result<Session> &renewed) {
            return keeper ? keeper->m_auth.signOut(renewed ? renewed->accessToken : old, scope)
                          : QtFuture::makeReadyFuture(Result<void>());
        })
        .unwrap();
}

SessionKeeper::Token SessionKeeper::accessToken()
{
    if (!m_session)
        return ready(whyNoToken());
    const auto now = m_clock.now();
    if (!m_refresh && m_session->isRefreshDue(now) && mayRefreshNow())
        startRefresh();
    if (!m_session)
        return ready(whyNoToken());
    const auto enough = std::min<std::chrono::milliseconds>(10s, m_session->lifetime / 4);
    const bool isNearlyOver = now >= m_session->expires - enough;
    if (m_refresh && isNearlyOver)
        return waitForRefresh({});
    return ready(m_session->isExpired(now) ? Result<Secret>(whyNoToken()) : Result<Secret>(m_session->accessToken));
}

SessionKeeper::Token SessionKeeper::accessTokenAfterRefusal(const Secret &refused)
{
    if (!m_session)
        return ready(whyNoToken());
    if (m_session->accessToken != refused)
        return accessToken();
    const auto now = m_clock.now();
    const bool isFresh = now - m_session->issued <= freshFor && !m_session->isRefreshDue(now);
    if (!m_refresh && (isFresh || !mayRefreshNow())) {
        return ready(Error{.id = u"GM-SESSION-FRESH"_s,
                           .what = tr("The session is fresh, and yet it is refused."),
                           .next = tr("Check that profile and backend name the same Supabase project.")});
    }
    return waitForRefresh(refused);
}

void SessionKeeper::retryNow()
{
    if (!m_session || m_refresh || (m_lastError && m_lastError->status == 429))
        return;
    m_isPaused = false;
    m_retryAt = std::min(m_retryAt, std::max(m_clock.now(), m_lastAttempt + betweenForced));
    tick();
}

void SessionKeeper::setState(SessionState state)
{
    if (state == m_state)
        return;
    const SessionState previous = std::exchange(m_state, state);
    Q_EMIT stateChanged(state, previous);
}

/// The state that follows from what there is, after something that has come to nothing.
void SessionKeeper::settleState()
{
    if (m_session && m_refresh)
        setState(SessionState::Refreshing);
    else if (m_session)
        setState(m_session->isExpired(m_clock.now()) ? SessionState::Degraded : SessionState::SignedIn);
    else
        setState(m_lastError ? SessionState::SessionEnded : SessionState::SignedOut);
}

void SessionKeeper::adopt(Session session, const std::optional<Error> &storageError)
{
    m_session = std::move(session);
    m_lastError.reset();
    m_retryAt = {};
    m_isPaused = false;
    m_sleepWatch.gapSinceLastLook();
    Q_EMIT sessionChanged(*m_session);
    tick();
    if (storageError)
        noteStored(*storageError);
    answerWaiters();
}

void SessionKeeper::dropSession(SessionState state)
{
    ++m_generation;
    if (m_refresh)
        m_refresh->cancel();
    m_refresh.reset();
    m_session.reset();
    m_isStored = false;
    m_writesLeft = 0;
    m_tick.cancel();
    if (state == SessionState::SignedOut)
        m_lastError.reset();
    setState(state);
    answerWaiters();
}

Error SessionKeeper::whyNoToken() const
{
    if (m_lastError)
        return *m_lastError;
    if (m_session) {
        return {.id = u"GM-SESSION-RENEWING"_s,
                .what = tr("The session could not be renewed yet."),
                .next = tr("It is tried again by itself.")};
    }
    return {.id = u"GM-SESSION-NONE"_s, .what = tr("You are not signed in."), .next = tr("Sign in.")};
}

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
    m_tick = m_clock.after(std::max<std::chrono::milliseconds>(next, shortestTick), [this] { tick(); });
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

/// The monotonic clock may stand still in sleep, the wall clock does not.
void SessionKeeper::noticeSleep()
{
    const auto gap = m_sleepWatch.gapSinceLastLook();
    if (gap > 0ms) {
        m_session->expires -= gap;
        m_session->issued -= gap;
        // The network is often not there yet.
        m_retryAt = m_clock.now() + networkAfterWake;
    } else if (gap < 0ms) {
        // Nobody sleeps backwards: the clock was set.
        m_session->clockOffset -= gap;
    }
}

void SessionKeeper::storeAgain()
{
    if (m_writesLeft == 0 || m_refresh)
        return;
    --m_writesLeft;
    const Secret record = toRecord(*m_session, m_auth.project());
    whenDone(m_storage.write(m_session->userId, record), this,
             [this, generation = m_generation](const Result<void> &written) {
                 if (generation == m_generation && m_session)
                     noteStored(written);
             });
}

} // namespace gm::supabase
