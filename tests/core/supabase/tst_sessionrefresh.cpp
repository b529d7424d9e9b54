// sessionkeeper, refreshing: when it happens, what each outcome leads to, and that two processes never spoil each other's session.
#include "tests/core/supabase/keeperfixture.h"

#include <QLockFile>
#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::KeeperFixture;
using gm::test::refusal;
using gm::test::sessionReply;

class TstSessionRefresh : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void renewsBeforeTheEnd_data();
    void renewsBeforeTheEnd();
    void storesBeforeItPublishes();
    void isNotMisledByAClockAhead_data();
    void isNotMisledByAClockAhead();
    void keepsTheSessionThroughTransientFaults_data();
    void keepsTheSessionThroughTransientFaults();
    void backsOffLongerWhenItIsTooMuch();
    void asksOnceInAnOutage();
    void degradesWhenTheTokenIsOver();
    void endsOnTerminalCodes_data();
    void endsOnTerminalCodes();
    void stopsAfterSixOtherRefusals();
    void stopsARefreshStorm();
    void renewsShortLivesForHours();
    void refreshesAfterSleep();
    void ignoresAClockSetForward();
    void ignoresAClockSetBack();
    void retriesAtOnceWhenAskedButNotMoreThanEvery5s();
    void adoptsWhatAnotherProcessRenewed();
    void adoptsANewerTokenAfterReuse();
    void endsWhenReuseIsReal();
    void leavesANewerRecordWhenItsOwnSessionEnds();
    void noticesASignOutElsewhere();
    void doesNotUndoASignOutWithALateAnswer();
    void waitsForTheOtherProcess();
    void doesNotRefreshWithoutTheLock();
    void worksWhereNoLockCanBe();
    void warnsOnceWhenTheKeychainFailsLater();
};

void TstSessionRefresh::renewsBeforeTheEnd_data()
{
    QTest::addColumn<int>("lifeS");
    QTest::addColumn<int>("dueS");
    QTest::newRow("an hour") << 3600 << 3510;
    QTest::newRow("three minutes") << 180 << 90;
    QTest::newRow("two minutes") << 120 << 80;
    QTest::newRow("half a minute") << 30 << 20;
    QTest::newRow("ten seconds") << 10 << 5;
}

void TstSessionRefresh::renewsBeforeTheEnd()
{
    QFETCH(int, lifeS);
    QFETCH(int, dueS);
    KeeperFixture f;
    f.signIn(lifeS);

    f.clock.advance(std::chrono::seconds(dueS) - 1ms);
    QCOMPARE(f.refreshes(), 0);
    f.clock.advance(201ms);

    QCOMPARE(f.refreshes(), 1);
    QCOMPARE(f.lastRefreshToken(), u"refresh-1"_s);
    QCOMPARE(f.keeper.state(), SessionState::Refreshing);
    f.http.answer(200, sessionReply(2, lifeS));
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-2"_s);
    QCOMPARE(f.storedRefreshToken(), u"refresh-2"_s);
}

void TstSessionRefresh::storesBeforeItPublishes()
{
    KeeperFixture f;
    f.signIn();
    f.storage.onWrite = [&f] {
        QCOMPARE(f.keeper.session()->accessToken.reveal(), u"access-1"_s);
        QVERIFY(QFile::exists(f.lockFile));
    };
    f.http.prepare(200, sessionReply(2));

    f.clock.advance(3511s);

    QCOMPARE(f.storage.writes, 2);
    QCOMPARE(f.keeper.session()->accessToken.reveal(), u"access-2"_s);
    QVERIFY(!QFile::exists(f.lockFile));
}

void TstSessionRefresh::isNotMisledByAClockAhead_data()
{
    QTest::addColumn<int>("hours");
    QTest::newRow("two hours ahead") << 2;
    QTest::newRow("two hours behind") << -2;
}

void TstSessionRefresh::isNotMisledByAClockAhead()
{
    QFETCH(int, hours);
    KeeperFixture f;
    f.clock.setWallMs(1'762'437'600'000 + qint64(hours) * 3'600'000); // the server's is 2025-11-06 14:00:00
    f.http.prepare(200, sessionReply(1), {{"Date", "Thu, 06 Nov 2025 14:00:00 GMT"}});
    const auto session = f.auth.signInWithPassword(u"ana@example.com"_s, Secret(u"pw"_s)).result();
    f.keeper.take(*session, Persistence::Stored);

    f.clock.advance(30min);

    QCOMPARE(f.refreshes(), 0);
    QCOMPARE(f.keeper.session()->clockOffset, std::chrono::milliseconds(-std::chrono::hours(hours)));
    KeeperFixture restarted(f);
    QVERIFY(*restarted.keeper.restore().result());
    QCOMPARE(restarted.keeper.session()->expires - f.clock.now(), std::chrono::milliseconds(30min));
    QCOMPARE(restarted.refreshes(), 0);
}

void TstSessionRefresh::keepsTheSessionThroughTransientFaults_data()
{
    QTest::addColumn<int>("status"); // 0: no reply
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no reply") << 0 << QByteArray();
    QTest::newRow("408") << 408 << QByteArray("{}");
    QTest::newRow("409") << 409 << refusal("conflict");
    QTest::newRow("425") << 425 << QByteArray();
    QTest::newRow("500") << 500 << refusal("unexpected_failure");
    QTest::newRow("502 page") << 502 << QByteArray("<html></html>");
    QTest::newRow("525") << 525 << QByteArray();
    QTest::newRow("redirect") << 302 << QByteArray();
    QTest::newRow("page with 200") << 200 << QByteArray("<html>Sign in to this network</html>");
    QTest::newRow("200 without a user") << 200
                                        << QByteArray(R"({"access_token":"a","refresh_token":"r","expires_in":1})");
    QTest::newRow("200 cut off") << 200 << sessionReply(2).first(60);
    QTest::newRow("empty 200") << 200 << QByteArray();
    QTest::newRow("403 page of a firewall") << 403 << QByteArray("<html>blocked</html>");
    QTest::newRow("401 of a gateway") << 401 << QByteArray(R"({"message":"Invalid API key","hint":"…"})");
    QTest::newRow("400 without a code") << 400 << QByteArray(R"({"message":"hook said no"})");
}

void TstSessionRefresh::keepsTheSessionThroughTransientFaults()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);

    if (status == 0)
        f.http.answerFault(gm::net::TimedOut);
    else
        f.http.answer(status, body);

    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.failures.size(), 1);
    QCOMPARE(f.failures[0][1].toLongLong(), 1000);
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
    f.clock.advance(999ms);
    QCOMPARE(f.refreshes(), 1);
    f.http.prepare(200, sessionReply(2));
    f.clock.advance(1ms);
    QCOMPARE(f.refreshes(), 2);
    QCOMPARE(f.keeper.session()->accessToken.reveal(), u"access-2"_s);
    QVERIFY(!f.keeper.lastError());
}

void TstSessionRefresh::backsOffLongerWhenItIsTooMuch()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);

    f.http.answer(429, refusal("over_request_rate_limit"));
    f.keeper.retryNow(); // does not help

    QCOMPARE(f.failures[0][1].toLongLong(), 60'000);
    f.clock.advance(60s - 1ms);
    QCOMPARE(f.refreshes(), 1);
    f.http.prepare(429, refusal("over_request_rate_limit"), {{"Retry-After", "300"}});
    f.clock.advance(1ms);
    QCOMPARE(f.refreshes(), 2);
    QCOMPARE(f.failures[1][1].toLongLong(), 300'000);
    f.clock.advance(1min);
    QCOMPARE(f.keeper.state(), SessionState::Degraded);
    QVERIFY(f.ended.isEmpty());
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
}

void TstSessionRefresh::asksOnceInAnOutage()
{
    KeeperFixture f;
    f.signIn();
    for (int i = 0; i < 3; ++i)
        f.http.prepareFault(gm::net::ConnectionRefused);
    f.clock.advance(3510s + 200ms);
    QCOMPARE(f.refreshes(), 1);

    for (int i = 0; i < 50; ++i)
        QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-1"_s);

    QCOMPARE(f.refreshes(), 1);
    f.clock.advance(1s);
    QCOMPARE(f.refreshes(), 2);
    f.clock.advance(2s);
    QCOMPARE(f.refreshes(), 3);
}

void TstSessionRefresh::degradesWhenTheTokenIsOver()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);
    f.http.answer(429, refusal("over_request_rate_limit"), {{"Retry-After", "200"}});
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);

    f.clock.advance(90s);

    QCOMPARE(f.keeper.state(), SessionState::Degraded);
    QCOMPARE(f.keeper.accessToken().result().error().id, u"over_request_rate_limit"_s);
    f.http.prepare(200, sessionReply(2));
    f.clock.advance(110s);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
}

void TstSessionRefresh::endsOnTerminalCodes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << 400 << refusal("refresh_token_not_found");
    QTest::newRow("already used") << 400 << refusal("refresh_token_already_used");
    QTest::newRow("session gone") << 403 << refusal("session_not_found");
    QTest::newRow("malformed token") << 400 << refusal("validation_failed");
    QTest::newRow("expired") << 400 << refusal("session_expired");
    QTest::newRow("banned") << 400 << refusal("user_banned");
    QTest::newRow("deleted") << 404 << refusal("user_not_found");
    QTest::newRow("very old service")
        << 400 << QByteArray(R"({"error":"invalid_grant","error_description":"Invalid Refresh Token: Not Found"})");
}

void TstSessionRefresh::endsOnTerminalCodes()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);

    f.http.answer(status, body);

    QCOMPARE(f.keeper.state(), SessionState::SessionEnded);
    QVERIFY(!f.keeper.session());
    QVERIFY(!f.storage.record);
    QCOMPARE(f.ended.size(), 1);
    const auto error = f.ended[0][0].value<Error>();
    QCOMPARE(error.id, u"GM-SESSION-ENDED"_s);
    QVERIFY(error.cause && !error.cause->id.isEmpty());
    f.clock.advance(1h);
    QCOMPARE(f.refreshes(), 1);
    QCOMPARE(f.keeper.accessToken().result().error().id, u"GM-SESSION-ENDED"_s);
}

void TstSessionRefresh::stopsAfterSixOtherRefusals()
{
    KeeperFixture f;
    f.signIn();
    for (int i = 0; i < 20; ++i)
        f.http.prepare(400, refusal("bad_json"));

    f.clock.advance(3510s + 30min);

    QCOMPARE(f.failures.last()[1].toLongLong(), -1);
    QCOMPARE(f.failures.size(), 6);
    QCOMPARE(f.keeper.state(), SessionState::Degraded);
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
}

void TstSessionRefresh::stopsARefreshStorm()
{
    // A service whose tokens are always over, as a wrong clock would make them look.
    KeeperFixture f;
    f.signIn(3600);
    for (int i = 2; i < 60; ++i)
        f.http.prepare(200, sessionReply(i, 3600));

    for (int minute = 0; minute < 9; ++minute) {
        f.clock.advance(61s);
        for (int i = 0; i < 10; ++i)
            static_cast<void>(f.keeper.accessTokenAfterRefusal(f.keeper.session()->accessToken));
    }

    QCOMPARE(f.refreshes(), 5);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
}

void TstSessionRefresh::renewsShortLivesForHours()
{
    KeeperFixture f;
    f.signIn(30);
    int n = 2;

    for (int second = 0; second < 2 * 3600; second += 5) {
        f.clock.advance(5s);
        if (f.http.waiting() > 0)
            f.http.answer(200, sessionReply(n++, 30));
        QVERIFY(f.keeper.accessToken().result());
    }

    QVERIFY2(n > 300 && n < 370, qPrintable(QString::number(n)));
}

void TstSessionRefresh::refreshesAfterSleep()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(10s);
    f.clock.sleep(3h); // two lives and more

    f.clock.advance(20s); // the next tick
    QCOMPARE(f.keeper.state(), SessionState::Degraded);
    QCOMPARE(f.refreshes(), 0); // the network has 3 s to come up
    f.http.prepare(200, sessionReply(2));
    f.clock.advance(3s);

    QCOMPARE(f.refreshes(), 1);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
}

void TstSessionRefresh::ignoresAClockSetForward()
{
    KeeperFixture f;
    f.signIn();
    f.clock.jumpWall(5h); // five lives of the token, by the wall clock alone

    f.clock.advance(30min);

    QCOMPARE(f.refreshes(), 0);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.keeper.session()->clockOffset, std::chrono::milliseconds(-5h));
}

void TstSessionRefresh::ignoresAClockSetBack()
{
    KeeperFixture f;
    f.signIn();
    f.clock.jumpWall(-2h);

    f.clock.advance(30min);

    QCOMPARE(f.refreshes(), 0);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.keeper.session()->clockOffset, std::chrono::milliseconds(2h));
}

void TstSessionRefresh::retriesAtOnceWhenAskedButNotMoreThanEvery5s()
{
    KeeperFixture f;
    f.signIn();
    for (int i = 0; i < 6; ++i)
        f.http.prepareFault(gm::net::HostNotFound);
    f.clock.advance(3510s + 16s); // tries at 0, 1, 3, 7, 15 s
    QCOMPARE(f.refreshes(), 5);

    f.keeper.retryNow();
    f.keeper.retryNow();
    QCOMPARE(f.refreshes(), 5);
    f.clock.advance(4s);

    QCOMPARE(f.refreshes(), 6);
}

void TstSessionRefresh::adoptsWhatAnotherProcessRenewed()
{
    KeeperFixture first;
    first.signIn();
    KeeperFixture second(first);
    QVERIFY(*second.keeper.restore().result());
    first.http.prepare(200, sessionReply(2));

    first.clock.advance(3511s);

    QCOMPARE(first.refreshes() + second.refreshes(), 1);
    QCOMPARE(first.keeper.session()->accessToken.reveal(), u"access-2"_s);
    QCOMPARE(second.keeper.session()->accessToken.reveal(), u"access-2"_s);
    QCOMPARE(second.keeper.state(), SessionState::SignedIn);
}

void TstSessionRefresh::adoptsANewerTokenAfterReuse()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);
    QCOMPARE(f.lastRefreshToken(), u"refresh-1"_s);
    // Another process, which did not respect the lock, has rotated meanwhile.
    Session newer = *f.keeper.session();
    newer.refreshToken = Secret(u"refresh-9"_s);
    f.storage.record = toRecord(newer, f.auth.project());

    f.http.answer(400, refusal("refresh_token_already_used"));

    QCOMPARE(f.refreshes(), 2);
    QCOMPARE(f.lastRefreshToken(), u"refresh-9"_s);
    f.http.answer(200, sessionReply(10));
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.storedRefreshToken(), u"refresh-10"_s);
}

void TstSessionRefresh::endsWhenReuseIsReal()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);
    Session newer = *f.keeper.session();
    newer.refreshToken = Secret(u"refresh-9"_s);
    f.storage.record = toRecord(newer, f.auth.project());

    f.http.answer(400, refusal("refresh_token_already_used"));
    f.http.answer(400, refusal("refresh_token_already_used"));

    QCOMPARE(f.keeper.state(), SessionState::SessionEnded);
    QVERIFY(!f.storage.record);
    QCOMPARE(f.refreshes(), 2);
}

void TstSessionRefresh::leavesANewerRecordWhenItsOwnSessionEnds()
{
    KeeperFixture f;
    f.signIn();
    f.clock.advance(3510s + 200ms);
    Session newer = *f.keeper.session();
    newer.refreshToken = Secret(u"refresh-9"_s);
    f.storage.record = toRecord(newer, f.auth.project());

    f.http.answer(400, refusal("session_expired"));

    QCOMPARE(f.keeper.state(), SessionState::SessionEnded);
    QCOMPARE(f.storedRefreshToken(), u"refresh-9"_s);
}

void TstSessionRefresh::noticesASignOutElsewhere()
{
    KeeperFixture first;
    first.signIn();
    KeeperFixture second(first);
    QVERIFY(*second.keeper.restore().result());
    first.http.prepare(204, {});
    QVERIFY(first.keeper.signOut().result());

    second.clock.advance(3511s);

    QCOMPARE(second.refreshes(), 0);
    QCOMPARE(second.keeper.state(), SessionState::SessionEnded);
    QCOMPARE(second.ended[0][0].value<Error>().cause->id, u"GM-SESSION-ELSEWHERE"_s);
}

void TstSessionRefresh::doesNotUndoASignOutWithALateAnswer()
{
    KeeperFixture first;
    first.signIn();
    first.clock.advance(3510s + 200ms);
    KeeperFixture second(first);
    QVERIFY(*second.keeper.restore().result());
    second.http.prepare(204, {});
    QVERIFY(second.keeper.signOut().result());

    first.http.answer(200, sessionReply(2));

    QCOMPARE(first.keeper.state(), SessionState::SessionEnded);
    QVERIFY(!first.storage.record);
    QCOMPARE(first.http.last().url.path(), u"/auth/v1/logout"_s);
    QCOMPARE(gm::test::FakeHttp::headerOf(first.http.last(), "authorization"), QByteArray("Bearer access-2"));
}

void TstSessionRefresh::waitsForTheOtherProcess()
{
    KeeperFixture f;
    f.signIn();
    QLockFile other(f.lockFile);
    QVERIFY(other.lock());

    f.clock.advance(3510s + 1s);
    QCOMPARE(f.refreshes(), 0);
    other.unlock();
    f.clock.advance(100ms);

    QCOMPARE(f.refreshes(), 1);
}

void TstSessionRefresh::doesNotRefreshWithoutTheLock()
{
    KeeperFixture f;
    f.signIn();
    QLockFile other(f.lockFile);
    QVERIFY(other.lock());

    f.clock.advance(3510s + 10s + 200ms);

    QCOMPARE(f.refreshes(), 0);
    QCOMPARE(f.failures.size(), 1);
    QCOMPARE(f.failures[0][0].value<Error>().id, u"GM-SESSION-LOCKED"_s);
    QCOMPARE(f.keeper.accessToken().result()->reveal(), u"access-1"_s);
}

void TstSessionRefresh::worksWhereNoLockCanBe()
{
    KeeperFixture f;
    QFile inTheWay(f.ownDir.filePath(u"locks"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    QTest::ignoreMessage(QtWarningMsg, "no lock between processes: the lock file cannot be written");
    f.signIn();
    f.http.prepare(200, sessionReply(2));
    QTest::ignoreMessage(QtWarningMsg, "no lock between processes: the lock file cannot be written");

    f.clock.advance(3511s);

    QCOMPARE(f.keeper.session()->accessToken.reveal(), u"access-2"_s);
}

void TstSessionRefresh::warnsOnceWhenTheKeychainFailsLater()
{
    KeeperFixture f;
    f.signIn();
    f.http.prepare(200, sessionReply(2));
    f.storage.isBroken = true;

    f.clock.advance(3511s);

    QCOMPARE(f.keeper.session()->accessToken.reveal(), u"access-2"_s);
    QVERIFY(!f.keeper.isStored());
    QCOMPARE(f.storageFailures.size(), 1);
    f.storage.isBroken = false;
    f.clock.advance(30s);
    QVERIFY(f.keeper.isStored());
    QCOMPARE(f.storedRefreshToken(), u"refresh-2"_s);
}

QTEST_GUILESS_MAIN(TstSessionRefresh)
#include "tst_sessionrefresh.moc"
