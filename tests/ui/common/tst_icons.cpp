#include "ui/common/icons.h"
#include "ui/common/themeprovider.h"

#include <QFile>
#include <QImage>
#include <QTest>

using namespace gm::common;

namespace
{

/// The strongest pixel's colour, its transparency aside.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage();
    QColor ink;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor colour = image.pixelColor(x, y);
            if (!ink.isValid() || colour.alpha() > ink.alpha())
                ink = colour;
        }
    }
    return ink;
}

bool isNear(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) < 6 && std::abs(a.green() - b.green()) < 6 && std::abs(a.blue() - b.blue()) < 6;
}

} // namespace

class TstIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { loadIcons(); }
    void everyIconHasADrawing_data();
    void everyIconHasADrawing();
    void takesTheColourAsked();
    void isSharpAtEveryPixelRatio();
    void followsTheTheme();
};

void TstIcons::everyIconHasADrawing_data()
{
    QTest::addColumn<int>("id");
    for (int id = int(Icon::ArrowDown); id <= int(lastIcon); ++id)
        QTest::addRow("%s", qPrintable(iconFile(Icon(id)))) << id;
}

void TstIcons::everyIconHasADrawing()
{
    QFETCH(int, id);

    QVERIFY(QFile::exists(iconFile(Icon(id))));
    QVERIFY(inkOf(iconPixmap(Icon(id), 16, Qt::red, 1)).alpha() > 100);
}

void TstIcons::takesTheColourAsked()
{
    QVERIFY(isNear(inkOf(iconPixmap(Icon::Disc, 16, QColor(10, 200, 30), 1)), QColor(10, 200, 30)));
    QVERIFY(iconPixmap(Icon::None, 16, Qt::red, 1).isNull());
}

void TstIcons::isSharpAtEveryPixelRatio()
{
    const QPixmap pixmap = iconPixmap(Icon::Search, 16, Qt::red, 2);

    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
}

void TstIcons::followsTheTheme()
{
    ThemeProvider themes;
    const QIcon icon = themedIcon(Icon::Disc, themes);

    themes.setChoice(ThemeChoice::Light);
    QVERIFY(isNear(inkOf(icon.pixmap(16)), Theme::light().text1));
    QVERIFY(isNear(inkOf(icon.pixmap(16, QIcon::Disabled)), Theme::light().textOff));
    themes.setChoice(ThemeChoice::Dark);
    QVERIFY(isNear(inkOf(icon.pixmap(16)), Theme::dark().text1));
}

QTEST_MAIN(TstIcons)
#include "tst_icons.moc"
