#include "tests/core/sandbox/framesprobe.h"

#include <QMessageAuthenticationCode>

using namespace gm;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The stand-in's realtime side over real sockets, as a client sees it.
class TstAblyRealtime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsItsDetailsOnConnecting();
    void refusesAtTheDoor_data();
    void refusesAtTheDoor();
    void takesTheCredentialFromTheHeader();
    void resumesWithinTwoMinutes();
    void continuesChannelsAfterAResume();
    void cannotResumeLaterThanTwoMinutes();
    void answersUnknownAndMalformedKeys_data();
    void answersUnknownAndMalformedKeys();
    void tellsMissingHistoryOnAttach_RTL4c1();
    void keepsTheBacklogOfARewindInOrder();
    void answersARepeatedAttachWithoutRepeatingMessages();
    void answersADetachOfAChannelThatIsNotAttached();
    void acknowledgesEachFrameOnce();
    void refusesMessages_data();
    void refusesMessages();
    void sendsHeartbeatsWhenIdle_RTN23b();
    void pingsWhenFramesAreNotWanted();
    void asksForAuthBeforeATokenEnds_RTN22();
    void disconnectsWhenATokenEnds_RTN22a();
    void takesANewTokenInPlace_RTC8a();
    void leavesPresenceSomeTimeAfterASocketIsLost();
    void closesInOrder();
    void failsOnAnUnreadableFrame();

private:
    static QString token(StandinFixture &service, const QJsonObject &capability, qint64 lifeS)
    {
        const auto part = [](const QByteArray &bytes) {
            return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        const qint64 nowS = service.clock.wallMs() / 1000;
        const QString text = QString::fromUtf8(QJsonDocument(capability).toJson(QJsonDocument::Compact));
        const QJsonObject header{{u"alg"_s, u"HS256"_s}, {u"kid"_s, service.ably.key().section(u':', 0, 0)}};
        const QJsonObject claims{{u"iat"_s, nowS}, {u"exp"_s, nowS + lifeS}, {u"x-ably-capability"_s, text}};
        const QByteArray body = part(QJsonDocument(header).toJson()) + '.' + part(QJsonDocument(claims).toJson());
        const QByteArray secret = service.ably.key().section(u':', 1).toUtf8();
        const QByteArray mac = QMessageAuthenticationCode::hash(body, secret, QCryptographicHash::Sha256);
        return QString::fromLatin1(body + '.' + part(mac));
    }
    static QJsonObject subscribeOnly() { return {{u"conversation:*"_s, QJsonArray{u"subscribe"_s}}}; }
    static void publish(StandinFixture &service, const QString &text, const QString &channel = u"conversation:1"_s)
    {
        service.ably.publish(channel, u"n"_s, sandbox::Payload::fromJson(text));
    }
};

void TstAblyRealtime::tellsItsDetailsOnConnecting()
{
    StandinFixture service;
    FramesProbe probe(service);

    const QJsonObject connected = probe.connectWith({{u"clientId"_s, u"me"_s}});

    const QJsonObject details = connected[u"connectionDetails"].toObject();
    QVERIFY(!connected[u"connectionId"].toString().isEmpty());
    QVERIFY(keyIn(connected).endsWith(u'!' + connected[u"connectionId"].toString()));
    QCOMPARE(details[u"clientId"], u"me"_s);
    QCOMPARE(details[u"connectionStateTtl"], 120'000);
    QCOMPARE(details[u"maxIdleInterval"], 15'000);
    QCOMPARE(details[u"maxMessageSize"], 65'536);
    QVERIFY(!connected.contains(u"error"_s));
}

void TstAblyRealtime::refusesAtTheDoor_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("code");

    QTest::newRow("no version") << u"v"_s << QString() << 40017;
    QTest::newRow("version 1") << u"v"_s << u"1"_s << 80024;
    QTest::newRow("no credential") << u"key"_s << QString() << 40101;
    QTest::newRow("unreadable key") << u"key"_s << u"nonsense"_s << 40005;
    QTest::newRow("wrong secret") << u"key"_s << u"wrong"_s << 40101;
    QTest::newRow("unknown token") << u"accessToken"_s << u"genie0.unknown"_s << 40143;
}

void TstAblyRealtime::refusesAtTheDoor()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    StandinFixture service;
    FramesProbe probe(service);
    if (value == u"wrong")
        value = service.ably.key() % u'x';

    probe.open({{field, value}});
    const QJsonObject error = probe.take(9);

    QTEST(codeIn(error), "code");
    QVERIFY(!error.contains(u"channel"_s));
    QTRY_VERIFY(probe.isClosed);
}

void TstAblyRealtime::takesTheCredentialFromTheHeader()
{
    StandinFixture service;
    QWebSocket socket;
    QStringList texts;
    connect(&socket, &QWebSocket::textMessageReceived, this, [&texts](const QString &text) { texts += text; });
    QNetworkRequest request(service.url(u"ws"_s, u"/?v=6"_s));
    request.setRawHeader("Authorization", "Basic " + service.ably.key().toUtf8().toBase64());

    socket.open(request);

    QTRY_COMPARE(texts.size(), 1);
    QVERIFY(texts[0].contains(u"connectionKey"_s));
}

void TstAblyRealtime::resumesWithinTwoMinutes()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith();
    service.put(u"drop-socket"_s);
    QTRY_VERIFY(probe.isClosed);

    service.clock.advance(119s);
    const QJsonObject second = probe.connectWith({{u"resume"_s, keyIn(first)}});

    QCOMPARE(second[u"connectionId"], first[u"connectionId"]);
    QVERIFY(!second.contains(u"error"_s));
    QVERIFY(keyIn(second) != keyIn(first));
}

void TstAblyRealtime::continuesChannelsAfterAResume()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith();
    const QJsonObject attached = probe.attach(u"conversation:1"_s);
    publish(service, u"1"_s);
    const QString serial = probe.take(15)[u"channelSerial"].toString();
    service.put(u"drop-socket"_s);
    publish(service, u"2"_s);
    publish(service, u"3"_s);

    probe.connectWith({{u"resume"_s, keyIn(first)}});
    const QJsonObject again = probe.attach(u"conversation:1"_s, {{u"channelSerial"_s, serial}});
    publish(service, u"4"_s);

    QCOMPARE(attached[u"flags"].toInteger() & 4, 0);
    QCOMPARE(again[u"flags"].toInteger() & 6, 6);
    QCOMPARE(again[u"channelSerial"], serial);
    QCOMPARE(probe.takeTexts(3), (QStringList{u"2"_s, u"3"_s, u"4"_s}));
}

void TstAblyRealtime::cannotResumeLaterThanTwoMinutes()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith();
    service.put(u"drop-socket"_s);
    QTRY_VERIFY(probe.isClosed);

    service.clock.advance(121s);
    const QJsonObject second = probe.connectWith({{u"resume"_s, keyIn(first)}});

    QVERIFY(second[u"connectionId"] != first[u"connectionId"]);
    QCOMPARE(codeIn(second), 80008);
}

void TstAblyRealtime::answersUnknownAndMalformedKeys_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("code");

    QTest::newRow("unknown") << u"resume"_s << u"abc!def"_s << 80008;
    QTest::newRow("malformed") << u"resume"_s << u"nonsense"_s << 80018;
    QTest::newRow("unknown, to recover") << u"recover"_s << u"abc!def"_s << 80008;
}

void TstAblyRealtime::answersUnknownAndMalformedKeys()
{
    QFETCH(QString, field);
    QFETCH(QString, key);
    StandinFixture service;
    FramesProbe probe(service);

    const QJsonObject connected = probe.connectWith({{field, key}});

    QTEST(codeIn(connected), "code");
    QVERIFY(!connected[u"connectionId"].toString().isEmpty());
}

void TstAblyRealtime::tellsMissingHistoryOnAttach_RTL4c1()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();
    const QString serial = probe.attach(u"conversation:1"_s)[u"channelSerial"].toString();
    probe.send({{u"action"_s, 12}, {u"channel"_s, u"conversation:1"_s}});
    probe.take(13);
    publish(service, u"lost"_s);
    service.clock.advance(100s);
    publish(service, u"kept"_s);
    service.clock.advance(30s);

    const QJsonObject attached = probe.attach(u"conversation:1"_s, {{u"channelSerial"_s, serial}});

    QCOMPARE(codeIn(attached), 90003);
    QCOMPARE(attached[u"flags"].toInteger() & 4, 0);
    QCOMPARE(probe.takeTexts(1), QStringList{u"kept"_s});
}

void TstAblyRealtime::keepsTheBacklogOfARewindInOrder()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();
    for (int i = 1; i <= 5; ++i)
        publish(service, QString::number(i));

    const QJsonObject attached =
        probe.attach(u"conversation:1"_s, {{u"params"_s, QJsonObject{{u"rewind"_s, u"3"_s}, {u"other"_s, u"x"_s}}}});
    publish(service, u"6"_s);

    QCOMPARE(attached[u"flags"].toInteger() & 6, 2);
    QCOMPARE(attached[u"params"], (QJsonObject{{u"rewind"_s, u"3"_s}}));
    QCOMPARE(probe.takeTexts(4), (QStringList{u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
}

void TstAblyRealtime::answersARepeatedAttachWithoutRepeatingMessages()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();
    const QString serial = probe.attach(u"conversation:1"_s)[u"channelSerial"].toString();
    publish(service, u"1"_s);
    QCOMPARE(probe.takeTexts(1).size(), 1);

    const QJsonObject again = probe.attach(u"conversation:1"_s, {{u"channelSerial"_s, serial}});

    QCOMPARE(again[u"flags"].toInteger() & 4, 4);
    QVERIFY(probe.gotNo(15));
}

void TstAblyRealtime::answersADetachOfAChannelThatIsNotAttached()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    probe.send({{u"action"_s, 12}, {u"channel"_s, u"conversation:1"_s}});

    QCOMPARE(probe.take(13)[u"channel"], u"conversation:1"_s);
}

void TstAblyRealtime::acknowledgesEachFrameOnce()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject connected = probe.connectWith();
    const QJsonArray two{QJsonObject{{u"data"_s, u"a"_s}}, QJsonObject{{u"data"_s, u"b"_s}}};
    const QJsonObject message{
        {u"action"_s, 15}, {u"channel"_s, u"conversation:1"_s}, {u"msgSerial"_s, 0}, {u"messages"_s, two}};

    probe.send(message);
    const QJsonObject ack = probe.take(1);
    probe.send(message);
    const bool isSilentOnRepeat = probe.gotNo(1);
    probe.connectWith({{u"resume"_s, keyIn(connected)}});
    probe.send(message);
    const QJsonObject ackAfterResume = probe.take(1);

    QCOMPARE(ack[u"msgSerial"], 0);
    QCOMPARE(ack[u"count"], 1);
    QCOMPARE(ack[u"res"][0][u"serials"].toArray().size(), 2);
    QVERIFY(isSilentOnRepeat);
    QCOMPARE(ackAfterResume[u"res"], ack[u"res"]);
    QCOMPARE(service.ably.state()[u"counters"][u"published"], 2);
}

void TstAblyRealtime::refusesMessages_data()
{
    QTest::addColumn<QJsonObject>("message");
    QTest::addColumn<QString>("channel");
    QTest::addColumn<int>("code");

    const QJsonObject plain{{u"data"_s, u"x"_s}};
    QTest::newRow("bad channel name") << plain << u":1"_s << 40010;
    QTest::newRow("client id of somebody else")
        << QJsonObject{{u"data"_s, u"x"_s}, {u"clientId"_s, u"other"_s}} << u"conversation:1"_s << 40012;
    QTest::newRow("too large") << QJsonObject{{u"data"_s, QString(65'537, u'x')}} << u"conversation:1"_s << 40009;
    QTest::newRow("an update of nothing")
        << QJsonObject{{u"data"_s, u"x"_s}, {u"action"_s, 1}} << u"conversation:1"_s << 40003;
    QTest::newRow("an update of what is not there")
        << QJsonObject{{u"data"_s, u"x"_s}, {u"action"_s, 1}, {u"serial"_s, u"0"_s}} << u"conversation:1"_s << 40400;
}

void TstAblyRealtime::refusesMessages()
{
    QFETCH(QJsonObject, message);
    QFETCH(QString, channel);
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith({{u"clientId"_s, u"me"_s}});

    probe.send({{u"action"_s, 15}, {u"channel"_s, channel}, {u"msgSerial"_s, 0}, {u"messages"_s, QJsonArray{message}}});

    QTEST(codeIn(probe.take(2)), "code");
}

void TstAblyRealtime::sendsHeartbeatsWhenIdle_RTN23b()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith({{u"heartbeats"_s, u"true"_s}});
    service.clock.advance(10s);
    probe.send({{u"action"_s, 0}, {u"id"_s, u"ping"_s}});
    QCOMPARE(probe.take(0)[u"id"], u"ping"_s);

    service.clock.advance(14s);
    const bool isQuietBefore = probe.gotNo(0);
    service.clock.advance(15s);

    QVERIFY(isQuietBefore);
    QVERIFY(!probe.take(0).isEmpty());
}

void TstAblyRealtime::pingsWhenFramesAreNotWanted()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject connected =
        probe.connectWith({{u"heartbeats"_s, u"false"_s}, {u"heartbeatInterval"_s, u"5000"_s}});

    service.clock.advance(5s);

    QCOMPARE(connected[u"connectionDetails"][u"maxIdleInterval"], 5000);
    QVERIFY(probe.gotNo(0));
}

void TstAblyRealtime::asksForAuthBeforeATokenEnds_RTN22()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith({{u"accessToken"_s, token(service, subscribeOnly(), 60)}});

    service.clock.advance(29s);
    const bool isEarly = !probe.gotNo(17);
    service.clock.advance(2s);

    QVERIFY(!isEarly);
    QVERIFY(!probe.take(17).isEmpty());
    QVERIFY(!probe.isClosed);
}

void TstAblyRealtime::disconnectsWhenATokenEnds_RTN22a()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith({{u"accessToken"_s, token(service, subscribeOnly(), 5)}});

    service.clock.advance(5s);

    const QJsonObject disconnected = probe.take(6);
    QCOMPARE(codeIn(disconnected), 40142);
    QCOMPARE(disconnected[u"error"][u"statusCode"], 401);
    QTRY_VERIFY(probe.isClosed);
}

void TstAblyRealtime::takesANewTokenInPlace_RTC8a()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject first = probe.connectWith({{u"accessToken"_s, token(service, subscribeOnly(), 60)}});
    probe.attach(u"conversation:1"_s);
    const QJsonObject narrower{{u"other"_s, QJsonArray{u"subscribe"_s}}};

    probe.send({{u"action"_s, 17}, {u"auth"_s, QJsonObject{{u"accessToken"_s, token(service, narrower, 600)}}}});
    const QJsonObject second = probe.take(4);
    const QJsonObject refused = probe.take(9);
    probe.send({{u"action"_s, 17}, {u"auth"_s, QJsonObject{{u"accessToken"_s, u"genie0.unknown"_s}}}});

    QCOMPARE(second[u"connectionId"], first[u"connectionId"]);
    QCOMPARE(codeIn(refused), 40160);
    QCOMPARE(refused[u"channel"], u"conversation:1"_s);
    QCOMPARE(codeIn(probe.take(9)), 40101);
    QTRY_VERIFY(probe.isClosed);
}

void TstAblyRealtime::leavesPresenceSomeTimeAfterASocketIsLost()
{
    StandinFixture service;
    FramesProbe watcher(service);
    watcher.connectWith();
    watcher.attach(u"conversation:1"_s);
    FramesProbe member(service);
    member.connectWith({{u"clientId"_s, u"anna"_s}});
    member.send({{u"action"_s, 14},
                 {u"channel"_s, u"conversation:1"_s},
                 {u"msgSerial"_s, 0},
                 {u"presence"_s, QJsonArray{QJsonObject{{u"action"_s, 2}}}}});
    const QJsonObject entered = watcher.take(14)[u"presence"][0].toObject();

    member.socket().abort();
    QTRY_COMPARE(service.ably.state()[u"connections"].toArray().size(), 2);
    QTRY_VERIFY(member.isClosed && watcher.gotNo(14));
    QTRY_COMPARE(service.clock.pending(), 2); // the watcher's heartbeat, and the leave to come
    service.clock.advance(15s);
    const QJsonObject left = watcher.take(14)[u"presence"][0].toObject();

    QCOMPARE(entered[u"clientId"], u"anna"_s);
    QCOMPARE(left[u"action"], 3);
    QCOMPARE(left[u"clientId"], u"anna"_s);
    QVERIFY(!left[u"id"].toString().startsWith(left[u"connectionId"].toString()));
}

void TstAblyRealtime::closesInOrder()
{
    StandinFixture service;
    FramesProbe probe(service);
    const QJsonObject connected = probe.connectWith();

    probe.send({{u"action"_s, 7}});

    QVERIFY(!probe.take(8).isEmpty());
    QTRY_VERIFY(probe.isClosed);
    QCOMPARE(codeIn(probe.connectWith({{u"resume"_s, keyIn(connected)}})), 80008);
}

void TstAblyRealtime::failsOnAnUnreadableFrame()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();

    probe.socket().sendTextMessage(u"{\"action\":"_s);

    QCOMPARE(codeIn(probe.take(9)), 40000);
    QTRY_VERIFY(probe.isClosed);
}

QTEST_GUILESS_MAIN(TstAblyRealtime)
#include "tst_ablyrealtime.moc"
