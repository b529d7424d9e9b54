// Signing in to Ably over real sockets: tokens in every form, renewed in time, and client ids that fit or do not.
#include "tests/integration/realtimeharness.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

class TstRealtimeAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTC8a_in_band_reauth_connected_0()
    {
        AblyService service;
        RealtimeClient client(service);
        QVERIFY(client.connect());
        const QString id = client.realtime.connectionId();

        const auto done = client.realtime.authorize();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QVERIFY(done.result());
        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(client.realtime.connectionId(), id);
        QCOMPARE(client.states.path(), u"connecting connected connected!");
    }

    void RTC8c_authorize_initiates_connection_0()
    {
        AblyService service;
        RealtimeClient client(service);
        QCOMPARE(client.realtime.state(), ConnectionState::Initialized);

        const auto done = client.realtime.authorize();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QVERIFY(done.result());
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
        QCOMPARE(client.tokens.calls, 1);
    }

    void RSA8_token_auth_connect_0()
    {
        AblyService service;
        RealtimeClient client(service);
        client.tokens.form = SandboxTokens::Form::Jwt;

        QVERIFY(client.connect());

        QVERIFY(!client.realtime.connectionId().isEmpty());
        QVERIFY(!client.realtime.errorReason());
        QCOMPARE(client.realtime.token()->keyName, service.ably.key().section(u':', 0, 0));
    }

    void RSA7_matching_clientid_succeeds_0()
    {
        AblyService service;
        ClientOptions options = service.options();
        options.clientId = u"anna"_s;
        RealtimeClient client(service, options);
        client.tokens.clientId = u"anna"_s;

        QVERIFY(client.connect());

        QCOMPARE(client.realtime.clientId(), u"anna");
        QCOMPARE(client.realtime.connectionDetails()->clientId, u"anna");
    }

    /// A JWT goes on unread, so it is the service that refuses.
    void RSA7_mismatched_clientid_fails_1()
    {
        AblyService service;
        ClientOptions options = service.options();
        options.clientId = u"ben"_s;
        RealtimeClient client(service, options);
        client.tokens.form = SandboxTokens::Form::Jwt;
        client.tokens.clientId = u"anna"_s;

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 40102);
        QCOMPARE(client.realtime.errorReason()->statusCode, 401);
    }

    void RSA4b_token_renewal_on_expiry_0()
    {
        AblyService service;
        RealtimeClient client(service);
        client.tokens.ttlMs = 1'500;
        RealtimeChannel &channel = client.attach();
        client.tokens.ttlMs = 0;

        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));
        QVERIFY(client.reaches(channel, ChannelState::Attached));
        service.publish(u"after"_s);
        QVERIFY(soon([&] { return client.texts() == QStringList{u"after"_s}; }));

        QCOMPARE(client.tokens.calls, 2);
        QCOMPARE(client.states.into(ConnectionState::Disconnected).first().reason->code, 40142);
        QVERIFY(!client.realtime.errorReason());
    }

    void RSA9a_token_request_server_accepted_0()
    {
        AblyService service;
        RealtimeClient client(service);
        client.tokens.form = SandboxTokens::Form::Request;

        QVERIFY(client.connect());

        QVERIFY(client.realtime.clientId().isEmpty());
        QCOMPARE(client.realtime.token()->capability, uR"({"conversation:*":["history","subscribe"]})");
        QVERIFY(client.realtime.token()->expires.value() > service.clock.wallMs());
    }

    void RSA9_token_request_with_clientid_0()
    {
        AblyService service;
        RealtimeClient client(service);
        client.tokens.clientId = u"anna"_s;

        QVERIFY(client.connect());

        QCOMPARE(client.realtime.clientId(), u"anna");
        QCOMPARE(client.realtime.token()->clientId, u"anna");
    }
};

QTEST_GUILESS_MAIN(TstRealtimeAuth)
#include "tst_realtime_auth.moc"
