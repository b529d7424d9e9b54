// `genie-monitor login` and `logout` as their user runs them, with a real keyring: every way to sign in, right and wrong.
#include "tests/integration/browserplayer.h"
#include "tests/integration/programrun.h"

#include <QFile>
#include <QTest>

using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

/// Where the program says the browser must go: the line of its own on standard output.
QUrl addressIn(const QByteArray &output)
{
    const auto lines = output.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("http://"))
            return QUrl(QString::fromUtf8(line.trimmed()));
    }
    return {};
}

} // namespace

class TstLogin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheSessionOfAPassword();
    void refusesAWrongPassword();
    void goesThroughTheBrowser();
    void startsTheBrowserThatIsNamed();
    void saysWhatTheProviderSaid();
    void saysWhichProvidersThereAre();
    void takesAMailedCode();
    void refusesAWrongMailedCode();
    void takesTheSecondStep();
    void refusesAWrongSecondStep();
    void neverAsksWithoutATerminal();
    void signsOutWhereItIsAskedTo_data();
    void signsOutWhereItIsAskedTo();
};

void TstLogin::keepsTheSessionOfAPassword()
{
    ProgramHome home;
    int code = -1;

    const auto login = home.runToEnd({u"login"_s, u"--email"_s, home.at.email, u"--password-stdin"_s},
                                     home.at.password.toUtf8() + '\n', code);
    QVERIFY2(code == 0, login->errors.constData());
    QVERIFY(login->output.contains(QByteArray("as " + home.at.email.toUtf8())));
    QVERIFY(login->output.contains("keychain"));

    const auto watch =
        home.runToEnd({u"watch"_s, u"--conversation"_s, home.at.conversations.first(), u"--for"_s, u"3s"_s}, {}, code);
    QVERIFY2(code == 0, watch->errors.constData());
    QCOMPARE(home.calls(u"signin"_s), 1);
}

void TstLogin::refusesAWrongPassword()
{
    ProgramHome home;
    int code = -1;

    const auto login =
        home.runToEnd({u"login"_s, u"--email"_s, home.at.email, u"--password-stdin"_s}, "not-the-password\n", code);

    QCOMPARE(code, 2);
    QVERIFY2(login->errors.contains("invalid_credentials"), login->errors.constData());
    QVERIFY(!login->errors.contains("not-the-password"));
}

void TstLogin::goesThroughTheBrowser()
{
    ProgramHome home;
    BrowserPlayer browser;
    const auto login = home.run({u"login"_s, u"--provider"_s, u"google"_s});
    QVERIFY(login->says("code_challenge"));
    QVERIFY(login->says("\n"));

    const BrowserPage page = browser.signIn(addressIn(login->output), home.at.email);

    QCOMPARE(page.url.host(), u"127.0.0.1"_s);
    QCOMPARE(page.status, 200);
    QVERIFY2(page.body.contains("Back to Genie Monitor"), page.body.constData());
    QVERIFY2(login->end() == 0, login->errors.constData());
    QVERIFY(login->output.contains(QByteArray("as " + home.at.email.toUtf8())));
    QCOMPARE(home.sessionsOf(home.at.email), 1);
}

void TstLogin::startsTheBrowserThatIsNamed()
{
    ProgramHome home;
    const QString script = home.folder.filePath(u"browser.sh"_s);
    const QString seen = home.folder.filePath(u"seen"_s);
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho \"$1\" >" + seen.toUtf8() + ".new && mv " + seen.toUtf8() + ".new " + seen.toUtf8());
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    home.variables.insert(u"BROWSER"_s, script);

    const auto login = home.run({u"login"_s, u"--provider"_s, u"github"_s});
    QVERIFY(QTest::qWaitFor([&seen] { return QFile::exists(seen); }, 30'000));
    QFile address(seen);
    QVERIFY(address.open(QIODevice::ReadOnly));
    const BrowserPage page =
        BrowserPlayer().signIn(QUrl(QString::fromUtf8(address.readAll().trimmed())), home.at.email);

    QCOMPARE(page.status, 200);
    QVERIFY2(login->end() == 0, login->errors.constData());
    QVERIFY(login->output.contains("GitHub"));
    QVERIFY(!login->output.contains("code_challenge")); // opened, so it need not be shown
}

void TstLogin::saysWhatTheProviderSaid()
{
    ProgramHome home;
    const auto login = home.run({u"login"_s, u"--provider"_s, u"google"_s});
    QVERIFY(login->says("code_challenge"));

    const BrowserPage page = BrowserPlayer().signIn(addressIn(login->output), QString());

    QVERIFY2(page.body.contains("You are not signed in"), page.body.constData());
    QCOMPARE(login->end(), 2);
    QVERIFY2(login->errors.contains("access_denied"), login->errors.constData());
    QVERIFY(login->errors.contains("cancelled"));
}

void TstLogin::saysWhichProvidersThereAre()
{
    ProgramHome home;
    int code = -1;

    const auto login = home.runToEnd({u"login"_s, u"--provider"_s, u"gitlab"_s}, {}, code);

    QCOMPARE(code, 2);
    QVERIFY2(login->errors.contains("google, github"), login->errors.constData());
    QCOMPARE(home.calls(u"authorize"_s), 0);
}

void TstLogin::takesAMailedCode()
{
    ProgramHome home;
    const auto login = home.run({u"login"_s, u"--code"_s, u"--email"_s, home.at.email});
    QVERIFY(QTest::qWaitFor([&] { return !home.mailedCode(home.at.email).isEmpty(); }, 30'000));

    login->write(home.mailedCode(home.at.email) + '\n');

    QVERIFY2(login->end() == 0, login->errors.constData());
    QVERIFY(login->errors.contains(QByteArray("code that was mailed to " + home.at.email.toUtf8())));
    QVERIFY(login->output.contains(QByteArray("as " + home.at.email.toUtf8())));
}

void TstLogin::refusesAWrongMailedCode()
{
    ProgramHome home;
    int code = -1;

    const auto wrong = home.runToEnd({u"login"_s, u"--code"_s, u"--email"_s, home.at.email}, "1234567890\n", code);
    QCOMPARE(code, 2);
    QVERIFY2(wrong->errors.contains("otp_expired"), wrong->errors.constData());

    const auto stranger =
        home.runToEnd({u"login"_s, u"--code"_s, u"--email"_s, u"nobody@example.com"_s}, "123456\n", code);
    QCOMPARE(code, 2);
    QVERIFY2(stranger->errors.contains("otp_disabled"), stranger->errors.constData());
}

void TstLogin::takesTheSecondStep()
{
    ProgramHome home;
    int code = -1;

    const auto login =
        home.runToEnd({u"login"_s, u"--email"_s, home.at.secondEmail, u"--password-stdin"_s, u"--totp-stdin"_s},
                      home.at.secondPassword.toUtf8() + '\n' + home.totp() + '\n', code);

    QVERIFY2(code == 0, login->errors.constData());
    QVERIFY(login->output.contains(QByteArray("as " + home.at.secondEmail.toUtf8())));
    QCOMPARE(home.calls(u"factor-verify"_s), 1);
}

void TstLogin::refusesAWrongSecondStep()
{
    ProgramHome home;
    int code = -1;

    const auto login =
        home.runToEnd({u"login"_s, u"--email"_s, home.at.secondEmail, u"--password-stdin"_s, u"--totp-stdin"_s},
                      home.at.secondPassword.toUtf8() + "\n000000\n", code);

    QCOMPARE(code, 2);
    QVERIFY2(login->errors.contains("mfa_verification_failed"), login->errors.constData());
    QCOMPARE(home.sessionsOf(home.at.secondEmail), 0);
}

void TstLogin::neverAsksWithoutATerminal()
{
    ProgramHome home;
    int code = -1;

    const auto login = home.runToEnd({u"login"_s, u"--email"_s, home.at.secondEmail, u"--password-stdin"_s},
                                     home.at.secondPassword.toUtf8() + '\n' + home.totp() + '\n', code);

    QCOMPARE(code, 2);
    QVERIFY2(login->errors.contains("GM-SIGNIN-SECOND-STEP"), login->errors.constData());
    QVERIFY(login->errors.contains("--totp-stdin"));
    QVERIFY(!login->errors.contains("Enter"));
    QCOMPARE(home.sessionsOf(home.at.secondEmail), 0); // the half of it was ended
}

void TstLogin::signsOutWhereItIsAskedTo_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("left");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("here") << QStringList() << 1 << QByteArray("on this computer");
    QTest::newRow("local") << QStringList{u"--scope"_s, u"local"_s} << 1 << QByteArray("on this computer");
    QTest::newRow("others") << QStringList{u"--scope=others"_s} << 1 << QByteArray("everywhere but on this computer");
    QTest::newRow("global") << QStringList{u"--scope"_s, u"global"_s} << 0 << QByteArray("everywhere");
    QTest::newRow("everywhere") << QStringList{u"--everywhere"_s} << 0 << QByteArray("everywhere");
}

void TstLogin::signsOutWhereItIsAskedTo()
{
    QFETCH(QStringList, words);
    QFETCH(int, left);
    QFETCH(QByteArray, says);
    ProgramHome home;
    ProgramHome elsewhere;
    elsewhere.at = home.at; // another computer of the same user
    const QStringList login{u"login"_s, u"--email"_s, home.at.email, u"--password-stdin"_s};
    int code = -1;
    static_cast<void>(elsewhere.runToEnd(login, home.at.password.toUtf8() + '\n', code));
    QCOMPARE(code, 0);
    static_cast<void>(home.runToEnd(login, home.at.password.toUtf8() + '\n', code));
    QCOMPARE(code, 0);
    QCOMPARE(home.sessionsOf(home.at.email), 2);

    const auto logout = home.runToEnd(QStringList{u"logout"_s} + words, {}, code);

    QVERIFY2(code == 0, logout->errors.constData());
    QVERIFY2(logout->output.contains(says), logout->output.constData());
    QCOMPARE(home.sessionsOf(home.at.email), left);
    const auto again = home.runToEnd({u"logout"_s}, {}, code);
    const bool isStillIn = words.join(u' ').contains(u"others");
    QCOMPARE(again->output.contains("Nobody was signed in"), !isStillIn);
}

QTEST_GUILESS_MAIN(TstLogin)
#include "tst_login.moc"
