/// Keeps one user signed in: refresh in time, sign-out, and what to do when any of them fails.
#pragma once

#include "core/base/sleepwatch.h"
#include "core/supabase/authclient.h"
#include "core/supabase/refreshjob.h"
#include "core/supabase/refreshpolicy.h"
#include "core/supabase/tokenwaiters.h"

#include <QObject>

namespace gm::supabase
{

enum class SessionState {
    SignedOut,
    Restoring, ///< The look into the keychain is under way.
    SignedIn,
    Refreshing,   ///< A new token is being fetched; the old one may still be used while it lasts.
    Degraded,     ///< The token is over and could not be renewed yet; attempts go on.
    SessionEnded, ///< Supabase refused to renew; only a new sign-in helps. lastError() says why.
};

/// Whether a sign-in is written to the SessionStorage.
enum class Persistence { Stored, ThisProcessOnly };

/// The one owner of a profile's session. New tokens are written to the storage first and published second. One refresh
/// at a time in this process, and, by a lock file, among all processes of this user. Signals come in the order
/// sessionChanged, stateChanged; sessionEnded last.
class SessionKeeper final : public QObject
{
    Q_OBJECT

public:
    using Token = QFuture<base::Result<base::Secret>>;

    /// @p lockFile lies in a folder all processes that see the same keychain share (Paths::lockDir).
    SessionKeeper(AuthClient &auth, SessionStorage &storage, base::Clock &clock, base::Random &random,
                  const QString &lockFile, QObject *parent = nullptr);
    ~SessionKeeper() override;

    [[nodiscard]] SessionState state() const { return m_state; }
    /// Present in SignedIn, Refreshing and Degraded.
    [[nodiscard]] const std::optional<Session> &session() const { return m_session; }
    /// The last failure that has not been made good; nothing after a success.
    [[nodiscard]] const std::optional<base::Error> &lastError() const { return m_lastError; }
    /// False while the session would be lost with this process: no keychain, or asked for.
    [[nodiscard]] bool isStored() const { return m_isStored; }

    /// Looks for a stored session. True: signed in, perhaps still Refreshing or Degraded. False: there is none.
    /// An Error: the storage does not answer, so none is known.
    [[nodiscard]] QFuture<base::Result<bool>> restore();
    /// Keeps @p session, which somebody has just signed in with, in place of the one before. Finishes when it is in force;
    /// true where it was stored.
    QFuture<bool> take(const Session &session, Persistence persistence);
    /// Local and Global: signed out here at once; the result tells whether Supabase has heard of it. Others: the user's other
    /// sessions end, this one stays; it is renewed first when it is over.
    QFuture<base::Result<void>> signOut(SignOutScope scope = SignOutScope::Local);

    /// A token that is good now; renews it first when it is over or nearly so.
    [[nodiscard]] Token accessToken();
    /// After a 401 of the backend: a newer token than @p refused, from one refresh at most; an Error when @p refused is
    /// fresh, so that a new one would not help.
    [[nodiscard]] Token accessTokenAfterRefusal(const base::Secret &refused);
    /// The network came back or the user asked: attempts that wait are made now, at most one in 5 s.
    void retryNow();

Q_SIGNALS:
    void stateChanged(gm::supabase::SessionState state, gm::supabase::SessionState previous);
    /// New tokens are in force; also when another process fetched them.
    void sessionChanged(const gm::supabase::Session &session);
    /// The session is over without the user's doing: `GM-SESSION-ENDED`.
    void sessionEnded(const gm::base::Error &error);
    /// A refresh failed and will be tried again in @p retryInMs; -1: not by itself.
    void refreshFailed(const gm::base::Error &error, qint64 retryInMs);
    /// Once per session: it could not be stored and lives in memory only.
    void storageFailed(const gm::base::Error &error);

private:
    [[nodiscard]] base::Result<bool> takeStored(const base::Result<std::optional<base::Secret>> &stored);
    void setState(SessionState state);
    void settleState();
    void adopt(Session session, const std::optional<base::Error> &storageError);
    void dropSession(SessionState state);
    [[nodiscard]] base::Error whyNoToken() const;

    [[nodiscard]] Token waitForRefresh(const base::Secret &unwanted);
    [[nodiscard]] bool mayRefreshNow() const;
    void startRefresh();
    void handleOutcome(const RefreshOutcome &outcome);
    void handleFailure(const base::Error &error);
    void endSession(const base::Error &error);
    void retryAfter(const base::Error &error, std::chrono::milliseconds delay);
    void answerWaiters();

    [[nodiscard]] QFuture<base::Result<void>> endOthers();
    [[nodiscard]] QFuture<base::Result<void>> tellSupabase(const Session &session, SignOutScope scope);
    void noteStored(const base::Result<void> &written);
    void scheduleTick();
    void tick();
    void noticeSleep();
    void storeAgain();

    AuthClient &m_auth;
    SessionStorage &m_storage;
    base::Clock &m_clock;
    RefreshPolicy m_policy;
    SessionLock m_lock;
    base::SleepWatch m_sleepWatch;
    std::chrono::milliseconds m_tickDelay{}; ///< Of the tick that is awaited.

    SessionState m_state = SessionState::SignedOut;
    std::optional<Session> m_session;
    std::optional<base::Error> m_lastError;
    bool m_isStored = false;
    bool m_hasWarned = false;
    int m_writesLeft = 0; ///< Attempts to store a session that could not be stored yet.
    Persistence m_persistence = Persistence::Stored;
    quint64 m_generation = 0; ///< Late answers to an earlier session are dropped by it.

    std::shared_ptr<RefreshJob> m_refresh;
    TokenWaiters m_waiters;
    bool m_isPaused = false; ///< Refreshing by itself has been given up.
    std::chrono::milliseconds m_retryAt{};
    std::chrono::milliseconds m_lastAttempt{};
    base::TimerHandle m_tick;
};

} // namespace gm::supabase

Q_DECLARE_METATYPE(gm::supabase::SessionState)
