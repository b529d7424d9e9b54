#include "core/timeline/gaps.h"
#include "tests/support/events.h"
#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ConversationId;
using timeline::GapCause;
using timeline::GapIndex;

namespace
{

struct Fixture {
    test::FakeClock clock;
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Gaps gaps{store, clock};
    ConversationId a{u"a"_s};
    ConversationId b{u"b"_s};

    GapIndex open(const ConversationId &conversation, GapCause cause = GapCause::ResumeRefused, int code = 80008)
    {
        return gaps.open(conversation, cause, code, clock.wallMs(), clock.now().count());
    }
};

} // namespace

class TstGaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsConversationsOfOneLoss();
    void keepsDifferentLossesApart();
    void measuresByTheMonotonicClock();
    void staysOpenUntilTheLastConversationIsBack();
    void isFilledWhenAllAre();
    void countsForEachConversation();
    void remembersReconnects();
};

void TstGaps::joinsConversationsOfOneLoss()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    QSignalSpy opened(&f.gaps, &timeline::Gaps::opened);

    const GapIndex first = f.open(f.a);
    const GapIndex second = f.open(f.b);
    f.open(f.a);

    QCOMPARE(first, second);
    QCOMPARE(f.gaps.count(), 1);
    QCOMPARE(f.gaps.at(first).conversations, (QList{f.a, f.b}));
    QCOMPARE(f.gaps.at(first).beforeRow, 1);
    QCOMPARE(opened.count(), 2);
}

void TstGaps::keepsDifferentLossesApart()
{
    Fixture f;
    f.open(f.a);
    f.open(f.b, GapCause::LostContinuity, 90003);
    f.gaps.close(f.a);
    f.clock.advance(10s);
    f.open(f.a);

    QCOMPARE(f.gaps.count(), 3);
}

void TstGaps::measuresByTheMonotonicClock()
{
    Fixture f;
    const GapIndex gap = f.open(f.a);
    f.clock.advance(4'203ms);
    f.clock.jumpWall(1h);
    QCOMPARE(f.gaps.lengthOf(gap), 4'203);

    f.gaps.close(f.a);
    f.clock.advance(1min);

    QCOMPARE(f.gaps.lengthOf(gap), 4'203);
    QCOMPARE(f.gaps.at(gap).toMs, f.clock.wallMs() - 60'000);
}

void TstGaps::staysOpenUntilTheLastConversationIsBack()
{
    Fixture f;
    const GapIndex gap = f.open(f.a);
    f.open(f.b);
    QSignalSpy closed(&f.gaps, &timeline::Gaps::closed);

    f.gaps.close(f.a);
    QVERIFY(f.gaps.at(gap).isOpen());
    QVERIFY(!f.gaps.isOpen(f.a));
    QVERIFY(f.gaps.isOpen(f.b));
    f.gaps.close(f.b);
    f.gaps.close(f.b);

    QVERIFY(!f.gaps.at(gap).isOpen());
    QCOMPARE(closed.count(), 2);
}

void TstGaps::isFilledWhenAllAre()
{
    Fixture f;
    const GapIndex gap = f.open(f.a);
    f.open(f.b);
    f.gaps.close(f.a);
    f.gaps.close(f.b);
    QSignalSpy filled(&f.gaps, &timeline::Gaps::filled);

    f.gaps.markFilled(f.a);
    QVERIFY(!f.gaps.at(gap).isFilled());
    f.gaps.markFilled(f.b);
    f.gaps.markFilled(f.b);
    f.gaps.markFilled(ConversationId(u"c"_s));

    QVERIFY(f.gaps.at(gap).isFilled());
    QCOMPARE(filled.count(), 2);
}

void TstGaps::countsForEachConversation()
{
    Fixture f;
    f.open(f.a);
    f.clock.advance(2s);
    f.gaps.close(f.a);
    f.clock.advance(10s);
    f.open(f.a, GapCause::Suspended, 80002);
    f.clock.advance(3s);

    QCOMPARE(f.gaps.countOf(f.a), 2);
    QCOMPARE(f.gaps.lengthOf(f.a), 5'000);
    QCOMPARE(f.gaps.countOf(f.b), 0);
    QCOMPARE(timeline::gapCauseWord(GapCause::Suspended), u"suspended"_s);
}

void TstGaps::remembersReconnects()
{
    Fixture f;
    QSignalSpy reconnected(&f.gaps, &timeline::Gaps::reconnected);
    f.gaps.addReconnect(false, 6, u"main.b.fallback.ably-realtime.com"_s);

    QCOMPARE(reconnected.count(), 1);
    QCOMPARE(f.gaps.reconnects().back().channels, 6);
    QCOMPARE(f.gaps.reconnects().back().atMs, f.clock.wallMs());
}

QTEST_GUILESS_MAIN(TstGaps)
#include "tst_gaps.moc"
