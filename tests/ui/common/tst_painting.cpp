#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/words.h"

#include <QApplication>
#include <QTest>

using namespace gm::common;
using namespace Qt::StringLiterals;

class TstPainting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QApplication::setFont(QFont()); }
    void lagBarIsLogarithmic_data();
    void lagBarIsLogarithmic();
    void heightsFollowTheFont();
    void noFontIsSmallerThanEightPoints();
    void digitsStandStill();
    void shortcutsBecomeKeys_data();
    void shortcutsBecomeKeys();
    void unknownStatusKeepsItsWord();
    void pillStaysInsideItsCell();
};

void TstPainting::lagBarIsLogarithmic_data()
{
    QTest::addColumn<qint64>("lagMs");
    QTest::addColumn<double>("fill");
    QTest::addColumn<int>("role");
    QTest::newRow("before it was sent") << qint64(-12) << 0.06 << int(StateRole::Neutral);
    QTest::newRow("10 ms") << qint64(10) << 0.06 << int(StateRole::Neutral);
    QTest::newRow("100 ms") << qint64(100) << 1.0 / 3 << int(StateRole::Neutral);
    QTest::newRow("999 ms") << qint64(999) << 0.6665 << int(StateRole::Neutral);
    QTest::newRow("1 s") << qint64(1000) << 2.0 / 3 << int(StateRole::Warn);
    QTest::newRow("3 s") << qint64(3000) << 0.8257 << int(StateRole::Error);
    QTest::newRow("1 min") << qint64(60'000) << 1.0 << int(StateRole::Error);
}

void TstPainting::lagBarIsLogarithmic()
{
    QFETCH(qint64, lagMs);
    QFETCH(double, fill);
    QFETCH(int, role);

    QVERIFY(std::abs(lagFill(lagMs) - fill) < 0.001);
    QCOMPARE(int(lagRole(lagMs)), role);
}

void TstPainting::heightsFollowTheFont()
{
    QFont font = QApplication::font();
    font.setPointSizeF(9.75);
    QApplication::setFont(font);
    const int normal = heightFor(24);
    font.setPointSizeF(19.5);
    QApplication::setFont(font);
    const int large = heightFor(24);

    QVERIFY(normal >= 24);
    QCOMPARE(normal % 2, 0);
    QVERIFY(large >= QFontMetrics(font).height() + 8);
    QCOMPARE(large % 2, 0);
}

void TstPainting::noFontIsSmallerThanEightPoints()
{
    QFont font = QApplication::font();
    font.setPointSizeF(8);
    QApplication::setFont(font);

    QVERIFY(fontFor(TextRole::Tiny).pointSizeF() >= 8);
    QVERIFY(fontFor(TextRole::Mono).pointSizeF() >= 8);
    QCOMPARE(fontFor(TextRole::Title).pointSizeF(), 12.0);
    QCOMPARE(fontFor(TextRole::Title).weight(), QFont::DemiBold);
}

void TstPainting::digitsStandStill()
{
    const TabularText text(fontFor(TextRole::Small));

    QVERIFY(std::abs(text.width(u"11:11"_s) - text.width(u"88:88"_s)) < 0.01);
    QVERIFY(text.width(u"14:02:51.227"_s) > text.width(u"14:02"_s));
}

void TstPainting::shortcutsBecomeKeys_data()
{
    QTest::addColumn<QString>("shortcut");
    QTest::addColumn<QStringList>("keys");
    QTest::newRow("two") << u"Ctrl+K"_s << QStringList{u"Ctrl"_s, u"K"_s};
    QTest::newRow("three") << u"Ctrl+Shift+R"_s << QStringList{u"Ctrl"_s, u"Shift"_s, u"R"_s};
    QTest::newRow("plus itself") << u"Ctrl++"_s << QStringList{u"Ctrl"_s, u"+"_s};
    QTest::newRow("one") << u"/"_s << QStringList{u"/"_s};
    QTest::newRow("none") << QString() << QStringList{};
}

void TstPainting::shortcutsBecomeKeys()
{
    QFETCH(QString, shortcut);
    QFETCH(QStringList, keys);

    QCOMPARE(keysOf(shortcut), keys);
}

void TstPainting::unknownStatusKeepsItsWord()
{
    const Sign sign = signOfStatus(u"pondering"_s);

    QCOMPARE(sign.word, u"pondering"_s);
    QCOMPARE(sign.icon, Icon::Info);
    QCOMPARE(sign.role, StateRole::Neutral);
    QCOMPARE(signOfStatus(u"searching"_s).role, StateRole::Searching);
}

void TstPainting::pillStaysInsideItsCell()
{
    loadIcons();
    QImage image(80, 24, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);

    const int after =
        paintPill(&painter, QRect(0, 0, 60, 24), 4, {u"a status with a very long name"_s}, Theme::light());

    QVERIFY(after <= 60);
    painter.end();
    QCOMPARE(image.pixelColor(70, 12), QColor(Qt::white));
}

QTEST_MAIN(TstPainting)
#include "tst_painting.moc"
