// authclient: what is sent where, and what is made of the answers.
#include "core/supabase/authclient.h"

#include "tests/core/supabase/keeperfixture.h"

#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::FakeClock;
using gm::test::FakeHttp;
using gm::test::refusal;
using gm::test::sessionReply;

namespace
{
struct Fixture {
    FakeClock clock;
    FakeHttp http;
    AuthClient client{http, clock, QUrl(u"https://genie.supabase.example"_s), u"anon-key"_s};
};
} // namespace

class TstAuthClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheAddress_data();
    void findsTheAddress();
    void signsInWithAPassword();
    void refreshes();
    void sendsTheHeadersOfEveryCall();
    void followsNoRedirect();
    void readsTheUser();
    void readsSettingsAndHealth();
    void signsOut_data();
    void signsOut();
    void takesNoMalformedSession_data();
    void takesNoMalformedSession();
};

void TstAuthClient::findsTheAddress_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("project");
    QTest::newRow("project") << u"https://abc.supabase.example"_s << u"https://abc.supabase.example/auth/v1"_s
                             << u"abc.supabase.example"_s;
    QTest::newRow("slash") << u"https://abc.supabase.example/"_s << u"https://abc.supabase.example/auth/v1"_s
                           << u"abc.supabase.example"_s;
    QTest::newRow("whole") << u"https://abc.supabase.example/auth/v1"_s << u"https://abc.supabase.example/auth/v1"_s
                           << u"abc.supabase.example"_s;
    QTest::newRow("whole, slash") << u"http://127.0.0.1:54321/auth/v1/"_s << u"http://127.0.0.1:54321/auth/v1"_s
                                  << u"127.0.0.1:54321"_s;
    QTest::newRow("below a path") << u"https://example.com/supa?x=1#y"_s << u"https://example.com/supa/auth/v1"_s
                                  << u"example.com/supa"_s;
}

void TstAuthClient::findsTheAddress()
{
    QFETCH(QString, given);
    QFETCH(QString, base);
    QFETCH(QString, project);
    FakeClock clock;
    FakeHttp http;

    const AuthClient client(http, clock, QUrl(given), u"k"_s);

    QCOMPARE(client.baseUrl().toString(), base);
    QCOMPARE(client.project(), project);
}

void TstAuthClient::signsInWithAPassword()
{
    Fixture f;
    f.http.prepare(200, sessionReply(1));

    const auto session = f.client.signInWithPassword(u"ana@example.com"_s, Secret(u"pä\"ss"_s)).result();

    QVERIFY(session);
    QCOMPARE(session->accessToken.reveal(), u"access-1"_s);
    QCOMPARE(session->userId, u"user-1"_s);
    QCOMPARE(f.http.last().method, QByteArray("POST"));
    QCOMPARE(f.http.last().url.toString(), u"https://genie.supabase.example/auth/v1/token?grant_type=password"_s);
    const QJsonObject body = QJsonDocument::fromJson(f.http.last().body).object();
    QCOMPARE(body.value(u"email").toString(), u"ana@example.com"_s);
    QCOMPARE(body.value(u"password").toString(), u"pä\"ss"_s);
}

void TstAuthClient::refreshes()
{
    Fixture f;
    f.http.prepare(200, sessionReply(2), {{"Date", "Thu, 06 Nov 2025 14:03:49 GMT"}});

    const auto session = f.client.refresh(Secret(u"refresh-1"_s)).result();

    QCOMPARE(f.http.last().url.query(), u"grant_type=refresh_token"_s);
    QCOMPARE(QJsonDocument::fromJson(f.http.last().body).object().value(u"refresh_token").toString(), u"refresh-1"_s);
    QCOMPARE(session->clockOffset, 2000ms);
}

void TstAuthClient::sendsTheHeadersOfEveryCall()
{
    Fixture f;
    f.http.prepare(200, "{}");
    f.http.prepare(200, R"({"id":"u"})");

    static_cast<void>(f.client.settings());
    static_cast<void>(f.client.user(Secret(u"access-1"_s)));

    for (const auto &request : f.http.requests()) {
        QCOMPARE(FakeHttp::headerOf(request, "apikey"), QByteArray("anon-key"));
        QCOMPARE(FakeHttp::headerOf(request, "x-supabase-api-version"), QByteArray("2024-01-01"));
        QVERIFY(FakeHttp::headerOf(request, "x-client-info").startsWith("genie-monitor/"));
        QVERIFY(FakeHttp::headerOf(request, "user-agent").startsWith("genie-monitor/"));
    }
    QVERIFY(FakeHttp::headerOf(f.http.requests()[0], "authorization").isEmpty());
    QCOMPARE(FakeHttp::headerOf(f.http.requests()[1], "authorization"), QByteArray("Bearer access-1"));
}

void TstAuthClient::followsNoRedirect()
{
    Fixture f;
    f.http.prepare(307, {}, {{"Location", "https://elsewhere.example/token"}});

    const auto session = f.client.refresh(Secret(u"r"_s)).result();

    QVERIFY(!f.http.last().followRedirects);
    QCOMPARE(session.error().id, u"GM-SUPABASE-REDIRECT"_s);
}

void TstAuthClient::readsTheUser()
{
    Fixture f;
    f.http.prepare(200, R"({"id":"u-1","email":"ana@example.com"})");
    f.http.prepare(403, refusal("session_not_found"));
    f.http.prepare(200, "{}");

    const auto user = f.client.user(Secret(u"a"_s)).result();
    QCOMPARE(user->id, u"u-1"_s);
    QCOMPARE(user->email, u"ana@example.com"_s);
    QCOMPARE(f.client.user(Secret(u"a"_s)).result().error().id, u"session_not_found"_s);
    QCOMPARE(f.client.user(Secret(u"a"_s)).result().error().id, u"GM-SUPABASE-REPLY"_s);
}

void TstAuthClient::readsSettingsAndHealth()
{
    Fixture f;
    f.http.prepare(200, R"({"external":{"email":true,"google":false}})");
    f.http.prepare(200, R"({"version":"v2.196.0","name":"GoTrue"})");
    f.http.prepareFault(gm::net::ConnectionRefused);

    const auto settings = f.client.settings().result();
    QVERIFY(settings->email);
    QVERIFY(settings->providers.isEmpty());
    QCOMPARE(settings->switchedOff, QStringList{u"google"_s});
    QCOMPARE(*f.client.health().result(), u"v2.196.0"_s);
    QCOMPARE(f.client.health().result().error().id, u"GM-SUPABASE-REFUSED"_s);
}

void TstAuthClient::signsOut_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isOut");
    QTest::newRow("done") << 204 << true;
    QTest::newRow("token over") << 403 << true;
    QTest::newRow("no such session") << 404 << true;
    QTest::newRow("not accepted") << 401 << true;
    QTest::newRow("busy") << 500 << false;
    QTest::newRow("too much") << 429 << false;
}

void TstAuthClient::signsOut()
{
    QFETCH(int, status);
    QFETCH(bool, isOut);
    Fixture f;
    f.http.prepare(status, {});

    const auto result = f.client.signOut(Secret(u"access-1"_s), SignOutScope::Local).result();

    QCOMPARE(result.isOk(), isOut);
    QCOMPARE(f.http.last().url.toString(), u"https://genie.supabase.example/auth/v1/logout?scope=local"_s);
    QCOMPARE(f.http.last().timeout, std::chrono::milliseconds(5s));
    QVERIFY(f.http.last().body.isEmpty());
}

void TstAuthClient::takesNoMalformedSession_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("id");
    QTest::newRow("empty") << QByteArray() << u"GM-SUPABASE-REPLY"_s;
    QTest::newRow("page") << QByteArray("<!DOCTYPE html>") << u"GM-SUPABASE-HTML"_s;
    QTest::newRow("list") << QByteArray("[]") << u"GM-SUPABASE-REPLY"_s;
    QTest::newRow("no life") << sessionReply(1, 0) << u"GM-SUPABASE-REPLY"_s;
    QTest::newRow("no user") << sessionReply(1, 3600, QString()) << u"GM-SUPABASE-REPLY"_s;
    QTest::newRow("no refresh token") << sessionReply(1).replace("refresh_token", "other") << u"GM-SUPABASE-REPLY"_s;
}

void TstAuthClient::takesNoMalformedSession()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, id);
    Fixture f;
    f.http.prepare(200, body);

    const auto session = f.client.signInWithPassword(u"a"_s, Secret(u"b"_s)).result();

    QVERIFY(!session);
    QCOMPARE(session.error().id, id);
    QVERIFY(!session.error().what.isEmpty());
}

QTEST_GUILESS_MAIN(TstAuthClient)
#include "tst_authclient.moc"
