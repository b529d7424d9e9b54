// The realtime client against the sandbox's Ably over real sockets, as JSON and as msgpack.
#include "tests/integration/realtimeharness.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

class TstRealtimeSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void connectsAttachesReceivesAndCloses()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));

        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        for (const QString &text : numbers(0, 100))
            service.publish(text);
        QTRY_COMPARE(client.texts(), numbers(0, 100));
        client.realtime.close();
        QTRY_COMPARE(client.realtime.state(), ConnectionState::Closed);

        QCOMPARE(client.states.path(), u"connecting connected closing closed");
        QCOMPARE(channel.modes(), flag::Subscribe);
        QCOMPARE(client.changes.path(), u"attaching attached detached");
    }

    void droppedTwentyTimesNothingIsLostOrDoubled()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        const QString id = client.realtime.connectionId();

        for (int drop = 0; drop < 20; ++drop) {
            for (const QString &text : numbers(drop * 10, drop * 10 + 5))
                service.publish(text);
            const int connections = int(client.states.into(ConnectionState::Connected).size());
            service.fault(u"drop-socket"_s);
            for (const QString &text : numbers(drop * 10 + 5, drop * 10 + 10))
                service.publish(text);
            QTRY_VERIFY(client.states.into(ConnectionState::Connected).size() > connections);
        }

        QTRY_COMPARE(client.texts(), numbers(0, 200));
        QCOMPARE(client.realtime.connectionId(), id);
        for (const ChannelChange &change : client.changes.into(ChannelState::Attached).mid(1))
            QVERIFY(change.resumed);
    }

    void lossOfContinuityIsTold()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault(u"lose-continuity"_s, 1);
        service.fault(u"drop-socket"_s);
        QTRY_COMPARE(client.changes.into(ChannelState::Attached).size(), 2);

        QVERIFY(!client.changes.last().resumed);
        QVERIFY(client.changes.last().reason);
    }

    void refusedResumeKeepsTheChannelsGoing()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        const QString id = client.realtime.connectionId();

        service.fault(u"refuse-resume"_s, 1);
        service.fault(u"drop-socket"_s);
        QTRY_COMPARE(client.states.into(ConnectionState::Connected).size(), 2);
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        service.publish(u"after"_s);
        QTRY_VERIFY(client.texts().contains(u"after"_s));

        QVERIFY(client.realtime.connectionId() != id);
        QCOMPARE(client.states.into(ConnectionState::Connected).last().resumed, false);
        QVERIFY(client.states.into(ConnectionState::Connected).last().reason);
    }

    void tokenIsRenewedInPlaceWhenAskedFor()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault(u"auth-now"_s);
        QTRY_COMPARE(client.states.count(), 3);

        QCOMPARE(client.states.path(), u"connecting connected connected!");
        QCOMPARE(client.tokens.calls, 2);
    }

    void endedTokenIsRenewedAndTheConnectionResumed()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault(u"expire-token"_s);
        QTRY_COMPARE(client.states.into(ConnectionState::Connected).size(), 2);

        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(client.states.into(ConnectionState::Disconnected).first().reason->code, 40142);
        QCOMPARE(client.states.into(ConnectionState::Connected).last().resumed, true);
    }

    void authorizeKeepsTheConnection()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.realtime.connectNow();
        QTRY_COMPARE(client.realtime.state(), ConnectionState::Connected);
        const QString id = client.realtime.connectionId();

        const auto done = client.realtime.authorize();
        QTRY_VERIFY(done.isFinished());

        QVERIFY(done.result());
        QCOMPARE(client.realtime.connectionId(), id);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
    }

    void channelOutsideTheCapabilityIsRefused()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.realtime.connectNow();
        RealtimeChannel &channel = client.realtime.channel(base::ChannelName(u"private:1"_s));

        const auto done = channel.attach();
        QTRY_VERIFY(done.isFinished());

        QCOMPARE(done.result().error().code, 40160);
        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
    }

    void rewindBringsWhatWasBefore()
    {
        AblyService service;
        for (const QString &text : numbers(0, 5))
            service.publish(text);
        RealtimeClient client(service, inFormat(service));

        client.attach(anyChannel(), {.params = {{u"rewind"_s, u"3"_s}}});
        QTRY_COMPARE(client.texts().size(), 3);
        service.publish(u"5"_s);

        QTRY_COMPARE(client.texts(), numbers(2, 6));
        QVERIFY(client.changes.last().hasBacklog);
    }

    void pingAnswers()
    {
        AblyService service;
        RealtimeClient client(service, inFormat(service));
        client.realtime.connectNow();

        const auto ping = client.realtime.ping();
        QTRY_VERIFY(ping.isFinished());

        QVERIFY(ping.result());
    }

    void fiftyClientsAtOnce_G28_RTN5()
    {
        AblyService service;
        std::vector<std::unique_ptr<RealtimeClient>> clients;
        for (int i = 0; i < 50; ++i) {
            clients.push_back(std::make_unique<RealtimeClient>(service, inFormat(service)));
            clients.back()->realtime.connectNow();
            clients.back()->channel().attach();
        }
        for (const auto &client : clients)
            QTRY_VERIFY(!client->changes.into(ChannelState::Attached).isEmpty());

        for (const QString &text : numbers(0, 10))
            service.publish(text);

        for (const auto &client : clients)
            QTRY_COMPARE(client->texts(), numbers(0, 10));
    }
};

QTEST_GUILESS_MAIN(TstRealtimeSandbox)
#include "tst_realtime_sandbox.moc"
