#include "ui/problems/problemspanel.h"

#include "core/timeline/titles.h"
#include "ui/common/selection.h"
#include "ui/common/tableview.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/models/problemsmodel.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::problemspanel;
using namespace Qt::StringLiterals;
using diagnostics::Problem;
using diagnostics::Severity;

namespace
{

const base::ConversationId rust(u"7c1e4b0a"_s);

Problem problem(const QString &code, Severity severity, const QString &what)
{
    return {.code = code,
            .severity = severity,
            .conversations = {rust},
            .what = what,
            .why = u"Because of %1."_s.arg(code),
            .next = u"Do something about %1."_s.arg(code),
            .reference = u"80008"_s,
            .sinceMs = 1'762'437'756'000};
}

struct Fixture {
    Fixture()
    {
        titles.setTitle(rust, u"Senior Rust jobs"_s);
        panel.resize(1440, 140);
        panel.setModel(&model);
        panel.show();
    }
    [[nodiscard]] QString label(const QString &name) const { return panel.findChild<QLabel *>(name)->text(); }

    diagnostics::ProblemList list;
    timeline::Titles titles;
    models::ProblemsModel model{list, titles};
    common::ThemeProvider themes;
    common::Selection selection;
    common::UiState state;
    ProblemsPanel panel{themes, selection, state};
    common::TableView *table = panel.findChild<common::TableView *>(u"problemsTable"_s);
};

} // namespace

class TstProblemsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatItLooksWhileNothingIsWrong()
    {
        Fixture f;
        f.state.setShowsUtc(true);

        f.panel.setLookedForSince(1'762'437'611'000);

        QVERIFY(f.panel.findChild<QWidget *>(u"noProblems"_s)->isVisible());
        QVERIFY2(f.label(u"noProblemsText"_s).contains(u"14:00:11"_s), qPrintable(f.label(u"noProblemsText"_s)));
    }

    void showsTheWorstFirstWithWhyAndWhatNext()
    {
        Fixture f;
        const QSignalSpy counted(&f.panel, &ProblemsPanel::countChanged);

        f.list.report(problem(u"GM-GAP"_s, Severity::Warning, u"Gap of 4.2 s"_s));
        f.list.report(problem(u"GM-RUN-STUCK"_s, Severity::Error, u"The run has gone silent."_s));

        QCOMPARE(counted.last().first().toInt(), 2);
        QCOMPARE(f.model.index(0, models::ProblemsModel::What).data().toString(), u"The run has gone silent."_s);
        // The one being read stays the one being read.
        QCOMPARE(f.label(u"problemWhat"_s), u"Gap of 4.2 s"_s);

        f.panel.step(1);

        QCOMPARE(f.label(u"problemWhat"_s), u"The run has gone silent."_s);
        QCOMPARE(f.label(u"problemWhy"_s), u"Because of GM-RUN-STUCK."_s);
        QCOMPARE(f.label(u"problemNext"_s), u"Do something about GM-RUN-STUCK."_s);
        QVERIFY(f.label(u"problemCode"_s).contains(u"GM-RUN-STUCK"_s));
        QVERIFY(f.label(u"problemCode"_s).contains(u"80008"_s));
    }

    void showMakesTheConversationCurrent()
    {
        Fixture f;
        f.list.report(problem(u"GM-GAP"_s, Severity::Warning, u"Gap of 4.2 s"_s));
        const QSignalSpy asked(&f.panel, &ProblemsPanel::showInTimelineRequested);

        f.panel.findChild<QPushButton *>(u"problemShow"_s)->click();

        QCOMPARE(f.selection.conversation(), rust);
        QCOMPARE(asked.size(), 1);
    }

    void theLastOneGoneMeansNoProblems()
    {
        Fixture f;
        f.list.report(problem(u"GM-GAP"_s, Severity::Warning, u"Gap of 4.2 s"_s));

        f.list.withdraw(u"GM-GAP"_s, rust);

        QVERIFY(f.panel.findChild<QWidget *>(u"noProblems"_s)->isVisible());
    }

    void aNarrowWindowFoldsTheDetails()
    {
        Fixture f;
        f.list.report(problem(u"GM-GAP"_s, Severity::Warning, u"Gap of 4.2 s"_s));

        f.state.setRoom(true, true);

        QVERIFY(!f.panel.findChild<QWidget *>(u"problemDetails"_s)->isVisible());
        QVERIFY(f.table->horizontalHeader()->isHidden());
        const QModelIndex since = f.model.index(0, models::ProblemsModel::Since);
        QTest::mouseClick(f.table->viewport(), Qt::LeftButton, {}, f.table->visualRect(since).center());
        QCOMPARE(f.selection.conversation(), rust);
    }
};

QTEST_MAIN(TstProblemsPanel)
#include "tst_problemspanel.moc"
