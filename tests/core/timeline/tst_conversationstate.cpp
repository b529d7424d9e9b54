#include "core/timeline/conversationstate.h"
#include "tests/support/events.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using base::ConversationId;
using timeline::PhaseKind;

namespace
{

struct Fixture {
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::ConversationStates states{store, streams, runs};
    ConversationId a{u"a"_s};
};

} // namespace

class TstConversationState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyBeforeTheFirstEvent();
    void tellsThePhaseAndItsBegin();
    void keepsTheResultUntilSomethingGoesOn();
    void countsUnseenRows();
    void tellsOnceForEachBatch();
};

void TstConversationState::isEmptyBeforeTheFirstEvent()
{
    Fixture f;
    QVERIFY(!f.states.of(f.a).hasEvents());
    QCOMPARE(f.states.of(f.a).sinceMs, 0);
}

void TstConversationState::tellsThePhaseAndItsBegin()
{
    Fixture f;
    const qint64 began = f.maker.nowMs;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.store.append(f.maker.raw(u"a"_s, u"goal_updated"_s, "{}"));

    const timeline::ConversationState state = f.states.of(f.a);
    QCOMPARE(state.phase, PhaseKind::Searching);
    QCOMPARE(state.word, u"searching"_s);
    QCOMPARE(state.sinceMs, began);
    QCOMPARE(state.events, 2);
    QCOMPARE(state.lastEventMs, began + 100);
}

void TstConversationState::keepsTheResultUntilSomethingGoesOn()
{
    Fixture f;
    f.store.append(f.maker.complete(u"a"_s, 14));
    f.store.append(f.maker.raw(u"a"_s, u"goal_updated"_s, "{}"));
    QCOMPARE(f.states.of(f.a).phase, PhaseKind::Complete);
    QCOMPARE(f.states.of(f.a).count, 14);

    f.store.append(f.maker.status(u"a"_s, u"searching"_s));

    QCOMPARE(f.states.of(f.a).phase, PhaseKind::Searching);
    QVERIFY(!f.states.of(f.a).count);
}

void TstConversationState::countsUnseenRows()
{
    Fixture f;
    f.store.append({f.maker.token(u"a"_s, u"s"_s, u"1"_s), f.maker.token(u"a"_s, u"s"_s, u"2"_s),
                    f.maker.status(u"a"_s, u"searching"_s), f.maker.status(u"b"_s, u"searching"_s)});
    QCOMPARE(f.states.of(f.a).unseen, 2); // The stream counts once.

    f.states.markSeen(f.a);
    QCOMPARE(f.states.of(f.a).unseen, 0);
    QCOMPARE(f.states.of(ConversationId(u"b"_s)).unseen, 1);
    f.states.markAllSeen();
    QCOMPARE(f.states.of(ConversationId(u"b"_s)).unseen, 0);
}

void TstConversationState::tellsOnceForEachBatch()
{
    Fixture f;
    QSignalSpy changed(&f.states, &timeline::ConversationStates::changed);
    f.store.append({f.maker.status(u"a"_s, u"searching"_s), f.maker.status(u"a"_s, u"processing"_s),
                    f.maker.status(u"b"_s, u"searching"_s)});

    QCOMPARE(changed.count(), 2);
}

QTEST_GUILESS_MAIN(TstConversationState)
#include "tst_conversationstate.moc"
