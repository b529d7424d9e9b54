// `genie-monitor watch` as its user runs it: a process, its output and its exit code.
#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr int patienceMs = 60'000;

struct Outcome {
    int exitCode = -1;
    QList<QJsonObject> lines{}; ///< Standard output, line by line; an empty object is a line that was no JSON.
    QByteArray errors{};

    [[nodiscard]] QList<QJsonObject> ofType(const QString &type) const
    {
        QList<QJsonObject> result;
        for (const QJsonObject &line : lines) {
            if (line.value(u"type").toString() == type)
                result.append(line);
        }
        return result;
    }
};

Outcome outcomeOf(QProcess &process)
{
    Outcome outcome{.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1};
    const auto lines = process.readAllStandardOutput().split('\n');
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            outcome.lines.append(QJsonDocument::fromJson(line).object());
    }
    outcome.errors = process.readAllStandardError();
    return outcome;
}

} // namespace

class TstWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsWellFormedJsonlUntilComplete();
    void endsWith6WhenARunFails();
    void endsWith6WhenARunStops();
    void everyEventOfARunHasItsRunId();
    void filtersEvents();
    void refusesUsageErrorsWith1_data();
    void refusesUsageErrorsWith1();
    void refusesAnUnwritableRecordBeforeConnecting();
    void recordsAllKindsOfLines();
    void saysWhichServiceIsDead_data();
    void saysWhichServiceIsDead();
    void saysThatNobodyIsSignedIn();
    void eachLineComesWhenItHappens();
    void interruptEndsInOrderWith130();

private:
    [[nodiscard]] Outcome run(const QStringList &arguments, const QHash<QString, QString> &environment = {},
                              const QByteArray &input = {});
    void prepare(QProcess &process, const QHash<QString, QString> &environment);
    QByteArray outputUntil(const char *word, QProcess &process);

    QTemporaryDir m_folder;
};

void TstWatch::prepare(QProcess &process, const QHash<QString, QString> &environment)
{
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    process.setProcessEnvironment(variables);
    process.setProgram(QStringLiteral(GM_PROGRAM));
}

Outcome TstWatch::run(const QStringList &arguments, const QHash<QString, QString> &environment, const QByteArray &input)
{
    QProcess process;
    prepare(process, environment);
    process.setArguments(QStringList{u"--config-dir"_s, m_folder.path()} + arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(patienceMs))
        process.kill();
    return outcomeOf(process);
}

void TstWatch::printsWellFormedJsonlUntilComplete()
{
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--format"_s, u"jsonl"_s, u"--until"_s,
                                 u"complete"_s, u"--for"_s, u"50s"_s, u"--speed"_s, u"4"_s});

    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    QSet<QString> kinds;
    QSet<QString> statuses;
    for (const QJsonObject &line : outcome.lines) {
        QVERIFY(!line.isEmpty());
        kinds.insert(line.value(u"kind").toString());
        statuses.insert(line.value(u"status").toString());
    }
    for (const auto &kind : {u"message"_s, u"status"_s, u"stream"_s, u"complete"_s})
        QVERIFY2(kinds.contains(kind), qPrintable(kind));
    for (const auto &status : {u"searching"_s, u"processing"_s, u"complete"_s})
        QVERIFY2(statuses.contains(status), qPrintable(status));
    const auto events = outcome.ofType(u"event"_s);
    for (const QJsonObject &event : events) {
        QVERIFY(event.value(u"latencyMs").isDouble());
        QVERIFY(!event.value(u"runId").toString().isEmpty());
        QVERIFY(!event.value(u"id").toString().isEmpty());
        QVERIFY(event.value(u"flags").isArray());
        QVERIFY(QDateTime::fromString(event.value(u"received").toString(), Qt::ISODateWithMs).isValid());
    }
}

void TstWatch::endsWith6WhenARunFails()
{
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--scenario"_s, u"error"_s, u"--format"_s,
                                 u"jsonl"_s, u"--until"_s, u"complete"_s, u"--for"_s, u"50s"_s, u"--speed"_s, u"4"_s});
    QVERIFY2(outcome.exitCode == 6, outcome.errors.constData());
    bool hasError = false;
    for (const QJsonObject &line : outcome.ofType(u"event"_s))
        hasError |= line.value(u"status").toString() == u"error";
    QVERIFY(hasError);
}

void TstWatch::endsWith6WhenARunStops()
{
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--scenario"_s, u"silent"_s, u"--format"_s,
                                 u"jsonl"_s, u"--until"_s, u"complete"_s, u"--for"_s, u"4s"_s, u"--speed"_s, u"4"_s});
    QVERIFY2(outcome.exitCode == 6, outcome.errors.constData());
    QVERIFY(!outcome.ofType(u"event"_s).isEmpty());
}

void TstWatch::everyEventOfARunHasItsRunId()
{
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--scenario"_s, u"happy"_s, u"--format"_s,
                                 u"jsonl"_s, u"--until"_s, u"complete"_s, u"--for"_s, u"50s"_s, u"--speed"_s, u"4"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    QHash<QString, QSet<QString>> runs; // by conversation
    for (const QJsonObject &event : outcome.ofType(u"event"_s))
        runs[event.value(u"conversation").toString()].insert(event.value(u"runId").toString());
    QVERIFY(!runs.isEmpty());
    for (const QSet<QString> &ids : std::as_const(runs))
        QCOMPARE(ids.size(), 1);
    QSet<QString> ended;
    for (const QJsonObject &line : outcome.ofType(u"run"_s)) {
        if (line.value(u"result").toString() == u"complete")
            ended.insert(line.value(u"runId").toString());
    }
    QCOMPARE(ended.size(), runs.size());
}

void TstWatch::filtersEvents()
{
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--scenario"_s, u"happy"_s, u"--format"_s,
                                 u"jsonl"_s, u"--filter"_s, u"kind:complete"_s, u"--until"_s, u"complete"_s, u"--for"_s,
                                 u"50s"_s, u"--speed"_s, u"4"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    const auto events = outcome.ofType(u"event"_s);
    QVERIFY(!events.isEmpty());
    for (const QJsonObject &event : events)
        QCOMPARE(event.value(u"kind").toString(), u"complete"_s);
}

void TstWatch::refusesUsageErrorsWith1_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing to watch") << QStringList{u"watch"_s, u"--sandbox"_s};
    QTest::newRow("bad filter") << QStringList{u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--filter"_s, u"kind:("_s};
    QTest::newRow("bad id") << QStringList{u"watch"_s, u"--sandbox"_s, u"--conversation"_s, u"abc 123"_s};
    QTest::newRow("no profile") << QStringList{u"watch"_s, u"--profile"_s, u"nowhere"_s, u"--all"_s};
    QTest::newRow("no such scenario") << QStringList{u"watch"_s, u"--sandbox"_s, u"--scenario"_s, u"opera"_s,
                                                     u"--all"_s};
}

void TstWatch::refusesUsageErrorsWith1()
{
    QFETCH(QStringList, arguments);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.lines.isEmpty());
    QVERIFY(!outcome.errors.trimmed().isEmpty());
}

void TstWatch::refusesAnUnwritableRecordBeforeConnecting()
{
    const Outcome outcome =
        run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--record"_s, m_folder.filePath(u"no/such/folder.jsonl"_s)});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("folder.jsonl"), outcome.errors.constData());
    QVERIFY(!outcome.errors.contains("connection:"));
}

void TstWatch::recordsAllKindsOfLines()
{
    const QString file = m_folder.filePath(u"record.jsonl"_s);
    const Outcome outcome = run({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--scenario"_s, u"happy"_s, u"--until"_s,
                                 u"complete"_s, u"--for"_s, u"50s"_s, u"--record"_s, file, u"--speed"_s, u"4"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    QFile recorded(file);
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    QSet<QString> types;
    while (!recorded.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(recorded.readLine()).object();
        QVERIFY(!line.isEmpty());
        types.insert(line.value(u"type").toString());
    }
    for (const auto &type : {u"event"_s, u"run"_s, u"connection"_s, u"channel"_s})
        QVERIFY2(types.contains(type), qPrintable(type));
}

void TstWatch::saysWhichServiceIsDead_data()
{
    QTest::addColumn<QString>("dead");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("Supabase") << u"supabaseUrl"_s << 2;
    QTest::newRow("backend") << u"backendUrl"_s << 3;
    QTest::newRow("Ably") << u"ablyUrl"_s << 4;
}

void TstWatch::saysWhichServiceIsDead()
{
    QFETCH(QString, dead);
    QFETCH(int, exitCode);
    QProcess sandbox;
    prepare(sandbox, {});
    sandbox.setArguments({u"sandbox"_s});
    sandbox.start();
    QVERIFY(sandbox.waitForReadyRead(patienceMs));
    QJsonObject addresses = QJsonDocument::fromJson(sandbox.readLine()).object();
    QVERIFY(!addresses.isEmpty());
    addresses[dead] = u"http://127.0.0.1:9"_s; // the discard port: nothing listens there

    const Outcome outcome = run({u"watch"_s, u"--all"_s, u"--for"_s, u"5s"_s, u"--email"_s,
                                 addresses.value(u"user")[u"email"].toString(), u"--password-stdin"_s},
                                {{u"GENIE_MONITOR_SUPABASE_URL"_s, addresses.value(u"supabaseUrl").toString()},
                                 {u"GENIE_MONITOR_ANON_KEY"_s, addresses.value(u"anonKey").toString()},
                                 {u"GENIE_MONITOR_BACKEND_URL"_s, addresses.value(u"backendUrl").toString()},
                                 {u"GENIE_MONITOR_ABLY_ENDPOINT"_s, addresses.value(u"ablyUrl").toString()}},
                                addresses.value(u"user")[u"password"].toString().toUtf8() + '\n');

    QVERIFY2(outcome.exitCode == exitCode, outcome.errors.constData());
    QVERIFY2(!outcome.errors.trimmed().isEmpty(), outcome.errors.constData());
    sandbox.terminate();
    QVERIFY(sandbox.waitForFinished(patienceMs));
    QCOMPARE(sandbox.exitCode(), 0);
}

void TstWatch::saysThatNobodyIsSignedIn()
{
    const Outcome outcome = run({u"watch"_s, u"--all"_s, u"--for"_s, u"10s"_s},
                                {{u"GENIE_MONITOR_SUPABASE_URL"_s, u"http://127.0.0.1:9"_s},
                                 {u"GENIE_MONITOR_ANON_KEY"_s, u"sb_publishable_test"_s},
                                 {u"GENIE_MONITOR_BACKEND_URL"_s, u"http://127.0.0.1:9"_s}});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains("genie-monitor login"), outcome.errors.constData());
}

QByteArray TstWatch::outputUntil(const char *word, QProcess &process)
{
    QByteArray seen;
    while (!seen.contains(word) && process.waitForReadyRead(patienceMs))
        seen += process.readAllStandardOutput();
    return seen;
}

void TstWatch::eachLineComesWhenItHappens()
{
    // given: a conversation in which nothing happens, so that no later line pushes the first ones out of a buffer
    QProcess process;
    prepare(process, {});
    process.setArguments({u"watch"_s, u"--sandbox"_s, u"--conversation"_s, u"2bb92e2f-09f0-4845-9639-44e668e9f094"_s,
                          u"--format"_s, u"jsonl"_s, u"--verbose"_s});

    process.start();

    QVERIFY(outputUntil("\"attached\"", process).contains("\"attached\""));
    QCOMPARE(process.state(), QProcess::Running);
    process.terminate();
    QVERIFY(process.waitForFinished(patienceMs));
}

void TstWatch::interruptEndsInOrderWith130()
{
    QProcess process;
    prepare(process, {});
    process.setArguments({u"watch"_s, u"--sandbox"_s, u"--all"_s, u"--format"_s, u"jsonl"_s, u"--verbose"_s});
    process.start();
    QByteArray seen = outputUntil("\"attached\"", process);
    QVERIFY(seen.contains("\"attached\""));

    ::kill(pid_t(process.processId()), SIGINT);

    QVERIFY(process.waitForFinished(patienceMs));
    seen += process.readAllStandardOutput();
    QCOMPARE(process.exitCode(), 130);
    QVERIFY2(seen.contains("\"state\":\"closed\""), "CLOSE was sent and answered");
}

QTEST_GUILESS_MAIN(TstWatch)
#include "tst_watch.moc"
