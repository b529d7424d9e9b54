#include "ui/models/problemsmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using base::ConversationId;
using diagnostics::Problem;
using diagnostics::Severity;
using models::ProblemsModel;

class TstProblemsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsProblemsWorstFirst();
};

void TstProblemsModel::listsProblemsWorstFirst()
{
    // Given a list and two problems.
    timeline::Titles titles;
    diagnostics::ProblemList list;
    ProblemsModel model(list, titles);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setUtc(true);
    titles.setTitle(ConversationId(u"a"_s), u"Senior Rust jobs"_s);
    list.report({.code = u"GM-GAP"_s,
                 .severity = Severity::Warning,
                 .conversations = {ConversationId(u"a"_s), ConversationId(u"b"_s)},
                 .what = u"Events may be missing."_s,
                 .sinceMs = 1'762'437'756'115});
    const QPersistentModelIndex chosen = model.index(0, 0);
    list.report({.code = u"GM-RUN-STUCK"_s,
                 .severity = Severity::Error,
                 .conversations = {ConversationId(u"a"_s)},
                 .what = u"The run has gone silent."_s,
                 .next = u"Run doctor."_s,
                 .reference = u"80008"_s,
                 .sinceMs = 1'762'437'756'115});

    const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(text(0, ProblemsModel::Severity), u"error"_s);
    QCOMPARE(text(0, ProblemsModel::What), u"The run has gone silent."_s);
    QCOMPARE(text(0, ProblemsModel::Conversation), u"Senior Rust jobs"_s);
    QCOMPARE(text(0, ProblemsModel::Since), u"14:02:36"_s);
    QCOMPARE(text(1, ProblemsModel::Conversation), u"2 conversations"_s);
    QCOMPARE(model.index(0, 0).data(ProblemsModel::CodeRole).toString(), u"GM-RUN-STUCK, 80008"_s);
    QCOMPARE(model.index(0, 0).data(ProblemsModel::NextRole).toString(), u"Run doctor."_s);
    QCOMPARE(chosen.row(), 1);

    list.withdraw(u"GM-RUN-STUCK"_s, ConversationId(u"a"_s));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(model.index(0, 0).data(ProblemsModel::KeyRole).toString()), 0);
    QCOMPARE(model.rowOf(u"GM-RUN-STUCK/a"_s), -1);
}

QTEST_GUILESS_MAIN(TstProblemsModel)
#include "tst_problemsmodel.moc"
