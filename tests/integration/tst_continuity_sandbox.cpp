// Lost connections on real sockets: nothing lost when the resume succeeds, every lost stretch told when it does not.
#include "core/timeline/gaps.h"
#include "tests/integration/harness.h"

#include <QSignalSpy>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;

namespace
{

QList<int> numbersTo(int count)
{
    QList<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

} // namespace

class TstContinuitySandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void droppedSocketsLoseNothing_RTN15_data();
    void droppedSocketsLoseNothing_RTN15();
    void refusedResumeIsCoveredByGaps();
    void lostContinuityOnAnOpenConnectionIsAGap_RTL12();
    void eventsBeforeTheAttachComeByRewind();
};

void TstContinuitySandbox::droppedSocketsLoseNothing_RTN15_data()
{
    QTest::addColumn<bool>("useMsgpack");
    QTest::newRow("JSON") << false;
    QTest::newRow("msgpack") << true;
}

void TstContinuitySandbox::droppedSocketsLoseNothing_RTN15()
{
    QFETCH(bool, useMsgpack);
    Harness harness({.useMsgpack = useMsgpack});
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();
    QVERIFY(!id.isEmpty());
    constexpr int count = 60;

    for (int number = 0; number < count; ++number) {
        if (number % 20 == 10)
            QVERIFY(!harness.fault({{u"fault"_s, u"drop-socket"_s}}).isEmpty());
        QVERIFY(harness.publishStatus(id, number));
    }

    QVERIFY(until([&] { return harness.received(id).size() >= count; }));
    QCOMPARE(harness.received(id), numbersTo(count));
    QCOMPARE(harness.monitor().gaps().count(), 0);
}

void TstContinuitySandbox::refusedResumeIsCoveredByGaps()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();
    QVERIFY(harness.publishStatus(id, 0));
    QVERIFY(until([&] { return harness.received(id).size() == 1; }));

    QVERIFY(!harness.fault({{u"fault"_s, u"refuse-resume"_s}, {u"count"_s, 1}}).isEmpty());
    QVERIFY(!harness.fault({{u"fault"_s, u"lose-continuity"_s}, {u"count"_s, 1}}).isEmpty());
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(!harness.fault({{u"fault"_s, u"drop-socket"_s}}).isEmpty());
    QVERIFY(until([&] { return harness.monitor().gaps().count() == 1; }));

    const timeline::Gap gap = harness.monitor().gaps().at(timeline::GapIndex(0));
    QCOMPARE(gap.cause, timeline::GapCause::ResumeRefused);
    QVERIFY(!gap.isOpen());
    QVERIFY2(gap.fromMs <= before, "the gap begins before anything could be lost");
    QVERIFY(gap.toMs >= before);
    QVERIFY(harness.hasProblem(u"GM-GAP"_s));
}

void TstContinuitySandbox::lostContinuityOnAnOpenConnectionIsAGap_RTL12()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const auto id = harness.quiet();

    QVERIFY(!harness.fault({{u"fault"_s, u"lose-continuity"_s}, {u"conversation"_s, id.text()}, {u"count"_s, 1}})
                 .isEmpty());
    QVERIFY(!harness.fault({{u"fault"_s, u"detach-channel"_s}, {u"conversation"_s, id.text()}}).isEmpty());

    QVERIFY(until([&] { return harness.monitor().gaps().count() == 1; }));
    QCOMPARE(harness.monitor().gaps().at(timeline::GapIndex(0)).cause, timeline::GapCause::LostContinuity);
    QVERIFY(harness.isConnected());
}

void TstContinuitySandbox::eventsBeforeTheAttachComeByRewind()
{
    Harness harness({.rewind = u"2m"_s});
    QVERIFY(harness.isReady());
    const base::ConversationId id(u"0b9d6f0e-7a54-4c1b-9a52-3f1f0f4f9d11"_s);
    for (int number = 0; number < 5; ++number)
        QVERIFY(harness.publishStatus(id, number));

    harness.monitor().watch({id});

    QVERIFY(until([&] { return harness.received(id).size() >= 5; }));
    QVERIFY(harness.publishStatus(id, 5));
    QVERIFY(until([&] { return harness.received(id).size() >= 6; }));
    QCOMPARE(harness.received(id), numbersTo(6));
    QVERIFY(harness.monitor().store().flags(base::RowIndex(0)).testFlag(timeline::EventFlag::Backlog));
    QVERIFY(!harness.monitor().store().flags(base::RowIndex(5)).testFlag(timeline::EventFlag::Backlog));
}

QTEST_GUILESS_MAIN(TstContinuitySandbox)
#include "tst_continuity_sandbox.moc"
