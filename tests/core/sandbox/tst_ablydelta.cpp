#include "core/sandbox/ablydelta.h"

#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

/// Deltas as they go out. Whether others can undo them is for the official clients to say (tests/interop).
class TstAblyDelta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patchesWhatDiffers_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("window"); ///< In hexadecimal, after the header.

        // 01 source, its size, its place; the delta's size; target's size, no compression, sizes of data, instructions and
        // addresses; then those three.
        QTest::newRow("middle") << "abcdefgh"_ba
                                << "abcXefgh"_ba
                                << "010800"
                                   "0e"
                                   "08000106"
                                   "02"
                                   "58"
                                   "1303"
                                   "0101"
                                   "1304"
                                   "0004"_ba;
        QTest::newRow("end added") << "abcd"_ba
                                   << "abcdXY"_ba
                                   << "010400"
                                      "0c"
                                      "06000204"
                                      "01"
                                      "5859"
                                      "1304"
                                      "0102"
                                      "00"_ba;
        QTest::newRow("nothing alike") << "ab"_ba
                                       << "XYZ"_ba
                                       << "010200"
                                          "0a"
                                          "03000302"
                                          "00"
                                          "58595a"
                                          "0103"_ba;
        QTest::newRow("the same") << "abcd"_ba
                                  << "abcd"_ba
                                  << "010400"
                                     "08"
                                     "04000002"
                                     "01"
                                     "1304"
                                     "00"_ba;
    }
    void patchesWhatDiffers()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, window);

        QCOMPARE(vcdiffOf(source, target).toHex(), "d6c3c40000" + window);
    }

    void numbersAboveSevenBitsTakeMoreBytes()
    {
        const QByteArray source(300, 'a');

        // 300 is 82 2c
        QCOMPARE(vcdiffOf(source, source).toHex(), "d6c3c40000"
                                                   "01822c00"
                                                   "0a"
                                                   "822c"
                                                   "000003"
                                                   "01"
                                                   "13822c"
                                                   "00"_ba);
    }

    void firstMessageGoesOutWholeAndTheNextAsADelta()
    {
        DeltaStream stream;
        Message first{.id = u"a:0"_s};
        first.payload = {.data = QString(100, u'x'), .encoding = {}};
        Message second = first;
        second.id = u"b:0"_s;
        second.payload = {.data = QString(QString(100, u'x') % u'y'), .encoding = u"json"_s};

        const Message firstOut = stream.next(first);
        const Message secondOut = stream.next(second);

        QCOMPARE(firstOut.payload.encoding, QString());
        QCOMPARE(firstOut.extras, QCborValue());
        QCOMPARE(secondOut.payload.encoding, u"json/utf-8/vcdiff"_s);
        QVERIFY(secondOut.payload.data.isByteArray());
        QCOMPARE(secondOut.extras.toMap().value("delta"_L1).toMap(),
                 (QCborMap{{"from"_L1, u"a:0"_s}, {"format"_L1, u"vcdiff"_s}}));
    }

    void unlikeMessagesAndThoseAfterNoDataGoOutWhole()
    {
        DeltaStream stream;
        const auto message = [](const QString &id, const QCborValue &data) {
            Message made{.id = id};
            made.payload.data = data;
            return made;
        };

        const QList<Message> sent{stream.next(message(u"a:0"_s, u"abc"_s)), stream.next(message(u"b:0"_s, u"XYZ"_s)),
                                  stream.next(message(u"c:0"_s, QCborValue(QCborValue::Undefined))),
                                  stream.next(message(u"d:0"_s, QString(100, u'x')))};

        for (const Message &each : sent)
            QVERIFY(each.payload.encoding.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstAblyDelta)
#include "tst_ablydelta.moc"
