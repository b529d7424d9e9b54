#include "core/timeline/eventstore.h"
#include "core/timeline/textsearch.h"
#include "tests/support/events.h"

#include <QTest>

#include <random>

using namespace gm;
using namespace Qt::StringLiterals;
using base::RowIndex;
using timeline::EventStore;
using timeline::TextScan;
using timeline::TextSearch;

namespace
{

QByteArray randomText(std::mt19937 &engine, int size)
{
    // Few different letters, so that needles are found often and nearly found more often.
    static const QByteArray letters = "abAB-\n";
    QByteArray text(size, '\0');
    for (char &c : text)
        c = letters[int(engine() % unsigned(letters.size()))];
    return text;
}

QList<RowIndex> rowsFound(const EventStore &store, const TextSearch &search)
{
    QList<RowIndex> rows;
    for (qint64 first = 0; first < store.size();) {
        const EventStore::Block block = store.block(RowIndex(first));
        store.search(search, block, [&](RowIndex row) { rows << row; });
        first += qint64(block.labels.size());
    }
    return rows;
}

} // namespace

class TstTextSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatQtFinds_data();
    void findsWhatQtFinds();
    void findsEveryFormOfAText_data();
    void findsEveryFormOfAText();
    void mapsHitsToRows();
    void doesNotFindAcrossRows();
    void searchesPartsOfABlock();
};

void TstTextSearch::findsWhatQtFinds_data()
{
    QTest::addColumn<TextScan::Way>("way");
    QTest::addColumn<Qt::CaseSensitivity>("sensitivity");
    QTest::newRow("portable, case matters") << TextScan::Way::Portable << Qt::CaseSensitive;
    QTest::newRow("portable, case ignored") << TextScan::Way::Portable << Qt::CaseInsensitive;
    QTest::newRow("best, case matters") << TextScan::Way::Best << Qt::CaseSensitive;
    QTest::newRow("best, case ignored") << TextScan::Way::Best << Qt::CaseInsensitive;
}

void TstTextSearch::findsWhatQtFinds()
{
    QFETCH(TextScan::Way, way);
    QFETCH(Qt::CaseSensitivity, sensitivity);
    std::mt19937 engine(11);
    for (int round = 0; round < 2'000; ++round) {
        // Given a text, in a buffer of exactly its size, and a needle that may be longer.
        const QByteArray text = randomText(engine, int(engine() % 200));
        const QByteArray needle = randomText(engine, 1 + int(engine() % 9));
        const auto from = qsizetype(engine() % unsigned(text.size() + 1));

        const qsizetype found = TextScan(needle, sensitivity, way).find(text, from);

        const qsizetype expected = QString::fromLatin1(text).indexOf(QString::fromLatin1(needle), from, sensitivity);
        QCOMPARE(found, expected);
    }
}

void TstTextSearch::findsEveryFormOfAText_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("found");
    QTest::newRow("plain") << u"rust"_s << QByteArray(R"({"a":"Senior Rust jobs"})") << true;
    QTest::newRow("letter as UTF-8") << u"M\u00FCnchen"_s << QByteArray("{\"a\":\"in M\xC3\xBCnchen\"}") << true;
    QTest::newRow("letter escaped") << u"M\u00FCnchen"_s << QByteArray(R"({"a":"in M\u00fcnchen"})") << true;
    QTest::newRow("letter escaped, upper case")
        << u"M\u00FCnchen"_s << QByteArray(R"({"a":"in M\u00FCnchen"})") << true;
    QTest::newRow("beyond 16 bits, escaped") << u"\U0001F680 go"_s << QByteArray(R"({"a":"\ud83d\ude80 go"})") << true;
    QTest::newRow("quote") << u"say \"no\""_s << QByteArray(R"({"a":"say \"no\""})") << true;
    QTest::newRow("quote, not JSON") << u"say \"no\""_s << QByteArray(R"(say "no")") << true;
    QTest::newRow("JSON as typed") << u"\"a\":\"x\""_s << QByteArray(R"({"a":"x"})") << true;
    QTest::newRow("other letter") << u"M\u00FCnchen"_s << QByteArray(R"({"a":"in Munchen"})") << false;
    QTest::newRow("absent") << u"golang"_s << QByteArray(R"({"a":"Senior Rust jobs"})") << false;
}

void TstTextSearch::findsEveryFormOfAText()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, payload);
    QFETCH(bool, found);

    QCOMPARE(TextSearch(typed).isIn(payload), found);
}

void TstTextSearch::mapsHitsToRows()
{
    // Given payloads of all sizes, empty ones and such that fill a chunk among them.
    std::mt19937 engine(3);
    test::EventMaker maker;
    EventStore store;
    QList<QByteArray> payloads;
    for (int i = 0; i < 3'000; ++i) {
        const int size = i % 500 == 0 ? 1'100'000 : int(engine() % 60);
        payloads << (size > 100 ? QByteArray(size, '-') + "needle" : randomText(engine, size));
        store.append(maker.raw(u"a"_s, u"x"_s, payloads.last()));
    }

    for (const QString &needle : {u"ab"_s, u"b-a"_s, u"needle"_s, u"-"_s}) {
        QList<RowIndex> expected;
        for (qsizetype row = 0; row < payloads.size(); ++row) {
            if (QString::fromLatin1(payloads[row]).contains(needle, Qt::CaseInsensitive))
                expected << RowIndex(row);
        }
        QVERIFY(!expected.isEmpty());
        QCOMPARE(rowsFound(store, TextSearch(needle)), expected);
    }
}

void TstTextSearch::doesNotFindAcrossRows()
{
    test::EventMaker maker;
    EventStore store;
    store.append(maker.raw(u"a"_s, u"x"_s, "one nee"));
    store.append(maker.raw(u"a"_s, u"x"_s, "dle two"));
    store.append(maker.raw(u"a"_s, u"x"_s, "needle"));

    QCOMPARE(rowsFound(store, TextSearch(u"needle"_s)), QList<RowIndex>{RowIndex(2)});
}

void TstTextSearch::searchesPartsOfABlock()
{
    test::EventMaker maker;
    EventStore store;
    for (int i = 0; i < 10; ++i)
        store.append(maker.raw(u"a"_s, u"x"_s, "needle"));

    QList<RowIndex> rows;
    store.search(TextSearch(u"needle"_s), store.block(RowIndex(0)).part(3, 4), [&](RowIndex row) { rows << row; });

    QCOMPARE(rows, (QList{RowIndex(3), RowIndex(4), RowIndex(5), RowIndex(6)}));
}

QTEST_GUILESS_MAIN(TstTextSearch)
#include "tst_textsearch.moc"
