// supabasestandin: providers with PKCE, mailed links and the second factor, over real HTTP and a clock that is moved.
#include "core/sandbox/supabasestandin.h"
#include "core/sandbox/totp.h"

#include "tests/core/sandbox/httpprobe.h"
#include "tests/support/fakeclock.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Answer;

namespace
{

const QString email = u"ana@example.com"_s;
const QString password = u"right horse"_s;
const QString verifier(64, u'v');
const QString redirectTo = u"http://127.0.0.1:49731/back?state=mine"_s;

QString challengeOf(const QString &text)
{
    const QByteArray hash = QCryptographicHash::hash(text.toLatin1(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString codeOf(const Answer &answer)
{
    return answer.json().value(u"code"_s).toString();
}

QJsonObject claimsOf(const Answer &session)
{
    return sandbox::JwtSigner("secret")
        .verify(session.json().value(u"access_token"_s).toString())
        .value_or(QJsonObject());
}

/// The service with one user, and a probe that is client and browser alike.
struct Fixture {
    test::FakeClock clock;
    base::SystemRandom random;
    sandbox::Faults faults{clock};
    net::HttpServer server;
    std::unique_ptr<sandbox::SupabaseStandin> standin;
    const sandbox::User ana{.id = u"4d2e9b7a-0c61-4e8f-a3d5-000000000001"_s, .email = email, .password = password};
    test::HttpProbe probe;

    Fixture()
    {
        const QString url = u"http://127.0.0.1:%1"_s.arg(*server.listen());
        standin = std::make_unique<sandbox::SupabaseStandin>(clock, random, faults, sandbox::JwtSigner("secret"), url);
        standin->addUser(ana);
        server.setHandler([this](const auto &request, const auto &responder) { standin->handle(request, responder); });
        probe.setBaseUrl(url + u"/auth/v1"_s);
        probe.setHeader("apikey", standin->anonKey().toLatin1());
        probe.setHeader("X-Supabase-Api-Version", "2024-01-01");
    }

    /// Where the answer to a GET sends the browser; empty: nowhere.
    QUrl go(const QUrl &url)
    {
        test::HttpProbe browser;
        return QUrl::fromEncoded(browser.get(url.toString(QUrl::FullyEncoded)).header("Location"));
    }
    QUrl authorizeUrl(const QString &more = {}, const QString &back = redirectTo)
    {
        return QUrl(QString(standinUrl() + u"/auth/v1/authorize?provider=google&redirect_to="_s +
                            QString::fromLatin1(QUrl::toPercentEncoding(back)) + more));
    }
    QString pkce() { return u"&code_challenge=%1&code_challenge_method=s256"_s.arg(challengeOf(verifier)); }
    /// From /authorize to the client's own address, by the button with this name and value.
    QUrl consent(const QUrl &authorize, const QString &choice)
    {
        const QUrl page = go(authorize);
        const QString flow = QUrlQuery(page).queryItemValue(u"flow"_s);
        const QUrl decision(standinUrl() + u"/provider/google/decision?flow="_s + flow + u'&' + choice);
        return go(go(decision));
    }
    Answer exchange(const QString &code, const QString &with = verifier)
    {
        return probe.post(u"/token?grant_type=pkce"_s, {{u"auth_code"_s, code}, {u"code_verifier"_s, with}});
    }
    Answer signIn()
    {
        const Answer session =
            probe.post(u"/token?grant_type=password"_s, {{u"email"_s, email}, {u"password"_s, password}});
        probe.setHeader("Authorization", "Bearer " + session.json().value(u"access_token"_s).toString().toLatin1());
        return session;
    }
    QString standinUrl() const { return u"http://127.0.0.1:%1"_s.arg(server.port()); }
};

QString queryValue(const QUrl &url, const QString &name)
{
    return QUrlQuery(url).queryItemValue(name, QUrl::FullyDecoded);
}

} // namespace

class TstSupabaseWays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAProviderInTheBrowser_data();
    void refusesAProviderInTheBrowser();
    void wantsBothPartsOfPkceOrNone();
    void showsTheConsentPageWithItsControls();
    void leadsBackWithACodeGoodOnce();
    void passesDenialOnInQueryAndFragment();
    void replacesRedirectsThatAreNotAllowed_data();
    void replacesRedirectsThatAreNotAllowed();
    void refusesToExchange();
    void leadsBackByTheMailedLink();
    void spendsCodeAndLinkTogether();
    void raisesASessionToAal2();
    void refusesSecondFactors();
    void dropsTheOtherSessionsAtAal1();
    void acceptsBothKindsOfKey();
};

void TstSupabaseWays::refusesAProviderInTheBrowser_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("message");
    QTest::newRow("switched off") << u"apple"_s << u"Unsupported provider: provider is not enabled"_s;
    QTest::newRow("unheard of") << u"acme"_s << u"Unsupported provider: Provider acme could not be found"_s;
    QTest::newRow("not one with a page") << u"email"_s << u"Unsupported provider: Provider email could not be found"_s;
}

void TstSupabaseWays::refusesAProviderInTheBrowser()
{
    QFETCH(QString, provider);
    QFETCH(QString, message);
    Fixture f;
    f.probe.removeHeader("apikey");
    f.probe.removeHeader("X-Supabase-Api-Version");

    const Answer answer = f.probe.get(u"/authorize?provider="_s + provider);

    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.json().value(u"error_code"_s), u"validation_failed"_s);
    QCOMPARE(answer.json().value(u"msg"_s), message);
}

void TstSupabaseWays::wantsBothPartsOfPkceOrNone()
{
    Fixture f;
    const auto ask = [&f](const QString &more) { return f.probe.get(u"/authorize?provider=google"_s + more).status; };

    QCOMPARE(ask({}), 302);
    QCOMPARE(ask(f.pkce()), 302);
    QCOMPARE(ask(u"&code_challenge="_s + challengeOf(verifier)), 400);
    QCOMPARE(ask(u"&code_challenge_method=s256"_s), 400);
    QCOMPARE(ask(u"&code_challenge=short&code_challenge_method=s256"_s), 400);
    QCOMPARE(ask(u"&code_challenge=%1&code_challenge_method=md5"_s.arg(challengeOf(verifier))), 400);
}

void TstSupabaseWays::showsTheConsentPageWithItsControls()
{
    Fixture f;
    test::HttpProbe browser;

    const Answer page = browser.get(f.go(f.authorizeUrl(f.pkce())).toString(QUrl::FullyEncoded));
    const Answer lost = browser.get(f.standinUrl() + u"/provider/google?flow=no"_s);

    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains("<button id=\"account-ana@example.com\" name=\"account\""));
    QVERIFY(page.body.contains("<button id=\"deny\" name=\"deny\""));
    QVERIFY(!page.body.contains("<script"));
    QCOMPARE(lost.status, 404);
}

void TstSupabaseWays::leadsBackWithACodeGoodOnce()
{
    Fixture f;

    const QUrl back = f.consent(f.authorizeUrl(f.pkce()), u"account="_s + email);
    const QString code = queryValue(back, u"code"_s);
    const Answer session = f.exchange(code);
    const Answer twice = f.exchange(code);

    QCOMPARE(back.port(), 49731);
    QCOMPARE(queryValue(back, u"state"_s), u"mine"_s);
    QCOMPARE(session.status, 200);
    QVERIFY(session.json().contains(u"provider_token"_s));
    const QJsonObject method = claimsOf(session).value(u"amr"_s).toArray().first().toObject();
    QCOMPARE(method.value(u"method"_s), u"oauth"_s);
    QCOMPARE(method.value(u"provider"_s), u"google"_s);
    QCOMPARE(twice.status, 404);
    QCOMPARE(codeOf(twice), u"flow_state_not_found"_s);
}

void TstSupabaseWays::passesDenialOnInQueryAndFragment()
{
    Fixture f;

    const QUrl back = f.consent(f.authorizeUrl(f.pkce()), u"deny=1"_s);

    QCOMPARE(queryValue(back, u"error"_s), u"access_denied"_s);
    QVERIFY(back.query().contains(u"error_description=The+user+has+denied+access"));
    QVERIFY(!back.query().contains(u"error_code"));
    QCOMPARE(queryValue(back, u"state"_s), u"mine"_s);
    QVERIFY(back.fragment().contains(u"error=access_denied"));
}

void TstSupabaseWays::replacesRedirectsThatAreNotAllowed_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("loopback, any port") << u"http://127.0.0.1:5000/x"_s << true;
    QTest::newRow("loopback of IPv6") << u"http://[::1]:5000/x"_s << true;
    QTest::newRow("loopback, another scheme") << u"genie://127.0.0.1/x"_s << true;
    QTest::newRow("the site, another port") << u"http://localhost:5000/x"_s << true;
    QTest::newRow("the site's name, https") << u"https://localhost/x"_s << false;
    QTest::newRow("another address") << u"http://192.0.2.1/x"_s << false;
    QTest::newRow("a stranger") << u"https://evil.example/"_s << false;
    QTest::newRow("a stranger behind a loopback user") << u"http://127.0.0.1:x@evil.example/"_s << false;
    QTest::newRow("a number") << u"http://2130706433/"_s << false;
    QTest::newRow("none") << QString() << false;
}

void TstSupabaseWays::replacesRedirectsThatAreNotAllowed()
{
    QFETCH(QString, wanted);
    QFETCH(bool, isAllowed);
    Fixture f;

    const QUrl back = f.consent(f.authorizeUrl(f.pkce(), wanted), u"deny=1"_s);

    QCOMPARE(back.host(), isAllowed ? QUrl(wanted).host() : u"localhost"_s);
    if (!isAllowed)
        QCOMPARE(back.port(), 3000);
}

void TstSupabaseWays::refusesToExchange()
{
    Fixture f;
    const QString code = queryValue(f.consent(f.authorizeUrl(f.pkce()), u"account="_s + email), u"code"_s);

    const Answer wrong = f.exchange(code, QString(64, u'w'));
    const Answer empty = f.exchange(QString());
    f.clock.advance(5min + 1s);
    const Answer late = f.exchange(code);

    QCOMPARE(codeOf(wrong), u"bad_code_verifier"_s);
    QCOMPARE(codeOf(empty), u"validation_failed"_s);
    QCOMPARE(late.status, 422);
    QCOMPARE(codeOf(late), u"flow_state_expired"_s);
}

void TstSupabaseWays::leadsBackByTheMailedLink()
{
    Fixture f;
    const QString ask = u"/otp?redirect_to="_s + QString::fromLatin1(QUrl::toPercentEncoding(redirectTo));
    QCOMPARE(f.probe
                 .post(ask, {{u"email"_s, email},
                             {u"code_challenge"_s, challengeOf(verifier)},
                             {u"code_challenge_method"_s, u"s256"_s}})
                 .status,
             200);
    const QUrl link(f.standin->mailbox().mails(email).first()[u"link"_s].toString());

    const QUrl back = f.go(link);
    const Answer session = f.exchange(queryValue(back, u"code"_s));
    const QUrl again = f.go(link);

    QVERIFY(queryValue(link, u"token"_s).startsWith(u"pkce_"));
    QCOMPARE(queryValue(back, u"state"_s), u"mine"_s);
    QCOMPARE(session.json().value(u"user"_s)[u"email"_s].toString(), email);
    QCOMPARE(queryValue(again, u"error_code"_s), u"otp_expired"_s);
    QVERIFY(again.fragment().isEmpty());
}

void TstSupabaseWays::spendsCodeAndLinkTogether()
{
    Fixture f;
    QCOMPARE(f.probe.post(u"/otp"_s, {{u"email"_s, email}}).status, 200);
    const QJsonObject mail = f.standin->mailbox().mails(email).first().toObject();
    const QUrl link(mail.value(u"link"_s).toString());
    const auto byHash = [&f, &link] {
        return f.probe.post(u"/verify"_s,
                            {{u"type"_s, u"magiclink"_s}, {u"token_hash"_s, queryValue(link, u"token"_s)}});
    };

    const Answer session = byHash();
    const Answer twice =
        f.probe.post(u"/verify"_s, {{u"type"_s, u"email"_s}, {u"email"_s, email}, {u"token"_s, mail.value(u"code"_s)}});
    const QUrl back = f.go(link);

    QCOMPARE(session.status, 200);
    QCOMPARE(codeOf(twice), u"otp_expired"_s);
    QVERIFY(back.query().isEmpty()); // without a verifier errors travel in the fragment
    QVERIFY(back.fragment().contains(u"error_code=otp_expired"));
}

void TstSupabaseWays::raisesASessionToAal2()
{
    Fixture f;
    const Answer first = f.signIn();
    const QJsonObject enrolled =
        f.probe.post(u"/factors"_s, {{u"factor_type"_s, u"totp"_s}, {u"friendly_name"_s, u"Phone"_s}}).json();
    const QString factor = u"/factors/"_s + enrolled.value(u"id"_s).toString();
    const QString secret = enrolled.value(u"totp"_s)[u"secret"_s].toString();
    QVERIFY(enrolled.value(u"totp"_s)[u"uri"_s].toString().contains(secret));
    const QJsonObject listed = f.probe.get(u"/user"_s).json();
    QCOMPARE(listed.value(u"factors"_s).toArray().first()[u"status"_s].toString(), u"unverified"_s);
    QCOMPARE(claimsOf(first).value(u"aal"_s), u"aal1"_s);

    const QJsonObject challenge = f.probe.post(factor + u"/challenge"_s, {}).json();
    QCOMPARE(challenge.value(u"expires_at"_s).toInteger(), f.clock.wallMs() / 1000 + 300);
    const auto verify = [&](const QString &code) {
        return f.probe.post(factor + u"/verify"_s, {{u"challenge_id"_s, challenge.value(u"id"_s)}, {u"code"_s, code}});
    };
    const Answer wrong = verify(u"000000"_s);
    const Answer right = verify(sandbox::totpCode(sandbox::fromBase32(secret), f.clock.wallMs()));

    QCOMPARE(codeOf(wrong), u"mfa_verification_failed"_s);
    QCOMPARE(right.status, 200);
    QCOMPARE(claimsOf(right).value(u"aal"_s), u"aal2"_s);
    QCOMPARE(claimsOf(right).value(u"amr"_s).toArray().first()[u"method"_s].toString(), u"totp"_s);
    QCOMPARE(right.json().value(u"user"_s)[u"factors"_s].toArray().first()[u"status"_s].toString(), u"verified"_s);
    // The old refresh token is two behind: the family dies.
    const Answer stale = f.probe.post(u"/token?grant_type=refresh_token"_s,
                                      {{u"refresh_token"_s, first.json().value(u"refresh_token"_s)}});
    QCOMPARE(codeOf(stale), u"refresh_token_already_used"_s);
}

void TstSupabaseWays::refusesSecondFactors()
{
    Fixture f;
    const QByteArray secret = sandbox::fromBase32(f.standin->addAuthenticator(f.ana, u"Phone"_s));
    const Answer session = f.signIn();
    const QString id = session.json().value(u"user"_s)[u"factors"_s].toArray().first()[u"id"_s].toString();
    const QString factor = u"/factors/"_s + id;
    const auto challenge = [&] { return f.probe.post(factor + u"/challenge"_s, {}).json().value(u"id"_s); };
    const auto verify = [&](const QJsonValue &with) {
        const QString code = sandbox::totpCode(secret, f.clock.wallMs());
        return f.probe.post(factor + u"/verify"_s, {{u"challenge_id"_s, with}, {u"code"_s, code}});
    };
    const Answer unknown = f.probe.post(u"/factors/no/challenge"_s, {});
    const Answer enrol = f.probe.post(u"/factors"_s, {{u"factor_type"_s, u"totp"_s}});
    const Answer remove = f.probe.remove(factor);
    const QJsonValue old = challenge();
    f.clock.advance(5min + 1s);
    const Answer late = verify(old);
    const QJsonValue fresh = challenge();
    const Answer right = verify(fresh);
    const Answer twice = verify(fresh);

    QCOMPARE(codeOf(unknown), u"mfa_factor_not_found"_s);
    QCOMPARE(codeOf(enrol), u"insufficient_aal"_s);
    QCOMPARE(codeOf(remove), u"insufficient_aal"_s);
    QCOMPARE(codeOf(late), u"mfa_challenge_expired"_s);
    QCOMPARE(right.status, 200);
    QCOMPARE(codeOf(twice), u"mfa_ip_address_mismatch"_s);
}

void TstSupabaseWays::dropsTheOtherSessionsAtAal1()
{
    Fixture f;
    const QByteArray secret = sandbox::fromBase32(f.standin->addAuthenticator(f.ana, u"Phone"_s));
    const Answer other = f.signIn();
    const Answer mine = f.signIn();
    const QString id = mine.json().value(u"user"_s)[u"factors"_s].toArray().first()[u"id"_s].toString();
    const QJsonValue challenge = f.probe.post(u"/factors/%1/challenge"_s.arg(id), {}).json().value(u"id"_s);

    const Answer raised =
        f.probe.post(u"/factors/%1/verify"_s.arg(id),
                     {{u"challenge_id"_s, challenge}, {u"code"_s, sandbox::totpCode(secret, f.clock.wallMs())}});
    const Answer refused = f.probe.post(u"/token?grant_type=refresh_token"_s,
                                        {{u"refresh_token"_s, other.json().value(u"refresh_token"_s)}});

    QCOMPARE(raised.status, 200);
    QCOMPARE(codeOf(refused), u"refresh_token_not_found"_s);
}

void TstSupabaseWays::acceptsBothKindsOfKey()
{
    Fixture f;
    QVERIFY(f.standin->anonKey().startsWith(u"sb_publishable_"));
    f.probe.setHeader("apikey", f.standin->legacyAnonKey().toLatin1());
    f.probe.setHeader("Authorization", "Bearer " + f.standin->legacyAnonKey().toLatin1());

    const Answer settings = f.probe.get(u"/settings"_s);
    const Answer nobody = f.probe.get(u"/user"_s);

    QCOMPARE(settings.status, 200);
    QVERIFY(settings.json().value(u"external"_s)[u"google"_s].toBool());
    QCOMPARE(codeOf(nobody), u"bad_jwt"_s);
}

QTEST_GUILESS_MAIN(TstSupabaseWays)
#include "tst_supabaseways.moc"
