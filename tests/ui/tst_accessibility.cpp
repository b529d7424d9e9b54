// Walks every window: names for tests, names for screen readers, and room for the text at twice the size.
#include "core/profile/memorystore.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/fakewebsocket.h"
#include "tests/support/fixedrandom.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/firstrun/profiledialog.h"
#include "ui/shell/actions.h"
#include "ui/shell/confirmdialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagedialog.h"
#include "ui/shell/palette.h"
#include "ui/signin/signindialog.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

constexpr double normalPt = 9.75;

bool isControl(const QWidget *widget)
{
    return (widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && !widget->objectName().startsWith(u"qt_") &&
           !widget->inherits("QMainWindowTabBar");
}

QString describe(const QWidget *widget)
{
    QStringList path;
    for (const QWidget *each = widget; each; each = each->parentWidget())
        path.prepend(u"%1[%2]"_s.arg(QString::fromLatin1(each->metaObject()->className()), each->objectName()));
    return path.join(u" > ");
}

QStringList namelessControls(const QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!isControl(widget))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (widget->objectName().isEmpty())
            found << u"no object name: "_s + describe(widget);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            found << u"no accessible name: "_s + describe(widget);
    }
    return found;
}

/// Buttons and labels that got less room than their text needs. Views and fields scroll or elide by design.
QStringList cutTexts(const QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        const auto *button = qobject_cast<QAbstractButton *>(widget);
        const auto *label = qobject_cast<QLabel *>(widget);
        // The icon inside a line edit follows the edit's height and holds no text.
        if ((!button && !label) || widget->inherits("QLineEditIconButton"))
            continue;
        const bool wraps = label && label->wordWrap();
        const QSize needed = wraps ? QSize(0, label->heightForWidth(label->width())) : widget->sizeHint();
        const bool mayElide = widget->property("gmElides").toBool();
        if (!mayElide && (widget->width() < needed.width() || widget->height() < needed.height() - 1))
            found << u"%1 needs %2×%3, has %4×%5"_s.arg(describe(widget))
                         .arg(needed.width())
                         .arg(needed.height())
                         .arg(widget->width())
                         .arg(widget->height());
    }
    return found;
}

struct Fixture {
    Fixture()
    {
        const profile::Profile profile{
            u"Staging"_s, QUrl(u"http://127.0.0.1:9"_s), u"public"_s, QUrl(u"http://127.0.0.1:9"_s), {}};
        workspace.open(profile);
    }

    QTemporaryDir folder;
    test::FakeHttp http;
    test::FakeClock clock;
    test::FakeWebSockets sockets{clock};
    test::FixedRandom random;
    profile::MemoryStore secrets;
    profile::Settings settings{folder.filePath(u"settings.ini"_s)};
    profile::ProfileStore profiles{folder.filePath(u"profiles.json"_s)};
    monitor::Workspace workspace{
        {http, sockets, clock, random, secrets, settings, profile::standardPaths(folder.path())}, profiles, [] {
            return base::Result<monitor::SandboxAccess>(base::Error{.what = u"no sandbox in this test"_s});
        }};
    common::ThemeProvider themes;
};

using MakeWindow = std::function<std::unique_ptr<QWidget>(Fixture &)>;

} // namespace

Q_DECLARE_METATYPE(MakeWindow)

void row(const char *name, MakeWindow make, double scale = 2)
{
    QTest::newRow(name) << std::move(make) << scale;
}

class TstAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setSize(normalPt); }
    void controlsHaveNames_data()
    {
        columns();
        mainWindows();
        dialogs();
    }
    void controlsHaveNames();
    void nothingIsCutAtTwiceTheSize_data()
    {
        columns();
        dialogs();
    }
    void nothingIsCutAtTwiceTheSize();

private:
    void setSize(double pt);
    static void columns();
    static void mainWindows();
    static void dialogs();
};

void TstAccessibility::setSize(double pt)
{
    QFont font = QApplication::font();
    font.setPointSizeF(pt);
    QApplication::setFont(font);
}

void TstAccessibility::columns()
{
    QTest::addColumn<MakeWindow>("make");
    QTest::addColumn<double>("scale");
}

void TstAccessibility::mainWindows()
{
    row("main window", [](Fixture &f) {
        auto window = std::make_unique<shell::MainWindow>(f.themes, f.workspace);
        window->resize(1440, 900);
        return window;
    });
    row(
        "main window, small",
        [](Fixture &f) {
            auto window = std::make_unique<shell::MainWindow>(f.themes, f.workspace);
            window->resize(1024, 640);
            return window;
        },
        1);
}

void TstAccessibility::dialogs()
{
    row("sign-in", [](Fixture &f) {
        auto dialog = std::make_unique<signin::SignInDialog>(f.themes, f.clock);
        dialog->setProfiles({f.workspace.monitor()->profile()}, u"Staging"_s);
        dialog->setWays(true, {u"google"_s, u"github"_s});
        dialog->showStep({.kind = supabase::SignInStep::Kind::Failed,
                          .error = base::Error{.status = 400,
                                               .id = u"invalid_credentials"_s,
                                               .what = u"Email or password is not right."_s,
                                               .next = u"Check both, or set a new password in the web app."_s}});
        return dialog;
    });
    row("sign-in, no keychain", [](Fixture &f) {
        auto dialog = std::make_unique<signin::SignInDialog>(f.themes, f.clock);
        dialog->setKeychainAvailable(false);
        return dialog;
    });
    const auto step = [](const char *name, const supabase::SignInStep &shown) {
        row(name, [shown](Fixture &f) {
            auto dialog = std::make_unique<signin::SignInDialog>(f.themes, f.clock);
            dialog->setKeychainAvailable(false);
            dialog->showStep(shown);
            return dialog;
        });
    };
    using Kind = supabase::SignInStep::Kind;
    const base::Error wrong{.status = 403,
                            .id = u"otp_expired"_s,
                            .what = u"The code is wrong or has expired."_s,
                            .next = u"Check it, or ask for a new one."_s};
    step("sign-in, browser", {.kind = Kind::AwaitingBrowser,
                              .browser = {.provider = u"google"_s,
                                          .url = QUrl(u"http://127.0.0.1:9/authorize"_s),
                                          .returnsTo = u"127.0.0.1:49731"_s}});
    step("sign-in, mailed code", {.kind = Kind::AwaitingCode, .email = u"ana.ribeiro@example.com"_s, .error = wrong});
    step("sign-in, second step",
         {.kind = Kind::AwaitingTotp, .factors = {{u"f"_s, u"totp"_s, u"Ana's phone"_s}}, .error = wrong});
    row("confirm", [](Fixture &f) {
        auto dialog = std::make_unique<shell::ConfirmDialog>(f.themes, u"Sign out everywhere?"_s,
                                                             u"All your sessions end, also those in the web app."_s,
                                                             u"Sign out everywhere"_s, nullptr);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        return dialog;
    });
    row("profile", [](Fixture &f) {
        auto dialog = std::make_unique<firstrun::ProfileDialog>(f.themes);
        dialog->setReport(u"Read 3 values. Refused 2 secrets that this program never stores."_s);
        return dialog;
    });
    row("message", [](Fixture &f) {
        auto dialog = std::make_unique<shell::MessageDialog>(f.themes, u"That did not work"_s, nullptr);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->addError({.id = u"GM-BACKEND-REFUSED"_s,
                          .what = u"The backend does not answer."_s,
                          .why = u"Nothing listens at api.staging.genie.example (connection refused)."_s,
                          .next = u"Start the backend, or correct its address in the profile."_s});
        return dialog;
    });
}

void TstAccessibility::controlsHaveNames()
{
    QFETCH(MakeWindow, make);
    Fixture f;

    const std::unique_ptr<QWidget> window = make(f);
    window->show();
    QTest::qWait(0);

    const QStringList found = namelessControls(*window);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TstAccessibility::nothingIsCutAtTwiceTheSize()
{
    QFETCH(MakeWindow, make);
    QFETCH(double, scale);
    setSize(scale * normalPt);
    Fixture f;

    const std::unique_ptr<QWidget> window = make(f);
    window->show();
    QTest::qWait(0);

    const QStringList found = cutTexts(*window);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const common::ThemeProvider themes;
    app.setStyle(new common::MonitorStyle(themes));
    TstAccessibility test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_accessibility.moc"
