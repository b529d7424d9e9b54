#include "core/sandbox/ablyhistory.h"

#include <QTest>
#include <QUrl>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstAblyHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesOnePage_data();
    void givesOnePage();
    void pagesThroughAllByItsLinks_data();
    void pagesThroughAllByItsLinks();
    void refusesBadValues_data();
    void refusesBadValues();
    void writesLinksOfficialClientsRead();

private:
    /// Seven messages, one a second from 1000 ms on, with data 1 to 7.
    static QList<Message> seven()
    {
        QList<Message> all;
        for (int i = 1; i <= 7; ++i) {
            all += Message{.serial = u"0000000000%1000-000@run:000"_s.arg(i),
                           .payload = Payload::fromJson(QString::number(i)),
                           .timestampMs = i * 1000};
        }
        return all;
    }
    static QString textsIn(const HistoryPage &page)
    {
        QString texts;
        for (const Message &message : page.messages)
            texts += message.payload.data.toString();
        return texts;
    }
};

void TstAblyHistory::givesOnePage_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("texts");
    QTest::addColumn<bool>("hasMore");

    QTest::newRow("newest first") << QString() << u"7654321"_s << false;
    QTest::newRow("forwards") << u"direction=forwards"_s << u"1234567"_s << false;
    QTest::newRow("limited") << u"limit=3"_s << u"765"_s << true;
    QTest::newRow("limit met exactly") << u"limit=7"_s << u"7654321"_s << false;
    QTest::newRow("from and to") << u"start=2000&end=4000"_s << u"432"_s << false;
    QTest::newRow("until attach") << u"fromSerial=00000000003000-000%40run"_s << u"321"_s << false;
    QTest::newRow("until attach, as ably-js says it") << u"from_serial=00000000003000-000%40run"_s << u"321"_s << false;
}

void TstAblyHistory::givesOnePage()
{
    QFETCH(QString, query);

    const auto read = readHistoryQuery(QUrlQuery(query));
    QVERIFY(read.isOk());
    const HistoryPage page = pageOf(seven(), *read);

    QTEST(textsIn(page), "texts");
    QTEST(page.hasMore, "hasMore");
}

void TstAblyHistory::pagesThroughAllByItsLinks_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("texts");

    QTest::newRow("backwards") << u"limit=3"_s << u"7654321"_s;
    QTest::newRow("forwards") << u"limit=2&direction=forwards&start=2000"_s << u"234567"_s;
}

void TstAblyHistory::pagesThroughAllByItsLinks()
{
    QFETCH(QString, query);
    QString texts;

    for (int pages = 0; !query.isEmpty() && pages < 10; ++pages) {
        const HistoryQuery read = *readHistoryQuery(QUrlQuery(query));
        const HistoryPage page = pageOf(seven(), read);
        texts += textsIn(page);
        query.clear();
        for (const QByteArray &link : linksOf(read, page, u"messages"_s)) {
            if (link.endsWith("rel=\"next\""))
                query = QString::fromLatin1(link.mid(link.indexOf('?') + 1).split('>').constFirst());
        }
    }

    QTEST(texts, "texts");
}

void TstAblyHistory::refusesBadValues_data()
{
    QTest::addColumn<QString>("query");

    QTest::newRow("no limit") << u"limit=0"_s;
    QTest::newRow("too many") << u"limit=1001"_s;
    QTest::newRow("no number") << u"limit=many"_s;
    QTest::newRow("no direction") << u"direction=sideways"_s;
}

void TstAblyHistory::refusesBadValues()
{
    QFETCH(QString, query);

    const auto read = readHistoryQuery(QUrlQuery(query));

    QVERIFY(!read);
    QCOMPARE(read.error().code, 40003);
}

void TstAblyHistory::writesLinksOfficialClientsRead()
{
    const HistoryQuery query = *readHistoryQuery(QUrlQuery(u"limit=2"_s));

    const auto links = linksOf(query, pageOf(seven(), query), u"history"_s);

    QCOMPARE(links.size(), 3);
    for (const QByteArray &link : links) {
        QVERIFY2(link.startsWith("<./history?"), link.constData());
        QVERIFY2(!link.contains(','), link.constData());
        QVERIFY2(!link.contains('@'), link.constData());
    }
}

QTEST_GUILESS_MAIN(TstAblyHistory)
#include "tst_ablyhistory.moc"
