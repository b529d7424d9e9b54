#include "ui/timeline/whatlayout.h"

#include <QTest>

using namespace gm::timelineview;

namespace
{

const QRect cell(100, 10, 300, 24);
constexpr int pillHeight = 18;

} // namespace

class TstWhatLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsThePillBeforeTheText()
    {
        const WhatWidths widths{.pill = 80, .text = 100};

        const WhatPlaces places = layOutWhat(cell, pillHeight, widths);

        QCOMPARE(places.pill, QRect(100, 13, 80, 18));
        QCOMPARE(places.text, QRect(188, 10, 100, 24));
        QVERIFY(places.lead.isNull());
    }

    void cutsTheTextBeforeTheFlags()
    {
        const WhatWidths widths{.lead = 60, .text = 500, .flags = {90, 40}};

        const WhatPlaces places = layOutWhat(cell, pillHeight, widths);

        QCOMPARE(places.flags.at(1), QRect(360, 13, 40, 18));
        QCOMPARE(places.flags.at(0), QRect(262, 13, 90, 18));
        QCOMPARE(places.lead, QRect(100, 10, 60, 24));
        QCOMPARE(places.text, QRect(168, 10, 86, 24));
    }

    void keepsTheMetaOfAStreamAtTheRight()
    {
        const WhatWidths widths{.chevron = 14, .text = 900, .meta = 100};

        const WhatPlaces places = layOutWhat(cell, pillHeight, widths);

        QCOMPARE(places.chevron, QRect(96, 10, 14, 24));
        QCOMPARE(places.meta, QRect(300, 10, 100, 24));
        QCOMPARE(places.text, QRect(112, 10, 180, 24));
    }

    void neverOverlapsOrLeavesTheCell_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {0, 1, 20, 60, 120, 200, 400})
            QTest::addRow("%d wide", width) << width;
    }

    void neverOverlapsOrLeavesTheCell()
    {
        QFETCH(int, width);
        const QRect narrow(0, 0, width, 24);
        const WhatWidths widths{.chevron = 14, .pill = 70, .lead = 90, .text = 300, .meta = 60, .flags = {80, 90}};

        const WhatPlaces places = layOutWhat(narrow, pillHeight, widths);

        QList<QRect> all{places.chevron, // may begin before the cell
                         places.pill, places.lead, places.text, places.meta};
        all += places.flags;
        for (qsizetype i = 0; i < all.size(); ++i) {
            QVERIFY2(all.at(i).isEmpty() || i == 0 || narrow.contains(all.at(i)), qPrintable(QString::number(i)));
            for (qsizetype j = i + 1; j < all.size(); ++j)
                QVERIFY(all.at(i).isEmpty() || all.at(j).isEmpty() || !all.at(i).intersects(all.at(j)));
        }
    }
};

QTEST_GUILESS_MAIN(TstWhatLayout)
#include "tst_whatlayout.moc"
