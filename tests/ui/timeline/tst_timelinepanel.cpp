#include "ui/timeline/timelinepanel.h"

#include "tests/ui/story.h"
#include "ui/common/followpill.h"
#include "ui/common/selection.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/timeline/emptytimeline.h"
#include "ui/timeline/timelinetable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::timelineview;
using namespace Qt::StringLiterals;
using models::TimelineModel;

namespace
{

struct Fixture {
    explicit Fixture(bool isPlayed = true)
    {
        panel.resize(872, 632);
        panel.setSources({&story.model, &story.store, &story.runs, &story.titles});
        panel.setSituation({.isConnected = true, .watched = 6, .listed = 9});
        panel.show();
        if (isPlayed)
            story.play();
        QCoreApplication::processEvents();
    }
    [[nodiscard]] int rowWith(const QString &text, int column = TimelineModel::What) const
    {
        for (int row = 0; row < story.model.rowCount(); ++row) {
            if (story.model.index(row, column).data().toString().contains(text))
                return row;
        }
        return -1;
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(table, Qt::Key(key), modifiers);
    }
    void addMore(int events)
    {
        for (int i = 0; i < events; ++i)
            story.add(u"14:03:50.000"_s, u"Senior Rust jobs"_s, u"status"_s,
                      R"({"status":"searching","message":"again"})");
        story.settle();
        QCoreApplication::processEvents();
    }

    test::Story story;
    common::ThemeProvider themes;
    common::Selection selection;
    common::UiState state;
    TimelinePanel panel{themes, selection, state};
    TimelineTable *table = panel.findChild<TimelineTable *>(u"timelineTable"_s);
    common::FollowPill *pill = panel.findChild<common::FollowPill *>(u"followPill"_s);
    EmptyTimeline *empty = panel.findChild<EmptyTimeline *>(u"timelineEmpty"_s);
};

} // namespace

class TstTimelinePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void specialRowsHaveHeightsOfTheirOwn()
    {
        Fixture f;
        const int gap = f.rowWith(u"Gap"_s);
        const int event = f.rowWith(u"Ranking"_s);

        f.table->verticalScrollBar()->setValue(0);

        QVERIFY(gap > event);
        QCOMPARE(f.table->rowHeight(gap) - f.table->rowHeight(event), 4);
    }

    void keysStepOverSeparators()
    {
        Fixture f;
        f.table->goToRow(f.rowWith(u"6 opportunities"_s));

        f.press(Qt::Key_J);

        QCOMPARE(f.table->currentRow(), f.rowWith(u"Reading 18"_s));

        f.press(Qt::Key_K);

        QCOMPARE(f.table->currentRow(), f.rowWith(u"6 opportunities"_s));
    }

    void shiftStaysInTheConversation()
    {
        Fixture f;
        f.table->goToRow(f.rowWith(u"Ranking"_s));

        f.press(Qt::Key_J, Qt::ShiftModifier);

        QCOMPARE(f.table->currentRow(), f.rowWith(u"Found 14"_s));
    }

    void choosingARowIsSharedAndStopsFollowing()
    {
        Fixture f;
        QVERIFY(f.state.isFollowing());

        f.table->goToRow(f.rowWith(u"Found 14"_s));

        QCOMPARE(f.selection.conversation(), test::Story::idOf(u"Talks in Lisbon"_s));
        QCOMPARE(f.story.store.status(f.selection.event()), u"complete"_s);
        QVERIFY(!f.selection.run().isEmpty());
        QVERIFY(!f.state.isFollowing());
    }

    void pillCountsWhatCameAndLeadsBack()
    {
        Fixture f;
        f.table->goToRow(f.rowWith(u"Ranking"_s));
        const int place = f.table->verticalScrollBar()->value();

        f.addMore(18);

        QCOMPARE(f.pill->count(), 18);
        QCOMPARE(f.table->verticalScrollBar()->value(), place);

        QTest::mouseClick(f.pill, Qt::LeftButton);

        QVERIFY(f.state.isFollowing());
        QVERIFY(!f.pill->isVisible());
        QCOMPARE(f.table->verticalScrollBar()->value(), f.table->verticalScrollBar()->maximum());
    }

    void followingStaysAtTheEnd()
    {
        Fixture f;

        f.addMore(30);

        QVERIFY(f.table->verticalScrollBar()->maximum() > 0);
        QCOMPARE(f.table->verticalScrollBar()->value(), f.table->verticalScrollBar()->maximum());
        QCOMPARE(f.pill->count(), 0);
    }

    void pauseFreezesTheRows()
    {
        Fixture f;

        f.press(Qt::Key_Space);
        const int rows = f.story.model.rowCount();
        f.addMore(5);

        QVERIFY(f.state.isPaused());
        QCOMPARE(f.story.model.rowCount(), rows);
        QCOMPARE(f.pill->count(), 5);

        f.press(Qt::Key_F);

        QVERIFY(!f.state.isPaused());
        QVERIFY(f.story.model.rowCount() > rows);
    }

    void anOpenLiveStreamKeepsItsHeight()
    {
        Fixture f;
        const int stream = f.rowWith(u"accel"_s);
        f.table->goToRow(stream);
        const int closed = f.table->rowHeight(stream);

        f.press(Qt::Key_Right);
        const int open = f.table->rowHeight(stream);
        f.story.stream(u"14:03:50.000"_s, u"Climate seed funds"_s, u"m-9"_s, QString(600, u'x'), 20);
        f.story.settle();

        QVERIFY(f.table->isStreamOpen(stream));
        QCOMPARE(open, closed + 3 * 20 + 8);
        QCOMPARE(f.table->rowHeight(stream), open);

        f.press(Qt::Key_Left);

        QCOMPARE(f.table->rowHeight(stream), closed);
    }

    void filterIsTakenFromTheSharedField()
    {
        Fixture f;

        f.selection.setFilter(u"status:error"_s);
        f.story.settle();

        QVERIFY(f.rowWith(u"timed out"_s) >= 0);
        QCOMPARE(f.rowWith(u"Ranking"_s), -1);

        f.selection.setFilter(u"status:nonesuch"_s);
        f.story.settle();

        QVERIFY(f.empty->isVisible());
        QTest::mouseClick(f.empty->button(), Qt::LeftButton);
        QCOMPARE(f.selection.filter(), QString());
    }

    void emptyStateOffersTheNextStep_data()
    {
        QTest::addColumn<EmptyTimeline::Facts>("facts");
        QTest::addColumn<EmptyTimeline::Reason>("reason");
        using Reason = EmptyTimeline::Reason;
        QTest::newRow("not connected") << EmptyTimeline::Facts{} << Reason::NotConnected;
        QTest::newRow("nothing watched") << EmptyTimeline::Facts{.isConnected = true, .listed = 9}
                                         << Reason::NothingWatched;
        QTest::newRow("nothing yet") << EmptyTimeline::Facts{.isConnected = true, .watched = 2} << Reason::NothingYet;
        QTest::newRow("filtered") << EmptyTimeline::Facts{.filteredOut = 4, .filter = u"x"_s} << Reason::NothingMatches;
        QTest::newRow("rows") << EmptyTimeline::Facts{.rows = 1, .filteredOut = 4} << Reason::NotEmpty;
    }

    void emptyStateOffersTheNextStep()
    {
        QFETCH(EmptyTimeline::Facts, facts);
        QFETCH(EmptyTimeline::Reason, reason);

        QCOMPARE(EmptyTimeline::reasonFor(facts), reason);
    }

    void watchAllIsOneClick()
    {
        Fixture f(false);
        f.panel.setSituation({.isConnected = true, .watched = 0, .listed = 9});
        const QSignalSpy asked(&f.panel, &TimelinePanel::watchAllRequested);

        QVERIFY(f.empty->isVisible());
        QVERIFY(f.empty->button()->text().contains(u'9'));
        QTest::mouseClick(f.empty->button(), Qt::LeftButton);

        QCOMPARE(asked.size(), 1);
    }

    void copiesTheCurrentEvent()
    {
        Fixture f;
        f.table->goToRow(f.rowWith(u"Found 14"_s));

        f.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);

        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(u"\"status\": \"complete\""_s), qPrintable(copied));
        QVERIFY(copied.startsWith(u'{'));
    }

    void aNarrowWindowLeavesOutTheDifference()
    {
        Fixture f;

        f.state.setRoom(true, false);

        QVERIFY(f.table->isColumnHidden(TimelineModel::Delta));

        f.state.setRoom(false, false);

        QVERIFY(!f.table->isColumnHidden(TimelineModel::Delta));
    }

    void columnsAreRemembered()
    {
        Fixture f;
        f.table->setColumnWidth(TimelineModel::Conversation, 200);
        const QByteArray state = f.panel.saveColumns();
        Fixture other;

        other.panel.restoreColumns(state);
        other.panel.restoreColumns("{\"order\":[1]}"); // of another version: no harm

        QCOMPARE(other.table->columnWidth(TimelineModel::Conversation), 200);
    }

    void totalsStandInTheTabStrip()
    {
        Fixture f;

        const auto *totals = f.panel.stripActions()->findChild<QLabel *>(u"timelineTotals"_s);

        QVERIFY(totals);
        QVERIFY2(totals->text().contains(u"6 conversations"_s), qPrintable(totals->text()));
    }

    void gapLinkShowsTheConnection()
    {
        Fixture f;
        const QSignalSpy shown(&f.selection, &common::Selection::panelRequested);
        f.table->verticalScrollBar()->setValue(0);
        const QRect gap = f.table->rowRect(f.rowWith(u"Gap"_s));

        QTest::mouseClick(f.table->viewport(), Qt::LeftButton, {}, QPoint(gap.right() - 30, gap.center().y()));

        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.first().first().toString(), u"dock.connection"_s);
    }
};

QTEST_MAIN(TstTimelinePanel)
#include "tst_timelinepanel.moc"
