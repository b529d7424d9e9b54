// sessionkeeper: signing in and out, restoring, who gets which token, and what the signals say.
#include "tests/core/supabase/keeperfixture.h"

#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::net::TimedOut;
using gm::test::KeeperFixture;
using gm::test::refusal;
using gm::test::sessionReply;

class TstSessionKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsSignedOut();
    void signsIn();
    void storesBeforeItPublishes();
    void keepsNothingWhenAskedTo();
    void livesInMemoryWithoutAKeychain();
    void restoresAStoredSession();
    void restoresAnExpiredSessionOffline();
    void findsNothingToRestore_data();
    void findsNothingToRestore();
    void signsOutHereFirst();
    void signsOutWithAFreshTokenWhenTheOldIsOver();
    void aSignOutStopsASignInUnderWay();
    void leavesTheSessionWhenOthersAreSignedOut();
    void renewsTheTokenThatEndsTheOthers();
    void saysWhenTheOtherSessionsStay_data();
    void saysWhenTheOtherSessionsStay();
    void handsOutTheTokenWhileItLasts();
    void renewsOnceForManyRefusals();
    void doesNotRenewAFreshTokenThatIsRefused();
    void givesANewerTokenAtOnceAfterARefusal();
    void finishesEveryWaiterWhenItGoes();
};

void TstSessionKeeper::startsSignedOut()
{
    KeeperFixture f;

    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
    QCOMPARE(f.keeper.accessToken().result().error().id, u"GM-SESSION-NONE"_s);
    QVERIFY(f.http.requests().isEmpty());
}

void TstSessionKeeper::signsIn()
{
    KeeperFixture f;

    f.signIn();

    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.keeper.session()->email, u"ana@example.com"_s);
    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-1"_s);
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
    QVERIFY(f.keeper.isStored());
    QCOMPARE(f.states.size(), 1);
    QCOMPARE(f.states[0][0].value<SessionState>(), SessionState::SignedIn);
}

void TstSessionKeeper::storesBeforeItPublishes()
{
    KeeperFixture f;
    f.storage.onWrite = [&f] {
        QVERIFY(f.sessions.isEmpty());
        QVERIFY(QFile::exists(f.lockFile));
    };

    f.signIn();

    QCOMPARE(f.storage.writes, 1);
    QCOMPARE(f.sessions.size(), 1);
    QVERIFY(!QFile::exists(f.lockFile));
}

void TstSessionKeeper::keepsNothingWhenAskedTo()
{
    KeeperFixture f;

    f.signIn(3600, Persistence::ThisProcessOnly);
    f.http.prepare(200, sessionReply(2));
    f.clock.advance(3600s - 90s);

    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-2"_s);
    QCOMPARE(f.storage.writes, 0);
    QVERIFY(!f.keeper.isStored());
    QVERIFY(f.storageFailures.isEmpty());
}

void TstSessionKeeper::livesInMemoryWithoutAKeychain()
{
    KeeperFixture f;
    f.storage.isBroken = true;

    f.signIn();
    f.clock.advance(5min);

    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QVERIFY(!f.keeper.isStored());
    QCOMPARE(f.storageFailures.size(), 1);
    QCOMPARE(f.storage.writes, 4); // the first, and three more tries
    f.storage.isBroken = false;
    f.http.prepare(200, sessionReply(2));
    f.clock.advance(3600s - 5min - 90s);
    QVERIFY(f.keeper.isStored());
    QCOMPARE(f.storedRefreshToken(), u"refresh-2"_s);
}

void TstSessionKeeper::restoresAStoredSession()
{
    KeeperFixture first;
    first.signIn();
    KeeperFixture second(first);

    const auto restored = second.keeper.restore().result();

    QVERIFY(*restored);
    QCOMPARE(second.keeper.state(), SessionState::SignedIn);
    QCOMPARE(second.keeper.accessToken().result()->reveal(), u"access-1"_s);
    QVERIFY(second.http.requests().isEmpty());
}

void TstSessionKeeper::restoresAnExpiredSessionOffline()
{
    KeeperFixture first;
    first.signIn();
    first.clock.jumpWall(5h);
    KeeperFixture second(first);
    second.http.prepareFault(gm::net::HostNotFound);

    const auto restored = second.keeper.restore().result();

    QVERIFY(*restored);
    QCOMPARE(second.keeper.state(), SessionState::Degraded);
    QVERIFY(second.keeper.session());
    QCOMPARE(second.keeper.accessToken().result().error().id, u"GM-SUPABASE-HOST"_s);
    QCOMPARE(second.storedRefreshToken(), u"refresh-1"_s);
    QVERIFY(second.ended.isEmpty());
}

void TstSessionKeeper::findsNothingToRestore_data()
{
    QTest::addColumn<QString>("record");
    QTest::newRow("nothing") << QString();
    QTest::newRow("damaged") << u"{\"v\":1"_s;
    QTest::newRow("newer") << u"{\"v\":2}"_s;
    QTest::newRow("other project") << u"{\"v\":1,\"project\":\"x\",\"access_token\":\"a\",\"refresh_token\":\"r\"}"_s;
}

void TstSessionKeeper::findsNothingToRestore()
{
    QFETCH(QString, record);
    KeeperFixture f;
    if (!record.isEmpty())
        f.storage.record = Secret(record);

    const auto restored = f.keeper.restore().result();

    QVERIFY(restored);
    QVERIFY(!*restored);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
}

void TstSessionKeeper::signsOutHereFirst()
{
    KeeperFixture f;
    f.signIn();

    const auto told = f.keeper.signOut();

    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
    QVERIFY(!f.keeper.session());
    QVERIFY(!f.storage.record);
    QVERIFY(!told.isFinished());
    QCOMPARE(f.http.last().url.query(), u"scope=local"_s);
    f.http.answer(204, {});
    QVERIFY(told.result());
    QVERIFY(f.ended.isEmpty());
}

void TstSessionKeeper::signsOutWithAFreshTokenWhenTheOldIsOver()
{
    KeeperFixture f;
    f.signIn();
    f.http.prepare(429, refusal("over_request_rate_limit"), {{"Retry-After", "600"}});
    f.clock.advance(3600s);
    QCOMPARE(f.keeper.state(), SessionState::Degraded);

    const auto told = f.keeper.signOut(SignOutScope::Global);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
    f.http.answer(200, sessionReply(2));

    QCOMPARE(f.http.last().url.path(), u"/auth/v1/logout"_s);
    QCOMPARE(f.http.last().url.query(), u"scope=global"_s);
    QCOMPARE(gm::test::FakeHttp::headerOf(f.http.last(), "authorization"), QByteArray("Bearer access-2"));
    f.http.answer(204, {});
    QVERIFY(told.result());
}

void TstSessionKeeper::aSignOutStopsASignInUnderWay()
{
    KeeperFixture f;
    f.storage.onWrite = [&f] { static_cast<void>(f.keeper.signOut()); };

    const auto taken = f.take(sessionReply(1));

    QVERIFY(!taken.result());
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
    QVERIFY(!f.storage.record);
}

void TstSessionKeeper::leavesTheSessionWhenOthersAreSignedOut()
{
    KeeperFixture f;
    f.signIn();
    f.http.prepare(204, {});

    QVERIFY(f.keeper.signOut(SignOutScope::Others).result());

    QCOMPARE(f.http.last().url.query(), u"scope=others"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QVERIFY(f.storage.record);
}

void TstSessionKeeper::renewsTheTokenThatEndsTheOthers()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3600s); // over; the refresh is not answered yet

    const auto told = f.keeper.signOut(SignOutScope::Others);
    f.http.answer(200, sessionReply(2));
    f.http.answer(204, {});

    QVERIFY(told.result());
    QCOMPARE(f.http.last().url.query(), u"scope=others"_s);
    QCOMPARE(gm::test::FakeHttp::headerOf(f.http.last(), "authorization"), QByteArray("Bearer access-2"));
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
}

void TstSessionKeeper::saysWhenTheOtherSessionsStay_data()
{
    QTest::addColumn<SignOutScope>("scope");
    QTest::addColumn<int>("status"); // of the refresh that a token which is over needs first; 0: no answer
    QTest::addColumn<bool>("isTold");
    QTest::newRow("here, session over") << SignOutScope::Local << 400 << true;
    QTest::newRow("here, no network") << SignOutScope::Local << 0 << false;
    QTest::newRow("everywhere, session over") << SignOutScope::Global << 400 << false;
    QTest::newRow("everywhere, no network") << SignOutScope::Global << 0 << false;
}

void TstSessionKeeper::saysWhenTheOtherSessionsStay()
{
    QFETCH(SignOutScope, scope);
    QFETCH(int, status);
    QFETCH(bool, isTold);
    KeeperFixture f;
    f.signIn();
    f.http.prepare(429, refusal("over_request_rate_limit"), {{"Retry-After", "600"}});
    f.clock.advance(3600s);
    if (status == 0)
        f.http.prepareFault(gm::net::TimedOut);
    else
        f.http.prepare(status, refusal("refresh_token_already_used"));

    const auto told = f.keeper.signOut(scope).result();

    QCOMPARE(told.isOk(), isTold);
    QCOMPARE(f.http.last().url.query(), u"grant_type=refresh_token"_s); // no logout with a token that is over
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
}

void TstSessionKeeper::handsOutTheTokenWhileItLasts()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3600s - 90s); // a refresh starts, unanswered
    QCOMPARE(f.keeper.state(), SessionState::Refreshing);

    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-1"_s);

    f.clock.advance(85s);
    const auto token = f.keeper.accessToken();
    QVERIFY(!token.isFinished());
    f.http.answer(200, sessionReply(2));
    QCOMPARE(token.result()->reveal(), u"access-2"_s);
}

void TstSessionKeeper::renewsOnceForManyRefusals()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(2min);

    QList<SessionKeeper::Token> tokens;
    for (int i = 0; i < 20; ++i)
        tokens.append(f.keeper.accessTokenAfterRefusal(Secret(u"access-1"_s)));
    QCOMPARE(f.http.waiting(), 1);
    f.http.answer(200, sessionReply(2));

    QCOMPARE(f.refreshes(), 1);
    for (auto &token : tokens)
        QCOMPARE(token.result()->reveal(), u"access-2"_s);
}

void TstSessionKeeper::doesNotRenewAFreshTokenThatIsRefused()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(30s);

    QCOMPARE(f.keeper.accessTokenAfterRefusal(Secret(u"access-1"_s)).result().error().id, u"GM-SESSION-FRESH"_s);
    QCOMPARE(f.refreshes(), 0);

    f.clock.advance(1h / 2);
    f.http.prepareFault(TimedOut);
    const auto failed = f.keeper.accessTokenAfterRefusal(Secret(u"access-1"_s)).result();
    QVERIFY(!failed); // the old one is still good for others, but not for this caller
    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-1"_s);
}

void TstSessionKeeper::givesANewerTokenAtOnceAfterARefusal()
{
    KeeperFixture f;
    f.signIn();

    QCOMPARE(f.keeper.accessTokenAfterRefusal(Secret(u"access-0"_s)).result()->reveal(), u"access-1"_s);
    QCOMPARE(f.refreshes(), 0);
}

void TstSessionKeeper::finishesEveryWaiterWhenItGoes()
{
    SessionKeeper::Token token;
    {
        KeeperFixture f;
        f.signIn();
        f.clock.advance(2min);
        token = f.keeper.accessTokenAfterRefusal(Secret(u"access-1"_s));
        QVERIFY(!token.isFinished());
    }
    QVERIFY(token.isFinished());
    QVERIFY(!token.result());
}

QTEST_GUILESS_MAIN(TstSessionKeeper)
#include "tst_sessionkeeper.moc"
