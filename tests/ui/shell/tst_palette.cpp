#include "ui/shell/palette.h"

#include "ui/common/themeprovider.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QTest>

using namespace gm;
using namespace gm::shell;
using namespace Qt::StringLiterals;

class TstPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordMustBeFound_data();
    void everyWordMustBeFound();
    void beginningsComeFirst();
    void enterRunsTheFirstHit();
    void arrowsSkipTheTitles();
    void nothingFoundRunsNothing();
};

void TstPalette::everyWordMustBeFound_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("isMatch");
    QTest::newRow("nothing typed") << QString() << true;
    QTest::newRow("beginning") << u"recon"_s << true;
    QTest::newRow("other case") << u"RECONNECT"_s << true;
    QTest::newRow("two words, any order") << u"now rec"_s << true;
    QTest::newRow("one of two") << u"reconnect later"_s << false;
}

void TstPalette::everyWordMustBeFound()
{
    QFETCH(QString, typed);
    QFETCH(bool, isMatch);

    QCOMPARE(matchRank(u"Reconnect now"_s, typed).has_value(), isMatch);
}

void TstPalette::beginningsComeFirst()
{
    QVERIFY(*matchRank(u"Renew token"_s, u"re"_s) < *matchRank(u"Open recording"_s, u"re"_s));
    QVERIFY(*matchRank(u"Open recording"_s, u"re"_s) < *matchRank(u"Qt conference talks"_s, u"re"_s));
}

namespace
{

struct Fixture {
    Fixture()
    {
        window.resize(1200, 800);
        window.show();
        const auto item = [this](const QString &section, const QString &text) {
            return PaletteItem{section, common::Icon::Info, text, {}, {}, [this, text] { ran << text; }, std::nullopt};
        };
        palette = new Palette(themes,
                              {item(u"Actions"_s, u"Follow"_s), item(u"Actions"_s, u"Reconnect now"_s),
                               item(u"Conversations"_s, u"Qt conference talks"_s)},
                              &window);
        palette->show();
        edit = palette->findChild<QLineEdit *>(u"paletteEdit"_s);
    }
    QString current() const
    {
        return palette->findChild<QListView *>(u"paletteList"_s)->currentIndex().data().toString();
    }

    common::ThemeProvider themes;
    QWidget window;
    QStringList ran;
    QPointer<Palette> palette;
    QLineEdit *edit;
};

} // namespace

void TstPalette::enterRunsTheFirstHit()
{
    Fixture f;
    QTest::keyClicks(f.edit, u"rec"_s);

    QTest::keyClick(f.edit, Qt::Key_Return);

    QCOMPARE(f.ran, QStringList{u"Reconnect now"_s});
    QVERIFY(!f.palette || !f.palette->isVisible());
}

void TstPalette::arrowsSkipTheTitles()
{
    Fixture f;
    QCOMPARE(f.current(), u"Follow"_s);

    QTest::keyClick(f.edit, Qt::Key_Down);
    QTest::keyClick(f.edit, Qt::Key_Down);
    QCOMPARE(f.current(), u"Qt conference talks"_s);
    QTest::keyClick(f.edit, Qt::Key_Up);
    QCOMPARE(f.current(), u"Reconnect now"_s);
}

void TstPalette::nothingFoundRunsNothing()
{
    Fixture f;
    QTest::keyClicks(f.edit, u"zzz"_s);

    QTest::keyClick(f.edit, Qt::Key_Return);

    QVERIFY(f.ran.isEmpty());
}

QTEST_MAIN(TstPalette)
#include "tst_palette.moc"
