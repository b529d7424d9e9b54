// The window's ways in and out: what the project offers, each step of a sign-in, signing out, another profile.
#include "core/profile/memorystore.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/fakewebsocket.h"
#include "tests/support/fixedrandom.h"
#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/accountmenu.h"
#include "ui/shell/confirmdialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/signin/signindialog.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

QByteArray jwt(const QByteArray &claims)
{
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return "e30." + claims.toBase64(form) + ".c2ln";
}

QByteArray sessionReply(const QByteArray &user = R"({"id":"u-1","email":"ana@example.com"})")
{
    const QByteArray token = jwt(R"({"sub":"u-1","aal":"aal1","amr":[{"method":"password"}]})");
    return R"({"access_token":")" + token + R"(","token_type":"bearer","expires_in":3600,"refresh_token":"r","user":)" +
           user + "}";
}

/// The window with a profile open and nobody signed in: the dialog is there.
struct Fixture {
    explicit Fixture(const QByteArray &settingsReply = R"({"external":{"email":true,"google":true,"github":true}})")
    {
        http.prepare(200, settingsReply);
        window.show();
        workspace.open(staging(u"Staging"_s));
    }
    static profile::Profile staging(const QString &name)
    {
        return {name, QUrl(u"http://127.0.0.1:9"_s), u"sb_publishable_x"_s, QUrl(u"http://127.0.0.1:9"_s),
                u"http://127.0.0.1:9"_s};
    }
    template <typename T>
    T *find(const QString &name)
    {
        return window.findChild<T *>(name);
    }
    signin::SignInDialog *dialog()
    {
        const auto dialogs = window.findChildren<signin::SignInDialog *>();
        for (signin::SignInDialog *each : dialogs) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    QString notices()
    {
        QStringList texts;
        for (const auto *notice : window.findChildren<common::Notice *>()) {
            if (notice->isVisible())
                texts << notice->plainText();
        }
        return texts.join(u'\n');
    }
    void enterPassword()
    {
        dialog()->findChild<QLineEdit *>(u"signInEmail"_s)->setText(u"ana@example.com"_s);
        dialog()->findChild<QLineEdit *>(u"signInPassword"_s)->setText(u"secret"_s);
        dialog()->findChild<QPushButton *>(u"signInButton"_s)->click();
    }
    void trigger(const QString &action) { find<QAction>(u"action."_s + action)->trigger(); }

    QTemporaryDir folder;
    test::FakeHttp http;
    test::FakeClock clock;
    test::FakeWebSockets sockets{clock};
    test::FixedRandom random;
    profile::MemoryStore secrets;
    profile::Settings settings{folder.filePath(u"settings.ini"_s)};
    profile::ProfileStore profiles{folder.filePath(u"profiles.json"_s)};
    QList<QUrl> opened;
    monitor::Workspace workspace{{http, sockets, clock, random, secrets, settings,
                                  profile::standardPaths(folder.path()), nullptr,
                                  [this](const QUrl &url) {
                                      opened << url;
                                      return true;
                                  }},
                                 profiles,
                                 [] { return base::Result<monitor::SandboxAccess>(base::Error{}); }};
    common::ThemeProvider themes;
    shell::MainWindow window{themes, workspace};
};

} // namespace

class TstProfileFlows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersTheProvidersOfTheProject();
    void saysWhenTheProjectCannotBeAsked();
    void signsInWithAPassword();
    void saysARefusalInTheDialog();
    void opensTheBrowserAndComesBackOnCancel();
    void asksForTheSecondStep();
    void theAccountMenuTellsTheSession();
    void signingOutBeginsAnew();
    void signingOutEverywhereAsksFirst();
    void anotherProfileIsOpenedFromTheToolbar();
};

void TstProfileFlows::offersTheProvidersOfTheProject()
{
    Fixture f;

    QTRY_VERIFY(f.dialog());
    QTRY_VERIFY(f.find<QPushButton>(u"provider.google"_s));
    QVERIFY(f.find<QPushButton>(u"provider.github"_s)->isVisible());
    QVERIFY(!f.find<QPushButton>(u"provider.apple"_s));
}

void TstProfileFlows::saysWhenTheProjectCannotBeAsked()
{
    Fixture f("<html>");

    QTRY_VERIFY(f.dialog());
    QTRY_VERIFY(f.notices().contains(u"GM-SUPABASE-HTML"));
}

void TstProfileFlows::signsInWithAPassword()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());

    f.enterPassword();
    f.http.answer(200, sessionReply());

    QTRY_VERIFY(f.workspace.monitor()->isSignedIn());
    QTRY_VERIFY(!f.dialog());
    QCOMPARE(f.find<QToolButton>(u"status.user"_s)->text(), u"ana@example.com"_s);
}

void TstProfileFlows::saysARefusalInTheDialog()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());

    f.enterPassword();
    f.http.answer(400, R"({"code":"invalid_credentials","message":"no"})");

    QTRY_VERIFY(f.notices().contains(u"invalid_credentials"));
    QVERIFY(f.dialog());
    QVERIFY(!f.workspace.monitor()->isSignedIn());
}

void TstProfileFlows::opensTheBrowserAndComesBackOnCancel()
{
    Fixture f;
    QTRY_VERIFY(f.find<QPushButton>(u"provider.google"_s));
    f.http.prepare(200, R"({"external":{"google":true}})");

    f.find<QPushButton>(u"provider.google"_s)->click();

    QTRY_COMPARE(f.opened.size(), 1);
    QVERIFY(f.opened.first().query().contains(u"provider=google"));
    QTRY_VERIFY(f.find<QPushButton>(u"browserCancel"_s)->isVisible());
    f.find<QPushButton>(u"browserCancel"_s)->click();
    QTRY_VERIFY(f.find<QLineEdit>(u"signInEmail"_s)->isVisible());
}

void TstProfileFlows::asksForTheSecondStep()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());

    f.enterPassword();
    f.http.answer(200, sessionReply(R"({"id":"u-1","email":"ana@example.com","factors":[
        {"id":"f1","factor_type":"totp","status":"verified","friendly_name":"Phone"}]})"));

    QTRY_VERIFY(f.find<QLineEdit>(u"totpCode"_s)->isVisible());
    QVERIFY(!f.workspace.monitor()->isSignedIn());
}

void TstProfileFlows::theAccountMenuTellsTheSession()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());
    f.enterPassword();
    f.http.answer(200, sessionReply());
    QTRY_VERIFY(f.workspace.monitor()->isSignedIn());

    f.find<QToolButton>(u"status.user"_s)->click();

    auto *menu = f.find<shell::AccountMenu>(u"accountMenu"_s);
    QTRY_VERIFY(menu->isVisible());
    QCOMPARE(menu->findChild<QAction *>(u"account.email"_s)->text(), u"ana@example.com"_s);
    QVERIFY(menu->findChild<QAction *>(u"account.way"_s)->text().contains(u"Password"));
    QVERIFY(menu->findChild<QAction *>(u"account.until"_s)->text().contains(u"15:03:47"));
    QVERIFY(menu->findChild<QAction *>(u"account.key"_s)->text().contains(u"publishable"));
    menu->close();
}

void TstProfileFlows::signingOutBeginsAnew()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());
    f.enterPassword();
    f.http.answer(200, sessionReply());
    QTRY_VERIFY(f.workspace.monitor()->isSignedIn());
    const monitor::Monitor *before = f.workspace.monitor();

    f.trigger(u"signOut"_s);
    while (f.http.waiting() > 0)
        f.http.answer(204, {});

    QTRY_VERIFY(f.workspace.monitor() != before);
    QVERIFY(!f.workspace.monitor()->isSignedIn());
    QTRY_VERIFY(f.dialog());
    QVERIFY(!f.find<QAction>(u"action.signOutOthers"_s)->isEnabled());
}

void TstProfileFlows::signingOutEverywhereAsksFirst()
{
    Fixture f;
    QTRY_VERIFY(f.dialog());
    f.enterPassword();
    f.http.answer(200, sessionReply());
    QTRY_VERIFY(f.workspace.monitor()->isSignedIn());
    const qsizetype asked = f.http.requests().size();

    f.trigger(u"signOutEverywhere"_s);
    auto *question = f.find<shell::ConfirmDialog>(u"confirmDialog"_s);
    QVERIFY(question->isVisible());
    QVERIFY(f.workspace.monitor()->isSignedIn());
    question->findChild<QPushButton *>(u"confirmYes"_s)->click();

    QTRY_VERIFY(!f.workspace.monitor()->isSignedIn());
    QVERIFY(f.http.requests().size() > asked);
    QVERIFY(f.http.last().url.query().contains(u"scope=global"));
}

void TstProfileFlows::anotherProfileIsOpenedFromTheToolbar()
{
    Fixture f;
    QVERIFY(f.workspace.addProfile(Fixture::staging(u"Staging"_s)));
    QVERIFY(f.workspace.addProfile(Fixture::staging(u"Production"_s)));
    QTRY_VERIFY(f.dialog());
    f.dialog()->close();
    QMenu *menu = f.find<QToolButton>(u"profileButton"_s)->menu();
    Q_EMIT menu->aboutToShow();
    const QList<QAction *> entries = menu->actions();
    QCOMPARE(entries[0]->text(), u"Staging"_s);
    QVERIFY(entries[0]->isChecked());

    entries[1]->trigger();

    QCOMPARE(f.workspace.monitor()->profile().name, u"Production"_s);
    QCOMPARE(f.find<QToolButton>(u"profileButton"_s)->text(), u"Production"_s);
    QTRY_VERIFY(f.dialog());
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const common::ThemeProvider themes;
    app.setStyle(new common::MonitorStyle(themes));
    TstProfileFlows test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profileflows.moc"
