// Tokens that end while REST calls are made.
#include "core/ably/authurl.h"
#include "core/ably/msgpack.h"
#include "tests/support/restfixture.h"

#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gm::base::Error;
using gm::base::Result;
using gm::base::Secret;

namespace
{

QByteArray errorBody(int code, int status = 401)
{
    return u"{\"error\":{\"code\":%1,\"statusCode\":%2,\"message\":\"said the service\"}}"_s.arg(code)
        .arg(status)
        .toLatin1();
}

QByteArray packedError(int code)
{
    QByteArray bytes;
    MsgpackWriter out(bytes);
    out.map(1);
    out.text("error");
    out.map(2);
    out.text("code");
    out.integer(code);
    out.text("statusCode");
    out.integer(401);
    return bytes;
}

TokenDetails expiringAt(qint64 ms)
{
    return {.token = Secret(u"given"_s), .expires = ms};
}

} // namespace

class TstRestRenewal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSA4b_renewal_on_40142_0();
    void RSA4b_renewal_on_40140_1();
    void renewsForEveryTokenError_RSA4b_data();
    void renewsForEveryTokenError_RSA4b();
    void RSA4b1_preemptive_renewal_0();
    void RSA4a2_no_renewal_without_callback_0();
    void RSA4b_renewal_via_authurl_2();
    void RSA4b_renewal_limit_no_loop_3();
    void RSC10_request_retried_after_renewal_0();
    void RSC10b_non_token_401_no_renewal_0();
    void RSA4b_renewal_msgpack_response_4();
    void sharesOneRenewal_RSA4b();
    void RSA4e_rest_callback_error_40170_0_data();
    void RSA4e_rest_callback_error_40170_0();
    void doesNotGuessWithoutTheServicesClock_RSA4b1_G12();
    void followsTheServicesClockNotOurs_RSA4b1_G12();
};

void TstRestRenewal::RSA4b_renewal_on_40142_0()
{
    RestFixture f;
    f.http.prepare(401, errorBody(40142));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 2);
    QCOMPARE(f.sent(), 2);
}

void TstRestRenewal::RSA4b_renewal_on_40140_1()
{
    RestFixture f;
    f.http.prepare(401, errorBody(40140));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 2);
}

void TstRestRenewal::renewsForEveryTokenError_RSA4b_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("renews");
    QTest::newRow("first") << 40140 << 401 << true;
    QTest::newRow("last") << 40149 << 401 << true;
    QTest::newRow("below") << 40139 << 401 << false;
    QTest::newRow("above") << 40150 << 401 << false;
    QTest::newRow("another status") << 40142 << 403 << false;
}

void TstRestRenewal::renewsForEveryTokenError_RSA4b()
{
    QFETCH(const int, code);
    QFETCH(const int, status);
    QFETCH(const bool, renews);
    RestFixture f;
    f.http.prepare(status, errorBody(code, status));
    f.http.prepare(200, "{}");

    QCOMPARE(f.get().isOk(), renews);
    QCOMPARE(f.tokens.calls(), renews ? 2 : 1);
}

void TstRestRenewal::RSA4b1_preemptive_renewal_0()
{
    RestFixture f;
    f.options.token = expiringAt(1'733'000'000'000);
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().time()));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 1);
    QCOMPARE(f.sent(), 2); // the time and the call: the old token was not tried
    QCOMPARE(f.tokenOf(1), u"token-1"_s);
}

void TstRestRenewal::RSA4a2_no_renewal_without_callback_0()
{
    RestFixture f;
    f.hasTokenSource = false;
    f.options.token = TokenDetails{.token = Secret(u"given"_s)};
    f.http.prepare(401, errorBody(40142));

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40171);
    QCOMPARE(reply.error().status, 401);
    QCOMPARE(reply.error().cause->code, 40142);
    QCOMPARE(f.sent(), 1);
}

void TstRestRenewal::RSA4b_renewal_via_authurl_2()
{
    RestFixture f;
    AuthUrlSource source(f.http, {.url = QUrl(u"https://auth.example.org/"_s)});
    RestClient client(f.http, &source, f.clock, f.random, {});
    f.http.prepare(200, "first", {{"Content-Type", "text/plain"}});
    f.http.prepare(401, errorBody(40142));
    f.http.prepare(200, "second", {{"Content-Type", "text/plain"}});
    f.http.prepare(200, "{}");

    QVERIFY(outcome(client.calls().get(u"/channels/c"_s)));

    QCOMPARE(f.tokenOf(1), u"first"_s);
    QCOMPARE(f.tokenOf(3), u"second"_s);
}

void TstRestRenewal::RSA4b_renewal_limit_no_loop_3()
{
    RestFixture f;
    for (int i = 0; i < 5; ++i)
        f.http.prepare(401, errorBody(40142));

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40142);
    QCOMPARE(f.tokens.calls(), 2);
    QCOMPARE(f.sent(), 2);
}

void TstRestRenewal::RSC10_request_retried_after_renewal_0()
{
    RestFixture f;
    f.http.prepare(401, errorBody(40142));
    f.http.prepare(200, R"({"name":"c"})");

    const auto reply = f.get();

    QCOMPARE(reply->body, R"({"name":"c"})");
    QCOMPARE(f.tokenOf(0), u"token-1"_s);
    QCOMPARE(f.tokenOf(1), u"token-2"_s);
    QCOMPARE(f.http.requests().at(1).url, f.http.requests().at(0).url);
}

void TstRestRenewal::RSC10b_non_token_401_no_renewal_0()
{
    RestFixture f;
    f.http.prepare(401, errorBody(40100));

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40100);
    QCOMPARE(f.tokens.calls(), 1);
    QCOMPARE(f.sent(), 1);
    QVERIFY(f.client().token()); // it is not the token's fault
}

void TstRestRenewal::RSA4b_renewal_msgpack_response_4()
{
    RestFixture f;
    f.options.useMsgpack = true;
    f.http.prepare(401, packedError(40142), {{"Content-Type", "application/x-msgpack"}});
    f.http.prepare(200, "\x80", {{"Content-Type", "application/x-msgpack"}});

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 2);
}

void TstRestRenewal::sharesOneRenewal_RSA4b()
{
    RestFixture f;
    const auto first = f.calls().get(u"/channels/a"_s);
    const auto second = f.calls().get(u"/channels/b"_s);
    f.http.answer(401, errorBody(40142));
    f.http.answer(401, errorBody(40142)); // the token has been renewed meanwhile

    QCOMPARE(f.tokens.calls(), 2);
    f.http.answer(200, "{}");
    f.http.answer(200, "{}");
    QVERIFY(outcome(first) && outcome(second));
}

void TstRestRenewal::RSA4e_rest_callback_error_40170_0_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("some error") << 1500 << 0;
    QTest::newRow("network") << int(gm::net::HostNotFound) << 0;
    QTest::newRow("refusal") << 1501 << 403;
    QTest::newRow("no code") << 0 << 0;
}

void TstRestRenewal::RSA4e_rest_callback_error_40170_0()
{
    QFETCH(const int, code);
    QFETCH(const int, status);
    RestFixture f;
    f.tokens.failAlways({.code = code, .status = status, .what = u"The backend is away."_s});

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40170);
    QCOMPARE(reply.error().status, 401);
    QVERIFY(!reply.error().what.isEmpty());
    QCOMPARE(reply.error().why, u"The backend is away."_s);
    QCOMPARE(reply.error().help, QUrl(u"https://help.ably.io/error/40170"_s));
    QCOMPARE(f.sent(), 0);
}

void TstRestRenewal::doesNotGuessWithoutTheServicesClock_RSA4b1_G12()
{
    RestFixture f;
    f.options.token = expiringAt(1); // long ago, by any clock
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 0);
    QCOMPARE(f.tokenOf(0), u"given"_s);
}

void TstRestRenewal::followsTheServicesClockNotOurs_RSA4b1_G12()
{
    RestFixture f;
    f.options.token = expiringAt(1'733'000'060'000);
    f.clock.setWallMs(1'733'100'000'000); // this computer is a day ahead
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().time()));
    for (int i = 0; i < 3; ++i)
        f.http.prepare(200, "{}");

    QVERIFY(f.get());
    f.clock.jumpWall(-48h);
    f.clock.advance(59s);
    QVERIFY(f.get());
    QCOMPARE(f.tokens.calls(), 0);
    f.clock.advance(1s);
    QVERIFY(f.get());
    QCOMPARE(f.tokens.calls(), 1);
}

QTEST_GUILESS_MAIN(TstRestRenewal)
#include "tst_restrenewal.moc"
