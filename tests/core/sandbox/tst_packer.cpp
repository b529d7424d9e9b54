#include "core/sandbox/packer.h"

#include <QCborArray>
#include <QCborMap>
#include <QTest>

#include <limits>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstPacker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryWidth_data();
    void readsEveryWidth();
    void writesTheShortestForm_data();
    void writesTheShortestForm();
    void readsBackWhatItWrites();
    void refusesEveryTruncation();
    void refusesWhatFollowsTheValue();
    void refusesReservedTag();
    void refusesTooDeepNesting();
    void refusesLengthsBeyondTheEnd();
};

void TstPacker::readsEveryWidth_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QCborValue>("value");

    QTest::newRow("positive fixint") << "7f"_ba << QCborValue(127);
    QTest::newRow("negative fixint") << "e0"_ba << QCborValue(-32);
    QTest::newRow("uint 8") << "ccff"_ba << QCborValue(255);
    QTest::newRow("uint 16") << "cdffff"_ba << QCborValue(65535);
    QTest::newRow("uint 32") << "ceffffffff"_ba << QCborValue(qint64(4294967295));
    QTest::newRow("uint 64") << "cf0000019a57e0c978"_ba << QCborValue(qint64(1762410940792));
    QTest::newRow("uint 64 too large") << "cfffffffffffffffff"_ba << QCborValue(18446744073709551615.0);
    QTest::newRow("int 8") << "d080"_ba << QCborValue(-128);
    QTest::newRow("int 16") << "d18000"_ba << QCborValue(-32768);
    QTest::newRow("int 32") << "d280000000"_ba << QCborValue(qint64(-2147483648));
    QTest::newRow("int 64") << "d38000000000000000"_ba << QCborValue(std::numeric_limits<qint64>::min());
    QTest::newRow("float 32") << "ca3fc00000"_ba << QCborValue(1.5);
    QTest::newRow("float 64") << "cb3ff8000000000000"_ba << QCborValue(1.5);
    QTest::newRow("nil") << "c0"_ba << QCborValue(nullptr);
    QTest::newRow("false") << "c2"_ba << QCborValue(false);
    QTest::newRow("true") << "c3"_ba << QCborValue(true);
    QTest::newRow("fixstr") << "a3616263"_ba << QCborValue(u"abc"_s);
    QTest::newRow("str 8") << "d903616263"_ba << QCborValue(u"abc"_s);
    QTest::newRow("str 16") << "da0003616263"_ba << QCborValue(u"abc"_s);
    QTest::newRow("str 32") << "db00000003616263"_ba << QCborValue(u"abc"_s);
    QTest::newRow("bin 8") << "c4020001"_ba << QCborValue(QByteArray("\0\1", 2));
    QTest::newRow("bin 16") << "c500020001"_ba << QCborValue(QByteArray("\0\1", 2));
    QTest::newRow("bin 32") << "c6000000020001"_ba << QCborValue(QByteArray("\0\1", 2));
    QTest::newRow("array 16") << "dc00020102"_ba << QCborValue(QCborArray{1, 2});
    QTest::newRow("array 32") << "dd000000020102"_ba << QCborValue(QCborArray{1, 2});
    QTest::newRow("map 16") << "de0001a16101"_ba << QCborValue(QCborMap{{u"a"_s, 1}});
    QTest::newRow("map 32") << "df00000001a16101"_ba << QCborValue(QCborMap{{u"a"_s, 1}});
    QTest::newRow("fixext") << "92d401ff07"_ba << QCborValue(QCborArray{QCborValue(QCborValue::Undefined), 7});
    QTest::newRow("ext 8") << "92c70201ffff07"_ba << QCborValue(QCborArray{QCborValue(QCborValue::Undefined), 7});
}

void TstPacker::readsEveryWidth()
{
    QFETCH(QByteArray, hex);
    QFETCH(QCborValue, value);

    const auto read = unpack(QByteArray::fromHex(hex));

    QVERIFY(read.has_value());
    QCOMPARE(*read, value);
}

void TstPacker::writesTheShortestForm_data()
{
    QTest::addColumn<QCborValue>("value");
    QTest::addColumn<QByteArray>("hexStart");

    QTest::newRow("7 bits") << QCborValue(127) << "7f"_ba;
    QTest::newRow("8 bits") << QCborValue(128) << "cc80"_ba;
    QTest::newRow("16 bits") << QCborValue(256) << "cd0100"_ba;
    QTest::newRow("32 bits") << QCborValue(65536) << "ce00010000"_ba;
    QTest::newRow("64 bits") << QCborValue(qint64(4294967296)) << "d30000000100000000"_ba;
    QTest::newRow("small negative") << QCborValue(-32) << "e0"_ba;
    QTest::newRow("negative") << QCborValue(-33) << "d3ffffffffffffffdf"_ba;
    QTest::newRow("double") << QCborValue(0.5) << "cb3fe0000000000000"_ba;
    QTest::newRow("short text") << QCborValue(u"ab"_s) << "a26162"_ba;
    QTest::newRow("text of 32") << QCborValue(QString(32, u'x')) << "d92078"_ba;
    QTest::newRow("text of 256") << QCborValue(QString(256, u'x')) << "da010078"_ba;
    QTest::newRow("text of 65536") << QCborValue(QString(65536, u'x')) << "db0001000078"_ba;
    QTest::newRow("bytes") << QCborValue(QByteArray("\xff")) << "c401ff"_ba;
    QTest::newRow("undefined") << QCborValue(QCborValue::Undefined) << "c0"_ba;
}

void TstPacker::writesTheShortestForm()
{
    QFETCH(QCborValue, value);
    QFETCH(QByteArray, hexStart);

    const QByteArray written = pack(value).toHex();

    QVERIFY2(written.startsWith(hexStart), written.left(40).constData());
}

void TstPacker::readsBackWhatItWrites()
{
    QCborArray many;
    QCborMap wide;
    for (int i = 0; i < 70'000; ++i)
        many.append(i * 977);
    for (int i = 0; i < 300; ++i)
        wide.insert(QString::number(i), QByteArray(i, char(i)));
    const QCborValue value(QCborArray{many, wide, QString(70'000, u'ß'), -1.25, true, nullptr});

    const auto read = unpack(pack(value));

    QVERIFY(read.has_value());
    QCOMPARE(*read, value);
}

void TstPacker::refusesEveryTruncation()
{
    const QByteArray whole =
        pack(QCborMap{{u"text"_s, QString(40, u'x')}, {u"list"_s, QCborArray{1, 70'000, 1.5, QByteArray(300, 'b')}}});

    QVERIFY(unpack(whole).has_value());
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!unpack(whole.left(length)), QByteArray::number(length).constData());
}

void TstPacker::refusesWhatFollowsTheValue()
{
    QVERIFY(!unpack(QByteArray::fromHex("0101")));
}

void TstPacker::refusesReservedTag()
{
    QVERIFY(!unpack(QByteArray::fromHex("c1")));
}

void TstPacker::refusesTooDeepNesting()
{
    const QByteArray deep(1000, char(0x91));

    QVERIFY(!unpack(deep + char(1)));
    QVERIFY(unpack(deep.left(60) + char(1)));
}

void TstPacker::refusesLengthsBeyondTheEnd()
{
    for (const auto &hex :
         {"dbffffffff61"_ba, "c6ffffffff00"_ba, "ddffffffff01"_ba, "dfffffffff01"_ba, "c9ffffffff01"_ba})
        QVERIFY2(!unpack(QByteArray::fromHex(hex)), hex.constData());
}

QTEST_GUILESS_MAIN(TstPacker)
#include "tst_packer.moc"
