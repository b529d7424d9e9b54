#include "core/supabase/refreshjob.h"

#include "core/base/logging.h"
#include "core/supabase/autherror.h"

#include <QCoreApplication>

namespace gm::supabase
{

using base::Error;
using base::Result;
using base::Secret;
using Kind = RefreshOutcome::Kind;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::supabase::Refresh", text);
}

Error lockedElsewhere()
{
    return {.id = QStringLiteral("GM-SESSION-LOCKED"),
            .what = tr("The session could not be renewed now."),
            .why = tr("Another process of Genie Monitor has been renewing it for 10 s."),
            .next = tr("It is tried again. If it stays, close the other process.")};
}

} // namespace

RefreshJob::RefreshJob(const Tools &tools, Session current, Storing storing)
    : m_tools(tools)
    , m_current(std::move(current))
    , m_storing(storing)
{
}

void RefreshJob::start(std::function<void(const RefreshOutcome &)> done)
{
    m_done = std::move(done);
    if (m_storing != Storing::Always) {
        ask(m_current.refreshToken);
        return;
    }
    m_tools.lock.acquire([self = shared_from_this()](SessionLock::Outcome outcome) { self->handleLock(outcome); });
}

void RefreshJob::cancel()
{
    if (std::exchange(m_done, {}))
        m_tools.lock.release();
}

void RefreshJob::handleLock(SessionLock::Outcome outcome)
{
    if (outcome == SessionLock::Outcome::TimedOut)
        finish({.error = lockedElsewhere()});
    else
        readThen([this](const Stored &stored) { compare(stored); });
}

/// Another process may have renewed, or ended, the session since this one last looked.
void RefreshJob::compare(const Stored &stored)
{
    if (!stored) {
        ask(m_current.refreshToken);
        return;
    }
    const std::optional<Session> other = sessionIn(stored);
    if (!stored->has_value() || (other && other->userId != m_current.userId))
        finish({.kind = Kind::SignedOutElsewhere});
    else if (!other || other->refreshToken == m_current.refreshToken)
        ask(m_current.refreshToken);
    else
        useStored(*other);
}

void RefreshJob::useStored(const Session &stored)
{
    if (stored.isRefreshDue(m_tools.clock.now()))
        ask(stored.refreshToken);
    else
        finish({.kind = Kind::Adopted, .session = stored});
}

void RefreshJob::ask(const Secret &refreshToken)
{
    m_sent = refreshToken;
    m_tools.auth.refresh(refreshToken).then([self = shared_from_this()](const Result<Session> &reply) {
        if (self->m_done)
            self->handleReply(reply);
    });
}

void RefreshJob::handleReply(const Result<Session> &reply)
{
    if (!reply)
        handleRefusal(reply.error());
    else if (m_storing == Storing::Always)
        confirmStillWanted(*reply);
    else if (m_storing == Storing::WriteOnly)
        write(*reply);
    else
        finish({.kind = Kind::Renewed, .session = *reply});
}

/// A refused token is worth one more look: the storage may hold the one that replaced it. If not, it goes.
void RefreshJob::handleRefusal(const Error &error)
{
    const AuthFault fault = faultOfRefresh(error);
    if (!isTerminal(fault) || m_storing != Storing::Always) {
        finish({.error = error});
        return;
    }
    readThen([this, error, fault](const Stored &stored) {
        const std::optional<Session> other = sessionIn(stored);
        const bool isOurs = other && other->userId == m_current.userId;
        if (isOurs && other->refreshToken == m_sent) {
            m_tools.storage.remove().then(
                [self = shared_from_this(), error](const Result<void> &) { self->finish({.error = error}); });
        } else if (isOurs && fault == AuthFault::TokenRefused && !std::exchange(m_hasRetried, true)) {
            useStored(*other);
        } else {
            finish({.error = error});
        }
    });
}

/// What another process did while the answer was on its way, a sign-out above all, must not be undone by it.
void RefreshJob::confirmStillWanted(const Session &renewed)
{
    readThen([this, renewed](const Stored &stored) {
        const std::optional<Session> other = sessionIn(stored);
        if (stored && (!stored->has_value() || (other && other->userId != m_current.userId))) {
            static_cast<void>(m_tools.auth.signOut(renewed.accessToken, SignOutScope::Local));
            finish({.kind = Kind::SignedOutElsewhere});
        } else if (other && other->refreshToken != m_sent) {
            finish({.kind = Kind::Adopted, .session = *other});
        } else {
            write(renewed);
        }
    });
}

void RefreshJob::write(const Session &renewed)
{
    const Secret record = toRecord(renewed, m_tools.auth.project());
    m_tools.storage.write(renewed.userId, record)
        .then([self = shared_from_this(), renewed](const Result<void> &written) {
            RefreshOutcome outcome{.kind = Kind::Renewed, .session = renewed};
            if (!written)
                outcome.storageError = written.error();
            self->finish(std::move(outcome));
        });
}

void RefreshJob::finish(RefreshOutcome outcome)
{
    const auto done = std::exchange(m_done, {});
    if (!done)
        return;
    m_tools.lock.release();
    done(outcome);
}

/// Nothing happens after a cancel().
void RefreshJob::readThen(std::function<void(const Stored &)> next)
{
    m_tools.storage.read().then([self = shared_from_this(), next = std::move(next)](const Stored &stored) {
        if (self->m_done)
            next(stored);
    });
}

std::optional<Session> RefreshJob::sessionIn(const Stored &stored) const
{
    if (!stored || !stored->has_value())
        return std::nullopt;
    Result<Session> session = fromRecord(**stored, m_tools.auth.project(), m_tools.clock);
    if (!session) {
        qCWarning(base::lcSupabase) << "the stored session is ignored:" << session.error().why;
        return std::nullopt;
    }
    return *session;
}

} // namespace gm::supabase
