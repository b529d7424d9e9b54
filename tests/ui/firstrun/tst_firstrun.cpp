#include "ui/firstrun/firstrunpage.h"
#include "ui/firstrun/profiledialog.h"

#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;

class TstFirstRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachWayHasItsButton();
    void anErrorIsSaidOnThePage();
    void aGoodProfileIsSaved();
    void mistakesAreSaidAtTheirFields_data();
    void mistakesAreSaidAtTheirFields();
    void aDraftFillsTheForm();
};

void TstFirstRun::eachWayHasItsButton()
{
    common::ThemeProvider themes;
    firstrun::FirstRunPage page(themes);
    QSignalSpy sandbox(&page, &firstrun::FirstRunPage::sandboxRequested);
    QSignalSpy import(&page, &firstrun::FirstRunPage::importRequested);
    QSignalSpy profile(&page, &firstrun::FirstRunPage::newProfileRequested);

    for (const QString &name : {u"startSandbox"_s, u"importEnv"_s, u"newProfile"_s})
        page.findChild<QPushButton *>(name)->click();

    QCOMPARE(sandbox.count(), 1);
    QCOMPARE(import.count(), 1);
    QCOMPARE(profile.count(), 1);
}

void TstFirstRun::anErrorIsSaidOnThePage()
{
    common::ThemeProvider themes;
    firstrun::FirstRunPage page(themes);

    page.showError({.id = u"GM-ENV-FILE"_s, .what = u"The file cannot be read."_s});

    bool isShown = false;
    for (const auto *notice : page.findChildren<common::Notice *>())
        isShown = isShown || (!notice->isHidden() && notice->plainText().contains(u"GM-ENV-FILE"));
    QVERIFY(isShown);
}

void TstFirstRun::aGoodProfileIsSaved()
{
    common::ThemeProvider themes;
    firstrun::ProfileDialog dialog(themes);
    QSignalSpy saved(&dialog, &firstrun::ProfileDialog::saved);
    dialog.setDraft({u"Staging"_s, u"https://genie-staging.supabase.example"_s, u"sb_publishable_abcdefgh"_s,
                     u"https://api.staging.genie.example"_s, u"main"_s});

    dialog.findChild<QPushButton *>(u"profileSave"_s)->click();

    QCOMPARE(saved.count(), 1);
    const auto profile = saved[0][0].value<profile::Profile>();
    QCOMPARE(profile.name, u"Staging"_s);
    QCOMPARE(profile.backendUrl, QUrl(u"https://api.staging.genie.example"_s));
}

void TstFirstRun::mistakesAreSaidAtTheirFields_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("no name") << u"profileName"_s << QString();
    QTest::newRow("no address") << u"profileSupabase"_s << u"not an address"_s;
    QTest::newRow("plain http elsewhere") << u"profileBackend"_s << u"http://api.example.com"_s;
    QTest::newRow("a secret as public key") << u"profileKey"_s << u"sb_secret_aaaa"_s;
}

void TstFirstRun::mistakesAreSaidAtTheirFields()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    common::ThemeProvider themes;
    firstrun::ProfileDialog dialog(themes);
    QSignalSpy saved(&dialog, &firstrun::ProfileDialog::saved);
    dialog.setDraft({u"Staging"_s,
                     u"https://genie-staging.supabase.example"_s,
                     u"sb_publishable_abcdefgh"_s,
                     u"https://api.staging.genie.example"_s,
                     {}});
    auto *edit = dialog.findChild<QLineEdit *>(field);
    edit->setText(text);

    dialog.findChild<QPushButton *>(u"profileSave"_s)->click();

    QCOMPARE(saved.count(), 0);
    for (const auto *each : dialog.findChildren<QLineEdit *>())
        QCOMPARE(common::isFieldRefused(each), each == edit);
}

void TstFirstRun::aDraftFillsTheForm()
{
    common::ThemeProvider themes;
    firstrun::ProfileDialog dialog(themes);

    dialog.setDraft({.name = u"Local"_s, .backendUrl = u"http://localhost:8000"_s});

    QCOMPARE(dialog.findChild<QLineEdit *>(u"profileName"_s)->text(), u"Local"_s);
    QCOMPARE(dialog.findChild<QLineEdit *>(u"profileBackend"_s)->text(), u"http://localhost:8000"_s);
}

QTEST_MAIN(TstFirstRun)
#include "tst_firstrun.moc"
