#include "core/sandbox/ablyattach.h"

#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstAblyAttach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesBadNames_data();
    void refusesBadNames();
    void readsTheQualifierOfAName();
    void readsRewind_data();
    void readsRewind();
    void refusesAnUnreadableRewind_data();
    void refusesAnUnreadableRewind();
    void choosesModes_data();
    void choosesModes();
    void grantsWhatTheCapabilityCovers_data();
    void grantsWhatTheCapabilityCovers();
    void namesOnlyTheParamsItUnderstands();
};

void TstAblyAttach::refusesBadNames_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("empty") << QString();
    QTest::newRow("colon first") << u":a"_s;
    QTest::newRow("bracket first") << u"[a"_s;
    QTest::newRow("unknown qualifier") << u"[filter=abc]a"_s;
    QTest::newRow("comma first") << u",a"_s;
    QTest::newRow("space first") << u" a"_s;
    QTest::newRow("line break") << u"a\nb"_s;
    QTest::newRow("nothing behind the qualifier") << u"[?rewind=1]"_s;
}

void TstAblyAttach::refusesBadNames()
{
    QFETCH(QString, name);

    const auto request = readAttach({{"channel"_L1, name}});

    QVERIFY(!request);
    QCOMPARE(request.error().code, 40010);
}

void TstAblyAttach::readsTheQualifierOfAName()
{
    const auto request = readAttach({{"channel"_L1, u"[?rewind=1&modes=subscribe]conversation:42"_s}});

    QVERIFY(request.isOk());
    QCOMPARE(request->channel, u"conversation:42"_s);
    QCOMPARE(request->name, u"[?rewind=1&modes=subscribe]conversation:42"_s);
    QCOMPARE(request->rewind->count, 1);
    QCOMPARE(request->modes, flag::subscribe);
}

void TstAblyAttach::readsRewind_data()
{
    QTest::addColumn<QCborValue>("value");
    QTest::addColumn<int>("count");
    QTest::addColumn<qint64>("periodMs");

    QTest::newRow("messages") << QCborValue(u"50"_s) << 50 << qint64(0);
    QTest::newRow("messages as a number") << QCborValue(50) << 50 << qint64(0);
    QTest::newRow("seconds") << QCborValue(u"90s"_s) << 7 << qint64(90'000);
    QTest::newRow("minutes") << QCborValue(u"2m"_s) << 7 << qint64(120'000);
}

void TstAblyAttach::readsRewind()
{
    QFETCH(QCborValue, value);
    const QCborMap params{{"rewind"_L1, value}, {"rewindLimit"_L1, u"7"_s}};

    const auto request = readAttach({{"channel"_L1, u"a"_s}, {"params"_L1, params}});

    QVERIFY(request.isOk() && request->rewind);
    QTEST(request->rewind->count, "count");
    QTEST(request->rewind->periodMs, "periodMs");
}

void TstAblyAttach::refusesAnUnreadableRewind_data()
{
    QTest::addColumn<QString>("value");

    QTest::newRow("word") << u"all"_s;
    QTest::newRow("unknown unit") << u"2h"_s;
    QTest::newRow("negative") << u"-1"_s;
    QTest::newRow("empty") << u""_s;
}

void TstAblyAttach::refusesAnUnreadableRewind()
{
    QFETCH(QString, value);

    const auto request = readAttach({{"channel"_L1, u"a"_s}, {"params"_L1, QCborMap{{"rewind"_L1, value}}}});

    QVERIFY(!request);
    QCOMPARE(request.error().code, 40003);
}

void TstAblyAttach::choosesModes_data()
{
    QTest::addColumn<QString>("param");
    QTest::addColumn<qint64>("flags");
    QTest::addColumn<quint32>("modes");

    const quint32 all = flag::presence | flag::publish | flag::subscribe | flag::presenceSubscribe;
    QTest::newRow("default") << QString() << qint64(0) << all;
    QTest::newRow("by flags") << QString() << qint64(flag::subscribe) << flag::subscribe;
    QTest::newRow("flags that are no modes") << QString() << qint64(flag::attachResume) << all;
    QTest::newRow("params win") << u"publish,presence_subscribe"_s << qint64(flag::subscribe)
                                << (flag::publish | flag::presenceSubscribe);
    QTest::newRow("as the clients write them") << u"SUBSCRIBE"_s << qint64(0) << flag::subscribe;
}

void TstAblyAttach::choosesModes()
{
    QFETCH(QString, param);
    QFETCH(qint64, flags);
    QCborMap frame{{"channel"_L1, u"a"_s}, {"flags"_L1, flags}};
    if (!param.isEmpty())
        frame.insert("params"_L1, QCborMap{{"modes"_L1, param}});

    QTEST(readAttach(frame)->modes, "modes");
    QCOMPARE(readAttach(frame)->isResuming, (flags & flag::attachResume) != 0);
}

void TstAblyAttach::grantsWhatTheCapabilityCovers_data()
{
    QTest::addColumn<QString>("capability");
    QTest::addColumn<quint32>("granted");

    QTest::newRow("subscribe covers watching presence")
        << u"{\"a\":[\"subscribe\"]}"_s << (flag::subscribe | flag::presenceSubscribe);
    QTest::newRow("publish") << u"{\"a\":[\"publish\"]}"_s << flag::publish;
    QTest::newRow("presence") << u"{\"a\":[\"presence\"]}"_s << flag::presence;
    QTest::newRow("another channel") << u"{\"b\":[\"*\"]}"_s << quint32(0);
    QTest::newRow("history is no mode") << u"{\"a\":[\"history\"]}"_s << quint32(0);
}

void TstAblyAttach::grantsWhatTheCapabilityCovers()
{
    QFETCH(QString, capability);
    const quint32 asked = flag::presence | flag::publish | flag::subscribe | flag::presenceSubscribe;

    QTEST(grantedModes(asked, *Capability::parse(capability), u"a"_s), "granted");
}

void TstAblyAttach::namesOnlyTheParamsItUnderstands()
{
    const QCborMap params{
        {"rewind"_L1, u"1"_s}, {"delta"_L1, u"vcdiff"_s}, {"appendMode"_L1, u"odd"_s}, {"unheard"_L1, u"of"_s}};

    const auto request = readAttach({{"channel"_L1, u"a"_s}, {"params"_L1, params}});

    QCOMPARE(request->params.keys(), (QStringList{u"delta"_s, u"rewind"_s}));
    QVERIFY(request->wantsDeltas);
    QVERIFY(!request->wantsWholeAppends);
}

QTEST_GUILESS_MAIN(TstAblyAttach)
#include "tst_ablyattach.moc"
