/// One refresh from beginning to end: lock, look into the storage, ask Supabase, store, unlock.
#pragma once

#include "core/supabase/authclient.h"
#include "core/supabase/sessionlock.h"
#include "core/supabase/sessionstorage.h"

namespace gm::supabase
{

struct RefreshOutcome {
    enum class Kind {
        Renewed,            ///< `session` holds new tokens, stored already unless `storageError` says otherwise.
        Adopted,            ///< `session` is what another process had stored.
        Failed,             ///< `error` says why. A refused token has been removed from the storage.
        SignedOutElsewhere, ///< The storage holds no session of this user any more.
    };
    Kind kind = Kind::Failed;
    Session session{};
    base::Error error{};
    std::optional<base::Error> storageError{};
};

/// Lives until it has called back or was cancelled; then it does nothing more.
class RefreshJob final : public std::enable_shared_from_this<RefreshJob>
{
public:
    /// What a job works with; all of it outlives the job.
    struct Tools {
        AuthClient &auth;
        SessionStorage &storage;
        SessionLock &lock;
        const base::Clock &clock;
    };
    /// How the session is kept.
    enum class Storing {
        Never,     ///< In this process only: no lock, no storage.
        WriteOnly, ///< Nothing of ours is stored yet: no lock, no look before, but the attempt to write.
        Always,
    };

    RefreshJob(const Tools &tools, Session current, Storing storing);

    /// Calls @p done once, perhaps at once.
    void start(std::function<void(const RefreshOutcome &)> done);
    /// Gives the lock back; @p done is not called.
    void cancel();

private:
    using Stored = base::Result<std::optional<base::Secret>>;

    void handleLock(SessionLock::Outcome outcome);
    void compare(const Stored &stored);
    void ask(const base::Secret &refreshToken);
    void handleReply(const base::Result<Session> &reply);
    void handleRefusal(const base::Error &error);
    void confirmStillWanted(const Session &renewed);
    void write(const Session &renewed);
    void useStored(const Session &stored);
    void finish(RefreshOutcome outcome);
    void readThen(std::function<void(const Stored &)> next);
    [[nodiscard]] std::optional<Session> sessionIn(const Stored &stored) const;

    Tools m_tools;
    Session m_current;
    Storing m_storing;
    base::Secret m_sent;
    bool m_hasRetried = false;
    std::function<void(const RefreshOutcome &)> m_done;
};

} // namespace gm::supabase
