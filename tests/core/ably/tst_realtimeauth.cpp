// Tokens over the life of a connection: RSA4, RSA7, RSA15, RTN2e, RTN22.
#include "core/ably/rest.h"
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

base::Error sourceError(int code, int status)
{
    return {.code = code, .status = status, .what = u"the source said no"_s};
}

TokenDetails details(const QString &token, const QString &clientId = {})
{
    return {.token = base::Secret(token), .clientId = clientId};
}

} // namespace

class TstRealtimeAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sourceThatFailsWhileConnecting_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isFinal");
        QTest::newRow("RSA4c2/callback-error-connecting-disconnected-0") << 50000 << 500 << false;
        QTest::newRow("RSA4c2/callback-error-causes-disconnected-0") << 40101 << 401 << false;
        QTest::newRow("RSA4d/callback-403-connecting-failed-0") << 40300 << 403 << true;
        QTest::newRow("RSA4d/callback-403-causes-failed-0") << 40160 << 403 << true;
    }

    void sourceThatFailsWhileConnecting()
    {
        QFETCH(int, code);
        QFETCH(int, status);
        QFETCH(bool, isFinal);
        RealtimeFixture f;
        f.tokens.failAlways(sourceError(code, status));

        f.connect();

        QCOMPARE(f.states.path(), isFinal ? u"connecting failed" : u"connecting disconnected");
        QCOMPARE(f.states.last().reason, f.realtime().errorReason());
        QCOMPARE(f.realtime().errorReason()->code, 80019);
        QCOMPARE(f.realtime().errorReason()->statusCode, isFinal ? 403 : 401);
        QCOMPARE(f.realtime().errorReason()->cause->code, code);
        QCOMPARE(f.realtime().errorReason()->cause->statusCode, status);
        f.advance(1h);
        QCOMPARE(f.tokens.calls() > 1, !isFinal); // asked again, or never
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void errorWithoutACodeGetsOne_RSA4c1()
    {
        RealtimeFixture f;
        f.tokens.failAlways({.what = u"no code"_s});

        f.connect();

        QCOMPARE(f.realtime().errorReason()->cause->code, 40170);
    }

    void RSA4c2_callback_timeout_connecting_disconnected_1()
    {
        RealtimeFixture f;
        f.tokens.setSlow(true);

        f.connect();
        f.advance(9'999ms);
        const ConnectionState before = f.realtime().state();
        f.advance(1ms);

        QCOMPARE(before, ConnectionState::Connecting);
        QCOMPARE(f.realtime().state(), ConnectionState::Disconnected);
        QCOMPARE(f.realtime().errorReason()->code, 80019);
        QCOMPARE(f.realtime().errorReason()->statusCode, 401);
        f.tokens.answer(); // too late to count
        f.settle();
        QCOMPARE(f.sockets.attempts(), 0);
    }

    // callback-error-connected-stays-0 wants no errorReason; RSA4c1 and the other test want it.
    void sourceThatFailsWhileConnected_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("path");
        QTest::newRow("RSA4c3/callback-error-stays-connected-0") << 50000 << 500 << QString();
        QTest::newRow("RSA4c3/callback-error-connected-stays-0") << 40101 << 401 << QString();
        QTest::newRow("RSA4d/callback-403-reauth-failed-1") << 40300 << 403 << u"failed"_s;
        QTest::newRow("RSA4d/callback-403-reauth-causes-failed-1") << 40160 << 403 << u"failed"_s;
    }

    void sourceThatFailsWhileConnected()
    {
        QFETCH(int, code);
        QFETCH(int, status);
        QFETCH(QString, path);
        RealtimeFixture f;
        f.connect();
        f.tokens.failAlways(sourceError(code, status));
        f.states.clear();

        f.peer().send(build::frame(Action::Auth));
        f.settle();

        QCOMPARE(f.states.path(), path);
        QCOMPARE(f.realtime().errorReason()->code, 80019);
        QCOMPARE(f.realtime().errorReason()->statusCode, path.isEmpty() ? 401 : 403);
        QCOMPARE(f.realtime().errorReason()->cause->code, code);
    }

    void tokenOfNoUse_RSA4f_data()
    {
        QTest::addColumn<QString>("token");
        QTest::newRow("RSA4f/callback-invalid-type-format-0") << QString();
        QTest::newRow("RSA4f/callback-oversized-token-format-1") << QString(maxTokenBytes + 1, u'x');
    }

    void tokenOfNoUse_RSA4f()
    {
        QFETCH(QString, token);
        RealtimeFixture f;
        f.tokens.prepare(FakeTokenSource::token(token));

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.realtime().errorReason()->code, 80019);
        QCOMPARE(f.realtime().errorReason()->statusCode, 401);
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void RTN2e_token_before_websocket_0()
    {
        RealtimeFixture f;
        f.tokens.setSlow(true);

        f.connect();
        const int attemptsBefore = f.sockets.attempts();
        const ConnectionState before = f.realtime().state();
        f.tokens.answer();
        f.settle();

        QCOMPARE(attemptsBefore, 0);
        QCOMPARE(before, ConnectionState::Connecting); // RTN27b
        QCOMPARE(f.peer().param(u"accessToken"_s), u"token-1");
        QVERIFY(!f.peer().hasParam(u"key"_s));
    }

    void RTN2e_callback_error_prevents_connect_1()
    {
        RealtimeFixture f;
        f.tokens.failAlways(sourceError(40101, 401));

        f.connect();

        QCOMPARE(f.sockets.attempts(), 0);
        QCOMPARE(f.realtime().errorReason()->statusCode, 401);
    }

    void RTN2e_callback_params_include_clientid_2()
    {
        RealtimeFixture f;
        f.options.clientId = u"monitor"_s;

        f.connect();

        QCOMPARE(f.tokens.lastParams().clientId, u"monitor");
    }

    void RTN2e_reuse_valid_token_3()
    {
        RealtimeFixture f;
        f.connect();
        f.realtime().close();
        f.settle();

        f.connect();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.tokens.calls(), 1);
        QCOMPARE(f.peer().param(u"accessToken"_s), u"token-1");
    }

    void serverAsksForAToken_RTN22_data()
    {
        QTest::addColumn<bool>("isSlow");
        QTest::newRow("RTN22/server-auth-triggers-reauth-0") << false;
        QTest::newRow("RTN22/stays-connected-during-reauth-1") << true;
    }

    void serverAsksForAToken_RTN22()
    {
        QFETCH(bool, isSlow);
        RealtimeFixture f;
        f.connect();
        f.states.clear();
        f.tokens.setSlow(isSlow);

        f.peer().send(build::frame(Action::Auth));
        f.settle();
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        if (isSlow)
            f.tokens.answer();
        f.settle();

        QCOMPARE(f.tokens.calls(), 2);
        QCOMPARE(f.peer().received(Action::Auth).size(), 1);
        QCOMPARE(f.peer().received(Action::Auth).first().accessToken.reveal(), u"token-2");
        QCOMPARE(f.states.path(), u"connected!");
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void slowRenewalIsUsedOnceAfterTheDrop_G13()
    {
        RealtimeFixture f;
        f.connect();
        f.tokens.setSlow(true);
        f.peer().send(build::frame(Action::Auth));
        f.peer().send(build::frame(Action::Auth));
        f.advance(5s);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.tokens.calls(), 2); // never two at once

        f.peer().send(build::with(Action::Disconnected, build::tokenExpired()));
        f.settle();
        QCOMPARE(f.realtime().state(), ConnectionState::Connecting);
        f.tokens.answer();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.tokens.calls(), 2);
        QCOMPARE(f.peer().param(u"accessToken"_s), u"token-2");
        QVERIFY(f.peer().received(Action::Auth).isEmpty());
    }

    void expiryIsKnownOnlyByTheServicesClock_G12_RSA4b1_data()
    {
        QTest::addColumn<bool>("isTimeKnown");
        QTest::addColumn<int>("calls");
        QTest::newRow("not guessed from our own clock") << false << 1;
        QTest::newRow("known") << true << 2;
    }

    void expiryIsKnownOnlyByTheServicesClock_G12_RSA4b1()
    {
        QFETCH(bool, isTimeKnown);
        QFETCH(int, calls);
        RealtimeFixture f;
        const qint64 serviceMs = f.clock.wallMs() + 3'600'000; // our own clock is an hour behind
        auto token = details(u"short-lived"_s);
        token.expires = serviceMs + 60'000;
        f.tokens.prepare(TokenReply(token));
        if (isTimeKnown) {
            f.http.prepare(200, QByteArray("[") + QByteArray::number(serviceMs) + "]");
            (void)f.realtime().rest().time();
        }
        f.connect();

        f.advance(59s);
        f.clock.jumpWall(-48h); // somebody sets the clock: no matter
        f.peer().drop();
        f.advance(1s);
        QCOMPARE(f.tokens.calls(), 1);
        f.peer().drop();
        f.advance(1s);

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.tokens.calls(), calls);
    }

    void clientIds_RSA15_data()
    {
        QTest::addColumn<QString>("configured");
        QTest::addColumn<QString>("inToken");
        QTest::addColumn<ConnectionState>("state");
        QTest::newRow("RSA15a: the same") << u"me"_s << u"me"_s << ConnectionState::Connected;
        QTest::newRow("RSA15b: any") << u"me"_s << u"*"_s << ConnectionState::Connected;
        QTest::newRow("none in the token") << u"me"_s << QString() << ConnectionState::Connected;
        QTest::newRow("none configured") << QString() << u"you"_s << ConnectionState::Connected;
        QTest::newRow("RSA15c: another") << u"me"_s << u"you"_s << ConnectionState::Failed;
    }

    void clientIds_RSA15()
    {
        QFETCH(QString, configured);
        QFETCH(QString, inToken);
        QFETCH(ConnectionState, state);
        RealtimeFixture f;
        f.options.clientId = configured;
        f.tokens.prepare(TokenReply(details(u"t"_s, inToken)));

        f.connect();

        QCOMPARE(f.realtime().state(), state);
        if (state == ConnectionState::Failed)
            QCOMPARE(f.realtime().errorReason()->code, 40102);
        else
            QCOMPARE(f.realtime().clientId(), configured.isEmpty() ? inToken : configured); // RTC17
    }

    void clientIdToldByTheServiceMustFit_RSA15()
    {
        RealtimeFixture f;
        f.options.clientId = u"me"_s;
        f.sockets.onAttempt = [](FakePeer &peer) {
            auto frame = build::connected();
            frame.connectionDetails->clientId = u"you"_s;
            peer.accept();
            peer.send(frame);
        };

        f.connect();

        QCOMPARE(f.states.path(), u"connecting failed");
        QCOMPARE(f.realtime().errorReason()->code, 40102);
    }

    void tokenThatCannotBeRenewed_RSA4a2_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("RSA4a/token-error-no-renewal-0") << 40142;
        QTest::newRow("RSA4a2/token-error-non-renewable-failed-0") << 40140;
        QTest::newRow("RSA4a2/token-error-non-renewable-no-retry-1") << 40143;
        QTest::newRow("RTN25/error-reason-token-error-3") << 40149;
    }

    void tokenThatCannotBeRenewed_RSA4a2()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        f.hasTokenSource = false;
        f.options.token = details(u"literal"_s);
        f.sockets.onAttempt = [code](FakePeer &peer) {
            peer.accept();
            peer.send(build::with(Action::Error, build::error(code, 401)));
        };

        f.connect();
        f.advance(1h);

        QCOMPARE(f.states.path(), u"connecting failed");
        QCOMPARE(f.states.last().reason->code, 40171);
        QCOMPARE(f.realtime().errorReason()->code, 40171);
        QCOMPARE(f.realtime().errorReason()->cause->code, code);
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void RSA4a1_non_renewable_token_logs_warning_0()
    {
        RealtimeFixture f;
        f.hasTokenSource = false;
        f.options.token = details(u"literal"_s);
        QLoggingCategory::setFilterRules(u"gm.ably.info=true"_s);
        const auto quietAgain = qScopeGuard([] { QLoggingCategory::setFilterRules({}); });
        QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"40171.*https://help.ably.io/error/40171"_s));

        f.realtime();
    }

    void serverAskingForWhatWeCannotGiveIsNoReasonToLeave_RTN22()
    {
        RealtimeFixture f;
        f.hasTokenSource = false;
        f.options.token = details(u"literal"_s);
        f.connect();

        f.peer().send(build::frame(Action::Auth));
        f.settle();
        const auto done = f.realtime().authorize();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(done.result().error().code, 40171);
    }

    void destroyedWhileCallsWaitTellsNobody()
    {
        int told = 0;
        {
            RealtimeFixture f;
            f.answerNothing();
            f.connect();
            const auto count = [&told](const auto &) { ++told; };
            f.realtime().ping().then(count);
            f.realtime().authorize().then(count);
            f.channel().attach().then(count);
            f.settle();
        }

        QCOMPARE(told, 0);
    }

    void destroyedWhileATokenIsFetched()
    {
        FakeTokenSource tokens;
        tokens.setSlow(true);
        {
            RealtimeFixture f;
            Realtime realtime(f.sockets, f.http, &tokens, f.clock, f.random, f.options);
            realtime.connectNow();
            f.settle();
        }

        tokens.answer();

        QCOMPARE(tokens.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(TstRealtimeAuth)
#include "tst_realtimeauth.moc"
