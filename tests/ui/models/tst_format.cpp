#include "ui/models/format.h"

#include <QTest>

using namespace gm::models;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 evening = 1'762'437'771'227; // 2025-11-06T14:02:51.227Z, a Thursday.
constexpr qint64 hour = 3'600'000;
constexpr qint64 day = 24 * hour;

/// Blanks of the tables below stand for no-break spaces, and a hyphen at the start for a true minus.
QString typeset(QString text)
{
    return text.replace(u' ', QChar(0x00A0)).replace(u'-', QChar(0x2212));
}

} // namespace

class TstFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesDurations_data();
    void writesDurations();
    void speaksDurations_data();
    void speaksDurations();
    void writesReferenceValues_data();
    void writesReferenceValues();
    void writesCounts_data();
    void writesCounts();
    void writesBytes_data();
    void writesBytes();
    void writesTimes();
    void writesDays_data();
    void writesDays();
    void writesRates();
    void writesCountdowns();
    void shortensIds();
    void keepsTextsOnOneLine_data();
    void keepsTextsOnOneLine();
};

void TstFormat::writesDurations_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 ms, const QString &text) { QTest::newRow(qPrintable(text)) << ms << typeset(text); };
    row(0, u"0 ms"_s);
    row(41, u"41 ms"_s);
    row(999, u"999 ms"_s);
    row(1'000, u"1.0 s"_s);
    row(8'799, u"8.7 s"_s); // Cut, not rounded.
    row(59'999, u"59.9 s"_s);
    row(60'000, u"1 m 00 s"_s);
    row(65'999, u"1 m 05 s"_s);
    row(hour - 1, u"59 m 59 s"_s);
    row(hour, u"1 h 00 m"_s);
    row(2 * hour + 4 * 60'000 + 59'999, u"2 h 04 m"_s);
    row(day - 1, u"23 h 59 m"_s);
    row(3 * day + 2 * hour, u"3 d 02 h"_s);
    row(-12, u"-12 ms"_s);
    row(-1'299, u"-1.2 s"_s);
}

void TstFormat::writesDurations()
{
    QFETCH(qint64, ms);
    QFETCH(QString, text);
    QCOMPARE(formatDuration(ms), text);
    QCOMPARE(formatLag(ms), ms < 0 ? u"clock?"_s : text);
    QCOMPARE(formatDelta(ms), ms < 0 ? text : QString(u'+' + text));
}

void TstFormat::speaksDurations_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("ms") << qint64(39) << u"39 milliseconds"_s;
    QTest::newRow("one ms") << qint64(1) << u"1 millisecond"_s;
    QTest::newRow("s") << qint64(4'203) << u"4.2 seconds"_s;
    QTest::newRow("m s") << qint64(95'000) << u"1 minute 35 seconds"_s;
    QTest::newRow("m, one s") << qint64(121'000) << u"2 minutes 1 second"_s;
    QTest::newRow("h m") << 2 * hour + 60'000 << u"2 hours 1 minute"_s;
    QTest::newRow("d h") << day + hour << u"1 day 1 hour"_s;
    QTest::newRow("negative") << qint64(-12) << u"minus 12 milliseconds"_s;
}

void TstFormat::speaksDurations()
{
    QFETCH(qint64, ms);
    QTEST(speakDuration(ms), "text");
}

void TstFormat::writesReferenceValues_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("two digits of ms") << qint64(41) << typeset(u"41 ms"_s);
    QTest::newRow("three digits of ms") << qint64(419) << typeset(u"410 ms"_s);
    QTest::newRow("seconds below ten") << qint64(6'990) << typeset(u"6.9 s"_s);
    QTest::newRow("seconds") << qint64(24'900) << typeset(u"24 s"_s);
    QTest::newRow("minutes") << qint64(72'000) << typeset(u"1 m 12 s"_s);
}

void TstFormat::writesReferenceValues()
{
    QFETCH(qint64, ms);
    QTEST(formatReference(ms), "text");
}

void TstFormat::writesCounts_data()
{
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << qint64(0) << u"0"_s;
    QTest::newRow("999") << qint64(999) << u"999"_s;
    QTest::newRow("1284") << qint64(1'284) << u"1\u202F284"_s;
    QTest::newRow("million") << qint64(1'000'000) << u"1\u202F000\u202F000"_s;
    QTest::newRow("negative") << qint64(-1'284) << u"\u22121\u202F284"_s;
}

void TstFormat::writesCounts()
{
    QFETCH(qint64, number);
    QTEST(formatCount(number), "text");
}

void TstFormat::writesBytes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << qint64(612) << u"612"_s;
    QTest::newRow("one decimal") << qint64(6'190) << typeset(u"6.1 kB"_s);
    QTest::newRow("kB") << qint64(38'900) << typeset(u"38 kB"_s);
    QTest::newRow("MB") << qint64(6'100'000) << typeset(u"6.1 MB"_s);
    QTest::newRow("just below") << qint64(999'999) << typeset(u"999 kB"_s);
    QTest::newRow("TB") << qint64(5'000'000'000'000'000) << typeset(u"5000 TB"_s);
}

void TstFormat::writesBytes()
{
    QFETCH(qint64, bytes);
    QTEST(formatBytes(bytes), "text");
}

void TstFormat::writesTimes()
{
    QCOMPARE(formatTime(evening, Zone::Utc), u"14:02:51.227"_s);
    QCOMPARE(formatTimeShort(evening, Zone::Utc), u"14:02:51"_s);
    QCOMPARE(formatDay(evening, Zone::Utc), u"Thursday 6 November 2025"_s);
    QCOMPARE(formatRfc3339(evening, Zone::Utc), u"2025-11-06T14:02:51.227Z"_s);
    QCOMPARE(formatTime(0, Zone::Utc), u"\u2013"_s);
}

void TstFormat::writesDays_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("today") << evening - hour << u"13:02"_s;
    QTest::newRow("yesterday") << evening - day << u"yesterday 14:02"_s;
    QTest::newRow("two days ago") << evening - 2 * day << u"Tue 4 Nov"_s;
    QTest::newRow("long ago") << evening - 25 * day << u"2025-10-12"_s;
    QTest::newRow("tomorrow") << evening + day << u"2025-11-07"_s;
    QTest::newRow("never") << qint64(0) << u"\u2013"_s;
}

void TstFormat::writesDays()
{
    QFETCH(qint64, ms);
    QTEST(formatRelativeDay(ms, evening, Zone::Utc), "text");
}

void TstFormat::writesRates()
{
    QCOMPARE(formatEventRate(36.24), typeset(u"36.2 ev/s"_s));
    QCOMPARE(formatPieceRate(33.6), u"34/s"_s);
}

void TstFormat::writesCountdowns()
{
    QCOMPARE(formatCountdown(54 * 60'000 + 10'999), u"54:10"_s);
    QCOMPARE(formatCountdown(61 * 60'000), u"61:00"_s);
    QCOMPARE(formatCountdown(0), u"expired"_s);
}

void TstFormat::shortensIds()
{
    QCOMPARE(shortId(u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s), u"2f90d3c7\u2026"_s);
    QCOMPARE(shortId(u"uR8kLhqB3Y:0"_s), u"uR8kLhqB3Y:0"_s);
}

void TstFormat::keepsTextsOnOneLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("line");
    QTest::newRow("plain") << u"a b"_s << u"a b"_s;
    QTest::newRow("lines") << u"a\r\n\n b"_s << u"a b"_s;
    QTest::newRow("control characters") << u"a\x1b[31mb\x07"_s << u"a [31mb "_s;
    QTest::newRow("blank start") << u"  a"_s << u"a"_s;
}

void TstFormat::keepsTextsOnOneLine()
{
    QFETCH(QString, text);
    QTEST(oneLine(text), "line");
    QCOMPARE(oneLine(QString(1'000, u'x'), 20).size(), 20);
}

QTEST_GUILESS_MAIN(TstFormat)
#include "tst_format.moc"
