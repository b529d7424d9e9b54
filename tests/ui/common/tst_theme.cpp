#include "ui/common/theme.h"
#include "ui/common/themeprovider.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace gm::common;

namespace
{

QList<QColor> layers(const Theme &t)
{
    return {t.bgWindow, t.bgView,     t.bgHeader,           t.bgSunken, t.bgRaised,
            t.bgHover,  t.bgSelected, t.bgSelectedInactive, t.bgButton};
}

QList<QColor> layersWithStates(const Theme &t)
{
    return {t.bgWindow, t.bgView, t.bgRaised, t.bgSelected, t.bgSelectedInactive};
}

double lowest(const QColor &ink, const QList<QColor> &grounds)
{
    double result = 21;
    for (const QColor &ground : grounds)
        result = std::min(result, contrast(ink, ground));
    return result;
}

} // namespace

class TstTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastsHold_data();
    void contrastsHold();
    void blackOnWhiteIs21();
    void paletteFollowsTheTokens();
    void choiceChangesTheApplication();
    void editorsMarkTextInTheAccent();
    void changedIsSaidOncePerChoice();
};

void TstTheme::contrastsHold_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TstTheme::contrastsHold()
{
    QFETCH(bool, isDark);
    const Theme &t = isDark ? Theme::dark() : Theme::light();

    QCOMPARE(t.isDark, isDark);
    QVERIFY2(lowest(t.text1, layers(t)) >= 9.9, "text.1");
    QVERIFY2(lowest(t.text2, layers(t)) >= 6.2, "text.2");
    QVERIFY2(lowest(t.text3, layers(t)) >= 4.85, "text.3");
    QVERIFY2(lowest(t.link, {t.bgWindow, t.bgView, t.bgRaised, t.bgSelected}) >= 4.5, "link");
    QVERIFY2(contrast(t.accentOn, t.accent) >= 5.8, "accent.on");
    QVERIFY2(lowest(t.lineControl, {t.bgWindow, t.bgView, t.bgRaised}) >= 3.0, "line.control");
    for (const StateColours &state : t.states) {
        QVERIFY2(lowest(state.fg, layersWithStates(t)) >= 4.77, qPrintable(state.fg.name()));
        QVERIFY2(contrast(state.fg, state.tint) >= 5.245, qPrintable(state.tint.name()));
        QVERIFY2(contrast(state.solid, t.bgView) >= 3.4, qPrintable(state.solid.name()));
    }
}

void TstTheme::blackOnWhiteIs21()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 10), 210);
    QCOMPARE(contrast(Qt::white, Qt::black), contrast(Qt::black, Qt::white));
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
}

void TstTheme::paletteFollowsTheTokens()
{
    const Theme &t = Theme::light();
    const QPalette palette = t.palette();

    QCOMPARE(palette.color(QPalette::Active, QPalette::Highlight), t.bgSelected);
    QCOMPARE(palette.color(QPalette::Inactive, QPalette::Highlight), t.bgSelectedInactive);
    QCOMPARE(palette.color(QPalette::HighlightedText), t.text1);
    QCOMPARE(palette.color(QPalette::Disabled, QPalette::ButtonText), t.textOff);
    QCOMPARE(palette.color(QPalette::PlaceholderText), t.text3);
}

void TstTheme::choiceChangesTheApplication()
{
    ThemeProvider themes;

    themes.setChoice(ThemeChoice::Dark);
    QVERIFY(themes.theme().isDark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::dark().bgWindow);

    themes.setChoice(ThemeChoice::Light);
    QVERIFY(!themes.theme().isDark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().bgWindow);
}

void TstTheme::editorsMarkTextInTheAccent()
{
    ThemeProvider themes;
    themes.setChoice(ThemeChoice::Light);

    QCOMPARE(QApplication::palette("QLineEdit").color(QPalette::Highlight), Theme::light().accent);
    QCOMPARE(QApplication::palette("QTableView").color(QPalette::Highlight), Theme::light().bgSelected);
}

void TstTheme::changedIsSaidOncePerChoice()
{
    ThemeProvider themes;
    QSignalSpy changed(&themes, &ThemeProvider::changed);

    themes.setChoice(ThemeChoice::Dark);
    themes.setChoice(ThemeChoice::Dark);

    QCOMPARE(changed.count(), 1);
}

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
