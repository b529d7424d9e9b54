// Problems: reported with their words, one for what belongs together, taken back when it is over.
#include "core/monitor/problemreporter.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace gm;
using namespace gm::monitor;
using diagnostics::Severity;
using namespace Qt::Literals::StringLiterals;

namespace
{

const base::ConversationId first{u"7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30"_s};
const base::ConversationId second{u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s};

struct Fixture {
    test::FakeClock clock;
    diagnostics::ProblemList problems;
    ProblemReporter reporter{problems, clock};

    [[nodiscard]] QStringList codes() const
    {
        QStringList codes;
        for (const diagnostics::Problem &problem : problems.problems())
            codes << problem.code;
        return codes;
    }
};

ContinuityGap gapOf(const base::ConversationId &conversation)
{
    return {.conversation = conversation,
            .cause = timeline::GapCause::ResumeRefused,
            .code = 80008,
            .fromMs = 1'000,
            .toMs = 5'200};
}

} // namespace

class TstProblemReporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gapsOfOneLossAreOneProblem();
    void filledGapIsTakenBack();
    void tokenFailureIsTakenBackByTheNextToken();
    void newerTokenFailureReplacesTheOlder();
    void refusedChannelIsTakenBackWhenItAttaches();
    void worstComesFirst();
};

void TstProblemReporter::gapsOfOneLossAreOneProblem()
{
    Fixture f;
    f.reporter.gap(gapOf(first));
    f.reporter.gap(gapOf(second));

    QCOMPARE(f.codes(), QStringList{u"GM-GAP"_s});
    const auto &problem = f.problems.problems().first();
    QCOMPARE(problem.conversations, (QList{first, second}));
    QCOMPARE(problem.sinceMs, 1'000);
    QVERIFY2(problem.what.contains(u"4.2"), qPrintable(problem.what));
    QVERIFY(problem.reference.contains(u"80008"));
}

void TstProblemReporter::filledGapIsTakenBack()
{
    Fixture f;
    f.reporter.gap(gapOf(first));
    f.reporter.gap(gapOf(second));

    f.reporter.gapFilled(first);
    QCOMPARE(f.problems.problems().first().conversations, QList{second});
    f.reporter.gapFilled(second);
    QVERIFY(f.problems.problems().isEmpty());
}

void TstProblemReporter::tokenFailureIsTakenBackByTheNextToken()
{
    Fixture f;
    f.reporter.tokenFailed({.status = 500, .id = u"GM-TOKEN-500"_s, .what = u"no token"_s});
    QCOMPARE(f.codes(), QStringList{u"GM-TOKEN-500"_s});
    f.reporter.tokenReceived();
    QVERIFY(f.problems.problems().isEmpty());
}

void TstProblemReporter::newerTokenFailureReplacesTheOlder()
{
    Fixture f;
    f.reporter.tokenFailed({.id = u"GM-TOKEN-500"_s, .what = u"no token"_s});
    f.reporter.tokenFailed({.id = u"GM-TOKEN-HTML"_s, .what = u"a page"_s});
    QCOMPARE(f.codes(), QStringList{u"GM-TOKEN-HTML"_s});
}

void TstProblemReporter::refusedChannelIsTakenBackWhenItAttaches()
{
    Fixture f;
    const base::Error fault{.code = 40160, .what = u"may not be watched"_s};
    f.reporter.channelChanged(first, {.current = ably::ChannelState::Failed}, fault);
    QCOMPARE(f.codes(), QStringList{u"GM-CHANNEL-REFUSED"_s});
    f.reporter.channelChanged(first, {.current = ably::ChannelState::Attached}, {});
    QVERIFY(f.problems.problems().isEmpty());
}

void TstProblemReporter::worstComesFirst()
{
    Fixture f;
    f.reporter.gap(gapOf(first));
    f.reporter.tokenFailed({.id = u"GM-TOKEN-500"_s, .what = u"no token"_s});
    QCOMPARE(f.codes(), (QStringList{u"GM-TOKEN-500"_s, u"GM-GAP"_s}));
    QCOMPARE(f.problems.problems().first().severity, Severity::Error);
}

QTEST_GUILESS_MAIN(TstProblemReporter)
#include "tst_problemreporter.moc"
