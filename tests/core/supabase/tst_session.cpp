// session: how long it lasts by which clock, and the keychain's record.
#include "core/supabase/session.h"

#include "tests/core/supabase/keeperfixture.h"

#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::FakeClock;
using gm::test::sessionReply;

namespace
{

QJsonObject replyObject(int lifeS)
{
    return QJsonDocument::fromJson(sessionReply(1, lifeS)).object();
}

Secret jwt(const QByteArray &payload)
{
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return Secret(
        QString::fromLatin1(QByteArray("{\"alg\":\"HS256\"}").toBase64(form) + "." + payload.toBase64(form) + ".c2ln"));
}

} // namespace

class TstSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsItsLifeOnTheMonotonicClock();
    void choosesItsMargin_data();
    void choosesItsMargin();
    void learnsTheClockOffset();
    void survivesTheRecord();
    void correctsAWrongClockAfterARestart();
    void neverLivesLongerThanItsLife();
    void refusesOtherRecords_data();
    void refusesOtherRecords();
    void printsNoToken();
    void readsClaims();
    void readsHowTheSessionBegan_data();
    void readsHowTheSessionBegan();
    void readsNoClaimsFromOtherText_data();
    void readsNoClaimsFromOtherText();
};

void TstSession::countsItsLifeOnTheMonotonicClock()
{
    FakeClock clock;
    const auto session = readSession(replyObject(3600), std::nullopt, clock);

    clock.jumpWall(48h);
    QVERIFY(!session->isRefreshDue(clock.now()));
    clock.advance(3600s - 90s);
    QVERIFY(session->isRefreshDue(clock.now()));
    QVERIFY(!session->isExpired(clock.now()));
    clock.advance(90s);
    QVERIFY(session->isExpired(clock.now()));
}

void TstSession::choosesItsMargin_data()
{
    QTest::addColumn<int>("lifeS");
    QTest::addColumn<int>("marginMs");
    QTest::newRow("an hour") << 3600 << 90'000;
    QTest::newRow("180 s") << 180 << 90'000;
    QTest::newRow("179 s") << 179 << 59'666;
    QTest::newRow("60 s") << 60 << 20'000;
    QTest::newRow("24 s") << 24 << 10'000;
    QTest::newRow("10 s") << 10 << 5'000;
    QTest::newRow("1 s") << 1 << 500;
}

void TstSession::choosesItsMargin()
{
    QFETCH(int, lifeS);
    QFETCH(int, marginMs);

    QCOMPARE(int(Session{.lifetime = std::chrono::seconds(lifeS)}.refreshMargin().count()), marginMs);
}

void TstSession::learnsTheClockOffset()
{
    FakeClock clock;
    QJsonObject reply = replyObject(3600);

    QCOMPARE(readSession(reply, clock.wallMs() + 192'000, clock)->clockOffset, 192s);
    QCOMPARE(readSession(reply, std::nullopt, clock)->clockOffset, 0s);
    reply.insert(u"access_token"_s, jwt("{\"iat\":" + QByteArray::number(clock.wallMs() / 1000 - 60) + "}").reveal());
    QCOMPARE(readSession(reply, std::nullopt, clock)->clockOffset, -60s);
}

void TstSession::survivesTheRecord()
{
    FakeClock clock;
    const Session session = *readSession(replyObject(3600), clock.wallMs(), clock);
    clock.advance(10min);

    const Secret record = toRecord(session, u"genie.supabase.example"_s);
    const auto restored = fromRecord(record, u"genie.supabase.example"_s, clock);

    QVERIFY(restored);
    QCOMPARE(restored->accessToken, session.accessToken);
    QCOMPARE(restored->refreshToken, session.refreshToken);
    QCOMPARE(restored->userId, session.userId);
    QCOMPARE(restored->email, session.email);
    QCOMPARE(restored->lifetime, session.lifetime);
    QCOMPARE(restored->expires, session.expires);
    QVERIFY2(record.size() < 400, qPrintable(QString::number(record.size())));
}

void TstSession::correctsAWrongClockAfterARestart()
{
    FakeClock wrong;
    wrong.jumpWall(2h);
    const Session session = *readSession(replyObject(3600), wrong.wallMs() - 7'200'000, wrong);

    const auto restored = fromRecord(toRecord(session, u"p"_s), u"p"_s, wrong);

    QCOMPARE(restored->expires - wrong.now(), std::chrono::milliseconds(3600s));
}

void TstSession::neverLivesLongerThanItsLife()
{
    FakeClock clock;
    const Session session = *readSession(replyObject(3600), clock.wallMs(), clock);
    clock.jumpWall(-72h);

    const auto restored = fromRecord(toRecord(session, u"p"_s), u"p"_s, clock);

    QCOMPARE(restored->expires - clock.now(), std::chrono::milliseconds(3600s));
}

void TstSession::refusesOtherRecords_data()
{
    QTest::addColumn<QString>("record");
    const QString good =
        uR"({"v":1,"project":"p","access_token":"a","refresh_token":"r","expires_at":1,"expires_in":9})"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("cut off") << good.left(40);
    QTest::newRow("newer") << QString(good).replace(u"\"v\":1"_s, u"\"v\":2"_s);
    QTest::newRow("no version") << QString(good).replace(u"\"v\""_s, u"\"w\""_s);
    QTest::newRow("other project") << QString(good).replace(u"\"p\""_s, u"\"q\""_s);
    QTest::newRow("no token") << QString(good).replace(u"\"a\""_s, u"\"\""_s);
    QTest::newRow("no life") << QString(good).replace(u"9"_s, u"0"_s);
    QTest::newRow("list") << u"[1]"_s;
}

void TstSession::refusesOtherRecords()
{
    QFETCH(QString, record);

    const auto session = fromRecord(Secret(record), u"p"_s, FakeClock());

    QVERIFY(!session);
    QCOMPARE(session.error().id, u"GM-SESSION-RECORD"_s);
}

void TstSession::printsNoToken()
{
    FakeClock clock;
    const Session session = *readSession(replyObject(3600), std::nullopt, clock);
    QString text;

    QDebug(&text) << session.accessToken << session.refreshToken << toRecord(session, u"p"_s);

    QVERIFY(!text.contains(u"access-1"));
    QVERIFY(!text.contains(u"refresh-1"));
}

void TstSession::readsClaims()
{
    const auto claims = readClaims(
        jwt(R"({"sub":"u-1","email":"ana@example.com","role":"authenticated","aal":"aal2","iat":1,"exp":3601})"));

    QVERIFY(claims);
    QCOMPARE(claims->subject, u"u-1"_s);
    QCOMPARE(claims->email, u"ana@example.com"_s);
    QCOMPARE(claims->assurance, u"aal2"_s);
    QCOMPARE(claims->expiresAtMs - claims->issuedAtMs, 3'600'000);
}

void TstSession::readsHowTheSessionBegan_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("provider");
    QTest::newRow("password") << QByteArray(R"({"amr":[{"method":"password","timestamp":1}]})") << u"password"_s
                              << QString();
    QTest::newRow("second step") << QByteArray(R"({"amr":[{"method":"totp"},{"method":"otp"}]})") << u"otp"_s
                                 << QString();
    QTest::newRow("provider named") << QByteArray(R"({"amr":[{"method":"oauth","provider":"github"}]})") << u"oauth"_s
                                    << u"github"_s;
    QTest::newRow("provider of the account")
        << QByteArray(R"({"amr":[{"method":"oauth"}],"app_metadata":{"provider":"google"}})") << u"oauth"_s
        << u"google"_s;
    QTest::newRow("plain texts") << QByteArray(R"({"amr":["totp","password"]})") << u"password"_s << QString();
    QTest::newRow("none") << QByteArray(R"({"sub":"u"})") << QString() << QString();
}

void TstSession::readsHowTheSessionBegan()
{
    QFETCH(QByteArray, claims);
    QFETCH(QString, method);
    QFETCH(QString, provider);

    const auto read = readClaims(jwt(claims));

    QVERIFY(read);
    QCOMPARE(read->method, method);
    QCOMPARE(read->provider, provider);
}

void TstSession::readsNoClaimsFromOtherText_data()
{
    QTest::addColumn<QString>("token");
    QTest::newRow("empty") << QString();
    QTest::newRow("opaque") << u"sb_publishable_abc"_s;
    QTest::newRow("two parts") << u"a.b"_s;
    QTest::newRow("no base64") << u"a.!!.c"_s;
    QTest::newRow("no object") << jwt("[1]").reveal();
    QTest::newRow("no json") << jwt("hello").reveal();
}

void TstSession::readsNoClaimsFromOtherText()
{
    QFETCH(QString, token);

    QVERIFY(!readClaims(Secret(token)));
}

QTEST_GUILESS_MAIN(TstSession)
#include "tst_session.moc"
