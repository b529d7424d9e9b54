// Opening a connection: RTN2, RTN3, RTN8, RTN9, RTN14, RTN25, RTC1. Function names are the conformance suite's ids.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

bool isBetween(std::chrono::milliseconds value, std::chrono::milliseconds low, std::chrono::milliseconds high)
{
    return value >= low && value <= high;
}

} // namespace

class TstConnectionOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN3_auto_connect_true_0()
    {
        RealtimeFixture f;
        f.options.autoConnect = true;

        f.realtime();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTN3_auto_connect_false_1()
    {
        RealtimeFixture f;

        f.realtime();
        f.advance(1h);

        QCOMPARE(f.realtime().state(), ConnectionState::Initialized);
        QCOMPARE(f.sockets.attempts(), 0);
        QCOMPARE(f.tokens.calls(), 0);
    }

    void RTN3_explicit_connect_after_false_2()
    {
        RealtimeFixture f;
        f.realtime();
        f.settle();

        f.realtime().connectNow();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
    }

    void RTC15_connect_method_0()
    {
        RealtimeFixture f;

        f.realtime().connectNow();

        QCOMPARE(f.realtime().state(), ConnectionState::Connecting);
        f.settle();
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTC2_connection_attribute_0()
    {
        RealtimeFixture f;

        QCOMPARE(f.realtime().state(), ConnectionState::Initialized);
        QVERIFY(!f.realtime().errorReason());
    }

    // RTN2 and G1: what stands in the address.
    void urlHoldsWhatTheServiceNeeds_G1()
    {
        RealtimeFixture f;
        f.options.agent = u"probe/1.0"_s;
        f.tokens.prepare(FakeTokenSource::token(u"abc.d+e/f=="_s));

        f.connect();

        QCOMPARE(f.peer().url().scheme(), u"wss");
        QCOMPARE(f.peer().url().path(), u"/");
        QCOMPARE(f.peer().host(), u"main.realtime.ably.net");
        QCOMPARE(f.peer().param(u"v"_s), u"6");
        QCOMPARE(f.peer().param(u"format"_s), u"json");
        QVERIFY(f.peer().param(u"agent"_s).startsWith(u"probe/1.0 genie-monitor/"));
        QCOMPARE(f.peer().param(u"accessToken"_s), u"abc.d+e/f==");
        // A bare plus sign would reach the service as a space.
        QVERIFY(f.peer().url().toEncoded().contains("abc.d%2Be%2Ff%3D%3D"));
        QVERIFY(!f.peer().hasParam(u"key"_s));
        QVERIFY(!f.peer().hasParam(u"resume"_s));
        QVERIFY(!f.peer().hasParam(u"clientId"_s));
    }

    void clientIdIsSentOnlyIfItIsOne_G1_data()
    {
        QTest::addColumn<QString>("configured");
        QTest::addColumn<QString>("sent");
        QTest::newRow("none") << QString() << QString();
        QTest::newRow("wildcard") << u"*"_s << QString();
        QTest::newRow("one") << u"mon itor"_s << u"mon itor"_s;
    }

    void clientIdIsSentOnlyIfItIsOne_G1()
    {
        QFETCH(QString, configured);
        QFETCH(QString, sent);
        RealtimeFixture f;
        f.options.clientId = configured;

        f.connect();

        QCOMPARE(f.peer().hasParam(u"clientId"_s), !sent.isEmpty());
        QCOMPARE(f.peer().param(u"clientId"_s), sent);
    }

    void msgpackIsAskedForInTheUrl_RTN2a()
    {
        RealtimeFixture f;
        f.options.useMsgpack = true;

        f.attach();

        QCOMPARE(f.peer().param(u"format"_s), u"msgpack");
        QCOMPARE(f.peer().receivedBinary().size(), 1);
        QCOMPARE(f.channel().state(), ChannelState::Attached);
    }

    void RTN23a_heartbeats_true_query_param_0()
    {
        RealtimeFixture f;

        f.connect();

        QCOMPARE(f.peer().param(u"heartbeats"_s), u"true");
    }

    void RTC1a_echo_messages_option_0_data()
    {
        QTest::addColumn<bool>("echo");
        QTest::newRow("RTC1a/echo-messages-option-0") << true;
        QTest::newRow("RTL7f/no-echo-messages-0") << false;
    }

    void RTC1a_echo_messages_option_0()
    {
        QFETCH(bool, echo);
        RealtimeFixture f;
        f.options.echo = echo;

        f.connect();

        QCOMPARE(f.peer().param(u"echo"_s), echo ? u"true" : u"false");
    }

    void RTC1f_transport_params_option_0()
    {
        RealtimeFixture f;
        f.options.transportParams = {{u"remainPresentFor"_s, u"0"_s}, {u"heartbeats"_s, u"false"_s}, {u"v"_s, u"5"_s}};

        f.connect();

        QCOMPARE(f.peer().param(u"remainPresentFor"_s), u"0");
        QCOMPARE(f.peer().param(u"heartbeats"_s), u"false");
        QCOMPARE(f.peer().param(u"v"_s), u"5");
    }

    void RTN8a_id_unset_until_connected_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        const QString before = f.realtime().connectionId();
        f.peer().accept();
        f.peer().send(build::connected(u"the-id"_s));
        f.settle();

        QVERIFY(before.isEmpty());
        QCOMPARE(f.realtime().connectionId(), u"the-id");
    }

    void RTN9a_key_unset_until_connected_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        const base::Secret before = f.realtime().connectionKey();
        f.peer().accept();
        f.peer().send(build::connected(u"the-id"_s, u"the-key"_s));
        f.settle();

        QVERIFY(before.isEmpty());
        QCOMPARE(f.realtime().connectionKey().reveal(), u"the-key");
    }

    void identityIsUniquePerConnection_data()
    {
        QTest::addColumn<bool>("isKey");
        QTest::newRow("RTN8b/id-unique-per-connection-0") << false;
        QTest::newRow("RTN9b/key-unique-per-connection-0") << true;
    }

    void identityIsUniquePerConnection()
    {
        QFETCH(bool, isKey);
        const auto identity = [isKey](RealtimeFixture &f) {
            return isKey ? f.realtime().connectionKey().reveal() : f.realtime().connectionId();
        };
        RealtimeFixture a;
        RealtimeFixture b;
        a.connect();
        b.sockets.onAttempt = [](FakePeer &peer) {
            peer.accept();
            peer.send(build::connected(u"conn-b"_s, u"key-b"_s));
        };

        b.connect();

        QCOMPARE(identity(a), isKey ? u"key-1" : u"conn-1");
        QCOMPARE(identity(b), isKey ? u"key-b" : u"conn-b");
    }

    void RTN14a_invalid_key_failed_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::error(40005, 400, u"unreadable"_s)));
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QCOMPARE(f.realtime().errorReason()->code, 40005);
        QVERIFY(f.realtime().connectionId().isEmpty());
        QVERIFY(f.realtime().connectionKey().isEmpty());
    }

    void RTN14b_token_error_with_renewal_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::tokenExpired()));
        f.acceptAll();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(f.tokens.calls(), 2);
        QCOMPARE(f.sockets.attempts(), 2);
        QCOMPARE(f.sockets.peer(1).param(u"accessToken"_s), u"token-2");
        QVERIFY(!f.realtime().errorReason());
    }

    void RTN14b_token_renewal_fails_1()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();
        f.tokens.failAlways({.code = 40170, .status = 500, .what = u"no"_s});

        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::tokenExpired()));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QVERIFY(f.realtime().errorReason());
        QCOMPARE(f.tokens.calls(), 2);
    }

    // The other half of RTN14b: the fresh token is refused as well.
    void secondTokenErrorEndsTheAttempt_RTN14b()
    {
        RealtimeFixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            peer.accept();
            peer.send(build::with(Action::Error, build::tokenExpired()));
        };

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.states.last().reason->code, 40142);
        QCOMPARE(f.sockets.attempts(), 2);
        f.acceptAll();
        f.advance(15s);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.tokens.calls(), 3); // the refused one is not offered again
    }

    void RTN14c_connection_timeout_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        f.peer().accept();
        f.advance(9'999ms);
        const ConnectionState before = f.realtime().state();
        f.advance(1ms);

        QCOMPARE(before, ConnectionState::Connecting);
        QCOMPARE(f.realtime().state(), ConnectionState::Disconnected);
        QVERIFY(f.realtime().errorReason()->message.contains(u"timeout", Qt::CaseInsensitive));
        QCOMPARE(f.realtime().errorReason()->code, 80014);
        QVERIFY(f.sockets.peer(0).isLeft());
    }

    void RTN14d_retry_recoverable_failure_0()
    {
        RealtimeFixture f;
        f.refuseAll();

        f.connect();
        f.acceptAll();
        const auto retryIn = f.states.last().retryIn;
        f.advance(retryIn.value());

        QCOMPARE(f.states.path(), u"connecting disconnected connecting connected");
        QVERIFY(isBetween(*retryIn, 12s, 15s));
        QCOMPARE(f.states.all().at(1).reason->code, 80003);
        QCOMPARE(f.states.all().at(1).reason->cause->code, int(net::ConnectionRefused));
    }

    void RTN14e_disconnected_to_suspended_0()
    {
        RealtimeFixture f;
        f.refuseAll();

        f.connect();
        f.advance(119'999ms);
        const ConnectionState before = f.realtime().state();
        f.advance(1ms);

        QCOMPARE(before, ConnectionState::Disconnected);
        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
        QCOMPARE(f.realtime().errorReason()->code, 80002);
        QCOMPARE(f.realtime().errorReason()->cause->code, 80003);
        QCOMPARE(f.states.last().retryIn.value(), 30s);
    }

    void ttlThatPassesDuringAnAttemptLetsItFinish_RTN14e()
    {
        RealtimeFixture f;
        f.options.timeouts.connectionStateTtl = 5s;
        f.ignoreAll();

        f.connect();
        f.advance(9s);
        const ConnectionState before = f.realtime().state();
        f.advance(1s);

        QCOMPARE(before, ConnectionState::Connecting);
        QCOMPARE(f.states.path(), u"connecting suspended");
        QCOMPARE(f.realtime().errorReason()->code, 80014);
    }

    void RTN14f_suspended_retries_indefinitely_0()
    {
        RealtimeFixture f;
        f.refuseAll();
        f.connect();
        f.advance(2min);
        f.states.clear();
        const int before = f.sockets.attempts();

        f.advance(24h);
        const int tries = f.sockets.attempts() - before;
        f.acceptAll();
        f.advance(30s);

        QCOMPARE(tries, 24 * 60 * 2); // every 30 s, without back-off
        QVERIFY(f.states.into(ConnectionState::Disconnected).isEmpty());
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void RTN14g_error_empty_channel_failed_0()
    {
        RealtimeFixture f;
        f.ignoreAll();

        f.connect();
        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::error(50000, 500, u"internal"_s)));
        f.settle();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"connecting failed");
        QCOMPARE(f.realtime().errorReason()->code, 50000);
        QCOMPARE(f.realtime().errorReason()->statusCode, 500);
        QCOMPARE(f.realtime().errorReason()->message, u"internal");
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void refusalIsKeptAsTheReason_RTN25_data()
    {
        QTest::addColumn<ErrorInfo>("error");
        QTest::newRow("RTN25/error-reason-on-failed-0") << build::error(40101, 401, u"bad secret"_s);
        QTest::newRow("RTN25/error-reason-in-state-change-6") << build::error(40003, 400, u"token invalid"_s);
    }

    void refusalIsKeptAsTheReason_RTN25()
    {
        QFETCH(ErrorInfo, error);
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();
        const bool hadOne = f.realtime().errorReason().has_value();

        f.peer().accept();
        f.peer().send(build::with(Action::Error, error));
        f.settle();

        QVERIFY(!hadOne);
        QCOMPARE(*f.realtime().errorReason(), error);
        QCOMPARE(f.states.into(ConnectionState::Failed).size(), 1);
        QCOMPARE(f.states.last().reason, f.realtime().errorReason());
    }

    void RTN25_error_reason_disconnected_1()
    {
        RealtimeFixture f;
        f.refuseAll();

        f.connect();

        QCOMPARE(f.realtime().state(), ConnectionState::Disconnected);
        QCOMPARE(f.states.last().reason, f.realtime().errorReason());
        QCOMPARE(f.realtime().errorReason()->code, 80003);
    }

    void RTN25_error_reason_suspended_2()
    {
        RealtimeFixture f;
        f.refuseAll();

        f.connect();
        f.advance(2min);

        QCOMPARE(f.realtime().state(), ConnectionState::Suspended);
        QCOMPARE(f.states.last().reason, f.realtime().errorReason());
    }

    void RTN25_error_reason_cleared_on_connect_4()
    {
        RealtimeFixture f;
        f.refuseAll();
        f.connect();
        const bool hadOne = f.realtime().errorReason().has_value();

        f.acceptAll();
        f.advance(15s);

        QVERIFY(hadOne);
        QVERIFY(!f.realtime().errorReason());
    }

    void RTN25_error_reason_protocol_error_5()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().send(build::with(Action::Error, build::error(80013, 400)));
        f.settle();

        QCOMPARE(f.realtime().errorReason()->code, 80013);
    }

    void RTB1_disconnected_retry_delay_0()
    {
        RealtimeFixture f;
        f.options.timeouts.connectionStateTtl = 1h;
        f.refuseAll();

        f.connect();
        f.advance(3min);

        const auto failures = f.states.into(ConnectionState::Disconnected);
        QVERIFY(failures.size() >= 5);
        const std::array<std::chrono::milliseconds, 5> longest{15s, 20s, 25s, 30s, 30s};
        for (int n = 0; n < 5; ++n)
            QVERIFY(isBetween(failures.at(n).retryIn.value(), longest[size_t(n)] * 8 / 10, longest[size_t(n)]));
    }

    void RTC7_default_timeouts_applied_3()
    {
        const Timeouts timeouts;

        QCOMPARE(timeouts.realtimeRequest, 10'000ms);
        QCOMPARE(timeouts.disconnectedRetry, 15'000ms);
        QCOMPARE(timeouts.suspendedRetry, 30'000ms);
        QCOMPARE(timeouts.channelRetry, 15'000ms);
        QCOMPARE(timeouts.connectionStateTtl, 120'000ms);
    }

    void RTC7_disconnected_retry_timeout_2()
    {
        RealtimeFixture f;
        f.options.timeouts.disconnectedRetry = 2s;
        f.connect();

        f.disconnectForLong(); // the immediate retry fails at once

        const auto failures = f.states.into(ConnectionState::Disconnected);
        QCOMPARE(failures.size(), 2);
        QCOMPARE(failures.at(0).retryIn.value(), 0ms);
        QVERIFY(isBetween(failures.at(1).retryIn.value(), 1'600ms, 2'000ms));
    }

    void RTC12_invalid_arguments_error_1()
    {
        RealtimeFixture f;
        f.hasTokenSource = false;

        f.connect();

        QCOMPARE(f.states.path(), u"connecting failed");
        QCOMPARE(f.realtime().errorReason()->code, 40106);
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void RTF1_unrecognised_attributes_ignored_0()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        f.peer().accept();
        f.peer().sendRaw(
            uR"({"action":4,"connectionId":"c","hue":7,"connectionDetails":{"connectionKey":"k","tint":[1]}})"_s);
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.realtime().connectionId(), u"c");
    }

    void RTF1_unknown_action_handled_1()
    {
        RealtimeFixture f;
        f.connect();

        f.peer().sendRaw(uR"({"action":99})"_s);
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
    }

    void unreadableFrameIsReportedAndSurvived()
    {
        RealtimeFixture f;
        f.connect();
        QStringList reported;
        QObject::connect(&f.realtime(), &Realtime::frameUndecodable, &f.realtime(),
                         [&](const QByteArray &raw) { reported.append(QString::fromUtf8(raw)); });

        f.peer().sendRaw(u"{\"action\":"_s);
        f.settle();

        QCOMPARE(reported, QStringList{u"{\"action\":"_s});
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }
};

QTEST_GUILESS_MAIN(TstConnectionOpening)
#include "tst_connectionopening.moc"
