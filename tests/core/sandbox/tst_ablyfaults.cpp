#include "tests/core/sandbox/framesprobe.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace gm;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Each fault of the Ably stand-in over real sockets, as a client meets it.
class TstAblyFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropsASocket();
    void dropsTheNextSocketsToo();
    void closesASocketWithACode();
    void refusesConnections();
    void swallowsEverythingAndGivesItBack();
    void swallowsOneConnectionForGood();
    void refusesToResume();
    void losesContinuity();
    void endsTokensNow();
    void asksForAuthNow();
    void revokesTheKey();
    void deniesAChannel();
    void detachesAChannel();
    void delaysDeliveries();
    void losesDeliveries();
    void repeatsDeliveries();
    void reordersDeliveries();
    void capsDeliveriesAndTellsTheLoss();
    void stopsHeartbeats();
    void sendsABadFrame();

private:
    static QString publish(StandinFixture &service, const QString &text)
    {
        return service.ably.publish(u"conversation:1"_s, u"n"_s, sandbox::Payload::fromJson(text)).id;
    }
    static void attachTo(FramesProbe &probe)
    {
        probe.connectWith();
        probe.attach(u"conversation:1"_s);
    }
};

void TstAblyFaults::dropsASocket()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"drop-socket"_s);

    QTRY_VERIFY(probe.isClosed);
    QCOMPARE(probe.socket().error(), QAbstractSocket::RemoteHostClosedError);
    QVERIFY(service.faults.toJson().isEmpty());
}

void TstAblyFaults::dropsTheNextSocketsToo()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"drop-socket"_s, {{u"count"_s, 2}});
    QTRY_VERIFY(probe.isClosed);
    probe.open();
    QTRY_VERIFY(service.faults.toJson().isEmpty());

    QTRY_VERIFY(probe.isClosed);
    QVERIFY(!probe.connectWith().isEmpty());
}

void TstAblyFaults::closesASocketWithACode()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"close-socket"_s, {{u"value"_s, 4001}});

    QTRY_VERIFY(probe.isClosed);
    QCOMPARE(int(probe.socket().closeCode()), 4001);
}

void TstAblyFaults::refusesConnections()
{
    StandinFixture service;
    FramesProbe probe(service);
    service.put(u"refuse-connect"_s, {{u"count"_s, 1}});

    probe.open();
    QTRY_VERIFY(probe.isClosed);

    QVERIFY(probe.frames.isEmpty());
    QVERIFY(!probe.connectWith().isEmpty());
}

void TstAblyFaults::swallowsEverythingAndGivesItBack()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"black-hole"_s);

    publish(service, u"1"_s);
    probe.send({{u"action"_s, 0}, {u"id"_s, u"ping"_s}});
    FramesProbe other(service);
    other.open();
    QTRY_COMPARE(service.ably.state()[u"connections"].toArray().size(), 2);
    const bool isSilent = probe.frames.isEmpty() && other.frames.isEmpty();
    service.faults.clear();

    QVERIFY(isSilent);
    QCOMPARE(probe.takeTexts(1), QStringList{u"1"_s});
    QCOMPARE(probe.take(0)[u"id"], u"ping"_s);
    QVERIFY(!other.take(4).isEmpty());
}

void TstAblyFaults::swallowsOneConnectionForGood()
{
    StandinFixture service;
    FramesProbe probe(service);
    service.put(u"black-hole"_s, {{u"count"_s, 1}});

    probe.open();
    QTRY_VERIFY(service.faults.toJson().isEmpty());
    FramesProbe other(service);

    QVERIFY(!other.connectWith().isEmpty());
    QVERIFY(probe.frames.isEmpty());
    QVERIFY(!probe.isClosed);
}

void TstAblyFaults::refusesToResume()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith();
    const QString serial = probe.attach(u"conversation:1"_s)[u"channelSerial"].toString();
    service.put(u"refuse-resume"_s, {{u"count"_s, 1}});
    service.put(u"drop-socket"_s);
    publish(service, u"missed"_s);

    const QJsonObject second = probe.connectWith({{u"resume"_s, keyIn(first)}});
    const QJsonObject attached = probe.attach(u"conversation:1"_s, {{u"channelSerial"_s, serial}});

    QVERIFY(second[u"connectionId"] != first[u"connectionId"]);
    QCOMPARE(codeIn(second), 80008);
    QCOMPARE(codeIn(attached), 90003);
    QCOMPARE(attached[u"flags"].toInteger() & 4, 0);
    QVERIFY(probe.gotNo(15));
}

void TstAblyFaults::losesContinuity()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith();
    const QString serial = probe.attach(u"conversation:1"_s)[u"channelSerial"].toString();
    service.put(u"lose-continuity"_s, {{u"conversation"_s, u"1"_s}, {u"count"_s, 1}});
    service.put(u"drop-socket"_s);
    publish(service, u"missed"_s);

    const QJsonObject second = probe.connectWith({{u"resume"_s, keyIn(first)}});
    const QJsonObject attached = probe.attach(
        u"conversation:1"_s, {{u"channelSerial"_s, serial}, {u"params"_s, QJsonObject{{u"rewind"_s, u"1m"_s}}}});

    QCOMPARE(second[u"connectionId"], first[u"connectionId"]);
    QCOMPARE(codeIn(attached), 90003);
    QCOMPARE(attached[u"flags"].toInteger() & 6, 2);
    QCOMPARE(probe.takeTexts(1), QStringList{u"missed"_s});
}

void TstAblyFaults::endsTokensNow()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject request = service.ably.signTokenRequest({{u"*"_s, QJsonArray{u"*"_s}}}, u"me"_s, 60'000);
    QNetworkAccessManager network;
    QNetworkRequest post(service.url(u"http"_s, u"/keys/%1/requestToken"_s.arg(request[u"keyName"].toString())));
    post.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = network.post(post, QJsonDocument(request).toJson());
    QTRY_VERIFY(reply->isFinished());
    const QString token = QJsonDocument::fromJson(reply->readAll())[u"token"].toString();
    probe.connectWith({{u"accessToken"_s, token}});

    service.put(u"expire-token"_s);

    QCOMPARE(codeIn(probe.take(6)), 40142);
    QTRY_VERIFY(probe.isClosed);
    probe.open({{u"accessToken"_s, token}});
    QCOMPARE(codeIn(probe.take(9)), 40142);
}

void TstAblyFaults::asksForAuthNow()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"auth-now"_s);

    QVERIFY(!probe.take(17).isEmpty());
    QVERIFY(!probe.isClosed);
}

void TstAblyFaults::revokesTheKey()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"revoke-key"_s);
    const QJsonObject failed = probe.take(9);
    QTRY_VERIFY(probe.isClosed);
    probe.open();
    const QJsonObject refused = probe.take(9);
    service.faults.clear();

    QCOMPARE(codeIn(failed), 40131);
    QVERIFY(!failed.contains(u"channel"_s));
    QCOMPARE(codeIn(refused), 40131);
    QTRY_VERIFY(probe.isClosed);
    QVERIFY(!probe.connectWith().isEmpty());
}

void TstAblyFaults::deniesAChannel()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);

    service.put(u"deny-channel"_s, {{u"conversation"_s, u"1"_s}});
    const QJsonObject refused = probe.take(9);
    probe.send({{u"action"_s, 10}, {u"channel"_s, u"conversation:1"_s}});
    const QJsonObject refusedAgain = probe.take(9);

    QCOMPARE(codeIn(refused), 40160);
    QCOMPARE(refused[u"channel"], u"conversation:1"_s);
    QCOMPARE(codeIn(refusedAgain), 40160);
    QVERIFY(!probe.attach(u"conversation:2"_s).isEmpty());
}

void TstAblyFaults::detachesAChannel()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    probe.attach(u"conversation:2"_s);

    service.put(u"detach-channel"_s, {{u"conversation"_s, u"1"_s}});

    const QJsonObject detached = probe.take(13);
    QCOMPARE(detached[u"channel"], u"conversation:1"_s);
    QCOMPARE(codeIn(detached), 90000);
    QVERIFY(probe.gotNo(13));
    publish(service, u"not delivered"_s);
    QVERIFY(probe.gotNo(15));
}

void TstAblyFaults::delaysDeliveries()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"delay"_s, {{u"value"_s, u"3s"_s}, {u"count"_s, 1}});

    publish(service, u"late"_s);
    publish(service, u"in time"_s);
    const QStringList before = probe.takeTexts(1);
    service.clock.advance(3s);

    QCOMPARE(before, QStringList{u"in time"_s});
    QCOMPARE(probe.takeTexts(1), QStringList{u"late"_s});
}

void TstAblyFaults::losesDeliveries()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"lose"_s, {{u"count"_s, 1}, {u"conversation"_s, u"1"_s}});

    publish(service, u"lost"_s);
    publish(service, u"delivered"_s);

    QCOMPARE(probe.takeTexts(1), QStringList{u"delivered"_s});
    QVERIFY(probe.gotNo(15));
}

void TstAblyFaults::repeatsDeliveries()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"repeat"_s, {{u"count"_s, 1}});

    publish(service, u"twice"_s);

    const QJsonObject first = probe.take(15);
    const QJsonObject second = probe.take(15);
    QCOMPARE(first[u"messages"][0][u"id"], second[u"messages"][0][u"id"]);
    QVERIFY(!first[u"messages"][0][u"id"].toString().isEmpty());
    QVERIFY(first[u"channelSerial"].toString() < second[u"channelSerial"].toString());
}

void TstAblyFaults::reordersDeliveries()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"reorder"_s);

    for (const auto &text : {u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s})
        publish(service, text);
    const QStringList swapped = probe.takeTexts(4);
    service.clock.advance(1s);

    QCOMPARE(swapped, (QStringList{u"2"_s, u"1"_s, u"4"_s, u"3"_s}));
    QCOMPARE(probe.takeTexts(1), QStringList{u"5"_s});
}

void TstAblyFaults::capsDeliveriesAndTellsTheLoss()
{
    StandinFixture service;
    FramesProbe probe(service);
    attachTo(probe);
    service.put(u"rate-cap"_s);

    for (int i = 1; i <= 80; ++i)
        publish(service, QString::number(i));
    const QStringList delivered = probe.takeTexts(50);
    const bool isCut = probe.gotNo(15);
    service.clock.advance(1s);
    const QJsonObject notice = probe.take(11);
    publish(service, u"again"_s);

    QCOMPARE(delivered.constLast(), u"50"_s);
    QVERIFY(isCut);
    QCOMPARE(codeIn(notice), 80020);
    QCOMPARE(notice[u"flags"].toInteger() & 4, 0);
    QCOMPARE(probe.takeTexts(1), QStringList{u"again"_s});
    QCOMPARE(service.ably.state()[u"counters"][u"droppedByRateCap"], 30);
}

void TstAblyFaults::stopsHeartbeats()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith({{u"heartbeats"_s, u"true"_s}});
    service.put(u"stop-heartbeats"_s);

    service.clock.advance(31s);
    probe.send({{u"action"_s, 0}, {u"id"_s, u"ping"_s}});
    const QJsonObject fence = probe.attach(u"conversation:1"_s);

    QVERIFY(!fence.isEmpty());
    QVERIFY(probe.frames.isEmpty());
}

void TstAblyFaults::sendsABadFrame()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    service.put(u"bad-frame"_s, {{u"value"_s, u"{\"action\":\"nonsense\"}"_s}});

    QTRY_COMPARE(probe.raw.constLast(), u"{\"action\":\"nonsense\"}"_s);
    QVERIFY(!probe.isClosed);
}

QTEST_GUILESS_MAIN(TstAblyFaults)
#include "tst_ablyfaults.moc"
