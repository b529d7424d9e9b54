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

namespace
{

constexpr auto betweenForced = 5s;
constexpr auto freshFor = 30s; ///< A token refused within this is not made better by a newer one.

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
    setState(SessionState::Restoring);
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

QFuture<bool> SessionKeeper::take(const Session &session, Persistence persistence)
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
        return QtFuture::makeReadyFuture(false);
    }
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    m_lock.acquire([this, session, promise, generation = m_generation](SessionLock::Outcome) {
        const Secret record = toRecord(session, m_auth.project());
        whenDone(m_storage.write(session.userId, record), this, [=, this](const Result<void> &written) {
            m_lock.release();
            if (generation == m_generation) {
                m_isStored = written.isOk();
                adopt(session, written ? std::nullopt : std::optional(written.error()));
            } else if (!m_session) {
                // Signed out while it was being written.
                static_cast<void>(m_storage.remove());
            }
            promise->addResult(written && generation == m_generation);
            promise->finish();
        });
    });
    return promise->future();
}

QFuture<Result<void>> SessionKeeper::signOut(SignOutScope scope)
{
    if (scope == SignOutScope::Others)
        return endOthers();
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

QFuture<Result<void>> SessionKeeper::endOthers()
{
    return accessToken()
        .then([keeper = QPointer(this)](const Result<Secret> &token) {
            if (!token)
                return QtFuture::makeReadyFuture(Result<void>(token.error()));
            return keeper ? keeper->m_auth.signOut(*token, SignOutScope::Others)
                          : QtFuture::makeReadyFuture(Result<void>());
        })
        .unwrap();
}

QFuture<Result<void>> SessionKeeper::tellSupabase(const Session &session, SignOutScope scope)
{
    if (!session.isExpired(m_clock.now()))
        return m_auth.signOut(session.accessToken, scope);
    // A logout with a token that is over would revoke nothing.
    return m_auth.refresh(session.refreshToken)
        .then([keeper = QPointer(this), scope](const Result<Session> &renewed) {
            if (renewed && keeper)
                return keeper->m_auth.signOut(renewed->accessToken, scope);
            const bool isOver = !renewed && isTerminal(faultOfRefresh(renewed.error()));
            // What is over needs no end; the user's sessions elsewhere would have.
            const bool isDone = renewed || (isOver && scope == SignOutScope::Local);
            return QtFuture::makeReadyFuture(isDone ? Result<void>() : Result<void>(renewed.error()));
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
    m_sleepWatch.look({});
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

} // namespace gm::supabase
