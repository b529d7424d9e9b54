// The realtime client against the sandbox's Ably over real sockets, as JSON and as msgpack.
#include "core/ably/payload.h"
#include "core/ably/realtime.h"
#include "core/base/random.h"
#include "core/base/systemclock.h"
#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "core/sandbox/ablystandin.h"
#include "core/sandbox/faults.h"
#include "tests/support/staterecorder.h"

#include <QJsonObject>
#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const QString name = u"conversation:1"_s;

/// The sandbox's Ably on a free port.
struct Service {
    Service()
    {
        server.setHandler([this](const net::ServerRequest &request, const net::Responder &responder) {
            ably.handle(request, responder);
        });
        server.setUpgradeHandler(
            [this](const net::ServerRequest &request, QTcpSocket *socket) { ably.upgrade(request, socket); });
        const auto port = server.listen();
        if (!port)
            qFatal("no port to listen on");
        endpoint = Endpoint::parse(u"http://127.0.0.1:%1"_s.arg(*port)).value();
    }

    void fault(const QJsonObject &request)
    {
        if (const auto fault = faults.add(request); !fault)
            qFatal("%s", qPrintable(fault.error().what));
    }

    void publish(const QString &text) { ably.publish(name, u"status"_s, {.data = text.toUtf8()}); }

    base::SystemClock clock;
    base::SystemRandom random;
    sandbox::Faults faults{clock};
    sandbox::AblyStandin ably{clock, random, faults};
    net::HttpServer server;
    Endpoint endpoint;
};

/// Hands out signed requests, as Genie's backend does.
class SignedRequests final : public TokenSource
{
public:
    explicit SignedRequests(Service &service)
        : m_service(service)
    {
    }

    QFuture<base::Result<TokenReply>> fetchToken(const TokenParams &) override
    {
        ++calls;
        QPromise<base::Result<TokenReply>> promise;
        promise.start();
        promise.addResult(tokenReplyFromJson(m_service.ably.signTokenRequest(capability, {}, ttlMs)));
        promise.finish();
        return promise.future();
    }

    QJsonObject capability{{u"conversation:*"_s, QJsonArray{u"subscribe"_s}}};
    qint64 ttlMs = 0;
    int calls = 0;

private:
    Service &m_service;
};

/// One client with its inbox.
struct Client {
    explicit Client(Service &service)
        : tokens(service)
    {
        QFETCH_GLOBAL(bool, useMsgpack);
        ClientOptions options;
        options.endpoint = service.endpoint;
        options.useMsgpack = useMsgpack;
        options.timeouts.immediateRetryGap = 0ms; // many drops in a short time
        realtime = std::make_unique<Realtime>(sockets, http, &tokens, clock, random, options);
        states.follow(*realtime);
    }

    RealtimeChannel &attach(const ChannelOptions &options = {})
    {
        RealtimeChannel &channel = realtime->channel(base::ChannelName(name), options);
        QObject::connect(&channel, &RealtimeChannel::messagesReceived, &channel,
                         [this](const QList<Message> &messages, const ProtocolMessage &) {
                             for (const Message &message : messages)
                                 texts.append(QString::fromUtf8(decodePayload(message).bytes));
                         });
        changes.follow(channel);
        realtime->connectNow();
        channel.attach();
        return channel;
    }

    base::SystemClock clock;
    base::SystemRandom random;
    net::QtWebSocketFactory sockets;
    net::QtHttpClient http;
    SignedRequests tokens;
    test::StateRecorder<ConnectionChange> states;
    test::StateRecorder<ChannelChange> changes;
    QStringList texts;
    std::unique_ptr<Realtime> realtime;
};

QStringList numbers(int from, int to)
{
    QStringList result;
    for (int i = from; i < to; ++i)
        result.append(QString::number(i));
    return result;
}

} // namespace

class TstRealtimeSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("useMsgpack");
        QTest::newRow("json") << false;
        QTest::newRow("msgpack") << true;
    }

    void connectsAttachesReceivesAndCloses()
    {
        Service service;
        Client client(service);

        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        for (const QString &text : numbers(0, 100))
            service.publish(text);
        QTRY_COMPARE(client.texts, numbers(0, 100));
        client.realtime->close();
        QTRY_COMPARE(client.realtime->state(), ConnectionState::Closed);

        QCOMPARE(client.states.path(), u"connecting connected closing closed");
        QCOMPARE(channel.modes(), flag::Subscribe);
        QCOMPARE(client.changes.path(), u"attaching attached detached");
    }

    void droppedTwentyTimesNothingIsLostOrDoubled()
    {
        Service service;
        Client client(service);
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        const QString id = client.realtime->connectionId();

        for (int drop = 0; drop < 20; ++drop) {
            for (const QString &text : numbers(drop * 10, drop * 10 + 5))
                service.publish(text);
            const int connections = int(client.states.into(ConnectionState::Connected).size());
            service.fault({{u"fault"_s, u"drop-socket"_s}});
            for (const QString &text : numbers(drop * 10 + 5, drop * 10 + 10))
                service.publish(text);
            QTRY_VERIFY(client.states.into(ConnectionState::Connected).size() > connections);
        }

        QTRY_COMPARE(client.texts, numbers(0, 200));
        QCOMPARE(client.realtime->connectionId(), id);
        for (const ChannelChange &change : client.changes.into(ChannelState::Attached).mid(1))
            QVERIFY(change.resumed);
    }

    void lossOfContinuityIsTold()
    {
        Service service;
        Client client(service);
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault({{u"fault"_s, u"lose-continuity"_s}, {u"count"_s, 1}});
        service.fault({{u"fault"_s, u"drop-socket"_s}});
        QTRY_COMPARE(client.changes.into(ChannelState::Attached).size(), 2);

        QVERIFY(!client.changes.last().resumed);
        QVERIFY(client.changes.last().reason);
    }

    void refusedResumeKeepsTheChannelsGoing()
    {
        Service service;
        Client client(service);
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        const QString id = client.realtime->connectionId();

        service.fault({{u"fault"_s, u"refuse-resume"_s}, {u"count"_s, 1}});
        service.fault({{u"fault"_s, u"drop-socket"_s}});
        QTRY_COMPARE(client.states.into(ConnectionState::Connected).size(), 2);
        QTRY_COMPARE(channel.state(), ChannelState::Attached);
        service.publish(u"after"_s);
        QTRY_VERIFY(client.texts.contains(u"after"_s));

        QVERIFY(client.realtime->connectionId() != id);
        QCOMPARE(client.states.into(ConnectionState::Connected).last().resumed, false);
        QVERIFY(client.states.into(ConnectionState::Connected).last().reason);
    }

    void tokenIsRenewedInPlaceWhenAskedFor()
    {
        Service service;
        Client client(service);
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault({{u"fault"_s, u"auth-now"_s}});
        QTRY_COMPARE(client.states.count(), 3);

        QCOMPARE(client.states.path(), u"connecting connected connected!");
        QCOMPARE(client.tokens.calls, 2);
    }

    void endedTokenIsRenewedAndTheConnectionResumed()
    {
        Service service;
        Client client(service);
        RealtimeChannel &channel = client.attach();
        QTRY_COMPARE(channel.state(), ChannelState::Attached);

        service.fault({{u"fault"_s, u"expire-token"_s}});
        QTRY_COMPARE(client.states.into(ConnectionState::Connected).size(), 2);

        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(client.states.into(ConnectionState::Disconnected).first().reason->code, 40142);
        QCOMPARE(client.states.into(ConnectionState::Connected).last().resumed, true);
    }

    void authorizeKeepsTheConnection()
    {
        Service service;
        Client client(service);
        client.realtime->connectNow();
        QTRY_COMPARE(client.realtime->state(), ConnectionState::Connected);
        const QString id = client.realtime->connectionId();

        const auto done = client.realtime->authorize();
        QTRY_VERIFY(done.isFinished());

        QVERIFY(done.result());
        QCOMPARE(client.realtime->connectionId(), id);
        QCOMPARE(client.realtime->state(), ConnectionState::Connected);
    }

    void channelOutsideTheCapabilityIsRefused()
    {
        Service service;
        Client client(service);
        client.realtime->connectNow();
        RealtimeChannel &channel = client.realtime->channel(base::ChannelName(u"private:1"_s));

        const auto done = channel.attach();
        QTRY_VERIFY(done.isFinished());

        QCOMPARE(done.result().error().code, 40160);
        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(client.realtime->state(), ConnectionState::Connected);
    }

    void rewindBringsWhatWasBefore()
    {
        Service service;
        for (const QString &text : numbers(0, 5))
            service.publish(text);
        Client client(service);

        client.attach({.params = {{u"rewind"_s, u"3"_s}}});
        QTRY_COMPARE(client.texts.size(), 3);
        service.publish(u"5"_s);

        QTRY_COMPARE(client.texts, numbers(2, 6));
        QVERIFY(client.changes.last().hasBacklog);
    }

    void pingAnswers()
    {
        Service service;
        Client client(service);
        client.realtime->connectNow();

        const auto ping = client.realtime->ping();
        QTRY_VERIFY(ping.isFinished());

        QVERIFY(ping.result());
    }

    void fiftyClientsAtOnce_G28_RTN5()
    {
        Service service;
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < 50; ++i) {
            clients.push_back(std::make_unique<Client>(service));
            clients.back()->attach();
        }
        for (const auto &client : clients)
            QTRY_VERIFY(!client->changes.into(ChannelState::Attached).isEmpty());

        for (const QString &text : numbers(0, 10))
            service.publish(text);

        for (const auto &client : clients)
            QTRY_COMPARE(client->texts, numbers(0, 10));
    }
};

QTEST_GUILESS_MAIN(TstRealtimeSandbox)
#include "tst_realtime_sandbox.moc"
