// Backend log: what a line means, whatever container and logging have put around it.
#include "core/genie/backendlog.h"
#include "core/sandbox/backendlogfile.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace gm;
using namespace gm::genie;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr qint64 loggedMs = 1'762'437'771'204; // 2025-11-06T14:02:51.204Z
const QByteArray id = "7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30";

QString wordOf(PublishKind kind)
{
    static constexpr std::array list{"message", "status", "completion", "token", "stream end", "other"};
    return QString::fromLatin1(list[size_t(kind)]);
}

/// A line's meaning in one text: `status 7c1e… searching`, `failed status: why`, `died: why`, `refused: why`, or empty.
QString meaningOf(const LogLine &line)
{
    if (const auto *published = std::get_if<Publication>(&line))
        return u"%1 %2 %3"_s.arg(wordOf(published->kind), published->conversation.text(), published->detail).trimmed();
    if (const auto *error = std::get_if<PublishError>(&line))
        return u"failed %1: %2"_s.arg(wordOf(error->kind), error->reason);
    if (const auto *fault = std::get_if<BackendFault>(&line)) {
        const bool isRefused = fault->kind == BackendFault::Kind::TokenRefused;
        return u"%1: %2"_s.arg(isRefused ? u"refused"_s : u"died"_s, fault->reason);
    }
    return {};
}

std::optional<qint64> timeOf(const LogLine &line)
{
    std::optional<qint64> atMs;
    std::visit(
        [&atMs](const auto &found) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(found)>, std::monostate>)
                atMs = found.atMs;
        },
        line);
    return atMs;
}

LogLine read(const QByteArray &line, const LogOptions &options = {})
{
    return readLogLine(line, options);
}

} // namespace

class TstBackendLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheBackendsWords_data();
    void readsTheBackendsWords();
    void looksThroughWhatStandsAround_data();
    void looksThroughWhatStandsAround();
    void takesTimesInAnyZone_data();
    void takesTimesInAnyZone();
    void leavesOtherLinesAlone_data();
    void leavesOtherLinesAlone();
    void readsTheSandboxesLog();
    void boundsWhatItKeeps();
};

void TstBackendLog::readsTheBackendsWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("meaning");

    const auto row = [](const char *name, const QByteArray &text, const QString &meaning) {
        QTest::newRow(name) << text << meaning;
    };
    const QString conversation = QString::fromLatin1(id);
    row("message", "Published message to conversation:" + id, u"message "_s + conversation);
    row("status", "Published status to conversation:" + id + " - searching",
        u"status %1 searching"_s.arg(conversation));
    row("status of several words", "Published status to conversation:" + id + " - nearly there - 2",
        u"status %1 nearly there - 2"_s.arg(conversation));
    row("completion", "Published completion to conversation:" + id, u"completion "_s + conversation);
    row("stream end", "Published stream end to conversation:" + id, u"stream end "_s + conversation);
    row("token", "Published token to " + id + ": ' the'", u"token %1  the"_s.arg(conversation));
    row("token in double quotes", "Published token to " + id + ": \"it's\"", u"token %1 it's"_s.arg(conversation));
    row("another event", "Published goal_progress to conversation:" + id,
        u"other %1 goal_progress"_s.arg(conversation));
    row("message failed", "Error publishing message to Ably: Event loop is closed",
        u"failed message: Event loop is closed"_s);
    row("token failed", "Error publishing stream token to Ably: 40142: expired", u"failed token: 40142: expired"_s);
    row("completion failed without a word", "Error publishing completion to Ably:", u"failed completion: "_s);
    row("token refused", "JWT verification failed: Signature has expired", u"refused: Signature has expired"_s);
    row("run died", "Error processing initial message: search timed out", u"died: search timed out"_s);
    row("run died later", "Error processing goal from answers: KeyError('goal')", u"died: KeyError('goal')"_s);
}

void TstBackendLog::readsTheBackendsWords()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, meaning);

    const LogLine line = read("2025-11-06 14:02:51,204 - app.services.ably_service - INFO - " + text + "\r\n");

    QCOMPARE(meaningOf(line), meaning);
    QCOMPARE(timeOf(line), loggedMs);
    QCOMPARE(meaningOf(read(text)), meaning); // the bare text
}

void TstBackendLog::looksThroughWhatStandsAround_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<bool>("hasTime");

    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after = {}, bool hasTime = true) {
        QTest::newRow(name) << before << after << hasTime;
    };
    const QByteArray usual = "2025-11-06 14:02:51,204 - app.services.ably_service - INFO - ";
    row("compose", "backend-1  | " + usual);
    row("older compose", "backend_1  | " + usual);
    row("compose in colour", "\x1b[36mbackend-1  | \x1b[0m" + usual, "\x1b[0m");
    row("colour in the line", "2025-11-06 14:02:51,204 - app - \x1b[32mINFO\x1b[0m - ");
    row("docker's time", "2025-11-06T14:02:51.999000001Z " + usual);
    row("compose and docker's time", "backend-1  | 2025-11-06T14:02:51.999000001Z " + usual);
    row("docker's time alone", "2025-11-06T14:02:51.204000001Z ");
    row("docker's JSON", R"({"log":")" + usual, R"(\n","stream":"stderr","time":"2025-11-06T14:02:52.1Z"})");
    row("Python's JSON", R"({"asctime":"2025-11-06 14:02:51,204","levelname":"INFO","message":")", R"("})");
    row("JSON with a number for the time", R"({"ts":1762437771.204,"level":"info","msg":")", R"("})");
    row("JSON within docker's JSON", R"({"log":"{\"time\":\"2025-11-06T14:02:51.204Z\",\"event\":\")",
        R"(\"}\n","stream":"stdout"})");
    row("bars", "2025-11-06 14:02:51.204 | INFO     | app.services:publish_message:12 - ");
    row("gunicorn", "[2025-11-06 14:02:51.204 +0000] [7] [INFO] ");
    row("brackets", "2025-11-06 14:02:51,204 [INFO] app.services: ");
    row("flask", "[2025-11-06 14:02:51,204] INFO in ably_service: ");
    row("basicConfig", "INFO:app.services.ably_service:", {}, false);
    row("uvicorn", "INFO:     ", {}, false);
}

void TstBackendLog::looksThroughWhatStandsAround()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(bool, hasTime);

    const LogLine line = read(before + "Published status to conversation:" + id + " - searching" + after);

    QCOMPARE(meaningOf(line), u"status %1 searching"_s.arg(QString::fromLatin1(id)));
    QCOMPARE(timeOf(line), hasTime ? std::optional(loggedMs) : std::nullopt);
}

void TstBackendLog::takesTimesInAnyZone_data()
{
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<int>("zoneMinutes");
    QTest::newRow("none: UTC") << QByteArray("2025-11-06 14:02:51,204") << 0;
    QTest::newRow("none: the container's") << QByteArray("2025-11-06 16:02:51,204") << 120;
    QTest::newRow("Z") << QByteArray("2025-11-06T14:02:51.204Z") << 120;
    QTest::newRow("UTC") << QByteArray("2025-11-06 14:02:51.204 UTC") << 120;
    QTest::newRow("ahead") << QByteArray("2025-11-06T19:32:51.204+05:30") << 0;
    QTest::newRow("behind, over midnight") << QByteArray("2025-11-05 23:02:51,204 -1500") << 0;
    QTest::newRow("nanoseconds") << QByteArray("2025-11-06T14:02:51.204999999Z") << 0;
}

void TstBackendLog::takesTimesInAnyZone()
{
    QFETCH(QByteArray, time);
    QFETCH(int, zoneMinutes);
    const LogLine line = read(time + " - app - INFO - Published message to conversation:" + id,
                              {.zone = std::chrono::minutes(zoneMinutes)});
    QCOMPARE(timeOf(line), loggedMs);
}

void TstBackendLog::leavesOtherLinesAlone_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, const QByteArray &line) { QTest::newRow(name) << line; };
    row("empty", {});
    row("access log", "INFO:     127.0.0.1:5000 - \"GET /api/chat/ HTTP/1.1\" 200 OK");
    row("quoted in another line",
        "2025-11-06 14:02:51,204 - app - INFO - User wrote: Published message to conversation:" + id);
    row("a status without its value", "Published status to conversation:" + id);
    row("a message with a value", "Published message to conversation:" + id + " - searching");
    row("more behind the id", "Published message to conversation:" + id + " and more");
    row("no id", "Published message to conversation:");
    row("an id that is none", "Published message to conversation:a b");
    row("another case", "published message to conversation:" + id);
    row("traceback", "  File \"/app/main.py\", line 3, in publish");
    row("damaged JSON", R"({"log":"Published message to conversation:)" + id);
    row("JSON without a text", R"({"log":{"message":1}})");
    row("bytes that are no text", QByteArray("\xff\xfe\x00Published", 12));
}

void TstBackendLog::leavesOtherLinesAlone()
{
    QFETCH(QByteArray, line);
    QCOMPARE(meaningOf(read(line)), QString());
}

void TstBackendLog::readsTheSandboxesLog()
{
    test::FakeClock clock;
    clock.setWallMs(loggedMs);
    sandbox::BackendLogFile log(clock);
    QVERIFY(log.open({}));
    log.write(u"app.services.ably_service"_s, u"INFO"_s,
              u"Published completion to conversation:%1"_s.arg(QString::fromLatin1(id)));
    log.write(u"app.services.ably_service"_s, u"ERROR"_s, u"Error publishing status to Ably: no\nroute"_s);

    const QList<QByteArray> lines = log.text().split('\n');

    QCOMPARE(meaningOf(read(lines[0])), u"completion "_s + QString::fromLatin1(id));
    QCOMPARE(timeOf(read(lines[0])), loggedMs);
    QCOMPARE(meaningOf(read(lines[1])), u"failed status: no\\nroute"_s);
}

void TstBackendLog::boundsWhatItKeeps()
{
    const QByteArray line = "Error publishing message to Ably: ";
    const LogLine cut = read(line + QByteArray(10'000, 'x'));
    QCOMPARE(std::get<PublishError>(cut).reason.size(), maxReasonLength);

    QCOMPARE(meaningOf(read(line + QByteArray(maxLogLineBytes, 'x'))), QString());
}

QTEST_GUILESS_MAIN(TstBackendLog)
#include "tst_backendlog.moc"
