// signin: each way from its beginning to a session, and what stops it.
#include "core/supabase/signin.h"

#include "tests/core/supabase/keeperfixture.h"

#include <QTest>
#include <QUrlQuery>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::KeeperFixture;
using gm::test::refusal;
using gm::test::sessionReply;
using Kind = SignInStep::Kind;

namespace
{

/// A token reply of that assurance level, of an account with these factors.
QByteArray sessionOfLevel(int level, const QJsonArray &factors = {})
{
    QJsonObject reply = QJsonDocument::fromJson(sessionReply(level)).object();
    const QByteArray claims = QJsonDocument(QJsonObject{{u"aal"_s, u"aal%1"_s.arg(level)}}).toJson();
    reply[u"access_token"_s] = u"h.%1.s"_s.arg(
        QString::fromLatin1(claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)));
    QJsonObject user = reply[u"user"_s].toObject();
    if (!factors.isEmpty())
        user[u"factors"_s] = factors;
    reply[u"user"_s] = user;
    return QJsonDocument(reply).toJson();
}

QJsonObject factor(const QString &id, const QString &type = u"totp"_s, const QString &status = u"verified"_s)
{
    return {{u"id"_s, id}, {u"factor_type"_s, type}, {u"status"_s, status}, {u"friendly_name"_s, u"Ana's phone"_s}};
}

struct Fixture : KeeperFixture {
    QList<QUrl> opened;
    bool hasBrowser = true;
    SignIn signIn{auth, keeper, clock, random, [this](const QUrl &url) {
                      opened << url;
                      return hasBrowser;
                  }};
    QSignalSpy steps{&signIn, &SignIn::stepChanged};

    [[nodiscard]] Kind kind() const { return signIn.step().kind; }
    [[nodiscard]] QString errorId() const { return signIn.step().error ? signIn.step().error->id : QString(); }
    [[nodiscard]] QJsonObject lastBody() const { return QJsonDocument::fromJson(http.last().body).object(); }
    [[nodiscard]] QString lastPath() const { return http.last().url.path().mid(8); } // behind /auth/v1

    /// As far as the page that asks for the authenticator's code.
    void reachTotp(const QJsonArray &factors = {factor(u"f-1"_s)})
    {
        http.prepare(200, sessionOfLevel(1, factors));
        signIn.beginPassword(u"ana@example.com"_s, Secret(u"pw"_s));
    }
    void reachCode()
    {
        http.prepare(200, "{}");
        signIn.requestEmailCode(u"ana@example.com"_s);
    }
};

} // namespace

class TstSignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsInWithAPassword();
    void keepsTheEarlierSessionWhenRefused();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
    void opensTheBrowserAtTheProvider();
    void showsTheAddressWithoutABrowser();
    void refusesAProviderTheProjectDoesNotOffer_data();
    void refusesAProviderTheProjectDoesNotOffer();
    void failsWhenTheBrowserIsNotHeardOf();
    void asksForAMailedCode();
    void keepsAskingAfterAWrongCode();
    void takesCodesAsTheyAreTyped_data();
    void takesCodesAsTheyAreTyped();
    void keepsTheCodeScreenWhenASecondMailIsTooSoon();
    void asksForTheSecondStep();
    void answersTheSameChallengeAfterAWrongCode();
    void asksForAFreshChallenge_data();
    void asksForAFreshChallenge();
    void endsWhenTheSecondStepIsRejected();
    void cannotDoAnotherKindOfFactor();
    void endsAHalfSignedInSession();
    void endsASessionThatComesTooLate();
    void storesNothingWhenAskedTo();
};

void TstSignIn::signsInWithAPassword()
{
    Fixture f;
    f.http.prepare(200, sessionReply(1));

    f.signIn.beginPassword(u" ana@example.com "_s, Secret(u"pw"_s));

    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.steps.size(), 2);
    QCOMPARE(f.steps[0][0].value<SignInStep>().kind, Kind::Working);
    QCOMPARE(f.lastBody().value(u"email").toString(), u"ana@example.com"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
}

void TstSignIn::keepsTheEarlierSessionWhenRefused()
{
    Fixture f;
    f.KeeperFixture::signIn();
    f.http.prepare(400, refusal("invalid_credentials"));

    f.signIn.beginPassword(u"bob@example.com"_s, Secret(u"wrong"_s));

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"invalid_credentials"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.storedRefreshToken(), u"refresh-1"_s);
}

void TstSignIn::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QString>("email");
    QTest::newRow("empty") << QString();
    QTest::newRow("a name") << u"ana"_s;
    QTest::newRow("no name") << u"@example.com"_s;
    QTest::newRow("blank inside") << u"ana @example.com"_s;
    QTest::newRow("two") << u"ana@bob@example.com"_s;
}

void TstSignIn::refusesWhatIsNoAddress()
{
    QFETCH(QString, email);
    Fixture f;

    f.signIn.requestEmailCode(email);

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"GM-SIGNIN-EMAIL"_s);
    QVERIFY(f.http.requests().isEmpty());
}

void TstSignIn::opensTheBrowserAtTheProvider()
{
    Fixture f;
    f.http.prepare(200, R"({"external":{"email":true,"google":true}})");

    f.signIn.beginProvider(u"google"_s);

    QCOMPARE(f.kind(), Kind::AwaitingBrowser);
    const BrowserWait &browser = f.signIn.step().browser;
    QVERIFY(browser.isOpened);
    QCOMPARE(browser.until - f.clock.now(), std::chrono::milliseconds(5min));
    QCOMPARE(f.opened, QList<QUrl>{browser.url});
    QCOMPARE(browser.url.adjusted(QUrl::RemoveQuery).toString(), u"https://genie.supabase.example/auth/v1/authorize"_s);
    const QUrlQuery query(browser.url);
    QCOMPARE(query.queryItemValue(u"provider"_s), u"google"_s);
    QCOMPARE(query.queryItemValue(u"code_challenge_method"_s), u"s256"_s);
    QCOMPARE(query.queryItemValue(u"code_challenge"_s).size(), 43);
    const QUrl returnTo(query.queryItemValue(u"redirect_to"_s, QUrl::FullyDecoded));
    QCOMPARE(returnTo.authority(), browser.returnsTo);
    QVERIFY(QUrlQuery(returnTo).hasQueryItem(u"state"_s));
    QVERIFY(f.signIn.openBrowserAgain());
    QCOMPARE(f.opened.size(), 2);
}

void TstSignIn::showsTheAddressWithoutABrowser()
{
    Fixture f;
    f.hasBrowser = false;
    f.http.prepare(200, R"({"external":{"google":true}})");

    f.signIn.beginProvider(u"google"_s);

    QCOMPARE(f.kind(), Kind::AwaitingBrowser);
    QVERIFY(!f.signIn.step().browser.isOpened);
    QVERIFY(!f.signIn.openBrowserAgain());
}

void TstSignIn::refusesAProviderTheProjectDoesNotOffer_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("says"); // empty: it is tried
    QTest::newRow("switched off") << u"gitlab"_s << u"GitLab sign-in is switched off"_s;
    QTest::newRow("mistyped") << u"gogle"_s << u"no provider \"gogle\""_s;
    QTest::newRow("no provider") << u"email"_s << u"no provider \"email\""_s;
    QTest::newRow("never listed") << u"x"_s << QString();
    QTest::newRow("the project's own") << u"custom:acme"_s << QString();
}

void TstSignIn::refusesAProviderTheProjectDoesNotOffer()
{
    QFETCH(QString, provider);
    QFETCH(QString, says);
    Fixture f;
    f.http.prepare(200, R"({"external":{"email":true,"google":true,"github":true,"gitlab":false}})");

    f.signIn.beginProvider(provider);

    QCOMPARE(f.kind(), says.isEmpty() ? Kind::AwaitingBrowser : Kind::Failed);
    QCOMPARE(f.errorId(), says.isEmpty() ? QString() : u"provider_disabled"_s);
    if (!says.isEmpty()) {
        QVERIFY2(f.signIn.step().error->what.contains(says), qPrintable(f.signIn.step().error->what));
        QVERIFY(f.signIn.step().error->why.contains(u"google, github"_s));
        QVERIFY(f.opened.isEmpty());
    }
}

void TstSignIn::failsWhenTheBrowserIsNotHeardOf()
{
    Fixture f;
    f.http.prepare(200, R"({"external":{"google":true}})");
    f.signIn.beginProvider(u"google"_s);

    f.clock.advance(5min);

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"GM-SIGNIN-BROWSER-TIMEOUT"_s);
}

void TstSignIn::asksForAMailedCode()
{
    Fixture f;

    f.reachCode();

    QCOMPARE(f.kind(), Kind::AwaitingCode);
    QCOMPARE(f.signIn.step().email, u"ana@example.com"_s);
    QCOMPARE(f.lastPath(), u"/otp"_s);
    QCOMPARE(f.lastBody().value(u"create_user"), QJsonValue(false));
    f.http.prepare(200, sessionReply(1));
    f.signIn.verifyEmailCode(Secret(u"123 456"_s));
    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.lastPath(), u"/verify"_s);
    const QJsonObject expected{{u"type"_s, u"email"_s}, {u"email"_s, u"ana@example.com"_s}, {u"token"_s, u"123456"_s}};
    QCOMPARE(f.lastBody(), expected);
}

void TstSignIn::keepsAskingAfterAWrongCode()
{
    Fixture f;
    f.reachCode();

    for (const auto &[status, id] : {std::pair(403, "otp_expired"), std::pair(429, "over_request_rate_limit")}) {
        f.http.prepare(status, refusal(id));
        f.signIn.verifyEmailCode(Secret(u"123456"_s));
        QCOMPARE(f.kind(), Kind::AwaitingCode);
        QCOMPARE(f.errorId(), QString::fromLatin1(id));
        QCOMPARE(f.signIn.step().email, u"ana@example.com"_s);
    }
    f.http.prepare(403, refusal("user_banned"));
    f.signIn.verifyEmailCode(Secret(u"123456"_s));

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"user_banned"_s);
}

void TstSignIn::takesCodesAsTheyAreTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sent"); // empty: refused without a call
    QTest::newRow("six") << u"012345"_s << u"012345"_s;
    QTest::newRow("groups") << u" 012 345\t"_s << u"012345"_s;
    QTest::newRow("hyphen") << u"012-345"_s << u"012345"_s;
    QTest::newRow("ten") << u"0123456789"_s << u"0123456789"_s;
    QTest::newRow("five") << u"01234"_s << QString();
    QTest::newRow("eleven") << u"01234567890"_s << QString();
    QTest::newRow("letters") << u"01234x"_s << QString();
    QTest::newRow("other digits") << u"٠١٢٣٤٥"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TstSignIn::takesCodesAsTheyAreTyped()
{
    QFETCH(QString, typed);
    QFETCH(QString, sent);
    Fixture f;
    f.reachCode();
    f.http.prepare(200, sessionReply(1));

    f.signIn.verifyEmailCode(Secret(typed));

    QCOMPARE(f.http.requests().size(), sent.isEmpty() ? 1 : 2);
    QCOMPARE(f.lastBody().value(u"token").toString(), sent);
    QCOMPARE(f.errorId(), sent.isEmpty() ? u"GM-SIGNIN-CODE"_s : QString());
}

void TstSignIn::keepsTheCodeScreenWhenASecondMailIsTooSoon()
{
    Fixture f;
    f.http.prepare(429, refusal("over_email_send_rate_limit"));
    f.signIn.requestEmailCode(u"ana@example.com"_s);
    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.signIn.step().error->retryAfterS, 60);
    f.reachCode();

    f.http.prepare(429, refusal("over_email_send_rate_limit"));
    f.signIn.requestEmailCode(u"ana@example.com"_s);

    QCOMPARE(f.kind(), Kind::AwaitingCode);
    QCOMPARE(f.errorId(), u"over_email_send_rate_limit"_s);
}

void TstSignIn::asksForTheSecondStep()
{
    Fixture f;

    f.reachTotp({factor(u"f-0"_s, u"phone"_s), factor(u"f-1"_s), factor(u"f-2"_s, u"totp"_s, u"unverified"_s)});

    QCOMPARE(f.kind(), Kind::AwaitingTotp);
    QCOMPARE(f.signIn.step().factors.size(), 1);
    QCOMPARE(f.signIn.step().factors[0].id, u"f-1"_s);
    QCOMPARE(f.signIn.step().factors[0].name, u"Ana's phone"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut); // nobody is in yet
    QVERIFY(!f.storage.record);
    f.http.prepare(200, R"({"id":"challenge-1","type":"totp","expires_at":1})");
    f.http.prepare(200, sessionOfLevel(2, {factor(u"f-1"_s)}));
    f.signIn.verifyTotp(Secret(u"123 456"_s));
    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.lastPath(), u"/factors/f-1/verify"_s);
    const QJsonObject expected{{u"challenge_id"_s, u"challenge-1"_s}, {u"code"_s, u"123456"_s}};
    QCOMPARE(f.lastBody(), expected);
    QVERIFY(gm::test::FakeHttp::headerOf(f.http.last(), "authorization").startsWith("Bearer h."));
    QCOMPARE(f.storedRefreshToken(), u"refresh-2"_s);
}

void TstSignIn::answersTheSameChallengeAfterAWrongCode()
{
    Fixture f;
    f.reachTotp();
    f.http.prepare(200, R"({"id":"challenge-1"})");
    f.http.prepare(422, refusal("mfa_verification_failed"));

    f.signIn.verifyTotp(Secret(u"000000"_s));

    QCOMPARE(f.kind(), Kind::AwaitingTotp);
    QCOMPARE(f.errorId(), u"mfa_verification_failed"_s);
    f.http.prepare(200, sessionOfLevel(2));
    f.signIn.verifyTotp(Secret(u"123456"_s));
    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.lastBody().value(u"challenge_id").toString(), u"challenge-1"_s);
}

void TstSignIn::asksForAFreshChallenge_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("expired") << QByteArray("mfa_challenge_expired") << 422;
    QTest::newRow("used, or another network") << QByteArray("mfa_ip_address_mismatch") << 422;
    QTest::newRow("busy") << QByteArray("unexpected_failure") << 500;
}

void TstSignIn::asksForAFreshChallenge()
{
    QFETCH(QByteArray, code);
    QFETCH(int, status);
    Fixture f;
    f.reachTotp();
    f.http.prepare(200, R"({"id":"challenge-1"})");
    f.http.prepare(status, refusal(code.constData()));
    f.signIn.verifyTotp(Secret(u"123456"_s));
    QCOMPARE(f.kind(), Kind::AwaitingTotp);

    f.http.prepare(200, R"({"id":"challenge-2"})");
    f.http.prepare(200, sessionOfLevel(2));
    f.signIn.verifyTotp(Secret(u"123456"_s));

    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.lastBody().value(u"challenge_id").toString(), u"challenge-2"_s);
}

void TstSignIn::endsWhenTheSecondStepIsRejected()
{
    Fixture f;
    f.reachTotp();
    f.http.prepare(200, R"({"id":"challenge-1"})");
    f.http.prepare(403, refusal("mfa_verification_rejected"));

    f.signIn.verifyTotp(Secret(u"123456"_s));

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"mfa_verification_rejected"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
}

void TstSignIn::cannotDoAnotherKindOfFactor()
{
    Fixture f;

    f.reachTotp({factor(u"f-1"_s, u"webauthn"_s)});

    QCOMPARE(f.kind(), Kind::Failed);
    QCOMPARE(f.errorId(), u"GM-SIGNIN-FACTOR"_s);
    QCOMPARE(f.lastPath(), u"/logout"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
}

void TstSignIn::endsAHalfSignedInSession()
{
    Fixture f;
    f.reachTotp();

    f.signIn.cancel();

    QCOMPARE(f.kind(), Kind::Idle);
    QCOMPARE(f.lastPath(), u"/logout"_s);
    QCOMPARE(f.http.last().url.query(), u"scope=local"_s);
    f.signIn.verifyTotp(Secret(u"123456"_s));
    QCOMPARE(f.lastPath(), u"/logout"_s);
}

void TstSignIn::endsASessionThatComesTooLate()
{
    Fixture f;
    f.signIn.beginPassword(u"ana@example.com"_s, Secret(u"pw"_s));
    f.signIn.cancel();

    f.http.answer(200, sessionReply(1));

    QCOMPARE(f.kind(), Kind::Idle);
    QCOMPARE(f.lastPath(), u"/logout"_s);
    QCOMPARE(gm::test::FakeHttp::headerOf(f.http.last(), "authorization"), QByteArray("Bearer access-1"));
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
    QVERIFY(!f.storage.record);
}

void TstSignIn::storesNothingWhenAskedTo()
{
    Fixture f;
    f.signIn.setPersistence(Persistence::ThisProcessOnly);
    f.http.prepare(200, sessionReply(1));

    f.signIn.beginPassword(u"ana@example.com"_s, Secret(u"pw"_s));

    QCOMPARE(f.kind(), Kind::Done);
    QCOMPARE(f.storage.writes, 0);
}

QTEST_GUILESS_MAIN(TstSignIn)
#include "tst_signin.moc"
