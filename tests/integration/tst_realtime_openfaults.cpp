// A connection that does not open as it should: refused, failed, left without an answer; and one asked for another token.
#include "tests/integration/proxied.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Way = FrameProxy::Way;

class TstRealtimeOpenFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN14a_fatal_connect_error_0()
    {
        Proxied to;
        to.proxy.replace(Way::ToClient, frameaction::connected, frameWithError(frameaction::error, 40005, 400));
        ProxiedClient client(to);

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 40005);
        QCOMPARE(client.states.path(), u"connecting failed");
        QVERIFY(client.realtime.connectionId().isEmpty());
        QVERIFY(client.realtime.connectionKey().isEmpty());
        QCOMPARE(to.proxy.upgrades().size(), 1);
    }

    void RTN14b_token_error_renew_reconnect_0()
    {
        Proxied to;
        to.proxy.replace(Way::ToClient, frameaction::connected, frameWithError(frameaction::error, 40142, 401));
        ProxiedClient client(to);

        QVERIFY(client.connect());

        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(client.states.path(), u"connecting connected");
        QCOMPARE(to.proxy.upgrades().size(), 2);
        const auto tokenOf = [&](int attempt) { return to.proxy.upgrades()[attempt].queryItemValue(u"accessToken"_s); };
        QVERIFY(tokenOf(0) != tokenOf(1));
        QVERIFY(!client.realtime.errorReason());
    }

    void RTN14d_retry_after_refused_0()
    {
        Proxied to;
        to.proxy.refuseConnections(1);
        ProxiedClient client(to);

        QVERIFY(client.connect());

        QCOMPARE(client.states.path(), u"connecting disconnected connecting connected");
        QVERIFY(client.states.into(ConnectionState::Disconnected).first().retryIn.value() <= 100ms);
        QVERIFY(client.states.into(ConnectionState::Disconnected).first().reason);
    }

    void RTN14g_server_error_causes_failed_0()
    {
        Proxied to;
        to.proxy.replace(Way::ToClient, frameaction::connected, frameWithError(frameaction::error, 50000, 500));
        ProxiedClient client(to);

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 50000);
        QCOMPARE(client.realtime.errorReason()->statusCode, 500);
        QVERIFY(client.realtime.connectionId().isEmpty());
    }

    void RTN14c_connection_timeout_0()
    {
        Proxied to;
        to.options.timeouts.realtimeRequest = 300ms;
        to.options.timeouts.disconnectedRetry = 1h;
        to.proxy.swallow(Way::ToClient, frameaction::connected, 0);
        ProxiedClient client(to);

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Disconnected));

        QCOMPARE(client.realtime.errorReason()->code, 80014);
        QCOMPARE(client.states.path(), u"connecting disconnected");
        QVERIFY(!to.proxy.seen(Way::ToClient, frameaction::connected).isEmpty());
    }

    void RTN22_server_initiated_reauth_0()
    {
        Proxied to;
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString id = client.realtime.connectionId();

        to.proxy.inject({{u"action"_s, frameaction::auth}});
        QVERIFY(soon([&] { return client.states.count() == 3; }));

        const QList<QJsonObject> sent = to.proxy.seen(Way::ToService, frameaction::auth);
        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(sent.size(), 1);
        QVERIFY(!sent.first()[u"auth"_s][u"accessToken"_s].toString().isEmpty());
        QCOMPARE(client.realtime.connectionId(), id);
        QCOMPARE(client.states.path(), u"connecting connected connected!");
        QCOMPARE(to.proxy.upgrades().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TstRealtimeOpenFaults)
#include "tst_realtime_openfaults.moc"
