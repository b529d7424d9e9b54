// Every way to sign in, from the first step to an open connection, against the sandbox: right, wrong and too late.
#include "core/sandbox/totp.h"
#include "tests/integration/browserplayer.h"
#include "tests/integration/harness.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;
using base::Secret;
using Kind = supabase::SignInStep::Kind;

namespace
{

/// A monitor nobody is signed in to.
struct Fixture {
    Harness harness{{.isConnected = false}};
    BrowserPlayer browser;
    supabase::SignIn &signIn = harness.monitor().interactiveSignIn();

    [[nodiscard]] const supabase::SignInStep &step() const { return signIn.step(); }
    /// Waits for a step other than Working.
    [[nodiscard]] bool reaches(Kind kind)
    {
        static_cast<void>(until([this] { return step().kind != Kind::Working; }));
        return step().kind == kind;
    }
    [[nodiscard]] QByteArray reason() const
    {
        return step().error ? step().error->toText().toUtf8() : QByteArray("no error");
    }
    [[nodiscard]] Secret mailedCode()
    {
        const net::HttpReply reply = harness.control("GET", u"/mail?email="_s + harness.addresses().email);
        const QJsonArray mails = QJsonDocument::fromJson(reply.body).array();
        return Secret(mails.first().toObject().value(u"code").toString());
    }
    [[nodiscard]] Secret totp(std::chrono::seconds later = {}) const
    {
        const QByteArray secret = sandbox::fromBase32(harness.addresses().totpSecret);
        return Secret(sandbox::totpCode(secret, QDateTime::currentMSecsSinceEpoch() + later.count() * 1000));
    }
    bool moveSandboxClock(const QString &offset)
    {
        return harness.control("POST", u"/clock"_s, {{u"offset"_s, offset}}).status == 200;
    }
    [[nodiscard]] bool isOnline()
    {
        return until([this] { return harness.isConnected(); }) && harness.monitor().isSignedIn();
    }
    void beginSecondUser()
    {
        signIn.beginPassword(harness.addresses().secondEmail, Secret(harness.addresses().secondPassword));
    }
};

} // namespace

class TstSignInSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackFromTheProvider();
    void isToldThatTheProviderRefused();
    void isToldThatTheBrowserCameTooLate();
    void takesAMailedCode();
    void refusesAMailedCode_data();
    void refusesAMailedCode();
    void takesTheSecondStep();
    void refusesTheSecondStep();
    void asksNobodyWhereNobodyCanBeAsked();
    void listsTheWaysOfTheProject();
};

void TstSignInSandbox::comesBackFromTheProvider()
{
    Fixture f;
    f.signIn.beginProvider(u"google"_s);
    QVERIFY2(f.reaches(Kind::AwaitingBrowser), f.reason().constData());

    const BrowserPage page = f.browser.signIn(f.step().browser.url, f.harness.addresses().email);

    QVERIFY(page.body.contains("Back to Genie Monitor"));
    QVERIFY2(until([&] { return f.step().kind == Kind::Done; }), f.reason().constData());
    QCOMPARE(f.step().email, f.harness.addresses().email);
    QVERIFY(f.isOnline());
    // The code is used up, and so is the way back.
    QCOMPARE(f.browser.open(page.url).status, 410);
}

void TstSignInSandbox::isToldThatTheProviderRefused()
{
    Fixture f;
    f.signIn.beginProvider(u"google"_s);
    QVERIFY(f.reaches(Kind::AwaitingBrowser));

    const BrowserPage page = f.browser.signIn(f.step().browser.url, QString());

    QVERIFY(page.body.contains("You are not signed in"));
    QVERIFY(until([&] { return f.step().kind == Kind::Failed; }));
    QCOMPARE(f.step().error->id, u"access_denied"_s);
    QVERIFY(!f.harness.monitor().isSignedIn());
}

void TstSignInSandbox::isToldThatTheBrowserCameTooLate()
{
    Fixture f;
    f.signIn.beginProvider(u"github"_s);
    QVERIFY(f.reaches(Kind::AwaitingBrowser));
    const BrowserPage consent = f.browser.open(f.step().browser.url);
    QCOMPARE(consent.status, 200);
    QUrl decision = consent.url;
    decision.setPath(consent.url.path() + u"/decision"_s);
    decision.setQuery(consent.url.query() + u"&account="_s + f.harness.addresses().email);
    // The provider's part was in time; the exchange is not.
    QVERIFY(!f.harness
                 .fault({{u"fault"_s, u"http-slow"_s}, {u"route"_s, u"pkce"_s}, {u"value"_s, u"2s"_s}, {u"count"_s, 1}})
                 .isEmpty());
    static_cast<void>(f.browser.open(decision));
    QVERIFY(until([&] { return f.step().kind == Kind::Working; }));
    QVERIFY(f.moveSandboxClock(u"6m"_s));

    QVERIFY(until([&] { return f.step().kind == Kind::Failed; }));
    QCOMPARE(f.step().error->id, u"flow_state_expired"_s);
    QVERIFY(!f.step().error->next.isEmpty());
}

void TstSignInSandbox::takesAMailedCode()
{
    Fixture f;
    f.signIn.requestEmailCode(f.harness.addresses().email.toUpper());
    QVERIFY2(f.reaches(Kind::AwaitingCode), f.reason().constData());
    const Secret code = f.mailedCode();

    f.signIn.verifyEmailCode(Secret(u"000000"_s == code.reveal() ? u"000001"_s : u"000000"_s));
    QVERIFY(f.reaches(Kind::AwaitingCode));
    QCOMPARE(f.step().error->id, u"otp_expired"_s);
    f.signIn.requestEmailCode(f.step().email); // within the minute
    QVERIFY(f.reaches(Kind::AwaitingCode));
    QCOMPARE(f.step().error->id, u"over_email_send_rate_limit"_s);
    QVERIFY(f.step().error->retryAfterS > 0);
    f.signIn.verifyEmailCode(code);

    QVERIFY2(f.reaches(Kind::Done), f.reason().constData());
    QVERIFY(f.isOnline());
}

void TstSignInSandbox::refusesAMailedCode_data()
{
    QTest::addColumn<QString>("later");
    QTest::addColumn<bool>("isUsed");
    QTest::newRow("expired") << u"61m"_s << false;
    QTest::newRow("used") << QString() << true;
}

void TstSignInSandbox::refusesAMailedCode()
{
    QFETCH(QString, later);
    QFETCH(bool, isUsed);
    Fixture f;
    f.signIn.requestEmailCode(f.harness.addresses().email);
    QVERIFY(f.reaches(Kind::AwaitingCode));
    const Secret code = f.mailedCode();
    if (!later.isEmpty())
        QVERIFY(f.moveSandboxClock(later));
    if (isUsed) {
        f.signIn.verifyEmailCode(code);
        QVERIFY(f.reaches(Kind::Done));
        QVERIFY(f.moveSandboxClock(u"2m"_s));
        f.signIn.requestEmailCode(f.harness.addresses().email);
        QVERIFY(f.reaches(Kind::AwaitingCode));
    }

    f.signIn.verifyEmailCode(code);

    QVERIFY(f.reaches(Kind::AwaitingCode));
    QCOMPARE(f.step().error->id, u"otp_expired"_s);
}

void TstSignInSandbox::takesTheSecondStep()
{
    Fixture f;
    f.beginSecondUser();
    QVERIFY2(f.reaches(Kind::AwaitingTotp), f.reason().constData());
    QCOMPARE(f.step().factors.size(), 1);
    QVERIFY(!f.harness.monitor().isSignedIn());
    QVERIFY(!f.harness.isConnected());

    f.signIn.verifyTotp(f.totp(), f.step().factors[0].id);

    QVERIFY2(f.reaches(Kind::Done), f.reason().constData());
    QCOMPARE(supabase::readClaims(f.harness.monitor().session()->accessToken)->assurance, u"aal2"_s);
    QVERIFY(f.isOnline());
}

void TstSignInSandbox::refusesTheSecondStep()
{
    Fixture f;
    f.beginSecondUser();
    QVERIFY(f.reaches(Kind::AwaitingTotp));

    f.signIn.verifyTotp(f.totp(std::chrono::minutes(10)));
    QVERIFY(f.reaches(Kind::AwaitingTotp));
    QCOMPARE(f.step().error->id, u"mfa_verification_failed"_s);
    QVERIFY(f.moveSandboxClock(u"6m"_s)); // the challenge is over
    f.signIn.verifyTotp(f.totp(std::chrono::minutes(6)));
    QVERIFY(f.reaches(Kind::AwaitingTotp));
    QCOMPARE(f.step().error->id, u"mfa_challenge_expired"_s);
    f.signIn.verifyTotp(f.totp(std::chrono::minutes(6)));

    QVERIFY2(f.reaches(Kind::Done), f.reason().constData());
}

void TstSignInSandbox::asksNobodyWhereNobodyCanBeAsked()
{
    Fixture f;
    std::optional<base::Result<void>> result;
    f.harness.monitor()
        .signIn(f.harness.addresses().secondEmail, Secret(f.harness.addresses().secondPassword))
        .then(&f.harness.monitor(), [&result](const base::Result<void> &answer) { result = answer; });

    QVERIFY(until([&] { return result.has_value(); }));
    QVERIFY(!*result);
    QCOMPARE(result->error().id, u"GM-SIGNIN-SECOND-STEP"_s);
    QVERIFY(!f.harness.monitor().isSignedIn());
}

void TstSignInSandbox::listsTheWaysOfTheProject()
{
    Fixture f;
    std::optional<supabase::AuthSettings> ways;
    f.harness.monitor().signInWays().then(&f.harness.monitor(),
                                          [&ways](const base::Result<supabase::AuthSettings> &answer) {
                                              ways = answer ? *answer : supabase::AuthSettings();
                                          });

    QVERIFY(until([&] { return ways.has_value(); }));
    const QStringList providers{u"google"_s, u"github"_s};
    QCOMPARE(ways->providers, providers);
    QVERIFY(ways->email);
}

QTEST_GUILESS_MAIN(TstSignInSandbox)
#include "tst_signin_sandbox.moc"
