#include "tests/support/events.h"
#include "tests/support/fakeclock.h"
#include "ui/models/timelinemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ConversationId;
using base::RowIndex;
using models::TimelineModel;
using timeline::Filter;
using RowType = TimelineModel::RowType;

namespace
{

struct Fixture {
    test::FakeClock clock;
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::Gaps gaps{store, clock};
    timeline::Titles titles;
    TimelineModel model{{store, streams, runs, gaps, titles, clock}};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    Fixture()
    {
        model.setUtc(true);
        titles.setTitle(ConversationId(u"a"_s), u"Talks in Lisbon"_s);
    }
    void show() { clock.advance(100ms); }
    [[nodiscard]] QVariant at(int row, int column, int role = Qt::DisplayRole) const
    {
        return model.index(row, column).data(role);
    }
    [[nodiscard]] QString text(int row, int column = TimelineModel::What) const { return at(row, column).toString(); }
    [[nodiscard]] RowType type(int row) const { return at(row, 0, TimelineModel::RowTypeRole).value<RowType>(); }
    [[nodiscard]] QList<RowType> types() const
    {
        QList<RowType> types;
        for (int row = 0; row < model.rowCount(); ++row)
            types << type(row);
        return types;
    }
    void openGap(const QString &conversation)
    {
        gaps.open(ConversationId(conversation), timeline::GapCause::ResumeRefused, 80008, clock.wallMs(),
                  clock.now().count());
    }
};

/// Blanks for the no-break spaces of numbers and units.
QString plain(QString text)
{
    return text.replace(QChar(0x00A0), u' ');
}

} // namespace

class TstTimelineModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEventsInBatches();
    void wordsCells_data();
    void wordsCells();
    void flagsWhatIsOdd();
    void measuresFromTheEventBeforeInTheConversation();
    void growsAStreamInOneRow();
    void tellsOfGrowthTenTimesASecondAtMost();
    void partsDays();
    void showsGapsAndReconnectsWhereTheyHappened();
    void putsALateGapWhereItBelongs();
    void filtersAndFindsRowsAgain();
    void putsInAStreamThatGrewIntoTheFilter();
    void freezesWhilePaused();
    void filtersWhilePausedOnlyWhatWasThere();
    void renamesConversations();
    void speaksRows();
};

void TstTimelineModel::showsEventsInBatches()
{
    Fixture f;
    QSignalSpy inserted(&f.model, &TimelineModel::rowsInserted);
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    for (int i = 0; i < 9; ++i)
        f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    QCOMPARE(f.model.rowCount(), 0);

    f.clock.advance(60ms);

    QCOMPARE(f.model.rowCount(), 11); // With the day.
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(f.model.totals().shown, 10);
    QCOMPARE(f.clock.pending(), 0); // Nothing ticks when nothing happens.
}

void TstTimelineModel::wordsCells_data()
{
    QTest::addColumn<timeline::Event>("event");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("lead");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("text");
    test::EventMaker maker;
    QTest::newRow("status") << maker.status(u"a"_s, u"searching"_s, u"Searching\nfor opportunities"_s) << u"status"_s
                            << u""_s << u"searching"_s << u"Searching for opportunities"_s;
    QTest::newRow("message") << maker.message(u"a"_s, u"user"_s, u"30 minutes"_s, u"question_answers"_s) << u"message"_s
                             << u"user \u00B7 question_answers"_s << u""_s << u"30 minutes"_s;
    QTest::newRow("message without type")
        << maker.message(u"a"_s, u"user"_s, u"hi"_s) << u"message"_s << u"user"_s << u""_s << u"hi"_s;
    QTest::newRow("complete") << maker.complete(u"a"_s, 14) << u"complete"_s << u""_s << u""_s << u"14 opportunities"_s;
    QTest::newRow("complete, one") << maker.complete(u"a"_s, 1) << u"complete"_s << u""_s << u""_s
                                   << u"1 opportunity"_s;
    QTest::newRow("other") << maker.raw(u"a"_s, u"goal_updated"_s, R"({"goal_id":"e0"})") << u"other"_s
                           << u"goal_updated"_s << u""_s << uR"({"goal_id":"e0"})"_s;
    QTest::newRow("wrong shape") << maker.raw(u"a"_s, u"status"_s, R"("processing")") << u"status"_s << u""_s << u""_s
                                 << uR"("processing")"_s;
}

void TstTimelineModel::wordsCells()
{
    QFETCH(timeline::Event, event);
    QFETCH(QString, text);
    Fixture f;
    f.store.append(event);
    f.show();

    QTEST(f.text(1, TimelineModel::Kind), "kind");
    QTEST(f.at(1, 0, TimelineModel::RoleTypeRole).toString(), "lead");
    QTEST(f.at(1, 0, TimelineModel::StatusRole).toString(), "status");
    QCOMPARE(f.text(1), text);
    QCOMPARE(f.at(1, 0, TimelineModel::TextRole).toString(), text);
    QCOMPARE(f.text(1, TimelineModel::Time),
             QDateTime::fromMSecsSinceEpoch(event->receivedMs, Qt::UTC).toString(u"HH:mm:ss.zzz"_s));
    QCOMPARE(plain(f.text(1, TimelineModel::Lag)), u"40 ms"_s);
    QCOMPARE(f.at(1, 0, TimelineModel::LagMsRole).toLongLong(), 40);
    QCOMPARE(f.text(1, TimelineModel::Conversation), u"Talks in Lisbon"_s);
    QCOMPARE(f.text(1, TimelineModel::EventId), event->id.text());
    QCOMPARE(f.text(1, TimelineModel::Serial), event->serial);
    QCOMPARE(f.text(1, TimelineModel::Run), u"1"_s);
}

void TstTimelineModel::flagsWhatIsOdd()
{
    Fixture f;
    f.store.append(f.maker.raw(u"a"_s, u"status"_s, R"("processing")"));
    f.store.append(f.maker.raw(u"a"_s, u"status"_s, R"([1])"));
    f.store.append(f.maker.raw(u"a"_s, u"status"_s, R"({"message":"x"})"));
    f.store.append(f.maker.raw(u"a"_s, u"goal_updated"_s, "{}"));
    f.store.append(test::changed(f.maker.complete(u"a"_s), [](auto &fields) {
        fields.flags = timeline::EventFlag::Duplicate | timeline::EventFlag::OutOfOrder;
    }));
    f.show();

    const auto flags = [&](int row) { return f.at(row, 0, TimelineModel::FlagTextsRole).toStringList(); };
    QCOMPARE(flags(1), QStringList{u"data is a text, not an object"_s});
    QCOMPARE(flags(2), QStringList{u"data is a list, not an object"_s});
    QCOMPARE(flags(3), QStringList{u"\"status\" is missing"_s});
    QCOMPARE(flags(4), QStringList{u"unknown name"_s});
    QCOMPARE(flags(5), (QStringList{u"received twice"_s, u"out of order"_s}));
}

void TstTimelineModel::measuresFromTheEventBeforeInTheConversation()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.maker.advance(370);
    f.store.append(f.maker.status(u"b"_s, u"searching"_s));
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    f.model.setFilter(*Filter::parse(u"status:processing"_s));

    QCOMPARE(plain(f.text(1, TimelineModel::Delta)), u"+570 ms"_s); // The filter hides the event before, not its time.
    f.model.setFilter(Filter());
    QCOMPARE(f.text(1, TimelineModel::Delta), QString());
    QCOMPARE(f.text(2, TimelineModel::Delta), QString());
}

void TstTimelineModel::growsAStreamInOneRow()
{
    Fixture f;
    f.maker.stepMs = 25;
    f.store.append(f.maker.message(u"a"_s, u"user"_s, u"hi"_s));
    for (int i = 0; i < 41; ++i)
        f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"piece%1 "_s.arg(i)));
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Stream}));
    QVERIFY(f.at(2, 0, TimelineModel::StreamLiveRole).toBool());
    QCOMPARE(plain(f.at(2, 0, TimelineModel::StreamMetaRole).toString()), u"40/s \u00B7 1.0 s"_s);
    QCOMPARE(plain(f.at(2, 0, TimelineModel::StreamOpenMetaRole).toString()), u"41 pieces \u00B7 40/s \u00B7 1.0 s"_s);
    QVERIFY(f.text(2).endsWith(u"piece40 "_s)); // While live, its newest end.
    QVERIFY(f.at(2, 0, TimelineModel::StreamTextRole).toString().startsWith(u"piece0"_s));
    QCOMPARE(f.model.rowOf(RowIndex(30)), 2);

    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"other text"_s));
    f.show();

    QVERIFY(!f.at(2, 0, TimelineModel::StreamLiveRole).toBool());
    QVERIFY(f.text(2).startsWith(u"piece0"_s));
    QCOMPARE(plain(f.at(2, 0, TimelineModel::StreamMetaRole).toString()), u"41 pieces \u00B7 1.0 s"_s);
    QCOMPARE(f.at(2, 0, TimelineModel::StreamFlagsRole).toStringList(), QStringList{u"text differs from stream end"_s});
    QCOMPARE(f.model.totals().streamMembers, 41);
}

void TstTimelineModel::tellsOfGrowthTenTimesASecondAtMost()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"x"_s));
    f.show();
    QSignalSpy changed(&f.model, &TimelineModel::dataChanged);

    for (int i = 0; i < 200; ++i) {
        f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"x"_s));
        f.clock.advance(10ms);
    }

    QVERIFY2(changed.count() >= 10 && changed.count() <= 20, qPrintable(QString::number(changed.count())));
    f.clock.advance(200ms);
    QCOMPARE(f.at(1, 0, TimelineModel::StreamTextRole).toString().size(), 201);
}

void TstTimelineModel::partsDays()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.maker.advance(10 * 3'600'000);
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Day, RowType::Event}));
    QCOMPARE(f.text(0), u"Thursday 6 November 2025"_s);
    QCOMPARE(f.at(2, 0, TimelineModel::SeparatorTextRole).toString(), u"Friday 7 November 2025"_s);
    QVERIFY(!f.model.flags(f.model.index(0, 0)).testFlag(Qt::ItemIsSelectable));
    QVERIFY(f.model.flags(f.model.index(1, 0)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(f.model.storeRow(3), RowIndex(1));
    QVERIFY(!f.model.storeRow(2).isValid());
}

void TstTimelineModel::showsGapsAndReconnectsWhereTheyHappened()
{
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.show();
    f.openGap(u"a"_s);
    f.openGap(u"b"_s);
    f.clock.advance(3'203ms);
    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Gap}));
    QCOMPARE(plain(f.at(2, 0, TimelineModel::GapTitleRole).toString()), u"Gap, 3 s so far"_s);

    f.clock.advance(1s);
    f.gaps.close(ConversationId(u"a"_s));
    f.gaps.close(ConversationId(u"b"_s));
    f.gaps.addReconnect(false, 2, u"main.b.fallback.ably-realtime.com"_s);
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Gap, RowType::Reconnect, RowType::Event}));
    QCOMPARE(plain(f.at(2, 0, TimelineModel::GapTitleRole).toString()), u"Gap 4.2 s"_s);
    QCOMPARE(f.at(2, 0, TimelineModel::GapTextRole).toString(),
             u"connection lost, resume refused (80008). Events may be missing in 2 conversations"_s);
    QCOMPARE(f.at(3, 0, TimelineModel::SeparatorTextRole).toString(),
             u"Connected again as a new connection, 2 channels attached"_s);
    QCOMPARE(f.model.rowOfGap(timeline::GapIndex(0)), 2);

    // A filter that hides all events leaves them.
    f.model.setFilter(*Filter::parse(u"nothing-has-this"_s));
    QCOMPARE(f.types(), (QList{RowType::Gap, RowType::Reconnect}));
}

void TstTimelineModel::putsALateGapWhereItBelongs()
{
    // Given a gap that is told only after the reconnect row is shown.
    Fixture f;
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.show();
    const qint64 lostMs = f.clock.wallMs();
    f.clock.advance(5s);
    f.gaps.addReconnect(false, 1, {});
    f.show();
    f.gaps.open(ConversationId(u"a"_s), timeline::GapCause::LostContinuity, 90003, lostMs, 0);
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Gap, RowType::Reconnect}));
}

void TstTimelineModel::filtersAndFindsRowsAgain()
{
    Fixture f;
    for (int i = 0; i < 10; ++i)
        f.store.append(i % 2 == 0 ? f.maker.status(u"a"_s, u"searching"_s) : f.maker.complete(u"a"_s));
    f.show();

    f.model.setFilter(*Filter::parse(u"kind:complete"_s));

    QCOMPARE(f.model.rowCount(), 6);
    QCOMPARE(f.model.totals().filteredOut, 5);
    QCOMPARE(f.model.rowOf(RowIndex(9)), 5);
    QCOMPARE(f.model.rowOf(RowIndex(8)), -1);
    QCOMPARE(f.model.rowOf(RowIndex(99)), -1);
    f.store.append(f.maker.complete(u"a"_s));
    f.show();
    QCOMPARE(f.model.rowCount(), 7);
}

void TstTimelineModel::putsInAStreamThatGrewIntoTheFilter()
{
    Fixture f;
    f.model.setFilter(*Filter::parse(u"\"funds that\""_s));
    f.store.append({f.maker.token(u"a"_s, u"s"_s, u"funds "_s), f.maker.message(u"a"_s, u"user"_s, u"funds that"_s)});
    f.show();
    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event}));

    f.store.append(f.maker.token(u"a"_s, u"s"_s, u"that lead"_s));
    f.show();
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Stream, RowType::Event}));
}

void TstTimelineModel::freezesWhilePaused()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s"_s, u"before"_s));
    f.show();
    f.model.setPaused(true);
    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Stream, RowType::Paused}));

    f.store.append(f.maker.token(u"a"_s, u"s"_s, u" after"_s));
    f.store.append(f.maker.status(u"a"_s, u"searching"_s));
    f.show();

    QCOMPARE(f.model.rowCount(), 3);
    QCOMPARE(f.text(1), u"before"_s);
    QCOMPARE(f.model.heldBack(), 1);

    f.model.setPaused(false);

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Stream, RowType::Paused, RowType::Event}));
    QCOMPARE(f.text(1), u"before after"_s);
    QCOMPARE(f.model.heldBack(), 0);
}

void TstTimelineModel::filtersWhilePausedOnlyWhatWasThere()
{
    Fixture f;
    f.store.append({f.maker.status(u"a"_s, u"searching"_s), f.maker.complete(u"a"_s)});
    f.model.setPaused(true);
    f.store.append(f.maker.status(u"a"_s, u"processing"_s));

    f.model.setFilter(*Filter::parse(u"kind:status"_s));
    f.show();

    QCOMPARE(f.types(), (QList{RowType::Day, RowType::Event, RowType::Paused}));
    QCOMPARE(f.model.heldBack(), 1);
}

void TstTimelineModel::renamesConversations()
{
    Fixture f;
    f.store.append(f.maker.status(u"b"_s, u"searching"_s));
    f.show();
    QCOMPARE(f.text(1, TimelineModel::Conversation), u"b"_s);

    f.titles.setTitle(ConversationId(u"b"_s), u"Senior Rust jobs"_s);
    f.show();

    QCOMPARE(f.text(1, TimelineModel::Conversation), u"Senior Rust jobs"_s);
}

void TstTimelineModel::speaksRows()
{
    Fixture f;
    f.maker.lagMs = 39;
    f.store.append(f.maker.status(u"a"_s, u"complete"_s, u"Found 14 opportunities"_s));
    f.store.append(f.maker.token(u"a"_s, u"s"_s, u"Good fit: "_s));
    f.show();
    f.openGap(u"a"_s);
    f.clock.advance(4'200ms);
    f.gaps.close(ConversationId(u"a"_s));
    f.show();

    const auto spoken = [&](int row) { return f.at(row, 0, Qt::AccessibleTextRole).toString(); };
    QCOMPARE(spoken(1),
             u"14:03:47.000, Talks in Lisbon, status, complete, Found 14 opportunities, lag 39 milliseconds"_s);
    QCOMPARE(spoken(2), u"Stream, live, Talks in Lisbon, 1 piece, 0 a second, Good fit: "_s);
    QCOMPARE(
        spoken(3),
        u"Gap of 4.2 seconds, connection lost, resume refused, code 80008, events may be missing in 1 conversation"_s);
}

QTEST_GUILESS_MAIN(TstTimelineModel)
#include "tst_timelinemodel.moc"
