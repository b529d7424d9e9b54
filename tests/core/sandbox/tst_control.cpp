// controlapi: the table of the sandbox's own API, over real HTTP against a whole sandbox.
#include "core/sandbox/sandbox.h"

#include "core/base/systemclock.h"
#include "tests/core/sandbox/httpprobe.h"

#include <QFile>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using test::Answer;

namespace
{

/// A sandbox with one conversation, and a client of its control API.
struct Fixture {
    base::SystemClock clock;
    base::SystemRandom random;
    sandbox::Sandbox sandbox{{.scenario = u"silent"_s, .seed = 7}, clock, random};
    sandbox::SandboxAddresses addresses;
    test::HttpProbe probe;

    Fixture()
    {
        const auto started = sandbox.start();
        if (started)
            addresses = *started;
        probe.setBaseUrl(addresses.controlUrl);
    }

    QString log() { return QString::fromUtf8(probe.get(u"/log"_s).body); }
    Answer publish(const QString &name, const QJsonValue &data)
    {
        return probe.post(u"/publish"_s,
                          {{u"conversation"_s, addresses.conversations.first()}, {u"name"_s, name}, {u"data"_s, data}});
    }
};

} // namespace

class TstControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsItsState();
    void publishesAsTheBackendDoes();
    void logsWhatItDidNotPublish();
    void startsScenarios();
    void putsAndRemovesFaults();
    void breaksAblysRestToo();
    void movesTheClock();
    void showsMails();
    void refusesMistakes_data();
    void refusesMistakes();
    void answersLoopbackNamesOnly();
};

void TstControl::tellsItsState()
{
    Fixture f;

    const QJsonObject state = f.probe.get(u"/state"_s).json();

    for (const QString &part : {u"connections"_s, u"channels"_s, u"tokens"_s, u"users"_s, u"faults"_s, u"counters"_s})
        QVERIFY2(state.contains(part), qPrintable(part));
    QCOMPARE(state.value(u"users"_s).toArray().size(), 2);
    QVERIFY(!QJsonDocument(state).toJson().contains(f.addresses.password.toUtf8()));
}

void TstControl::publishesAsTheBackendDoes()
{
    Fixture f;
    const QString channel = u"conversation:"_s + f.addresses.conversations.first();

    QCOMPARE(f.publish(u"status"_s, QJsonObject{{u"status"_s, u"searching"_s}}).status, 200);
    QCOMPARE(f.publish(u"complete"_s, QJsonObject()).status, 200);

    QVERIFY(f.log().contains(u" - app.services.ably_service - INFO - Published status to "_s + channel +
                             u" - searching\n"_s));
    QVERIFY(f.log().contains(u"Published completion to "_s + channel + u"\n"_s));
    QFile file(f.addresses.backendLog);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()), f.log());
    QCOMPARE(f.probe.get(u"/state"_s).json().value(u"counters"_s)[u"published"_s].toInt(), 2);
}

void TstControl::logsWhatItDidNotPublish()
{
    Fixture f;
    QCOMPARE(f.probe.post(u"/faults"_s, {{u"fault"_s, u"publish-lost"_s}, {u"count"_s, 1}}).status, 200);
    QCOMPARE(f.probe.post(u"/faults"_s, {{u"fault"_s, u"publish-error"_s}, {u"value"_s, u"no key"_s}}).status, 200);

    // A fault of another kind does not shadow: the refusal is asked for first.
    const QString refused = f.publish(u"message"_s, QJsonObject()).json().value(u"outcome"_s).toString();
    QCOMPARE(f.probe.remove(u"/faults/f2"_s).status, 200);
    const QString lost = f.publish(u"message"_s, QJsonObject()).json().value(u"outcome"_s).toString();

    QCOMPARE(refused, u"refused"_s);
    QCOMPARE(lost, u"lost"_s);
    QVERIFY(f.log().contains(u" - ERROR - Error publishing message to Ably: no key\n"_s));
    QVERIFY(f.log().contains(u" - INFO - Published message to conversation:"_s));
    QCOMPARE(f.probe.get(u"/state"_s).json().value(u"counters"_s)[u"published"_s].toInt(), 0);
}

void TstControl::startsScenarios()
{
    Fixture f;

    const Answer fresh = f.probe.post(u"/scenarios"_s, {{u"name"_s, u"happy"_s}, {u"speed"_s, 10}});
    const Answer given = f.probe.post(u"/scenarios"_s, {{u"name"_s, u"error"_s}, {u"conversation"_s, u"abc"_s}});

    QCOMPARE(fresh.json().value(u"conversations"_s).toArray().size(), 2);
    QCOMPARE(given.json().value(u"conversations"_s).toArray(), QJsonArray{u"abc"_s});
    QVERIFY(f.probe.get(u"/scenarios"_s).jsonArray().size() >= 11);
}

void TstControl::putsAndRemovesFaults()
{
    Fixture f;

    const Answer put = f.probe.post(u"/faults"_s, {{u"fault"_s, u"lose"_s}, {u"conversation"_s, u"abc"_s}});
    const QString id = put.json().value(u"id"_s).toString();
    const QJsonArray listed = f.probe.get(u"/state"_s).json().value(u"faults"_s).toArray();
    const Answer removed = f.probe.remove(u"/faults/"_s + id);
    const Answer again = f.probe.remove(u"/faults/"_s + id);
    QCOMPARE(f.probe.post(u"/faults"_s, {{u"fault"_s, u"delay"_s}}).status, 200);
    const Answer cleared = f.probe.remove(u"/faults"_s);

    QCOMPARE(put.status, 200);
    QCOMPARE(listed.first()[u"fault"_s].toString(), u"lose"_s);
    QCOMPARE(removed.status, 200);
    QCOMPARE(again.status, 404);
    QCOMPARE(cleared.status, 200);
    QVERIFY(f.probe.get(u"/faults"_s).jsonArray().isEmpty());
}

void TstControl::breaksAblysRestToo()
{
    Fixture f;
    test::HttpProbe ably(f.addresses.ablyUrl);
    QCOMPARE(
        f.probe.post(u"/faults"_s, {{u"fault"_s, u"http-status"_s}, {u"route"_s, u"time"_s}, {u"count"_s, 1}}).status,
        200);

    const int broken = ably.get(u"/time"_s).status;
    const int whole = ably.get(u"/time"_s).status;

    QCOMPARE(broken, 500);
    QCOMPARE(whole, 200);
}

void TstControl::movesTheClock()
{
    Fixture f;
    test::HttpProbe backend(f.addresses.backendUrl);

    const Answer moved = f.probe.post(u"/clock"_s, {{u"offset"_s, u"-3m"_s}});

    QCOMPARE(moved.json().value(u"offsetMs"_s).toInt(), -180'000);
    const QString date = QString::fromLatin1(backend.get(u"/health"_s).header("date"));
    QDateTime told = QLocale::c().toDateTime(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    told.setTimeSpec(Qt::UTC);
    QVERIFY(std::abs(told.toMSecsSinceEpoch() - (f.clock.wallMs() - 180'000)) < 3'000);
}

void TstControl::showsMails()
{
    Fixture f;
    test::HttpProbe supabase(f.addresses.supabaseUrl);
    supabase.setHeader("apikey", f.addresses.anonKey.toLatin1());
    QCOMPARE(supabase.post(u"/otp"_s, {{u"email"_s, f.addresses.email}}).status, 200);

    const QJsonArray mails = f.probe.get(u"/mail?email="_s + f.addresses.email).jsonArray();

    QCOMPARE(mails.size(), 1);
    QCOMPARE(mails.first()[u"code"_s].toString().size(), 6);
    QVERIFY(mails.first()[u"link"_s].toString().startsWith(f.addresses.supabaseUrl));
}

void TstControl::refusesMistakes_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("path") << QByteArray("GET") << u"/nothing"_s << QByteArray() << 404;
    QTest::newRow("method") << QByteArray("POST") << u"/state"_s << QByteArray() << 405;
    QTest::newRow("body") << QByteArray("POST") << u"/faults"_s << QByteArray("[1]") << 400;
    QTest::newRow("fault") << QByteArray("POST") << u"/faults"_s << QByteArray(R"({"fault":"x"})") << 400;
    QTest::newRow("scenario") << QByteArray("POST") << u"/scenarios"_s << QByteArray(R"({"name":"x"})") << 400;
    QTest::newRow("speed") << QByteArray("POST") << u"/scenarios"_s << QByteArray(R"({"name":"happy","speed":0})")
                           << 400;
    QTest::newRow("story") << QByteArray("POST") << u"/scenarios"_s << QByteArray(R"({"name":"showcase"})") << 409;
    QTest::newRow("publish") << QByteArray("POST") << u"/publish"_s << QByteArray(R"({"name":"x"})") << 400;
    QTest::newRow("clock") << QByteArray("POST") << u"/clock"_s << QByteArray(R"({"offset":"later"})") << 400;
    QTest::newRow("mail") << QByteArray("GET") << u"/mail"_s << QByteArray() << 400;
}

void TstControl::refusesMistakes()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Fixture f;

    const Answer answer = f.probe.send(method, path, body);

    QCOMPARE(answer.status, status);
    QVERIFY(!answer.json().value(u"error"_s).toString().isEmpty());
}

void TstControl::answersLoopbackNamesOnly()
{
    Fixture f;
    f.probe.setHeader("Host", "sandbox.example.com");

    QCOMPARE(f.probe.get(u"/state"_s).status, 403);
}

QTEST_GUILESS_MAIN(TstControl)
#include "tst_control.moc"
