// supabasestandin: sign-in, rotation, reuse, sign-out and the shapes of refusals, over real HTTP and a clock that is moved.
#include "core/sandbox/supabasestandin.h"

#include "tests/core/sandbox/httpprobe.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fixedrandom.h"

#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Answer;

namespace
{

const QString email = u"ana@example.com"_s;
const QString password = u"right horse"_s;

/// The service with two users, and a client that sends the API key.
struct Fixture {
    test::FakeClock clock;
    base::SystemRandom random;
    sandbox::Faults faults{clock};
    net::HttpServer server;
    sandbox::SupabaseStandin standin{clock, random, faults, sandbox::JwtSigner("secret"), u"http://127.0.0.1:1"_s};
    test::HttpProbe probe;

    Fixture()
    {
        standin.addUser({.id = u"4d2e9b7a-0c61-4e8f-a3d5-000000000001"_s, .email = email, .password = password});
        standin.addUser(
            {.id = u"4d2e9b7a-0c61-4e8f-a3d5-000000000002"_s, .email = u"bo@example.com"_s, .password = password});
        const auto port = server.listen();
        server.setHandler([this](const auto &request, const auto &responder) { standin.handle(request, responder); });
        probe.setBaseUrl(u"http://127.0.0.1:%1/auth/v1"_s.arg(*port));
        probe.setHeader("apikey", standin.anonKey().toLatin1());
        probe.setHeader("X-Supabase-Api-Version", "2024-01-01");
    }

    Answer signIn()
    {
        return probe.post(u"/token?grant_type=password"_s, {{u"email"_s, email}, {u"password"_s, password}});
    }
    Answer refresh(const QString &token)
    {
        return probe.post(u"/token?grant_type=refresh_token"_s, {{u"refresh_token"_s, token}});
    }
    void useBearer(const Answer &session)
    {
        probe.setHeader("Authorization", "Bearer " + session.json().value(u"access_token"_s).toString().toLatin1());
    }
};

QString refreshTokenOf(const Answer &answer)
{
    return answer.json().value(u"refresh_token"_s).toString();
}

QString codeOf(const Answer &answer)
{
    return answer.json().value(u"code"_s).toString();
}

} // namespace

class TstSupabaseStandin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsInWithAWholeSession();
    void refusesSignIn_data();
    void refusesSignIn();
    void writesErrorsInTheShapeOfTheVersion();
    void wantsTheApiKey();
    void rotatesRefreshTokens();
    void givesTheActivePairAgainForItsParent();
    void killsTheFamilyOnReuse();
    void refusesStrangeRefreshTokens();
    void answersWhoOneIs();
    void refusesAnExpiredToken();
    void signsOut_data();
    void signsOut();
    void limitsTries();
    void signsInWithAMailedCode();
    void obeysItsFaults();
};

void TstSupabaseStandin::signsInWithAWholeSession()
{
    Fixture f;

    const Answer answer = f.signIn();

    QCOMPARE(answer.status, 200);
    const QJsonObject session = answer.json();
    QCOMPARE(session.value(u"token_type"_s), u"bearer"_s);
    QCOMPARE(session.value(u"expires_in"_s).toInt(), 3600);
    QCOMPARE(session.value(u"expires_at"_s).toInteger(), f.clock.wallMs() / 1000 + 3600);
    QCOMPARE(session.value(u"user"_s)[u"email"_s].toString(), email);
    const auto claims = sandbox::JwtSigner("secret").verify(session.value(u"access_token"_s).toString());
    QVERIFY(claims);
    QCOMPARE(claims->value(u"aud"_s), u"authenticated"_s);
    QCOMPARE(claims->value(u"aal"_s), u"aal1"_s);
    QVERIFY(!sandbox::JwtSigner("other").verify(session.value(u"access_token"_s).toString()));
}

void TstSupabaseStandin::refusesSignIn_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("wrong password") << QByteArray(R"({"email":"ana@example.com","password":"no"})") << 400
                                    << u"invalid_credentials"_s;
    QTest::newRow("unknown user") << QByteArray(R"({"email":"x@example.com","password":"no"})") << 400
                                  << u"invalid_credentials"_s;
    QTest::newRow("no email") << QByteArray(R"({"password":"no"})") << 400 << u"validation_failed"_s;
    QTest::newRow("not JSON") << QByteArray("email=ana") << 400 << u"bad_json"_s;
}

void TstSupabaseStandin::refusesSignIn()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, code);
    Fixture f;

    const Answer answer = f.probe.send("POST", u"/token?grant_type=password"_s, body);

    QCOMPARE(answer.status, status);
    QCOMPARE(codeOf(answer), code);
    QCOMPARE(answer.header("x-sb-error-code"), code.toLatin1());
}

void TstSupabaseStandin::writesErrorsInTheShapeOfTheVersion()
{
    Fixture f;
    const auto fail = [&f] { return f.refresh(u"aaaaaaaaaaaa"_s); };

    const Answer current = fail();
    f.probe.setHeader("X-Supabase-Api-Version", "2023-01-01");
    const Answer older = fail();
    const Answer oauth = f.probe.post(u"/token?grant_type=magic"_s, {});

    QCOMPARE(current.json().keys(), QStringList({u"code"_s, u"message"_s}));
    QCOMPARE(current.header("x-supabase-api-version"), "2024-01-01");
    QCOMPARE(older.json().keys(), QStringList({u"code"_s, u"error_code"_s, u"msg"_s}));
    QCOMPARE(older.json().value(u"code"_s).toInt(), 400);
    QVERIFY(older.header("x-supabase-api-version").isEmpty());
    QCOMPARE(oauth.json().value(u"error"_s), u"unsupported_grant_type"_s);
}

void TstSupabaseStandin::wantsTheApiKey()
{
    Fixture f;
    f.probe.removeHeader("apikey");

    const Answer without = f.probe.get(u"/settings"_s);
    const Answer open = f.probe.get(u"/.well-known/jwks.json"_s);
    f.probe.setHeader("apikey", "sb_publishable_other");
    const Answer wrong = f.signIn();

    QCOMPARE(without.status, 401);
    QVERIFY(without.json().contains(u"hint"_s) && !without.json().contains(u"code"_s));
    QCOMPARE(open.status, 200);
    QVERIFY(open.json().value(u"keys"_s).toArray().isEmpty());
    QCOMPARE(wrong.status, 401);
}

void TstSupabaseStandin::rotatesRefreshTokens()
{
    Fixture f;
    const QString first = refreshTokenOf(f.signIn());

    const Answer second = f.refresh(first);
    const Answer third = f.refresh(refreshTokenOf(second));

    QCOMPARE(second.status, 200);
    QCOMPARE(third.status, 200);
    QVERIFY(first != refreshTokenOf(second) && refreshTokenOf(second) != refreshTokenOf(third));
}

void TstSupabaseStandin::givesTheActivePairAgainForItsParent()
{
    Fixture f;
    const QString parent = refreshTokenOf(f.signIn());
    const QString active = refreshTokenOf(f.refresh(parent));

    const Answer again = f.refresh(parent);

    QCOMPARE(again.status, 200);
    QCOMPARE(refreshTokenOf(again), active);
}

void TstSupabaseStandin::killsTheFamilyOnReuse()
{
    Fixture f;
    const QString first = refreshTokenOf(f.signIn());
    const QString second = refreshTokenOf(f.refresh(first));
    const QString third = refreshTokenOf(f.refresh(second));
    const QString otherDevice = refreshTokenOf(f.signIn());

    const Answer reused = f.refresh(first);
    const Answer active = f.refresh(third);
    const Answer other = f.refresh(otherDevice);

    QCOMPARE(codeOf(reused), u"refresh_token_already_used"_s);
    QCOMPARE(codeOf(active), u"refresh_token_already_used"_s);
    QCOMPARE(other.status, 200);
}

void TstSupabaseStandin::refusesStrangeRefreshTokens()
{
    Fixture f;

    QCOMPARE(codeOf(f.refresh(u"abc"_s)), u"validation_failed"_s);
    QCOMPARE(codeOf(f.refresh(u"abcdefghijkl"_s)), u"refresh_token_not_found"_s);
}

void TstSupabaseStandin::answersWhoOneIs()
{
    Fixture f;
    const Answer nobody = f.probe.get(u"/user"_s);
    f.useBearer(f.signIn());
    const Answer me = f.probe.get(u"/user"_s);
    f.probe.setHeader("Authorization", "Bearer not.a.token");
    const Answer forged = f.probe.get(u"/user"_s);

    QCOMPARE(nobody.status, 401);
    QCOMPARE(codeOf(nobody), u"no_authorization"_s);
    QCOMPARE(me.status, 200);
    QCOMPARE(me.json().value(u"email"_s).toString(), email);
    QCOMPARE(forged.status, 403);
    QCOMPARE(codeOf(forged), u"bad_jwt"_s);
}

void TstSupabaseStandin::refusesAnExpiredToken()
{
    Fixture f;
    f.useBearer(f.signIn());

    f.clock.advance(59min);
    const Answer before = f.probe.get(u"/user"_s);
    f.clock.advance(1min);
    const Answer after = f.probe.get(u"/user"_s);

    QCOMPARE(before.status, 200);
    QCOMPARE(codeOf(after), u"bad_jwt"_s);
}

void TstSupabaseStandin::signsOut_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("thisOneStays");
    QTest::addColumn<bool>("otherOneStays");
    QTest::newRow("local") << u"?scope=local"_s << false << true;
    QTest::newRow("others") << u"?scope=others"_s << true << false;
    QTest::newRow("global") << u"?scope=global"_s << false << false;
    QTest::newRow("default") << QString() << false << false;
}

void TstSupabaseStandin::signsOut()
{
    QFETCH(QString, query);
    QFETCH(bool, thisOneStays);
    QFETCH(bool, otherOneStays);
    Fixture f;
    const QString other = refreshTokenOf(f.signIn());
    const Answer mine = f.signIn();
    f.useBearer(mine);

    const Answer out = f.probe.send("POST", QString(u"/logout"_s + query), {});

    QCOMPARE(out.status, 204);
    QVERIFY(out.body.isEmpty());
    const Answer me = f.probe.get(u"/user"_s);
    QCOMPARE(me.status == 200, thisOneStays);
    if (!thisOneStays)
        QCOMPARE(codeOf(me), u"session_not_found"_s);
    QCOMPARE(f.refresh(refreshTokenOf(mine)).status == 200, thisOneStays);
    QCOMPARE(f.refresh(other).status == 200, otherOneStays);
}

void TstSupabaseStandin::limitsTries()
{
    Fixture f;
    for (int i = 0; i < 30; ++i)
        QCOMPARE(f.refresh(u"abcdefghijkl"_s).status, 400);

    const Answer limited = f.signIn();
    f.clock.advance(2s);
    const Answer later = f.signIn();

    QCOMPARE(limited.status, 429);
    QCOMPARE(codeOf(limited), u"over_request_rate_limit"_s);
    QCOMPARE(later.status, 200);
}

void TstSupabaseStandin::signsInWithAMailedCode()
{
    Fixture f;
    const QJsonObject ask{{u"email"_s, email}, {u"create_user"_s, false}};
    QCOMPARE(f.probe.post(u"/otp"_s, ask).status, 200);
    const QString code = f.standin.mailbox().mails(email).first()[u"code"_s].toString();
    const auto verify = [&f](const QString &with) {
        return f.probe.post(u"/verify"_s, {{u"type"_s, u"email"_s}, {u"email"_s, email}, {u"token"_s, with}});
    };

    const Answer tooSoon = f.probe.post(u"/otp"_s, ask);
    const Answer wrong = verify(u"x"_s);
    const Answer right = verify(code);
    const Answer twice = verify(code);
    const Answer stranger = f.probe.post(u"/otp"_s, {{u"email"_s, u"x@example.com"_s}, {u"create_user"_s, false}});

    QCOMPARE(codeOf(tooSoon), u"over_email_send_rate_limit"_s);
    QCOMPARE(codeOf(wrong), u"otp_expired"_s);
    QCOMPARE(right.status, 200);
    QCOMPARE(codeOf(twice), u"otp_expired"_s);
    QCOMPARE(codeOf(stranger), u"otp_disabled"_s);
}

void TstSupabaseStandin::obeysItsFaults()
{
    Fixture f;
    const QString token = refreshTokenOf(f.signIn());
    QVERIFY(f.faults.add({{u"fault"_s, u"refresh-429"_s}, {u"count"_s, 1}}));
    const Answer limited = f.refresh(token);
    QVERIFY(f.faults.add({{u"fault"_s, u"http-html"_s}, {u"route"_s, u"signin"_s}, {u"count"_s, 1}}));
    const Answer page = f.signIn();
    QVERIFY(f.faults.add({{u"fault"_s, u"revoke-session"_s}}));
    const Answer revoked = f.refresh(token);

    QCOMPARE(limited.status, 429);
    QCOMPARE(page.reply.contentType(), "text/html");
    QCOMPARE(codeOf(revoked), u"refresh_token_not_found"_s);
    QVERIFY(f.faults.toJson().isEmpty());
}

QTEST_GUILESS_MAIN(TstSupabaseStandin)
#include "tst_supabasestandin.moc"
