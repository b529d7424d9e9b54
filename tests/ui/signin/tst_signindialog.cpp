#include "ui/signin/signindialog.h"

#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;

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
    void press() { find<QPushButton>(u"signInButton"_s)->click(); }
    QString visibleNotices()
    {
        QStringList texts;
        for (const auto *notice : dialog.findChildren<common::Notice *>()) {
            if (!notice->isHidden())
                texts << notice->plainText();
        }
        return texts.join(u'\n');
    }

    common::ThemeProvider themes;
    signin::SignInDialog dialog{themes};
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
};

void TstSignInDialog::submitsTheTrimmedEmailAndThePassword()
{
    Fixture f;
    QSignalSpy submitted(&f.dialog, &signin::SignInDialog::submitted);
    f.type(u"  ana@example.com "_s, u" p4ss word "_s);

    f.press();

    QCOMPARE(submitted.count(), 1);
    QCOMPARE(submitted[0][0].toString(), u"ana@example.com"_s);
    QCOMPARE(submitted[0][1].value<base::Secret>().reveal(), u" p4ss word "_s);
    QVERIFY(f.dialog.isBusy());
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
    QSignalSpy submitted(&f.dialog, &signin::SignInDialog::submitted);
    f.type(email, password);

    f.press();

    QCOMPARE(submitted.count(), 0);
    QVERIFY(common::isFieldRefused(f.find<QLineEdit>(field)));
    QVERIFY(!f.dialog.isBusy());
}

void TstSignInDialog::saysARefusalUnderThePassword()
{
    Fixture f;
    f.type(u"ana@example.com"_s, u"wrong"_s);
    f.press();

    f.dialog.refuse(wrongPassword);

    QVERIFY(f.visibleNotices().contains(u"Email or password is not right."));
    QVERIFY(f.visibleNotices().contains(u"Check both"));
    QVERIFY(f.visibleNotices().contains(u"invalid_credentials, 400"));
    QVERIFY(common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
    QCOMPARE(f.find<QLineEdit>(u"signInEmail"_s)->text(), u"ana@example.com"_s);
    QVERIFY(f.find<QLineEdit>(u"signInPassword"_s)->text().isEmpty());
    QVERIFY(!f.dialog.isBusy());
}

void TstSignInDialog::typingTakesTheRefusalAway()
{
    Fixture f;
    f.dialog.refuse(wrongPassword);

    QTest::keyClicks(f.find<QLineEdit>(u"signInPassword"_s), u"a"_s);

    QVERIFY(!f.visibleNotices().contains(u"not right"));
    QVERIFY(!common::isFieldRefused(f.find<QLineEdit>(u"signInPassword"_s)));
}

void TstSignInDialog::waitsAsLongAsTheServiceAsks()
{
    Fixture f;
    base::Error tooMany{.status = 429, .id = u"over_request_rate_limit"_s, .what = u"Too many tries."_s};
    tooMany.retryAfterS = 1;

    f.dialog.refuse(tooMany);

    auto *button = f.find<QPushButton>(u"signInButton"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->text().contains(u"1 s"));
    QTRY_VERIFY(button->isEnabled());
}

void TstSignInDialog::cancelGivesTheAttemptUp()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &signin::SignInDialog::cancelled);
    f.type(u"ana@example.com"_s, u"secret"_s);
    f.press();

    f.find<QPushButton>(u"signInCancel"_s)->click();

    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!f.dialog.isBusy());
    QVERIFY(f.dialog.isVisible());
}

void TstSignInDialog::closingWhileBusyGivesTheAttemptUp()
{
    Fixture f;
    QSignalSpy cancelled(&f.dialog, &signin::SignInDialog::cancelled);
    f.type(u"ana@example.com"_s, u"secret"_s);
    f.press();

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
    QSignalSpy chosen(&f.dialog, &signin::SignInDialog::profileChosen);
    auto *combo = f.find<QComboBox>(u"signInProfile"_s);
    QCOMPARE(combo->currentData().toString(), u"Staging"_s);

    combo->setCurrentIndex(1);
    Q_EMIT combo->activated(1);

    QCOMPARE(chosen[0][0].toString(), u"Production"_s);
}

QTEST_MAIN(TstSignInDialog)
#include "tst_signindialog.moc"
