// A new token for a connection, asked for by us: RTC8.
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

} // namespace

class TstAuthorize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTC8a_authorize_connected_sends_auth_0()
    {
        RealtimeFixture f;
        f.connect();
        f.states.clear();

        const auto done = f.realtime().authorize();
        f.settle();

        const auto auths = f.peer().received(Action::Auth);
        QCOMPARE(auths.size(), 1);
        QCOMPARE(auths.first().accessToken.reveal(), u"token-2");
        QCOMPARE(f.states.path(), u"connected!");
        QVERIFY(done.isFinished());
        QCOMPARE(done.result()->token.reveal(), u"token-2");
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void RTC8a1_successful_reauth_update_event_0()
    {
        RealtimeFixture f;
        f.connect();
        f.answerNothing();
        auto answer = build::connected(u"conn-1"_s, u"key-2"_s);
        answer.connectionDetails->maxIdleInterval = 20s;

        const auto done = f.realtime().authorize();
        f.peer().send(answer);
        f.settle();

        QVERIFY(done.isFinished());
        QCOMPARE(f.states.path(), u"connecting connected connected!");
        QCOMPARE(f.realtime().connectionKey().reveal(), u"key-2");
        QCOMPARE(f.realtime().connectionDetails()->maxIdleInterval, 20s);
    }

    void RTC8a1_capability_downgrade_channel_failed_1()
    {
        RealtimeFixture f;
        RealtimeChannel &narrowed = f.attach(u"private:1"_s);
        RealtimeChannel &kept = f.attach(u"conversation:1"_s);
        StateRecorder<ChannelChange> changes(narrowed);

        f.realtime().authorize();
        f.settle();
        f.peer().send(build::onChannel(Action::Error, u"private:1"_s, build::error(40160, 401)));
        f.settle();

        QCOMPARE(changes.path(), u"failed");
        QCOMPARE(changes.last().reason->code, 40160);
        QCOMPARE(kept.state(), ChannelState::Attached);
        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
    }

    void widerTokenRevivesNothingButAllowsAnAttach_G25()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::onChannel(Action::Error, u"conversation:1"_s, build::error(40160, 401)));
        f.settle();

        f.realtime().authorize();
        f.settle();
        const ChannelState after = channel.state();
        const auto attached = channel.attach();
        f.settle();

        QCOMPARE(after, ChannelState::Failed);
        QVERIFY(attached.result());
        QCOMPARE(channel.state(), ChannelState::Attached);
        QVERIFY(!channel.errorReason());
    }

    void RTC8a2_failed_reauth_connection_failed_0_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("RTC8a2/failed-reauth-connection-failed-0") << 40102;
        QTest::newRow("also with a token error") << 40142;
    }

    void RTC8a2_failed_reauth_connection_failed_0()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        f.connect();
        f.answerNothing();

        const auto done = f.realtime().authorize();
        f.peer().send(build::with(Action::Error, build::error(code, 401)));
        f.settle();

        QVERIFY(done.isFinished());
        QCOMPARE(done.result().error().code, code);
        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QCOMPARE(f.realtime().errorReason()->code, code);
    }

    void RTC8a3_authorize_completes_after_response_0()
    {
        RealtimeFixture f;
        f.connect();
        f.answerNothing();

        const auto done = f.realtime().authorize();
        f.advance(5s);
        const bool isFinishedBefore = done.isFinished();
        f.peer().send(build::connected());
        f.settle();

        QVERIFY(!isFinishedBefore);
        QVERIFY(done.isFinished());
    }

    void anyFormOfTokenGoesIntoAuth_G14_RTC8a4_data()
    {
        QTest::addColumn<QString>("token");
        QTest::newRow("Ably's own") << u"app.opaque-token"_s;
        QTest::newRow("JWT") << u"aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl"_s;
    }

    void anyFormOfTokenGoesIntoAuth_G14_RTC8a4()
    {
        QFETCH(QString, token);
        RealtimeFixture f;
        f.connect();
        f.tokens.prepare(TokenReply(base::Secret(token)));

        f.peer().send(build::frame(Action::Auth));
        f.settle();

        QCOMPARE(f.peer().received(Action::Auth).value(0).accessToken.reveal(), token);
        QCOMPARE(f.states.path(), u"connecting connected connected!");
    }

    void RTC8b_authorize_connecting_halts_attempt_0()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        f.acceptAll();
        const auto done = f.realtime().authorize();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(f.sockets.attempts(), 2);
        QVERIFY(f.sockets.peer(0).isLeft());
        QCOMPARE(f.peer().param(u"accessToken"_s), u"token-2");
        QCOMPARE(done.result()->token.reveal(), u"token-2");
    }

    void RTC8b1_authorize_connecting_fails_on_failed_0()
    {
        RealtimeFixture f;
        f.ignoreAll();
        f.connect();

        const auto done = f.realtime().authorize();
        f.peer().accept();
        f.peer().send(build::with(Action::Error, build::error(40101, 401)));
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Failed);
        QCOMPARE(done.result().error().code, 40101);
    }

    void authorizeFailsWhenTheConnectionEnds_RTC8b1_data()
    {
        QTest::addColumn<bool>("isClosed");
        QTest::newRow("closed") << true;
        QTest::newRow("suspended") << false;
    }

    void authorizeFailsWhenTheConnectionEnds_RTC8b1()
    {
        QFETCH(bool, isClosed);
        RealtimeFixture f;
        f.refuseAll();
        f.connect();

        const auto done = f.realtime().authorize();
        f.advance(20s);
        const bool isFinishedBefore = done.isFinished();
        if (isClosed)
            f.realtime().close();
        f.advance(2min);

        QVERIFY(!isFinishedBefore);
        QVERIFY(done.isFinished());
        QCOMPARE(done.result().error().code, isClosed ? 80017 : 80002);
    }

    void authorizeConnects_RTC8c_data()
    {
        QTest::addColumn<ConnectionState>("from");
        QTest::newRow("RTC8c/authorize-disconnected-initiates-connection-0") << ConnectionState::Initialized;
        QTest::newRow("disconnected") << ConnectionState::Disconnected;
        QTest::newRow("suspended") << ConnectionState::Suspended;
        QTest::newRow("RTC8c/authorize-failed-initiates-connection-1") << ConnectionState::Failed;
        QTest::newRow("RTC8c/authorize-closed-initiates-connection-2") << ConnectionState::Closed;
    }

    void authorizeConnects_RTC8c()
    {
        QFETCH(ConnectionState, from);
        RealtimeFixture f;
        bringTo(f, from);
        f.acceptAll();
        f.states.clear();
        const int calls = f.tokens.calls();

        const auto done = f.realtime().authorize();
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected");
        QCOMPARE(f.tokens.calls(), calls + 1);
        QCOMPARE(done.result()->token.reveal(), f.peer().param(u"accessToken"_s));
    }

    void failedAuthorizeLeavesTheStateAlone_RTC8c()
    {
        RealtimeFixture f;
        f.connect();
        f.realtime().close();
        f.settle();
        f.tokens.failAlways(sourceError(40101, 401));

        const auto done = f.realtime().authorize();
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QCOMPARE(done.result().error().code, 80019); // RSA10l
    }

    void closeGivesAnAuthorizeUp_RTC8c()
    {
        RealtimeFixture f;
        f.tokens.setSlow(true);

        const auto done = f.realtime().authorize();
        f.realtime().close();
        f.tokens.answer();
        f.advance(1h);

        QCOMPARE(f.realtime().state(), ConnectionState::Closed);
        QCOMPARE(done.result().error().code, 80017);
        QCOMPARE(f.sockets.attempts(), 0);
    }

    void newerAuthorizeWins_RSA10j()
    {
        RealtimeFixture f;
        f.connect();
        f.tokens.setSlow(true);

        const auto first = f.realtime().authorize();
        const auto second = f.realtime().authorize();
        f.tokens.answer(FakeTokenSource::token(u"overtaken"_s));
        f.settle();
        const bool isSentBefore = !f.peer().received(Action::Auth).isEmpty();
        f.tokens.answer(FakeTokenSource::token(u"newest"_s));
        f.settle();

        QVERIFY(!isSentBefore);
        QCOMPARE(f.peer().received(Action::Auth).size(), 1);
        QCOMPARE(first.result()->token.reveal(), u"newest");
        QCOMPARE(second.result()->token.reveal(), u"newest");
    }

private:
    static void bringTo(RealtimeFixture &f, ConnectionState state)
    {
        if (state == ConnectionState::Initialized) {
            f.realtime();
            return;
        }
        f.connect();
        switch (state) {
        case ConnectionState::Disconnected:
            return f.disconnectForLong();
        case ConnectionState::Suspended:
            return f.suspend();
        case ConnectionState::Failed:
            f.peer().send(build::with(Action::Error, build::error(50000, 500)));
            return f.settle();
        default:
            f.realtime().close();
            f.settle();
        }
    }
};

QTEST_GUILESS_MAIN(TstAuthorize)
#include "tst_authorize.moc"
