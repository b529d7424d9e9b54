/// A lock among all processes of this user, taken without blocking.
#pragma once

#include "core/base/clock.h"

#include <QString>

#include <functional>
#include <memory>

class QLockFile;

namespace gm::supabase
{

/// Held from reading the keychain to having written it. A lock left behind by a dead process, or older than 30 s, is taken over.
class SessionLock
{
public:
    enum class Outcome {
        Locked,
        TimedOut,    ///< Another process has held it for 10 s.
        Unavailable, ///< The folder cannot be written: there is nothing to lock with.
    };

    /// @p file may lie in a folder that does not exist yet. Empty: nothing to lock, acquire() gives Locked.
    SessionLock(base::Clock &clock, QString file);
    ~SessionLock();

    /// Calls @p done from the event loop or at once. A second call before it replaces the first.
    void acquire(std::function<void(Outcome)> done);
    /// Gives the lock back, or gives up waiting for it.
    void release();
    [[nodiscard]] bool isHeld() const;

private:
    void attempt();

    base::Clock &m_clock;
    QString m_file;
    std::unique_ptr<QLockFile> m_lock;
    std::function<void(Outcome)> m_done;
    base::TimerHandle m_retry;
    std::chrono::milliseconds m_giveUpAt{};
};

} // namespace gm::supabase
