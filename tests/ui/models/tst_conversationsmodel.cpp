#include "tests/support/events.h"
#include "tests/support/fakeclock.h"
#include "ui/models/conversationsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ConversationId;
using models::ConversationsModel;
using State = ConversationsModel::State;

namespace
{

struct Fixture {
    test::FakeClock clock;
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::ConversationStates states{store, streams, runs};
    timeline::Titles titles;
    ConversationsModel model{{states, titles, clock}};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    /// Listed: a to e; watched: a, b and c.
    Fixture()
    {
        QList<genie::Conversation> listed;
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s})
            listed << genie::Conversation{
                .id = ConversationId(id), .status = u"completed"_s, .updatedMs = clock.wallMs() - 24 * 3'600'000};
        titles.setTitle(ConversationId(u"a"_s), u"Senior Rust jobs"_s);
        titles.setTitle(ConversationId(u"b"_s), u"Talks in Lisbon"_s);
        model.setUtc(true);
        model.setConversations(listed, {ConversationId(u"a"_s), ConversationId(u"b"_s), ConversationId(u"c"_s)});
    }
    void show() { clock.advance(60ms); }
    [[nodiscard]] QStringList rows() const
    {
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row)
            rows << model.index(row).data().toString();
        return rows;
    }
    [[nodiscard]] QVariant of(const QString &id, int role) const
    {
        return model.index(model.rowOf(ConversationId(id))).data(role);
    }
    [[nodiscard]] State state(const QString &id) const { return of(id, ConversationsModel::StateRole).value<State>(); }
    [[nodiscard]] QString line(const QString &id) const
    {
        const QString word = of(id, ConversationsModel::SecondLineRole).toString();
        return QString(word + u'|' + of(id, ConversationsModel::SecondTailRole).toString())
            .replace(QChar(0x00A0), u' ');
    }
};

} // namespace

class TstConversationsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupsWhatIsWatched();
    void wordsStates_data();
    void wordsStates();
    void saysWhatIsStuckOrRefused();
    void ordersByUrgencyThenByLastEvent();
    void keepsTheSelectionWhenTheOrderChanges();
    void holdsTheOrderUnderThePointer();
    void finds();
    void countsUnseen();
    void ticksOnlyWhileSomethingRuns();
    void speaksRows();
};

void TstConversationsModel::groupsWhatIsWatched()
{
    Fixture f;
    QCOMPARE(f.rows(), (QStringList{u"Watching"_s, u"Senior Rust jobs"_s, u"Talks in Lisbon"_s, u"c"_s,
                                    u"Not watched"_s, u"d"_s, u"e"_s}));
    QCOMPARE(f.model.index(0).data(ConversationsModel::CountRole).toInt(), 3);
    QVERIFY(!f.model.flags(f.model.index(4)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(f.line(u"d"_s), u"completed \u00B7 yesterday 14:03|"_s);
    QCOMPARE(f.line(u"a"_s), u"no event yet|"_s);
    QVERIFY(f.of(u"c"_s, ConversationsModel::NeedsMonoRole).toBool());
    QVERIFY(!f.of(u"a"_s, ConversationsModel::NeedsMonoRole).toBool());

    f.model.setConversations({}, {});
    QCOMPARE(f.model.rowCount(), 0);
}

void TstConversationsModel::wordsStates_data()
{
    QTest::addColumn<QList<timeline::Event>>("events");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("line");
    test::EventMaker maker;
    using Events = QList<timeline::Event>;
    QTest::newRow("searching") << Events{maker.status(u"a"_s, u"searching"_s)} << State::Searching
                               << u"searching 8.7 s|"_s;
    QTest::newRow("unknown") << Events{maker.status(u"a"_s, u"ranking"_s)} << State::Other << u"ranking 8.7 s|"_s;
    QTest::newRow("streaming") << Events{maker.token(u"a"_s, u"s"_s, u"x"_s)} << State::Answering
                               << u"streaming 8.7 s|"_s;
    QTest::newRow("waiting") << Events{maker.message(u"a"_s, u"assistant"_s, u"x"_s)} << State::WaitingForUser
                             << u"waiting for user 8.7 s|"_s;
    QTest::newRow("complete") << Events{maker.complete(u"a"_s, 14)} << State::Complete
                              << u"complete|\u00B7 14 opportunities"_s;
    QTest::newRow("error") << Events{maker.status(u"a"_s, u"error"_s, u"search timed out"_s)} << State::Error
                           << u"error|\u00B7 search timed out"_s;
}

void TstConversationsModel::wordsStates()
{
    QFETCH(QList<timeline::Event>, events);
    Fixture f;
    for (timeline::Event event : events)
        f.store.append(test::changed(event, [&](auto &fields) { fields.receivedMonoMs = f.clock.now().count(); }));
    f.clock.advance(8'700ms);

    QTEST(f.state(u"a"_s), "state");
    QTEST(f.line(u"a"_s), "line");
}

void TstConversationsModel::saysWhatIsStuckOrRefused()
{
    Fixture f;
    f.store.append(test::changed(f.maker.status(u"a"_s, u"searching"_s),
                                 [&](auto &fields) { fields.receivedMonoMs = f.clock.now().count(); }));
    f.clock.advance(95s);
    f.model.setStuck({ConversationId(u"a"_s)});
    f.model.setFault(ConversationId(u"b"_s), u"may not be watched"_s);
    f.show();

    QCOMPARE(f.state(u"a"_s), State::Stuck);
    QCOMPARE(f.line(u"a"_s), u"searching 1 m 35 s \u00B7 stuck|"_s);
    QCOMPARE(f.state(u"b"_s), State::Refused);
    QCOMPARE(f.line(u"b"_s), u"may not be watched|"_s);

    f.model.setStuck({});
    f.model.setFault(ConversationId(u"b"_s), {});
    f.show();
    QCOMPARE(f.state(u"a"_s), State::Searching);
    QCOMPARE(f.state(u"b"_s), State::NoEvents);
}

void TstConversationsModel::ordersByUrgencyThenByLastEvent()
{
    Fixture f;
    f.store.append(f.maker.complete(u"a"_s));
    f.store.append(f.maker.status(u"b"_s, u"searching"_s));
    f.store.append(f.maker.status(u"c"_s, u"searching"_s));
    f.show();
    QCOMPARE(f.rows().mid(1, 3), (QStringList{u"c"_s, u"Talks in Lisbon"_s, u"Senior Rust jobs"_s}));

    f.store.append(f.maker.status(u"b"_s, u"error"_s));
    f.model.setStuck({ConversationId(u"a"_s)});
    f.show();
    QCOMPARE(f.rows().mid(1, 3), (QStringList{u"Senior Rust jobs"_s, u"Talks in Lisbon"_s, u"c"_s}));
}

void TstConversationsModel::keepsTheSelectionWhenTheOrderChanges()
{
    Fixture f;
    const QPersistentModelIndex chosen = f.model.index(f.model.rowOf(ConversationId(u"a"_s)));
    QSignalSpy reset(&f.model, &ConversationsModel::modelReset);

    f.store.append(f.maker.status(u"c"_s, u"searching"_s));
    f.show();
    f.model.setConversations({}, {ConversationId(u"z"_s), ConversationId(u"c"_s), ConversationId(u"a"_s)});

    QCOMPARE(chosen.data().toString(), u"Senior Rust jobs"_s);
    QCOMPARE(chosen.row(), 3);
    QCOMPARE(reset.count(), 0);
}

void TstConversationsModel::holdsTheOrderUnderThePointer()
{
    Fixture f;
    f.model.setOrderHeld(true);
    f.store.append(f.maker.status(u"c"_s, u"searching"_s));
    f.show();
    QCOMPARE(f.rows()[3], u"c"_s);
    QCOMPARE(f.state(u"c"_s), State::Searching);

    f.model.setOrderHeld(false);
    QCOMPARE(f.rows()[1], u"c"_s);
}

void TstConversationsModel::finds()
{
    Fixture f;
    f.model.setFind(u" lisbon "_s);
    QCOMPARE(f.rows(), (QStringList{u"Watching"_s, u"Talks in Lisbon"_s}));
    f.model.setFind(u"e"_s);
    QCOMPARE(f.rows(), (QStringList{u"Watching"_s, u"Senior Rust jobs"_s, u"Not watched"_s, u"e"_s}));
    f.model.setFind({});
    QCOMPARE(f.model.rowCount(), 7);
}

void TstConversationsModel::countsUnseen()
{
    Fixture f;
    f.store.append({f.maker.status(u"a"_s, u"searching"_s), f.maker.status(u"a"_s, u"processing"_s)});
    f.show();
    QCOMPARE(f.of(u"a"_s, ConversationsModel::UnseenRole).toInt(), 2);

    f.states.markSeen(ConversationId(u"a"_s));
    f.show();
    QCOMPARE(f.of(u"a"_s, ConversationsModel::UnseenRole).toInt(), 0);
}

void TstConversationsModel::ticksOnlyWhileSomethingRuns()
{
    Fixture f;
    QCOMPARE(f.clock.pending(), 0);
    f.store.append(test::changed(f.maker.status(u"a"_s, u"searching"_s),
                                 [&](auto &fields) { fields.receivedMonoMs = f.clock.now().count(); }));
    f.show();
    QSignalSpy changed(&f.model, &ConversationsModel::dataChanged);
    f.clock.advance(4s);
    QCOMPARE(changed.count(), 16); // Four times a second while tenths are shown.
    f.clock.advance(10s);
    changed.clear();
    f.clock.advance(4s);
    QCOMPARE(changed.count(), 4);

    f.store.append(f.maker.complete(u"a"_s));
    f.show();
    f.clock.advance(1s);
    QCOMPARE(f.clock.pending(), 0);
}

void TstConversationsModel::speaksRows()
{
    Fixture f;
    f.store.append(test::changed(f.maker.status(u"a"_s, u"searching"_s),
                                 [&](auto &fields) { fields.receivedMonoMs = f.clock.now().count(); }));
    f.clock.advance(95s);
    f.model.setStuck({ConversationId(u"a"_s)});
    f.show();

    QCOMPARE(f.of(u"a"_s, Qt::AccessibleTextRole).toString(),
             u"Senior Rust jobs, searching 1 minute 35 seconds, stuck, 1 new event"_s);
    QCOMPARE(f.of(u"d"_s, Qt::AccessibleTextRole).toString(), u"d, completed \u00B7 yesterday 14:03, not watched"_s);
    QCOMPARE(f.model.index(0).data(Qt::AccessibleTextRole).toString(), u"Watching, 3"_s);
}

QTEST_GUILESS_MAIN(TstConversationsModel)
#include "tst_conversationsmodel.moc"
