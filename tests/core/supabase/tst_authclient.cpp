// authclient: what is sent where, and what is made of the answers.
#include "core/supabase/authclient.h"

#include "tests/core/supabase/keeperfixture.h"

#include <QTest>
#include <QUrlQuery>

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
    void sendsEitherKindOfKeyAsApikeyOnly_data();
    void sendsEitherKindOfKeyAsApikeyOnly();
    void exchangesTheCodeOfTheBrowser();
    void writesTheAddressForTheBrowser();
    void listsTheProvidersGoogleFirst();
    void readsVerifiedFactorsOnly();
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

void TstAuthClient::sendsEitherKindOfKeyAsApikeyOnly_data()
{
    QTest::addColumn<QString>("key");
    QTest::newRow("publishable") << u"sb_publishable_abc123"_s;
    QTest::newRow("legacy anon") << u"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"_s;
}

void TstAuthClient::sendsEitherKindOfKeyAsApikeyOnly()
{
    QFETCH(QString, key);
    FakeClock clock;
    FakeHttp http;
    AuthClient client(http, clock, QUrl(u"https://genie.supabase.example"_s), key);

    static_cast<void>(client.signInWithPassword(u"a"_s, Secret(u"b"_s)));
    static_cast<void>(client.requestEmailCode(u"a"_s));
    static_cast<void>(client.settings());

    for (const auto &request : http.requests()) {
        QCOMPARE(FakeHttp::headerOf(request, "apikey"), key.toUtf8());
        QVERIFY(FakeHttp::headerOf(request, "authorization").isEmpty());
        QVERIFY(!request.url.toString().contains(key));
    }
}

void TstAuthClient::exchangesTheCodeOfTheBrowser()
{
    Fixture f;
    f.http.prepare(200, sessionReply(1));

    QVERIFY(f.client.exchangeCode(Secret(u"code-1"_s), Secret(u"verifier-1"_s)).result());

    QCOMPARE(f.http.last().url.toString(), u"https://genie.supabase.example/auth/v1/token?grant_type=pkce"_s);
    const QJsonObject expected{{u"auth_code"_s, u"code-1"_s}, {u"code_verifier"_s, u"verifier-1"_s}};
    QCOMPARE(QJsonDocument::fromJson(f.http.last().body).object(), expected);
}

void TstAuthClient::writesTheAddressForTheBrowser()
{
    Fixture f;

    const QUrl url = f.client.authorizeUrl(u"google"_s, QUrl(u"http://127.0.0.1:4711/callback?state=a-b_c"_s), u"ch"_s);

    // Whatever is in the address to come back to stays one value.
    const QUrlQuery query(url);
    QCOMPARE(query.queryItems().size(), 4);
    QCOMPARE(query.queryItemValue(u"redirect_to"_s, QUrl::FullyDecoded),
             u"http://127.0.0.1:4711/callback?state=a-b_c"_s);
    QVERIFY(
        url.toString(QUrl::FullyEncoded).contains(u"redirect_to=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback%3Fstate%3D"));
}

void TstAuthClient::listsTheProvidersGoogleFirst()
{
    Fixture f;
    f.http.prepare(200, R"({"external":{"anonymous_users":true,"azure":true,"email":true,"github":false,"google":true,
                            "phone":true,"zoom":true}})");

    const auto settings = f.client.settings().result();

    const QStringList offered{u"google"_s, u"azure"_s, u"zoom"_s};
    QCOMPARE(settings->providers, offered);
    QCOMPARE(settings->switchedOff, QStringList{u"github"_s});
}

void TstAuthClient::readsVerifiedFactorsOnly()
{
    Fixture f;
    f.http.prepare(200, R"({"id":"u-1","factors":[{"id":"f-1","factor_type":"totp","status":"unverified"},
                            {"id":"f-2","factor_type":"recovery_code","status":"verified"},
                            {"status":"verified"}, 7]})");

    const auto user = f.client.user(Secret(u"a"_s)).result();

    QCOMPARE(user->factors.size(), 1);
    QCOMPARE(user->factors[0].id, u"f-2"_s);
    QCOMPARE(user->factors[0].type, u"recovery_code"_s);
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
    using enum SignOutScope;
    QTest::addColumn<SignOutScope>("scope");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isOut");
    QTest::newRow("done") << Local << u"local"_s << 204 << true;
    QTest::newRow("token over") << Local << u"local"_s << 403 << true;
    QTest::newRow("no such session") << Local << u"local"_s << 404 << true;
    QTest::newRow("not accepted") << Local << u"local"_s << 401 << true;
    QTest::newRow("busy") << Local << u"local"_s << 500 << false;
    QTest::newRow("too much") << Local << u"local"_s << 429 << false;
    QTest::newRow("everywhere") << Global << u"global"_s << 204 << true;
    QTest::newRow("elsewhere") << Others << u"others"_s << 204 << true;
    QTest::newRow("elsewhere, refused") << Others << u"others"_s << 403 << false;
}

void TstAuthClient::signsOut()
{
    QFETCH(SignOutScope, scope);
    QFETCH(QString, name);
    QFETCH(int, status);
    QFETCH(bool, isOut);
    Fixture f;
    f.http.prepare(status, {});

    const auto result = f.client.signOut(Secret(u"access-1"_s), scope).result();

    QCOMPARE(result.isOk(), isOut);
    QCOMPARE(f.http.last().url.toString(), u"https://genie.supabase.example/auth/v1/logout?scope="_s + name);
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
