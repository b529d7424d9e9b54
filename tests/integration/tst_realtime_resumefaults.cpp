// A connection that was open and is lost, ended or silent: what it asks for when it comes back, and when it does not.
#include "tests/integration/proxied.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Way = FrameProxy::Way;

namespace
{

QString resumeIn(const QUrlQuery &upgrade)
{
    return upgrade.queryItemValue(u"resume"_s, QUrl::FullyDecoded);
}

/// CONNECTED with another value among its details.
FrameProxy::Edit withDetail(const QString &name, int value)
{
    return [name, value](QJsonObject frame) {
        QJsonObject details = frame.value(u"connectionDetails"_s).toObject();
        details.insert(name, value);
        frame.insert(u"connectionDetails"_s, details);
        return frame;
    };
}

} // namespace

class TstRealtimeResumeFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostSocketIsResumed_data()
    {
        QTest::addColumn<void (FrameProxy::*)()>("lose");
        QTest::newRow("RTN15a/disconnect-triggers-resume-0") << &FrameProxy::closeClient;
        QTest::newRow("RTN15a/tcp-close-triggers-resume-1") << &FrameProxy::resetClient;
    }
    void lostSocketIsResumed()
    {
        using Lose = void (FrameProxy::*)();
        QFETCH(Lose, lose);
        Proxied to;
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString key = client.realtime.connectionKey().reveal();

        (to.proxy.*lose)();
        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));

        QCOMPARE(client.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(to.proxy.upgrades().size(), 2);
        QVERIFY(resumeIn(to.proxy.upgrades()[0]).isEmpty());
        QCOMPARE(resumeIn(to.proxy.upgrades()[1]), key);
    }

    void RTN15b_resume_preserves_connid_0()
    {
        Proxied to;
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString id = client.realtime.connectionId();
        const QString key = client.realtime.connectionKey().reveal();

        to.proxy.closeClient();
        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));

        QCOMPARE(client.realtime.connectionId(), id);
        QCOMPARE(resumeIn(to.proxy.upgrades()[1]), key);
        QCOMPARE(client.states.last().resumed, true);
        QVERIFY(!client.realtime.errorReason());
    }

    void RTN15c7_failed_resume_new_connid_0()
    {
        Proxied to;
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString id = client.realtime.connectionId();
        to.service.fault(u"refuse-resume"_s, 1);

        to.proxy.closeClient();
        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));

        QVERIFY(client.realtime.connectionId() != id);
        QVERIFY(!resumeIn(to.proxy.upgrades()[1]).isEmpty());
        QCOMPARE(client.states.last().resumed, false);
        QCOMPARE(client.states.last().reason->code, 80008);
        QCOMPARE(client.realtime.errorReason()->code, 80008);
    }

    void RTN15h1_token_error_nonrenewable_failed_0()
    {
        Proxied to;
        to.options.token = TokenDetails{.token = base::Secret(to.service.jwt())};
        RealtimeClient client(to.service, to.options, false);
        QVERIFY(client.connect());

        to.proxy.inject(frameWithError(frameaction::disconnected, 40142, 401));
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 40171);
        QCOMPARE(to.proxy.upgrades().size(), 1);
    }

    void RTN15h3_non_token_error_reconnects_0()
    {
        Proxied to;
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString id = client.realtime.connectionId();

        to.proxy.inject(frameWithError(frameaction::disconnected, 80003, 500));
        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));

        QCOMPARE(client.realtime.connectionId(), id);
        QVERIFY(!resumeIn(to.proxy.upgrades()[1]).isEmpty());
        QVERIFY(!client.realtime.errorReason());
        QCOMPARE(client.tokens.calls, 1);
    }

    void RTN15j_fatal_error_established_conn_0()
    {
        Proxied to;
        ProxiedClient client(to);
        const RealtimeChannel &first = client.attach(u"conversation:1"_s);
        const RealtimeChannel &second = client.attach(u"conversation:2"_s);

        to.proxy.inject(frameWithError(frameaction::error, 50000, 500));
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 50000);
        for (const RealtimeChannel *channel : {&first, &second}) {
            QCOMPARE(channel->state(), ChannelState::Failed);
            QCOMPARE(channel->errorReason()->code, 50000);
        }
        QVERIFY(client.realtime.connectionId().isEmpty());
        QCOMPARE(to.proxy.upgrades().size(), 1);
    }

    /// The suite expects no `resume` once the service may have forgotten us; since 6.1.0 it is tried all the same (RTN14h).
    void RTN15g_ttl_expiry_clears_resume_0_withdrawn()
    {
        Proxied to;
        to.options.timeouts.suspendedRetry = 100ms;
        to.proxy.edit(Way::ToClient, frameaction::connected, withDetail(u"connectionStateTtl"_s, 200));
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString key = client.realtime.connectionKey().reveal();

        to.proxy.refuseConnections(1'000);
        to.proxy.resetClient();
        QVERIFY(client.reaches(ConnectionState::Suspended));
        to.proxy.refuseConnections(0);
        QVERIFY(client.reaches(ConnectionState::Connected));

        QCOMPARE(resumeIn(to.proxy.upgrades().last()), key);
    }

    void RTN23a_heartbeat_starvation_reconnect_0()
    {
        Proxied to;
        to.options.timeouts.realtimeRequest = 500ms;
        to.proxy.edit(Way::ToClient, frameaction::connected, withDetail(u"maxIdleInterval"_s, 200));
        ProxiedClient client(to);
        QVERIFY(client.connect());
        const QString key = client.realtime.connectionKey().reveal();

        QVERIFY(soon([&] { return client.states.into(ConnectionState::Connected).size() == 2; }));

        QCOMPARE(client.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(client.states.into(ConnectionState::Disconnected).first().reason->code, 80003);
        QCOMPARE(resumeIn(to.proxy.upgrades()[1]), key);
    }
};

QTEST_GUILESS_MAIN(TstRealtimeResumeFaults)
#include "tst_realtime_resumefaults.moc"
