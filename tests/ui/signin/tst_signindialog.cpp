#include "ui/signin/signindialog.h"

#include "tests/support/fakeclock.h"
#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using signin::SignInDialog;
using supabase::SignInStep;

namespace
{

/// The dialog with its controls, shown.
struct Fixture {
    Fixture()
    {
        dialog.setProfiles({{u"Staging"_s, QUrl(u"https://genie-staging.supabase.example"_s)},
                            {u"Production"_s, QUrl(u"https://genie.supabase.example"_s)}},
                           u"Staging"_s);
        dialog.show();
    }

    template <typename T>
    T *find(const QString &name)
    {
        return dialog.findChild<T *>(name);
    }
    void type(const QString &address, const QString &password)
    {
        find<QLineEdit>(u"signInEmail"_s)->setText(address);
        find<QLineEdit>(u"signInPassword"_s)->setText(password);
    }
    void press(const QString &button = u"signInButton"_s) { find<QPushButton>(button)->click(); }
    void show(SignInStep::Kind kind, std::optional<base::Error> error = std::nullopt)
    {
        step.kind = kind;
        step.error = std::move(error);
        dialog.showStep(step);
    }
    void showBrowser(bool isOpened = true)
    {
        step.browser = {.provider = u"google"_s,
                        .url = QUrl(u"http://127.0.0.1:1/auth/v1/authorize?provider=google"_s),
                        .isOpened = isOpened,
                        .returnsTo = u"127.0.0.1:49731"_s,
                        .until = clock.now() + 5min};
        show(SignInStep::Kind::AwaitingBrowser);
    }
    QString label(const QString &name) { return find<QLabel>(name)->text().replace(QChar::Nbsp, u' '); }
    QString visibleNotices()
    {
        QStringList texts;
        for (const auto *notice : dialog.findChildren<common::Notice *>()) {
            if (notice->isVisible())
                texts << notice->plainText();
        }
        return texts.join(u'\n').replace(QChar::Nbsp, u' ');
    }

    common::ThemeProvider themes;
    test::FakeClock clock;
    SignInStep step{.email = u"ana@example.com"_s,
                    .factors = {{u"f1"_s, u"totp"_s, u"Ana's phone"_s}, {u"f2"_s, u"totp"_s, {}}}};
    SignInDialog dialog{themes, clock};
};

const base::Error wrongPassword{.status = 400,
                                .id = u"invalid_credentials"_s,
                                .what = u"Email or password is not right."_s,
                                .why = u"Supabase refused them."_s,
                                .next = u"Check both, or set a new password in the web app."_s};

} // namespace

class TstSignInDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void submitsTheTrimmedEmailAndThePassword();
    void refusesAMissingPartWhereItIsMissing_data();
    void refusesAMissingPartWhereItIsMissing();
    void saysARefusalUnderThePassword();
    void typingTakesTheRefusalAway();
    void waitsAsLongAsTheServiceAsks();
    void cancelGivesTheAttemptUp();
    void closingWhileBusyGivesTheAttemptUp();
    void theEyeShowsThePassword();
    void capsLockIsNoticed_data();
    void capsLockIsNoticed();
    void saysWhenThereIsNoKeychain();
    void choosingAProfileTellsItsName();
    void offersWhatTheProjectOffers();
    void saysRefusalsAboutTheAddressThere();
    void asksForACodeByEmail();
    void takesTheMailedCode();
    void countsDownToTheNextMail();
    void waitsForTheBrowser();
    void copiesTheLinkWhenNoBrowserOpens();
    void theBrowsersRefusalIsSaidOnTheForm();
    void takesTheCodeOfTheChosenAuthenticator();
    void refusesAHalfCodeAndSaysAWrongOne();
    void aPastedCodeIsCleaned_data();
    void aPastedCodeIsCleaned();
    void cancelOnALaterPageClosesAndBackDoesNot();
    void doneAccepts();
    void fitsTheScreenAtTwiceTheSize();
};

void TstSignInDialog::submitsTheTrimmedEmailAndThePassword()
{
    Fixture f;
    QSignalSpy submitted(&f.dialog, &SignInDialog::passwordEntered);
    f.type(u"  ana@example.com "_s, u" p4ss word "_s);

    f.press();

    QCOMPARE(submitted.count(), 1);
    QCOMPARE(submitted[0][0].toString(), u"ana@example.com"_s);
    QCOMPARE(submitted[0][1].value<base::Secret>().reveal(), u" p4ss word "_s);
    QVERIFY(!f.find<QLineEdit>(u"signInPassword"_s)->isEnabled());
}

void TstSignInDialog::refusesAMissingPartWhereItIsMissing_data()
{
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("field");
    QTest::newRow("nothing") << QString() << QString() << u"signInEmail"_s;
    QTest::newRow("no address") << u"ana"_s << u"secret"_s << u"signInEmail"_s;
    QTest::newRow("no password") << u"ana@example.com"_s << QString() << u"signInPassword"_s;
}

void TstSignInDialog::refusesAMissingPartWhereItIsMissing()
{
    QFETCH(QString, email);
    QFETCH(QString, password);
    QFETCH(QString, field);
    Fixture f;
    QSignalSpy submitted(&f.dialog, &SignInDialog::passwordEntered);
    f.type(email, password);

    f.press();

    QCOMPARE(submitted.count(), 0);
    QVERIFY(common::isFieldRefused(f.find<QLineEdit>(field)));
    QVERIFY(f.find<QLineEdit>(field)->isEnabled());
}

void TstSignInDialog::saysARefusalUnderThePassword()
{
    Fixture f;
    f.type(u"ana@example.com"_s, u"wrong"_s);
    f.press();

    f.show(SignInStep::Kind::Failed, wrongPassword);

    QVERIFY(f.visibleNotices().contains(u"Email or password is not right."));
    QVERIFY(f.visibleNotices().contains(u"Check both"));
    QVERIFY(f.visibleNotices().contains(u"invalid_credentials, 400"));
    QVERIFY(common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
    QCOMPARE(f.find<QLineEdit>(u"signInEmail"_s)->text(), u"ana@example.com"_s);
    QVERIFY(f.find<QLineEdit>(u"signInPassword"_s)->text().isEmpty());
    QVERIFY(!f.dialog.isUnderWay());
}

void TstSignInDialog::typingTakesTheRefusalAway()
{
    Fixture f;
    f.show(SignInStep::Kind::Failed, wrongPassword);

    QTest::keyClicks(f.find<QLineEdit>(u"signInPassword"_s), u"a"_s);

    QVERIFY(!f.visibleNotices().contains(u"not right"));
    QVERIFY(!common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
}

void TstSignInDialog::waitsAsLongAsTheServiceAsks()
{
    Fixture f;
    base::Error tooMany{.status = 429, .id = u"over_request_rate_limit"_s, .what = u"Too many tries."_s};
    tooMany.retryAfterS = 1;

    f.show(SignInStep::Kind::Failed, tooMany);

    auto *button = f.find<QPushButton>(u"signInButton"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->text().contains(u"1 s"));
    QTRY_VERIFY(button->isEnabled());
}

void TstSignInDialog::cancelGivesTheAttemptUp()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &SignInDialog::cancelled);
    f.type(u"ana@example.com"_s, u"secret"_s);
    f.press();
    f.show(SignInStep::Kind::Working);

    f.press(u"signInCancel"_s);

    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!f.dialog.isUnderWay());
    QVERIFY(f.dialog.isVisible());
}

void TstSignInDialog::closingWhileBusyGivesTheAttemptUp()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &SignInDialog::cancelled);
    f.type(u"ana@example.com"_s, u"secret"_s);
    f.press();
    f.show(SignInStep::Kind::Working);

    f.dialog.reject();

    QCOMPARE(cancelled.count(), 1);
}

void TstSignInDialog::theEyeShowsThePassword()
{
    Fixture f;
    auto *password = f.find<QLineEdit>(u"signInPassword"_s);
    QCOMPARE(password->echoMode(), QLineEdit::Password);

    f.find<QAction>(u"showPassword"_s)->trigger();
    QCOMPARE(password->echoMode(), QLineEdit::Normal);
}

void TstSignInDialog::capsLockIsNoticed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("withShift");
    QTest::addColumn<bool>("isNoticed");
    QTest::newRow("small letter") << u"a"_s << false << false;
    QTest::newRow("capital with shift") << u"A"_s << true << false;
    QTest::newRow("capital without shift") << u"A"_s << false << true;
    QTest::newRow("small letter with shift") << u"a"_s << true << true;
    QTest::newRow("digit") << u"1"_s << false << false;
}

void TstSignInDialog::capsLockIsNoticed()
{
    QFETCH(QString, text);
    QFETCH(bool, withShift);
    QFETCH(bool, isNoticed);
    Fixture f;

    QKeyEvent key(QEvent::KeyPress, Qt::Key_A, withShift ? Qt::ShiftModifier : Qt::NoModifier, text);
    QApplication::sendEvent(f.find<QLineEdit>(u"signInPassword"_s), &key);

    QCOMPARE(f.visibleNotices().contains(u"Caps Lock"), isNoticed);
}

void TstSignInDialog::saysWhenThereIsNoKeychain()
{
    Fixture f;
    QVERIFY(f.visibleNotices().contains(u"kept in this computer's keychain"));

    f.dialog.setKeychainAvailable(false);

    QVERIFY(f.visibleNotices().contains(u"No keychain on this computer."));
    QVERIFY(!f.visibleNotices().contains(u"kept in this computer's keychain"));
}

void TstSignInDialog::choosingAProfileTellsItsName()
{
    Fixture f;
    QSignalSpy chosen(&f.dialog, &SignInDialog::profileChosen);
    auto *combo = f.find<QComboBox>(u"signInProfile"_s);
    QCOMPARE(combo->currentData().toString(), u"Staging"_s);

    combo->setCurrentIndex(1);
    Q_EMIT combo->activated(1);

    QCOMPARE(chosen[0][0].toString(), u"Production"_s);
}

void TstSignInDialog::offersWhatTheProjectOffers()
{
    Fixture f;
    QSignalSpy chosen(&f.dialog, &SignInDialog::providerChosen);
    QVERIFY(!f.find<QPushButton>(u"provider.google"_s));

    f.dialog.setWays(true, {u"google"_s, u"github"_s});
    f.press(u"provider.github"_s);

    QCOMPARE(f.find<QPushButton>(u"provider.google"_s)->text(), u"Continue with Google"_s);
    QCOMPARE(f.find<QPushButton>(u"provider.github"_s)->accessibleName(), u"Continue with GitHub"_s);
    QCOMPARE(chosen[0][0].toString(), u"github"_s);

    f.dialog.setWays(false, {u"google"_s});
    QVERIFY(!f.find<QLineEdit>(u"signInEmail"_s)->isVisible());
    QVERIFY(!f.find<QPushButton>(u"signInButton"_s)->isVisible());
    QVERIFY(!f.find<QPushButton>(u"provider.github"_s));
}

void TstSignInDialog::saysRefusalsAboutTheAddressThere()
{
    Fixture f;
    f.type(u"nobody@example.com"_s, {});

    f.show(SignInStep::Kind::Failed,
           base::Error{.status = 422, .id = u"otp_disabled"_s, .what = u"There is no account for this address."_s});

    QVERIFY(common::isFieldRefused(f.find<QLineEdit>(u"signInEmail"_s)));
    QVERIFY(!common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
    QVERIFY(f.visibleNotices().contains(u"otp_disabled, 422"));
}

void TstSignInDialog::asksForACodeByEmail()
{
    Fixture f;
    QSignalSpy wanted(&f.dialog, &SignInDialog::emailCodeWanted);
    f.type(u" ana@example.com"_s, {});

    f.find<QAbstractButton>(u"signInByCode"_s)->click();
    QVERIFY(!f.find<QLineEdit>(u"signInPassword"_s)->isVisible());
    QCOMPARE(f.find<QPushButton>(u"signInButton"_s)->text(), u"Send a code"_s);
    QTest::keyClick(f.find<QLineEdit>(u"signInEmail"_s), Qt::Key_Return);

    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toString(), u"ana@example.com"_s);
}

void TstSignInDialog::takesTheMailedCode()
{
    Fixture f;
    QSignalSpy entered(&f.dialog, &SignInDialog::emailCodeEntered);
    f.show(SignInStep::Kind::AwaitingCode);
    auto *code = f.find<QLineEdit>(u"emailCode"_s);
    QVERIFY(code->isVisible());

    f.press(u"codeVerify"_s);
    QVERIFY(f.visibleNotices().contains(u"The code is missing."));
    QTest::keyClicks(code, u"123 456"_s);
    QVERIFY(!common::isFieldRefused(code));
    QTest::keyClick(code, Qt::Key_Return);
    f.show(SignInStep::Kind::Working);
    QVERIFY(!code->isEnabled());
    f.show(SignInStep::Kind::AwaitingCode, base::Error{.status = 403,
                                                       .id = u"otp_expired"_s,
                                                       .what = u"The code is wrong or has expired."_s,
                                                       .next = u"Check it, or ask for a new one."_s});

    QCOMPARE(entered.count(), 1);
    QCOMPARE(entered[0][0].value<base::Secret>().reveal(), u"123 456"_s);
    QVERIFY(f.visibleNotices().contains(u"otp_expired, 403"));
    QVERIFY(common::isFieldRefused(code));
    QVERIFY(code->isEnabled());
}

void TstSignInDialog::countsDownToTheNextMail()
{
    Fixture f;
    QSignalSpy wanted(&f.dialog, &SignInDialog::emailCodeWanted);
    f.show(SignInStep::Kind::AwaitingCode);
    auto *again = f.find<QPushButton>(u"sendAgain"_s);
    QVERIFY(!again->isEnabled());
    QVERIFY(again->text().contains(u"60 s"));

    f.show(SignInStep::Kind::AwaitingCode, base::Error{.status = 429,
                                                       .id = u"over_email_send_rate_limit"_s,
                                                       .what = u"A code was sent a moment ago."_s,
                                                       .retryAfterS = 1});
    QVERIFY(!common::isFieldRefused(f.find<QLineEdit>(u"emailCode"_s)));
    QTRY_VERIFY(again->isEnabled());
    again->click();

    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toString(), u"ana@example.com"_s);
}

void TstSignInDialog::waitsForTheBrowser()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &SignInDialog::cancelled);
    QSignalSpy again(&f.dialog, &SignInDialog::browserWanted);

    f.showBrowser();

    QCOMPARE(f.label(u"browserOpened"_s), u"Browser opened"_s);
    QVERIFY(f.label(u"browserWaitingDetail"_s).contains(u"5 m 00 s left"));
    QVERIFY(f.label(u"browserBackDetail"_s).contains(u"127.0.0.1:49731"));
    f.press(u"openBrowserAgain"_s);
    QCOMPARE(again.count(), 1);
    f.clock.advance(22s);
    QTRY_VERIFY(f.label(u"browserWaitingDetail"_s).contains(u"4 m 38 s left"));
    f.press(u"browserCancel"_s);
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(f.dialog.isVisible());
}

void TstSignInDialog::copiesTheLinkWhenNoBrowserOpens()
{
    Fixture f;

    f.showBrowser(false);
    f.press(u"copyLink"_s);

    QCOMPARE(f.label(u"browserOpened"_s), u"No browser could be opened"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), f.step.browser.url.toString());
    QCOMPARE(f.find<QPushButton>(u"copyLink"_s)->text(), u"Copied"_s);
}

void TstSignInDialog::theBrowsersRefusalIsSaidOnTheForm()
{
    Fixture f;
    f.showBrowser();

    f.show(SignInStep::Kind::Failed,
           base::Error{.id = u"access_denied"_s, .what = u"The sign-in was cancelled, or refused by the provider."_s});

    QVERIFY(f.find<QLineEdit>(u"signInEmail"_s)->isVisible());
    QVERIFY(f.visibleNotices().contains(u"access_denied"));
    QVERIFY(!common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
}

void TstSignInDialog::takesTheCodeOfTheChosenAuthenticator()
{
    Fixture f;
    QSignalSpy entered(&f.dialog, &SignInDialog::totpEntered);
    f.dialog.setKeychainAvailable(false);
    f.show(SignInStep::Kind::AwaitingTotp);
    auto *code = f.find<QLineEdit>(u"totpCode"_s);
    auto *factors = f.find<QComboBox>(u"totpFactor"_s);

    QCOMPARE(factors->currentText(), u"Ana's phone"_s);
    QVERIFY(f.visibleNotices().contains(u"A new code comes in 13 s")); // it is 14:03:47
    QVERIFY(f.visibleNotices().contains(u"No keychain on this computer."));
    factors->setCurrentIndex(1);
    QTest::keyClicks(code, u"407123"_s);
    QTest::keyClick(code, Qt::Key_Return);

    QCOMPARE(entered.count(), 1);
    QCOMPARE(entered[0][0].value<base::Secret>().reveal(), u"407123"_s);
    QCOMPARE(entered[0][1].toString(), u"f2"_s);
}

void TstSignInDialog::refusesAHalfCodeAndSaysAWrongOne()
{
    Fixture f;
    QSignalSpy entered(&f.dialog, &SignInDialog::totpEntered);
    f.show(SignInStep::Kind::AwaitingTotp);
    auto *code = f.find<QLineEdit>(u"totpCode"_s);
    QTest::keyClicks(code, u"407"_s);

    f.press(u"totpVerify"_s);
    QCOMPARE(entered.count(), 0);
    QVERIFY(f.visibleNotices().contains(u"The code has six digits."));
    f.show(SignInStep::Kind::AwaitingTotp,
           base::Error{.status = 422, .id = u"mfa_verification_failed"_s, .what = u"This code is not right."_s});

    QVERIFY(f.visibleNotices().contains(u"mfa_verification_failed, 422"));
    QVERIFY(common::isFieldRefused(code));
    QVERIFY(code->text().isEmpty());
}

void TstSignInDialog::aPastedCodeIsCleaned_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("code");
    QTest::newRow("in groups") << u"407 123"_s << u"407123"_s;
    QTest::newRow("with a hyphen") << u"407-123"_s << u"407123"_s;
    QTest::newRow("too long") << u"40712345"_s << u"407123"_s;
    QTest::newRow("words") << u"no code"_s << QString();
}

void TstSignInDialog::aPastedCodeIsCleaned()
{
    QFETCH(QString, pasted);
    QFETCH(QString, code);
    Fixture f;
    f.show(SignInStep::Kind::AwaitingTotp);

    QGuiApplication::clipboard()->setText(pasted);
    f.find<QLineEdit>(u"totpCode"_s)->paste();

    QCOMPARE(f.find<QLineEdit>(u"totpCode"_s)->text(), code);
}

void TstSignInDialog::cancelOnALaterPageClosesAndBackDoesNot()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &SignInDialog::cancelled);
    f.show(SignInStep::Kind::AwaitingTotp);

    f.press(u"totpBack"_s);
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(f.dialog.isVisible());
    f.show(SignInStep::Kind::Idle);
    QVERIFY(f.find<QLineEdit>(u"signInEmail"_s)->isVisible());
    f.show(SignInStep::Kind::AwaitingCode);
    f.press(u"codeCancel"_s);

    QCOMPARE(cancelled.count(), 2);
    QVERIFY(!f.dialog.isVisible());
}

void TstSignInDialog::doneAccepts()
{
    Fixture f;
    QSignalSpy accepted(&f.dialog, &QDialog::accepted);
    QSignalSpy cancelled(&f.dialog, &SignInDialog::cancelled);
    f.show(SignInStep::Kind::Working);

    f.show(SignInStep::Kind::Done);

    QCOMPARE(accepted.count(), 1);
    QCOMPARE(cancelled.count(), 0);
}

void TstSignInDialog::fitsTheScreenAtTwiceTheSize()
{
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(2 * before.pointSizeF());
    QApplication::setFont(large);

    Fixture f;
    f.dialog.setWays(true, {u"google"_s, u"github"_s});
    f.show(SignInStep::Kind::Failed, wrongPassword);

    QVERIFY(f.dialog.height() <= f.dialog.screen()->availableGeometry().height());
    QApplication::setFont(before);
}

QTEST_MAIN(TstSignInDialog)
#include "tst_signindialog.moc"
