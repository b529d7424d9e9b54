// scenario: every file says what it should, and what its short forms stand for.
#include "core/sandbox/scenario.h"

#include "core/sandbox/sandbox.h"
#include "core/sandbox/scriptreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using sandbox::Script;
using sandbox::Step;

namespace
{

QJsonArray stepsOf(const char *json)
{
    return QJsonDocument::fromJson(json).array();
}

qsizetype countOf(const Script &script, const QString &name)
{
    return std::count_if(script.begin(), script.end(), [&name](const Step &step) { return step.name == name; });
}

} // namespace

class TstScenario : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsEveryScenario_data();
    void loadsEveryScenario();
    void showsEveryKindInEveryConversationByDefault();
    void refusesUnknownNames();
    void spreadsAStreamOverItsTime();
    void cutsAStreamIntoAsManyPiecesAsAsked();
    void repeatsAnEvent();
    void refusesStepsInWhichNothingHappens();
    void tellsTheShowcaseInOrderAndWhole();
};

void TstScenario::loadsEveryScenario_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = sandbox::scenarioNames();
    QVERIFY(names.size() >= 11);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void TstScenario::loadsEveryScenario()
{
    QFETCH(QString, name);

    const auto scenario = sandbox::loadScenario(name);

    QVERIFY2(scenario, scenario ? "" : qPrintable(scenario.error().toText()));
    QVERIFY(!scenario->about.isEmpty());
    QVERIFY(!scenario->parts.isEmpty());
    for (const sandbox::Part &part : scenario->parts) {
        QVERIFY(scenario->storyStartMs != 0 || !part.rounds.isEmpty());
        for (const Script &script : part.rounds)
            QVERIFY(!script.isEmpty());
    }
}

void TstScenario::showsEveryKindInEveryConversationByDefault()
{
    const auto scenario = sandbox::loadScenario({});

    QVERIFY(scenario);
    for (const sandbox::Part &part : scenario->parts) {
        const Script &first = part.rounds.first();
        for (const QString &name : {u"message"_s, u"status"_s, u"stream_token"_s, u"stream_end"_s, u"complete"_s})
            QVERIFY2(countOf(first, name) > 0, qPrintable(name));
        std::chrono::microseconds length{0};
        for (const Step &step : first)
            length += step.wait;
        QVERIFY(length < 12s);
    }
}

void TstScenario::refusesUnknownNames()
{
    const auto scenario = sandbox::loadScenario(u"../happy"_s);

    QVERIFY(!scenario);
    QVERIFY(scenario.error().next.contains(u"showcase"_s));
}

void TstScenario::spreadsAStreamOverItsTime()
{
    const auto script = sandbox::readScript(stepsOf(R"([{"wait": "1s", "stream": "one two three", "over": "600ms"}])"));

    QVERIFY(script);
    QCOMPARE(script->size(), 4);
    QCOMPARE(script->at(0).wait, 1'000'000us);
    QCOMPARE(script->at(1).wait, 200'000us);
    QCOMPARE(script->at(1).data[u"token"_s].toString(), u"two "_s);
    QCOMPARE(script->at(3).name, u"stream_end"_s);
    QCOMPARE(script->at(3).data[u"content"_s].toString(), u"one two three"_s);
    QCOMPARE(script->at(3).data[u"message_id"_s], script->at(0).data[u"message_id"_s]);
}

void TstScenario::cutsAStreamIntoAsManyPiecesAsAsked()
{
    const auto script = sandbox::readScript(stepsOf(R"([{"stream": "abcdefg", "pieces": 3, "open": true}])"));

    QVERIFY(script);
    QString text;
    for (const Step &step : *script)
        text += step.data[u"token"_s].toString();
    QCOMPARE(script->size(), 3);
    QCOMPARE(text, u"abcdefg"_s);
}

void TstScenario::repeatsAnEvent()
{
    const auto script = sandbox::readScript(stepsOf(R"([{"event": "x", "data": 1, "times": 50, "perSecond": 2000}])"));

    QVERIFY(script);
    QCOMPARE(script->size(), 50);
    QCOMPARE(script->at(7).wait, 500us);
}

void TstScenario::refusesStepsInWhichNothingHappens()
{
    const auto script = sandbox::readScript(stepsOf(R"([{"complete": 1}, {"wait": "1s"}])"));

    QVERIFY(!script);
    QVERIFY(script.error().what.contains(u"1"_s));
}

void TstScenario::tellsTheShowcaseInOrderAndWhole()
{
    const auto scenario = sandbox::loadScenario(u"showcase"_s);

    QVERIFY(scenario);
    QVERIFY(std::is_sorted(scenario->story.begin(), scenario->story.end(),
                           [](const Step &a, const Step &b) { return a.atMs < b.atMs; }));
    const auto drop = std::find_if(scenario->story.begin(), scenario->story.end(), [](const Step &step) {
        return step.action == Step::Action::Drop && step.data.toBool();
    });
    QVERIFY(drop != scenario->story.end());
    QCOMPARE(drop->backMs - drop->atMs, 4203);
    const auto received = std::count_if(scenario->story.begin(), scenario->story.end(), [&drop](const Step &step) {
        return step.action == Step::Action::Publish && (step.atMs < drop->atMs || step.atMs > drop->backMs);
    });
    QCOMPARE(received, 1284);
}

QTEST_GUILESS_MAIN(TstScenario)
#include "tst_scenario.moc"
