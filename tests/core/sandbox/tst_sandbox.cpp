// sandbox: what it tells about itself, and what a client that follows its conversations is sent.
#include "core/sandbox/sandbox.h"

#include "core/base/systemclock.h"
#include "tests/core/sandbox/ablyprobe.h"
#include "tests/core/sandbox/httpprobe.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using sandbox::Sandbox;
using sandbox::SandboxAddresses;
using test::AblyProbe;
using test::Received;

namespace
{

qsizetype countOf(const QList<Received> &events, const QString &name)
{
    return std::count_if(events.begin(), events.end(), [&name](const Received &event) { return event.name == name; });
}

/// A client of the backend with the sandbox's user signed in.
test::HttpProbe backendOf(const SandboxAddresses &addresses)
{
    test::HttpProbe supabase(addresses.supabaseUrl);
    supabase.setHeader("apikey", addresses.anonKey.toLatin1());
    const QJsonObject session = supabase
                                    .post(u"/auth/v1/token?grant_type=password"_s,
                                          {{u"email"_s, addresses.email}, {u"password"_s, addresses.password}})
                                    .json();
    test::HttpProbe backend(addresses.backendUrl);
    backend.setHeader("Authorization", "Bearer " + session.value(u"access_token"_s).toString().toLatin1());
    return backend;
}

/// An Ably token for the sandbox's user, by way of the backend.
QString tokenOf(const SandboxAddresses &addresses)
{
    const QJsonObject request = backendOf(addresses).get(u"/api/chat/realtime/token"_s).json();
    test::HttpProbe ably(addresses.ablyUrl);
    const QString path = u"/keys/%1/requestToken"_s.arg(request.value(u"keyName"_s).toString());
    return ably.post(path, request).json().value(u"token"_s).toString();
}

/// Events as text, without what differs from run to run.
QStringList storyOf(const AblyProbe &probe)
{
    QStringList lines;
    for (const Received &event : probe.received)
        lines += QString(event.channel + u' ' + event.name + u' ' + event.data[u"status"_s].toString());
    return lines;
}

} // namespace

class TstSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsItsAddresses();
    void refusesWhatItCannotStart_data();
    void refusesWhatItCannotStart();
    void playsAWholeRunToItsFollower();
    void beginsOnlyWhenFollowed();
    void playsTheSameForTheSameSeed();
    void repeatsOneIdAndOneText();
    void answersACreatedConversationWithARun();
    void deliversABurstWhole();
    void tellsTheShowcaseAtItsOwnTimes();
    void tellsTheShowcaseOnTheRealClockToo();

private:
    base::SystemClock m_clock;
    base::SystemRandom m_random;
};

void TstSandbox::tellsItsAddresses()
{
    Sandbox sandbox({}, m_clock, m_random);

    const auto addresses = sandbox.start();

    QVERIFY(addresses);
    const QJsonObject json = addresses->toJson();
    for (const QString &name :
         {u"supabaseUrl"_s, u"anonKey"_s, u"backendUrl"_s, u"ablyUrl"_s, u"ablyHost"_s, u"ablyPort"_s, u"ablyKey"_s,
          u"controlUrl"_s, u"user"_s, u"conversations"_s, u"foreignConversation"_s, u"backendLog"_s})
        QVERIFY2(json.contains(name), qPrintable(name));
    QCOMPARE(json.value(u"conversations"_s).toArray().size(), 6);
    QVERIFY(json.value(u"user"_s)[u"email"_s].toString().contains(u'@'));
}

void TstSandbox::refusesWhatItCannotStart_data()
{
    QTest::addColumn<quint16>("port");
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("log");
    QTest::newRow("scenario") << quint16(0) << u"no-such"_s << QString();
    QTest::newRow("ports") << quint16(65533) << QString() << QString();
    QTest::newRow("log") << quint16(0) << QString() << u"/nowhere/at/all.log"_s;
}

void TstSandbox::refusesWhatItCannotStart()
{
    QFETCH(quint16, port);
    QFETCH(QString, scenario);
    QFETCH(QString, log);
    Sandbox sandbox({.port = port, .scenario = scenario, .logPath = log}, m_clock, m_random);

    const auto addresses = sandbox.start();

    QVERIFY(!addresses);
    QVERIFY(!addresses.error().what.isEmpty());
}

void TstSandbox::playsAWholeRunToItsFollower()
{
    Sandbox sandbox({.scenario = u"streamed"_s, .speed = 20}, m_clock, m_random);
    const auto addresses = sandbox.start();
    AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });

    probe.follow(addresses->conversations);

    QTRY_COMPARE_WITH_TIMEOUT(countOf(probe.received, u"complete"_s), 2, 20'000);
    QCOMPARE(countOf(probe.received, u"stream_end"_s), 2);
    QCOMPARE(countOf(probe.received, u"status"_s), 6);
    const auto end = std::find_if(probe.received.begin(), probe.received.end(),
                                  [](const Received &event) { return event.name == u"stream_end"; });
    QString streamed;
    for (const Received &event : std::as_const(probe.received)) {
        if (event.channel == end->channel && event.name == u"stream_token")
            streamed += event.data[u"token"_s].toString();
    }
    QCOMPARE(streamed, end->data[u"content"_s].toString());
}

void TstSandbox::beginsOnlyWhenFollowed()
{
    Sandbox sandbox({.scenario = u"happy"_s, .speed = 1000}, m_clock, m_random);
    const auto addresses = sandbox.start();
    AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });

    probe.follow({addresses->conversations.first()});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(probe.received, u"complete"_s), 1, 10'000);

    test::HttpProbe control(addresses->controlUrl);
    const QJsonArray playing = control.get(u"/state"_s).json().value(u"scenarios"_s).toArray();
    QCOMPARE(playing.size(), 1);
    QCOMPARE(playing.first()[u"state"_s].toString(), u"waiting for a subscriber"_s);
}

void TstSandbox::playsTheSameForTheSameSeed()
{
    QStringList first;
    for (int round = 0; round < 2; ++round) {
        Sandbox sandbox({.scenario = u"error"_s, .speed = 50, .seed = 42}, m_clock, m_random);
        const auto addresses = sandbox.start();
        AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });
        probe.follow({addresses->conversations.first()});
        QTRY_COMPARE_WITH_TIMEOUT(probe.received.size(), 5, 10'000);
        if (round == 0)
            first = storyOf(probe);
        else
            QCOMPARE(storyOf(probe), first);
    }
}

void TstSandbox::repeatsOneIdAndOneText()
{
    Sandbox sandbox({.scenario = u"duplicate"_s, .speed = 20}, m_clock, m_random);
    const auto addresses = sandbox.start();
    AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });

    probe.follow(addresses->conversations);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(probe.received, u"complete"_s), 1, 10'000);

    QSet<QString> ids;
    QSet<QString> texts;
    for (const Received &event : std::as_const(probe.received)) {
        ids.insert(event.id);
        if (event.name == u"message")
            texts.insert(event.data[u"message"_s][u"content"_s].toString());
    }
    QCOMPARE(probe.received.size() - ids.size(), 1);
    QCOMPARE(countOf(probe.received, u"message"_s) - texts.size(), 1);
}

void TstSandbox::answersACreatedConversationWithARun()
{
    Sandbox sandbox({.scenario = u"silent"_s}, m_clock, m_random);
    const auto addresses = sandbox.start();
    test::HttpProbe backend = backendOf(*addresses);
    const QString id =
        backend.post(u"/api/chat/"_s, {{u"initial_message"_s, u"Hello"_s}}).json().value(u"id"_s).toString();
    AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });

    probe.follow({id});

    QTRY_VERIFY_WITH_TIMEOUT(countOf(probe.received, u"message"_s) > 0, 10'000);
    QCOMPARE(backend.get(u"/api/chat/"_s + addresses->foreignConversation).status, 403);
}

void TstSandbox::deliversABurstWhole()
{
    Sandbox sandbox({.scenario = u"burst"_s}, m_clock, m_random);
    const auto addresses = sandbox.start();
    AblyProbe probe(QUrl(addresses->ablyUrl), addresses->ablyKey, [this] { return m_clock.wallMs(); });

    probe.follow(addresses->conversations);

    QTRY_COMPARE_WITH_TIMEOUT(countOf(probe.received, u"complete"_s), 1, 30'000);
    QCOMPARE(countOf(probe.received, u"stream_token"_s), 6000);
}

void TstSandbox::tellsTheShowcaseAtItsOwnTimes()
{
    base::StoryClock story(m_clock, sandbox::storyStartMs(u"showcase"_s));
    Sandbox sandbox({.scenario = u"showcase"_s}, story, m_random, &story);
    QSignalSpy told(&sandbox, &Sandbox::storyTold);
    const auto addresses = sandbox.start();
    QCOMPARE(addresses->storyClockStartMs, story.wallMs());
    AblyProbe probe(QUrl(addresses->ablyUrl), tokenOf(*addresses), [&story] { return story.wallMs(); });

    probe.follow(addresses->conversations);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, 50'000);

    test::HttpProbe control(addresses->controlUrl);
    const QJsonArray playing = control.get(u"/state"_s).json().value(u"scenarios"_s).toArray();
    QCOMPARE(playing.first()[u"state"_s].toString(), u"told"_s);
    QCOMPARE(story.wallClock().toString(Qt::ISODateWithMs), u"2025-11-06T14:03:47.220Z"_s);
    QCOMPARE(probe.received.size(), 1284);
    // Connected, resumed, with another token, and then as somebody new.
    QCOMPARE(probe.connections.size(), 4);
    QCOMPARE(QSet<QString>(probe.connections.begin(), probe.connections.begin() + 3).size(), 1);
    QVERIFY(probe.connections[2] != probe.connections[3]);
    const auto searching = std::find_if(probe.received.begin(), probe.received.end(), [](const Received &event) {
        return event.readAtMs ==
               QDateTime::fromString(u"2025-11-06T14:02:12.101Z"_s, Qt::ISODateWithMs).toMSecsSinceEpoch();
    });
    QVERIFY(searching != probe.received.end());
    QCOMPARE(searching->data[u"status"_s].toString(), u"searching"_s);
    QCOMPARE(searching->readAtMs - searching->timestampMs, 41);
}

void TstSandbox::tellsTheShowcaseOnTheRealClockToo()
{
    const qint64 beganMs = m_clock.wallMs();
    Sandbox sandbox({.scenario = u"showcase"_s, .speed = 200}, m_clock, m_random);
    QSignalSpy told(&sandbox, &Sandbox::storyTold);
    const auto addresses = sandbox.start();
    AblyProbe probe(QUrl(addresses->ablyUrl), tokenOf(*addresses), [this] { return m_clock.wallMs(); });

    probe.follow(addresses->conversations);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, 50'000);

    QVERIFY(!probe.received.isEmpty());
    QVERIFY(probe.received.first().timestampMs >= beganMs);
    QCOMPARE(probe.received.last().data[u"token"_s].toString(), u"l"_s);
}

QTEST_GUILESS_MAIN(TstSandbox)
#include "tst_sandbox.moc"
