#include "core/supabase/sessionlock.h"

#include "core/base/logging.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

namespace gm::supabase
{

using namespace std::chrono_literals;

namespace
{

constexpr auto pause = 100ms;
constexpr auto patience = 10s;
constexpr auto staleAfter = 30s;

} // namespace

SessionLock::SessionLock(base::Clock &clock, QString file)
    : m_clock(clock)
    , m_file(std::move(file))
{
}

SessionLock::~SessionLock() = default;

void SessionLock::acquire(std::function<void(Outcome)> done)
{
    m_done = std::move(done);
    m_giveUpAt = m_clock.now() + patience;
    if (!m_file.isEmpty()) {
        QDir().mkpath(QFileInfo(m_file).absolutePath());
        m_lock = std::make_unique<QLockFile>(m_file);
        m_lock->setStaleLockTime(int(std::chrono::milliseconds(staleAfter).count()));
    }
    attempt();
}

void SessionLock::release()
{
    m_retry.cancel();
    m_done = {};
    m_lock.reset();
}

bool SessionLock::isHeld() const
{
    return m_lock && m_lock->isLocked();
}

void SessionLock::attempt()
{
    auto outcome = Outcome::Locked;
    if (m_lock && !m_lock->tryLock(0)) {
        if (m_lock->error() != QLockFile::LockFailedError) {
            qCWarning(base::lcSupabase) << "no lock between processes: the lock file cannot be written";
            outcome = Outcome::Unavailable;
        } else if (m_clock.now() < m_giveUpAt) {
            m_retry = m_clock.after(pause, [this] { attempt(); });
            return;
        } else {
            outcome = Outcome::TimedOut;
        }
    }
    // The call may start a new round with this lock.
    const auto done = std::exchange(m_done, {});
    done(outcome);
}

} // namespace gm::supabase
