#include "ui/timeline/streamlines.h"

#include <QFontMetrics>
#include <QTest>

using namespace gm::timelineview;
using namespace Qt::StringLiterals;

class TstStreamLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void breaksAtWordsAndLineEnds()
    {
        StreamLines lines;
        const QFont font;

        lines.update(u"first\nsecond line"_s, font, 10'000);

        QCOMPARE(lines.count(), 2);
        QCOMPARE(lines.line(0), u"first"_s);
        QCOMPARE(lines.line(1), u"second line"_s);
    }

    void growingGivesTheSameLinesAsBreakingAtOnce()
    {
        const QFont font;
        const int width = QFontMetrics(font).horizontalAdvance(u"a line of about so much"_s);
        const QString text =
            u"Good fit: I can look for funds that lead at seed,\nwrite tickets of 150k to 500k and have "
            "backed hardware before. In Portugal that is a short list."_s;
        StreamLines grown;
        StreamLines atOnce;

        for (qsizetype size = 0; size <= text.size(); size += 7)
            grown.update(text.left(size), font, width);
        grown.update(text, font, width);
        atOnce.update(text, font, width);

        QVERIFY(atOnce.count() > 3);
        QCOMPARE(grown.count(), atOnce.count());
        for (int line = 0; line < atOnce.count(); ++line)
            QCOMPARE(grown.line(line), atOnce.line(line));
    }

    void anotherWidthBreaksAnew()
    {
        const QFont font;
        StreamLines lines;
        lines.update(u"one two three"_s, font, 10'000);
        QCOMPARE(lines.count(), 1);

        lines.update(u"one two three"_s, font, QFontMetrics(font).horizontalAdvance(u"three "_s));

        QVERIFY(lines.count() > 1);
    }
};

QTEST_MAIN(TstStreamLines)
#include "tst_streamlines.moc"
