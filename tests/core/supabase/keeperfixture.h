/// A SessionKeeper with everything around it faked, and the replies Supabase would give.
#pragma once

#include "core/supabase/sessionkeeper.h"

#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/fixedrandom.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace gm::test
{

/// A keychain several keepers can share.
class FakeStorage final : public supabase::SessionStorage
{
public:
    std::optional<base::Secret> record;
    bool isBroken = false;
    int writes = 0;
    std::function<void()> onWrite; ///< Called when a write is asked for.

    QFuture<base::Result<std::optional<base::Secret>>> read() override
    {
        using Stored = base::Result<std::optional<base::Secret>>;
        return QtFuture::makeReadyFuture(isBroken ? Stored(noKeychain()) : Stored(record));
    }
    QFuture<base::Result<void>> write(const QString &, const base::Secret &newRecord) override
    {
        if (onWrite)
            onWrite();
        ++writes;
        if (isBroken)
            return QtFuture::makeReadyFuture(base::Result<void>(noKeychain()));
        record = newRecord;
        return QtFuture::makeReadyFuture(base::Result<void>());
    }
    QFuture<base::Result<void>> remove() override
    {
        record.reset();
        return QtFuture::makeReadyFuture(isBroken ? base::Result<void>(noKeychain()) : base::Result<void>());
    }

private:
    static base::Error noKeychain()
    {
        return {.id = QStringLiteral("GM-KEYCHAIN-NONE"), .what = QStringLiteral("No keychain.")};
    }
};

/// A token reply for generation @p n of a session: access-n, refresh-n.
inline QByteArray sessionReply(int n, int lifeS = 3600, const QString &user = QStringLiteral("user-1"))
{
    const QJsonObject reply{
        {QStringLiteral("access_token"), QStringLiteral("access-%1").arg(n)},
        {QStringLiteral("refresh_token"), QStringLiteral("refresh-%1").arg(n)},
        {QStringLiteral("token_type"), QStringLiteral("bearer")},
        {QStringLiteral("expires_in"), lifeS},
        {QStringLiteral("user"),
         QJsonObject{{QStringLiteral("id"), user}, {QStringLiteral("email"), QStringLiteral("ana@example.com")}}}};
    return QJsonDocument(reply).toJson();
}

inline QByteArray refusal(const char *code)
{
    return QByteArray("{\"code\":\"") + code + "\",\"message\":\"as the service says\"}";
}

/// One process with its keeper. Several may share storage, lock folder and clock.
struct KeeperFixture {
    FakeClock ownClock;
    FakeStorage ownStorage;
    QTemporaryDir ownDir;
    FakeClock &clock = ownClock;
    FakeStorage &storage = ownStorage;
    QString lockFile = ownDir.filePath(QStringLiteral("locks/session.lock"));
    FakeHttp http;
    FixedRandom random;
    supabase::AuthClient auth{http, clock, QUrl(QStringLiteral("https://genie.supabase.example")),
                              QStringLiteral("anon")};
    supabase::SessionKeeper keeper{auth, storage, clock, random, lockFile};
    QSignalSpy states{&keeper, &supabase::SessionKeeper::stateChanged};
    QSignalSpy sessions{&keeper, &supabase::SessionKeeper::sessionChanged};
    QSignalSpy ended{&keeper, &supabase::SessionKeeper::sessionEnded};
    QSignalSpy failures{&keeper, &supabase::SessionKeeper::refreshFailed};
    QSignalSpy storageFailures{&keeper, &supabase::SessionKeeper::storageFailed};

    KeeperFixture() = default;
    /// A second process of the same user.
    explicit KeeperFixture(KeeperFixture &first)
        : clock(first.clock)
        , storage(first.storage)
        , lockFile(first.lockFile)
    {
    }

    /// Signs in with a session of generation 1.
    void signIn(int lifeS = 3600, supabase::Persistence persistence = supabase::Persistence::Stored)
    {
        take(sessionReply(1, lifeS), persistence);
    }

    /// Gives the keeper the session of such a token reply.
    QFuture<bool> take(const QByteArray &reply, supabase::Persistence persistence = supabase::Persistence::Stored)
    {
        const QJsonObject object = QJsonDocument::fromJson(reply).object();
        return keeper.take(supabase::readSession(object, std::nullopt, clock).value(), persistence);
    }

    /// Refresh calls so far.
    [[nodiscard]] int refreshes() const
    {
        int count = 0;
        for (const net::HttpRequest &request : http.requests())
            count += request.url.query() == u"grant_type=refresh_token" ? 1 : 0;
        return count;
    }

    [[nodiscard]] QString lastRefreshToken() const
    {
        return QJsonDocument::fromJson(http.last().body).object().value(u"refresh_token").toString();
    }

    [[nodiscard]] QString storedRefreshToken() const
    {
        if (!storage.record)
            return {};
        return QJsonDocument::fromJson(storage.record->reveal().toUtf8()).object().value(u"refresh_token").toString();
    }
};

} // namespace gm::test
