// accountmenu: who, how, until when and with which key, in rows that copy what they say.
#include "ui/shell/accountmenu.h"

#include "ui/common/themeprovider.h"
#include "ui/shell/actions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

struct Fixture {
    QString row(const QString &name)
    {
        const QAction *action = menu.findChild<QAction *>(name);
        return action ? action->text() : QString();
    }

    common::ThemeProvider themes;
    QWidget window;
    shell::Actions actions{themes, &window};
    shell::AccountMenu menu{themes, actions};
    shell::AccountFacts facts{.email = u"ana@example.com"_s,
                              .method = u"oauth"_s,
                              .provider = u"google"_s,
                              .assurance = u"aal2"_s,
                              .tokenUntilMs = 1'762'437'827'000,
                              .key = u"sb_publishable_x"_s};
};

} // namespace

class TstAccountMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoHowAndUntilWhen();
    void saysWhatIsMissing();
    void aRowCopiesWhatItSays();
    void leadsOutInEveryWay();
    void tellsKeysApart_data();
    void tellsKeysApart();
};

void TstAccountMenu::saysWhoHowAndUntilWhen()
{
    Fixture f;

    f.menu.setFacts(f.facts);

    QCOMPARE(f.row(u"account.email"_s), u"ana@example.com"_s);
    QVERIFY(f.row(u"account.way"_s).contains(u"Google"));
    QVERIFY(f.row(u"account.assurance"_s).contains(u"done (aal2)"));
    QVERIFY(f.row(u"account.until"_s).contains(u"14:03:47"));
    QVERIFY(f.row(u"account.key"_s).contains(u"publishable key"));
    QVERIFY(!f.row(u"account.key"_s).contains(u"sb_publishable_x"));
    QVERIFY(f.row(u"account.kept"_s).contains(u"keychain"));
}

void TstAccountMenu::saysWhatIsMissing()
{
    Fixture f;
    f.facts.assurance = u"aal1"_s;
    f.facts.isTokenOver = true;
    f.facts.isStored = false;

    f.menu.setFacts(f.facts);

    QVERIFY(f.row(u"account.assurance"_s).contains(u"none (aal1)"));
    QVERIFY(f.row(u"account.until"_s).contains(u"not renewed yet"));
    QVERIFY(f.row(u"account.kept"_s).contains(u"until the program ends"));
}

void TstAccountMenu::aRowCopiesWhatItSays()
{
    Fixture f;
    f.menu.setFacts(f.facts);
    QSignalSpy copied(&f.menu, &shell::AccountMenu::copied);

    f.menu.findChild<QAction *>(u"account.email"_s)->trigger();

    QCOMPARE(copied.count(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ana@example.com"_s);
}

void TstAccountMenu::leadsOutInEveryWay()
{
    Fixture f;

    f.menu.setFacts(f.facts);
    f.menu.setFacts(f.facts); // opened a second time

    for (const shell::ActionId id : {shell::ActionId::SwitchAccount, shell::ActionId::SignOut,
                                     shell::ActionId::SignOutOthers, shell::ActionId::SignOutEverywhere})
        QCOMPARE(f.menu.actions().count(f.actions[id]), 1);
}

void TstAccountMenu::tellsKeysApart_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("kind");
    QTest::newRow("new") << u"sb_publishable_abc"_s << u"publishable key"_s;
    QTest::newRow("old") << u"eyJh.eyJy.sig"_s << u"legacy anon key"_s;
    QTest::newRow("neither") << u"public"_s << u"unknown kind"_s;
}

void TstAccountMenu::tellsKeysApart()
{
    QFETCH(QString, key);
    QFETCH(QString, kind);

    QCOMPARE(shell::keyKind(key), kind);
}

QTEST_MAIN(TstAccountMenu)
#include "tst_accountmenu.moc"
