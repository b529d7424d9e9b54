#include "core/profile/keychainstore.h"

#include "core/base/clock.h"
#include "core/base/logging.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QPromise>

namespace gm::profile
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;

namespace
{

constexpr auto patience = 5s;

QString serviceName()
{
    return u"app.genie.Monitor"_s;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::profile::Keychain", text);
}

QString staysInMemory()
{
    return tr("You stay signed in until you close Genie Monitor. Nothing is written to disk.");
}

Error lockedKeychain(const QString &why)
{
    return {.id = u"GM-KEYCHAIN-LOCKED"_s,
            .what = tr("The keychain on this computer is locked."),
            .why = why,
            .next =
                tr("You stay signed in until you close Genie Monitor. To be kept signed in, unlock the keychain and "
                   "sign in again.")};
}

/// What a job that failed means.
Error errorOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser)
        return lockedKeychain(job.errorString());
    return {.id = u"GM-KEYCHAIN-NONE"_s,
            .what = tr("No keychain on this computer."),
            .why = job.errorString(),
            .next = staysInMemory()};
}

Error noAnswer()
{
    return {.id = u"GM-KEYCHAIN-TIMEOUT"_s,
            .what = tr("The keychain does not answer."),
            .why = tr("It gave no answer in %1 s; it may be waiting for its password in a window of its own.")
                       .arg(patience.count()),
            .next = staysInMemory()};
}

Error lostEntry()
{
    return {.id = u"GM-KEYCHAIN-LOST"_s,
            .what = tr("The keychain did not keep the session."),
            .why = tr("What was read back is not what was written."),
            .next = staysInMemory()};
}

} // namespace

class KeychainStore::Impl : public std::enable_shared_from_this<Impl>
{
public:
    explicit Impl(base::Clock &clock)
        : m_clock(clock)
    {
    }

    [[nodiscard]] StoreAvailability availability() const { return m_availability; }

    /// Starts @p job and hands it back finished; the job deletes itself. @p read turns a finished job into the result.
    template <typename T, typename Job>
    QFuture<Result<T>> run(Job *job, const QString &key, std::function<Result<T>(const Job &)> read)
    {
        auto attempt = std::make_shared<Attempt<T>>();
        attempt->promise.start();
        auto future = attempt->promise.future();
        if (m_stuckJobs > 0) {
            // Jobs run one after the other: behind a stuck one each would only wait in vain.
            delete job;
            attempt->finish(noAnswer());
            return future;
        }
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, [self = shared_from_this(), attempt, job, read] {
            self->noteFinished(*job, attempt->isDone);
            attempt->finish(read(*job));
        });
        attempt->deadline = m_clock.after(patience, [self = weak_from_this(), weak = std::weak_ptr(attempt)] {
            const auto store = self.lock();
            const auto late = weak.lock();
            if (store && late)
                store->noteStuck();
            if (late)
                late->finish(noAnswer());
        });
        job->start();
        return future;
    }

private:
    template <typename T>
    struct Attempt {
        QPromise<Result<T>> promise;
        base::TimerHandle deadline;
        bool isDone = false;

        void finish(Result<T> result)
        {
            if (std::exchange(isDone, true))
                return;
            deadline.cancel();
            promise.addResult(std::move(result));
            promise.finish();
        }
    };

    void noteFinished(const QKeychain::Job &job, bool isLate)
    {
        if (isLate)
            --m_stuckJobs;
        const bool isAnswer = job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound;
        m_availability = isAnswer ? StoreAvailability::Available : StoreAvailability::Unavailable;
        if (!isAnswer)
            qCInfo(base::lcProfile) << "keychain: error" << int(job.error()) << job.errorString();
    }

    void noteStuck()
    {
        ++m_stuckJobs;
        m_availability = StoreAvailability::Unavailable;
        qCInfo(base::lcProfile) << "keychain: no answer in" << patience.count() << "s";
    }

    base::Clock &m_clock;
    StoreAvailability m_availability = StoreAvailability::Unknown;
    int m_stuckJobs = 0;
};

KeychainStore::KeychainStore(base::Clock &clock)
    : m_impl(std::make_shared<Impl>(clock))
{
}

KeychainStore::KeychainStore(std::shared_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

KeychainStore::~KeychainStore() = default;

StoreAvailability KeychainStore::availability() const
{
    return m_impl->availability();
}

QFuture<Result<std::optional<Secret>>> KeychainStore::read(const QString &key)
{
    using Read = Result<std::optional<Secret>>;
    const auto result = [](const QKeychain::ReadPasswordJob &job) -> Read {
        if (job.error() == QKeychain::NoError)
            return std::optional(Secret(job.textData()));
        if (job.error() == QKeychain::EntryNotFound)
            return std::optional<Secret>();
        return errorOf(job);
    };
    return m_impl->run<std::optional<Secret>, QKeychain::ReadPasswordJob>(new QKeychain::ReadPasswordJob(serviceName()),
                                                                          key, result);
}

QFuture<Result<void>> KeychainStore::write(const QString &key, const Secret &secret)
{
    auto *job = new QKeychain::WritePasswordJob(serviceName());
    job->setTextData(secret.reveal());
    const auto result = [](const QKeychain::WritePasswordJob &finished) -> Result<void> {
        return finished.error() == QKeychain::NoError ? Result<void>() : errorOf(finished);
    };
    // Some keychains accept what they do not keep.
    const auto readBack = [impl = m_impl, key, secret](const Result<void> &written) {
        if (!written)
            return QtFuture::makeReadyFuture(written);
        return KeychainStore(impl).read(key).then([secret](const Result<std::optional<Secret>> &found) -> Result<void> {
            if (!found)
                return found.error();
            return found->has_value() && **found == secret ? Result<void>() : lostEntry();
        });
    };
    return m_impl->run<void, QKeychain::WritePasswordJob>(job, key, result).then(readBack).unwrap();
}

QFuture<Result<void>> KeychainStore::remove(const QString &key)
{
    const auto result = [](const QKeychain::DeletePasswordJob &job) -> Result<void> {
        const bool isGone = job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound;
        return isGone ? Result<void>() : errorOf(job);
    };
    return m_impl->run<void, QKeychain::DeletePasswordJob>(new QKeychain::DeletePasswordJob(serviceName()), key,
                                                           result);
}

} // namespace gm::profile
