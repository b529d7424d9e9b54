#include "ui/connection/linkwords.h"

#include <QTest>

using namespace gm;
using namespace gm::connectionpanel;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr qint64 now = 1'762'437'827'000;

/// No-break spaces as plain ones, so that expectations can be read.
QString plain(QString text)
{
    return text.replace(QChar(0x00A0), u' ').replace(QChar(0x202F), u' ');
}

} // namespace

class TstLinkWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summaryTellsWhatTheLinkStandsOn()
    {
        monitor::LinkStatus link{.host = u"main.b.fallback.ably-realtime.com"_s,
                                 .isEncrypted = true,
                                 .connectionId = u"Nq3vX0dT7a"_s,
                                 .roundTrip = 23ms,
                                 .sinceLastFrame = 4100ms,
                                 .channelsAttached = 6,
                                 .channelsWatched = 6};

        const QList<SummaryCell> cells = summaryCells(link, {.gaps = 1, .lengthMs = 4203}, 2);

        QCOMPARE(cells.at(0).value, u"main.b.fallback.ably-realtime.com"_s);
        QCOMPARE(cells.at(0).note, u"TLS"_s);
        QVERIFY(cells.at(1).isMono);
        QCOMPARE(plain(cells.at(2).value), u"23 ms"_s);
        QCOMPARE(plain(cells.at(3).value), u"4.1 s ago"_s);
        QVERIFY(!cells.at(3).isWarning);
        QCOMPARE(plain(cells.at(4).value), u"6 of 6 attached"_s);
        QVERIFY(cells.at(5).isWarning);
    }

    void aSilentConnectionIsAWarning()
    {
        const monitor::LinkStatus link{.sinceLastFrame = 15001ms, .idleLimit = 15s};

        QVERIFY(summaryCells(link, {}, 1).at(3).isWarning);
    }

    void sinceCountsUpOrDown()
    {
        monitor::LinkStatus link{.state = ably::ConnectionState::Connected, .sinceMs = now - 67'000};
        QCOMPARE(plain(sinceWords(link, now)), u"for 1 m 07 s"_s);

        link.state = ably::ConnectionState::Disconnected;
        link.retryAtMs = now + 12'000;
        QCOMPARE(plain(sinceWords(link, now)), u"next try in 12.0 s"_s);

        QCOMPARE(sinceWords({}, now), QString());
    }

    void tokenTellsItsLifetime_data()
    {
        QTest::addColumn<qint64>("leftMs");
        QTest::addColumn<QString>("words");
        QTest::addColumn<double>("fraction");
        QTest::newRow("fresh") << qint64(3'600'000) << u"1 h 00 m left"_s << 1.0;
        QTest::newRow("half") << qint64(1'800'000) << u"30 m 00 s left"_s << 0.5;
        QTest::newRow("over") << qint64(-1) << u"Expired"_s << 0.0;
    }

    void tokenTellsItsLifetime()
    {
        QFETCH(qint64, leftMs);
        QFETCH(QString, words);
        QFETCH(double, fraction);
        const ably::TokenSummary token{.issued = now + leftMs - 3'600'000, .expires = now + leftMs};

        QCOMPARE(plain(tokenLeftWords(token, now)), words);
        QCOMPARE(tokenLeftFraction(token, now), fraction);
    }

    void anUnknownLifetimeIsSaidSo()
    {
        QCOMPARE(tokenLeftWords({}, now), u"Lifetime not told"_s);
        QVERIFY(tokenLeftFraction({}, now) < 0);
    }

    void capabilityInWords_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("words");
        QTest::newRow("one") << uR"({"conversation:*":["subscribe"]})"_s << u"subscribe on conversation:*"_s;
        QTest::newRow("two operations") << uR"({"a":["subscribe","history"]})"_s << u"history, subscribe on a"_s;
        QTest::newRow("not told") << QString() << QString();
        QTest::newRow("unreadable") << u"{"_s << QString();
    }

    void capabilityInWords()
    {
        QFETCH(QString, json);
        QFETCH(QString, words);

        QCOMPARE(capabilityWords(json), words);
    }
};

QTEST_GUILESS_MAIN(TstLinkWords)
#include "tst_linkwords.moc"
