#include "ui/shell/mainwindow.h"

#include "core/profile/memorystore.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/fakewebsocket.h"
#include "tests/support/fixedrandom.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/firstrun/firstrunpage.h"
#include "ui/signin/signindialog.h"

#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

/// The window on a workspace without a network.
struct Fixture {
    monitor::Services services()
    {
        return {http, sockets, clock, random, secrets, settings, profile::standardPaths(folder.path())};
    }
    base::Result<monitor::SandboxAccess> sandbox() const
    {
        if (sandboxFails)
            return base::Error{.id = u"GM-SANDBOX-PORT"_s, .what = u"The sandbox did not start."_s};
        return monitor::SandboxAccess{staging(u"Sandbox"_s), u"ana@example.com"_s, base::Secret(u"secret"_s),
                                      QUrl(u"http://127.0.0.1:9/control"_s)};
    }
    static profile::Profile staging(const QString &name)
    {
        return {name, QUrl(u"http://127.0.0.1:9"_s), u"public"_s, QUrl(u"http://127.0.0.1:9"_s),
                u"http://127.0.0.1:9"_s};
    }
    template <typename T>
    T *find(const QString &name)
    {
        return window.findChild<T *>(name);
    }

    QTemporaryDir folder;
    test::FakeHttp http;
    test::FakeClock clock;
    test::FakeWebSockets sockets{clock};
    test::FixedRandom random;
    profile::MemoryStore secrets;
    profile::Settings settings{folder.filePath(u"settings.ini"_s)};
    profile::ProfileStore profiles{folder.filePath(u"profiles.json"_s)};
    bool sandboxFails = false;
    monitor::Workspace workspace{services(), profiles, [this] { return sandbox(); }};
    common::ThemeProvider themes;
    shell::MainWindow window{themes, workspace};
};

} // namespace

class TstMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWithTheFirstRunPage();
    void aSandboxThatFailsIsSaidThere();
    void theSandboxOpensTheDocksAndTheFaults();
    void aProfileWithoutASessionAsksToSignIn();
    void pauseAndFollowAreShared();
    void theThemeIsRemembered();
    void closingEndsInOrder();
    void theSmallestWindowFits();
};

void TstMainWindow::beginsWithTheFirstRunPage()
{
    Fixture f;
    f.window.show();

    QVERIFY(f.find<firstrun::FirstRunPage>(u"firstRunPage"_s)->isVisible());
    QVERIFY(f.find<QDockWidget>(u"dock.problems"_s)->isHidden());
    QVERIFY(!f.find<QLineEdit>(u"filter"_s)->isEnabled());
    QVERIFY(!f.find<QToolButton>(u"faultsButton"_s)->isVisible());
}

void TstMainWindow::aSandboxThatFailsIsSaidThere()
{
    Fixture f;
    f.sandboxFails = true;
    f.window.show();

    f.find<QPushButton>(u"startSandbox"_s)->click();

    QVERIFY(!f.workspace.monitor());
    QVERIFY(f.find<firstrun::FirstRunPage>(u"firstRunPage"_s)->isVisible());
}

void TstMainWindow::theSandboxOpensTheDocksAndTheFaults()
{
    Fixture f;
    f.window.show();

    f.find<QPushButton>(u"startSandbox"_s)->click();

    QVERIFY(f.workspace.monitor());
    QVERIFY(!f.find<QDockWidget>(u"dock.problems"_s)->isHidden());
    QVERIFY(!f.find<QDockWidget>(u"dock.conversations"_s)->isHidden());
    QVERIFY(f.find<QToolButton>(u"faultsButton"_s)->isVisible());
    QVERIFY(f.find<QLineEdit>(u"filter"_s)->isEnabled());
    QCOMPARE(f.find<QToolButton>(u"profileButton"_s)->text(), u"Sandbox"_s);
}

void TstMainWindow::aProfileWithoutASessionAsksToSignIn()
{
    Fixture f;
    f.window.show();

    f.workspace.open(Fixture::staging(u"Staging"_s));

    QTRY_VERIFY(f.find<signin::SignInDialog>(u"signInDialog"_s));
    QVERIFY(f.find<signin::SignInDialog>(u"signInDialog"_s)->isVisible());
    QVERIFY(!f.find<QToolButton>(u"faultsButton"_s)->isVisible());
}

void TstMainWindow::pauseAndFollowAreShared()
{
    Fixture f;
    f.workspace.open(Fixture::staging(u"Staging"_s));
    auto *pause = f.find<QAction>(u"action.pause"_s);

    pause->trigger();
    QVERIFY(pause->isChecked());
    QCOMPARE(pause->text(), u"Go on"_s);

    pause->trigger();
    QVERIFY(!pause->isChecked());
    QCOMPARE(pause->text(), u"Pause"_s);
    QVERIFY(f.find<QAction>(u"action.follow"_s)->isChecked());
}

void TstMainWindow::theThemeIsRemembered()
{
    Fixture f;

    f.find<QAction>(u"action.themeDark"_s)->trigger();

    QVERIFY(f.themes.theme().isDark);
    QCOMPARE(f.settings.value(profile::Setting::Theme).toString(), u"dark"_s);
}

void TstMainWindow::closingEndsInOrder()
{
    Fixture f;
    f.window.show();
    QSignalSpy ended(&f.window, &shell::MainWindow::ended);

    f.window.close();

    QTRY_COMPARE(ended.count(), 1);
    QVERIFY(!f.settings.value(profile::Setting::WindowGeometry).toByteArray().isEmpty());
}

void TstMainWindow::theSmallestWindowFits()
{
    Fixture f;
    f.workspace.open(Fixture::staging(u"Staging"_s));
    f.window.resize(1024, 640);
    f.window.show();

    QCOMPARE(f.window.size(), QSize(1024, 640));
    QTRY_COMPARE(f.window.dockWidgetArea(f.find<QDockWidget>(u"dock.inspector"_s)), Qt::BottomDockWidgetArea);
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const common::ThemeProvider themes;
    app.setStyle(new common::MonitorStyle(themes));
    TstMainWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
