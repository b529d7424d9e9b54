#include "core/timeline/runs.h"
#include "tests/support/events.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using base::ConversationId;
using base::RowIndex;
using timeline::PhaseKind;
using timeline::Run;
using timeline::RunIndex;

namespace
{

struct Fixture {
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};

    [[nodiscard]] const Run &run(int index) const { return runs.at(RunIndex(index)); }
    [[nodiscard]] QList<PhaseKind> phases(int index) const
    {
        QList<PhaseKind> kinds;
        for (const timeline::Phase &phase : run(index).phases)
            kinds << phase.kind;
        return kinds;
    }
    [[nodiscard]] QList<qint64> lengths(int index) const
    {
        QList<qint64> lengths;
        for (const timeline::Phase &phase : run(index).phases)
            lengths << phase.lengthMs;
        return lengths;
    }
};

} // namespace

class TstRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsAUsualRun();
    void endsWithAnError();
    void beginsAnewAfterATerminalEvent();
    void keepsTheReportOfTheResult();
    void namesUnknownStatuses();
    void goesBackToTheStatusAfterAnAnswer();
    void ignoresRepeats();
    void dropsNothingOfWrongShape();
    void takesTimesOfTheBacklogFromThePublisher();
    void saysWhenTheStartWasMissed();
    void countsGaps();
    void keepsConversationsApart();
    void tellsChangesInOrder();
};

void TstRuns::followsAUsualRun()
{
    Fixture f;
    f.store.append(f.maker.message(u"a"_s, u"user"_s, u"find me talks"_s));
    f.maker.stepMs = 200;
    for (const QString &piece : {u"I'd "_s, u"love "_s, u"to"_s})
        f.store.append(f.maker.token(u"a"_s, u"s1"_s, piece));
    f.maker.stepMs = 30'000;
    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"I'd love to"_s));
    f.maker.stepMs = 500;
    f.store.append(f.maker.message(u"a"_s, u"user"_s, u"30 minutes"_s, u"question_answers"_s));
    f.maker.stepMs = 7'000;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.maker.stepMs = 31'000;
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    f.maker.stepMs = 100;
    f.store.append(f.maker.status(u"a"_s, u"complete"_s, u"Found 14 opportunities"_s));
    f.store.append(f.maker.message(u"a"_s, u"assistant"_s, u"I found 14"_s, u"completion"_s));
    QCOMPARE(f.runs.live(), QList<RunIndex>{RunIndex(0)});
    f.store.append(f.maker.complete(u"a"_s, 14));

    QCOMPARE(f.runs.count(), 1);
    QCOMPARE(f.phases(0),
             (QList{PhaseKind::Started, PhaseKind::Answering, PhaseKind::WaitingForUser, PhaseKind::Started,
                    PhaseKind::Searching, PhaseKind::Processing, PhaseKind::Finished, PhaseKind::Complete}));
    QCOMPARE(f.lengths(0), (QList<qint64>{100, 600, 30'000, 500, 7'000, 31'000, 200, 0}));
    QCOMPARE(f.run(0).id.text(), u"a#1"_s);
    QCOMPARE(f.run(0).events, 11);
    QCOMPARE(f.run(0).count, 14);
    QCOMPARE(f.run(0).text, u"Found 14 opportunities"_s);
    QCOMPARE(f.run(0).lengthMs, 69'400);
    QVERIFY(f.run(0).isEnded());
    QVERIFY(!f.run(0).hasUnknownStart);
    QVERIFY(f.runs.live().isEmpty());
    QCOMPARE(f.runs.runOf(RowIndex(5)), RunIndex(0));
}

void TstRuns::endsWithAnError()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.store.append(f.maker.status(u"a"_s, u"error"_s, u"Search provider timed out"_s));

    QCOMPARE(f.phases(0), (QList{PhaseKind::Searching, PhaseKind::Error}));
    QCOMPARE(f.run(0).text, u"Search provider timed out"_s);
    QVERIFY(f.run(0).isEnded());
}

void TstRuns::beginsAnewAfterATerminalEvent()
{
    Fixture f;
    f.store.append(f.maker.complete(u"a"_s));
    f.store.append(f.maker.message(u"a"_s, u"user"_s, u"and again"_s));
    f.store.append(f.maker.status(u"a"_s, u"error"_s));
    f.store.append(f.maker.raw(u"a"_s, u"goal_updated"_s, "{}"));

    QCOMPARE(f.runs.count(), 3);
    QCOMPARE(f.run(1).id.text(), u"a#2"_s);
    QCOMPARE(f.runs.runOf(RowIndex(2)), RunIndex(1));
    QCOMPARE(f.run(2).number, 3);
    QVERIFY(!f.run(2).isEnded());
    QCOMPARE(f.runs.runsOf(ConversationId(u"a"_s)).size(), 3);
}

void TstRuns::keepsTheReportOfTheResult()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"error"_s));
    f.maker.stepMs = 2'500;
    f.store.append(f.maker.message(u"a"_s, u"assistant"_s, u"Something went wrong"_s, u"error"_s));
    QCOMPARE(f.runs.count(), 1); // 100 ms after the end: still its report.
    QCOMPARE(f.run(0).lastRow, RowIndex(1));

    f.store.append(f.maker.message(u"a"_s, u"assistant"_s, u"What else?"_s, u"clarifying"_s));

    QCOMPARE(f.runs.count(), 2); // Too late for a report.
    QCOMPARE(f.run(1).phase().kind, PhaseKind::WaitingForUser);
}

void TstRuns::namesUnknownStatuses()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"ranking"_s));
    f.store.append(f.maker.status(u"a"_s, u"ranking"_s));
    f.store.append(f.maker.status(u"a"_s, u"checking"_s));

    QCOMPARE(f.phases(0), (QList{PhaseKind::Other, PhaseKind::Other}));
    QCOMPARE(f.run(0).phases[0].word, u"ranking"_s);
    QCOMPARE(f.run(0).phases[0].lengthMs, 200);
    QCOMPARE(f.run(0).phase().word, u"checking"_s);
    QVERIFY(f.run(0).phase().isOpen());
}

void TstRuns::goesBackToTheStatusAfterAnAnswer()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"x"_s));
    QCOMPARE(f.run(0).phase().kind, PhaseKind::Answering);

    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"x"_s));

    QCOMPARE(f.run(0).phase().kind, PhaseKind::Processing);
}

void TstRuns::ignoresRepeats()
{
    Fixture f;
    const timeline::Event end = f.maker.complete(u"a"_s);
    f.store.append(end);
    f.maker.advance(60'000);
    f.store.append(test::changed(end, [](auto &fields) { fields.flags |= timeline::EventFlag::Duplicate; }));

    QCOMPARE(f.runs.count(), 1);
    QCOMPARE(f.run(0).events, 1);
    QCOMPARE(f.runs.runOf(RowIndex(1)), RunIndex(0));
}

void TstRuns::dropsNothingOfWrongShape()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.store.append(f.maker.raw(u"a"_s, u"status"_s, R"("processing")"));

    QCOMPARE(f.runs.runOf(RowIndex(1)), RunIndex(0));
    QCOMPARE(f.run(0).phase().kind, PhaseKind::Searching);
}

void TstRuns::takesTimesOfTheBacklogFromThePublisher()
{
    // Given two events that rewind brings at once, published 20 s apart.
    Fixture f;
    f.maker.flags = timeline::EventFlag::Backlog;
    f.maker.stepMs = 0;
    f.maker.lagMs = 30'000;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.maker.lagMs = 10'000;
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));

    QCOMPARE(f.run(0).phases[0].lengthMs, 20'000);
    QCOMPARE(f.run(0).startedMs, f.maker.nowMs - 30'000);
}

void TstRuns::saysWhenTheStartWasMissed()
{
    Fixture f;
    f.store.append(f.maker.complete(u"a"_s));
    f.store.append(f.maker.status(u"b"_s, u"complete"_s));
    f.store.append(f.maker.status(u"c"_s, u"searching"_s));
    f.runs.markGap(ConversationId(u"d"_s));
    f.store.append(f.maker.message(u"d"_s, u"user"_s, u"x"_s));

    QVERIFY(f.run(0).hasUnknownStart);
    QVERIFY(f.run(1).hasUnknownStart);
    QVERIFY(!f.run(2).hasUnknownStart);
    QVERIFY(f.run(3).hasUnknownStart);
}

void TstRuns::countsGaps()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.runs.markGap(ConversationId(u"a"_s));

    QCOMPARE(f.run(0).gaps, 1);
}

void TstRuns::keepsConversationsApart()
{
    Fixture f;
    f.store.append(
        {f.maker.status(u"a"_s, u"searching"_s), f.maker.status(u"b"_s, u"processing"_s), f.maker.complete(u"a"_s)});

    QCOMPARE(f.run(0).id.text(), u"a#1"_s);
    QCOMPARE(f.run(1).id.text(), u"b#1"_s);
    QCOMPARE(f.runs.live(), QList<RunIndex>{RunIndex(1)});
    QCOMPARE(f.runs.idOf(RowIndex(2)).text(), u"a#1"_s);
}

void TstRuns::tellsChangesInOrder()
{
    Fixture f;
    QStringList told;
    connect(&f.runs, &timeline::Runs::started, this, [&] { told << u"started"_s; });
    connect(&f.runs, &timeline::Runs::phaseChanged, this,
            [&](RunIndex index) { told << QString::number(int(f.runs.at(index).phase().kind)); });
    connect(&f.runs, &timeline::Runs::ended, this, [&] { told << u"ended"_s; });

    f.store.append({f.maker.message(u"a"_s, u"user"_s, u"x"_s), f.maker.status(u"a"_s, u"searching"_s),
                    f.maker.status(u"a"_s, u"searching"_s), f.maker.complete(u"a"_s)});

    QCOMPARE(told, (QStringList{u"started"_s, u"0"_s, u"3"_s, u"7"_s, u"ended"_s}));
}

QTEST_GUILESS_MAIN(TstRuns)
#include "tst_runs.moc"
