#include "core/ably/msgpack.h"
#include "core/ably/rest.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/fixedrandom.h"

#include <QJsonDocument>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gm::base::Error;
using gm::base::Result;
using gm::base::Secret;
using gm::net::HttpHeader;
using gm::test::FakeClock;
using gm::test::FakeHttp;
using gm::test::FixedRandom;

namespace
{

/// A Rest with the hosts `main…` and `a` … `e`, tried in that order after the primary.
struct Fixture {
    FakeHttp http;
    FakeClock clock;
    FixedRandom random{0.999}; // swaps each host with itself
    Rest rest{http, clock, random, ClientOptions{}};

    [[nodiscard]] QStringList hosts() const
    {
        QStringList result;
        for (const gm::net::HttpRequest &request : http.requests())
            result << request.url.host().section(u'.', 0, 1);
        return result;
    }

    /// One time() answered by what was prepared.
    Result<qint64> time()
    {
        const auto future = rest.time();
        return future.isFinished() ? future.result() : Result<qint64>(Error{.what = u"unanswered"_s});
    }
};

const QByteArray now = "[1733000000000]";
const QStringList primary{u"main.realtime"_s};

TokenRequest signedRequest()
{
    return {.keyName = u"app.key"_s, .timestamp = 1733000000000, .nonce = u"nonce"_s, .mac = Secret(u"the-mac"_s)};
}

QByteArray packed(const QByteArray &message)
{
    QByteArray bytes;
    MsgpackWriter out(bytes);
    out.map(1);
    out.text("error");
    out.map(3);
    out.text("code");
    out.integer(40142);
    out.text("statusCode");
    out.integer(401);
    out.text("message");
    out.text(message);
    return bytes;
}

} // namespace

/// The REST calls of a subscriber: headers, errors, fallback, the service's clock.
class TstRest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheTime_RSC16();
    void readsAnAnswerInTheOtherFormat_RSC8d();
    void refusesATimeThatIsNone_data();
    void refusesATimeThatIsNone();
    void exchangesATokenRequest_RSA8d();
    void passesTokensOn_RSA16b();
    void escapesTheKeyName();
    void readsErrors_data();
    void readsErrors();
    void givesTimeOutsTheProtocolsCode_RSC13();
    void goesToTheNextHost_RSC15l_data();
    void goesToTheNextHost_RSC15l();
    void staysWhereAnotherHostWouldNotHelp_RSC15l_data();
    void staysWhereAnotherHostWouldNotHelp_RSC15l();
    void triesThreeFurtherHosts_RSC15a();
    void stopsWhenTheTimeIsUp_RSC15();
    void hasNoOtherHostWithoutFallbacks_RSC15m();
    void keepsAFallbackThatWorked_RSC15f();
    void forgetsAFallbackAfterTenMinutes_RSC15f();
    void dropsAFallbackThatFails_RSC15f();
    void asksTheSocketsHostFirst_RTN17e();
    void knowsTheServicesClock_RSA4b1();
    void doesNotGuessExpiry_RSA4b1();
    void keepsSecretsOutOfErrors_G27();
};

void TstRest::asksForTheTime_RSC16()
{
    Fixture f;
    f.http.prepare(200, now);

    const Result<qint64> time = f.time();

    QVERIFY(time);
    QCOMPARE(*time, 1733000000000);
    QCOMPARE(f.http.last().method, "GET");
    QCOMPARE(f.http.last().url, QUrl(u"https://main.realtime.ably.net/time"_s));           // RSC25
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "X-Ably-Version"), "6");                    // RSC7e
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Ably-Agent").startsWith("genie-monitor/")); // RSC7d
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "Accept"), "application/json");
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Authorization").isEmpty());
}

void TstRest::readsAnAnswerInTheOtherFormat_RSC8d()
{
    Fixture f;
    QByteArray bytes;
    MsgpackWriter out(bytes);
    out.array(1);
    out.integer(1733000000000);
    f.http.prepare(200, bytes, {{"Content-Type", "application/x-msgpack"}});

    QCOMPARE(*f.time(), 1733000000000);
}

void TstRest::refusesATimeThatIsNone_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *body : {"[]", "{}", "[\"soon\"]", "[0]", "17", "", "oops"})
        QTest::addRow("%s", body) << QByteArray(body);
}

void TstRest::refusesATimeThatIsNone()
{
    QFETCH(const QByteArray, body);
    Fixture f;
    f.http.prepare(200, body);

    const Result<qint64> time = f.time();

    QVERIFY(!time);
    QCOMPARE(time.error().code, 40013);
    QVERIFY(!f.rest.clockOffset());
}

void TstRest::exchangesATokenRequest_RSA8d()
{
    Fixture f;
    f.http.prepare(201, R"({"token":"app.tok","issued":1,"expires":2,"capability":"{}","keyName":"app.key"})");

    const auto future = f.rest.tokenFrom(signedRequest());

    QVERIFY(future.isFinished() && future.result());
    QCOMPARE(future.result()->token.reveal(), u"app.tok"_s);
    QCOMPARE(future.result()->expires, 2);
    QCOMPARE(f.http.last().method, "POST");
    QCOMPARE(f.http.last().url.path(), u"/keys/app.key/requestToken"_s);
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "Content-Type"), "application/json"); // RSC8c
    QCOMPARE(QJsonDocument::fromJson(f.http.last().body).object(), signedRequest().toJson());
}

void TstRest::passesTokensOn_RSA16b()
{
    Fixture f;
    const auto text = f.rest.tokenFrom(Secret(u"app.tok"_s));
    const auto details = f.rest.tokenFrom(TokenDetails{.token = Secret(u"app.tok"_s), .expires = 7});

    QCOMPARE(text.result()->token.reveal(), u"app.tok"_s);
    QVERIFY(!text.result()->expires);
    QCOMPARE(details.result()->expires, 7);
    QVERIFY(f.http.requests().isEmpty());
}

void TstRest::escapesTheKeyName()
{
    Fixture f;
    TokenRequest request = signedRequest();
    request.keyName = u"a/b?c d"_s;

    const auto future = f.rest.requestToken(request);

    QCOMPARE(f.http.last().url.path(QUrl::FullyEncoded), u"/keys/a%2Fb%3Fc%20d/requestToken"_s);
    f.http.answer(404, "{}");
    QVERIFY(!future.result());
}

void TstRest::readsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<HttpHeader>>("headers");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("errorStatus");
    QTest::addColumn<QString>("why");
    const QList<HttpHeader> none;
    const QByteArray html = "<html></html>";
    QTest::newRow("body") << 401 << QByteArray(R"({"error":{"code":40101,"statusCode":401,"message":"bad mac"}})")
                          << none << 40101 << 401 << u"bad mac"_s;
    QTest::newRow("RSC8: msgpack body") << 401 << packed("expired")
                                        << QList<HttpHeader>{{"Content-Type", "application/x-msgpack"}} << 40142 << 401
                                        << u"expired"_s;
    QTest::newRow("headers only") << 429 << QByteArray()
                                  << QList<HttpHeader>{{"X-Ably-Errorcode", "42922"},
                                                       {"X-Ably-Errormessage", "slow down"}}
                                  << 42922 << 429 << u"slow down"_s;
    QTest::newRow("RSC8e: a page, status kept")
        << 404 << html << QList<HttpHeader>{{"Content-Type", "text/html"}} << 40400 << 404 << QString();
    QTest::newRow("RSC8e: a page with 200") << 200 << html << QList<HttpHeader>{{"Content-Type", "text/html"}} << 40013
                                            << 400 << u"The answer is of the type \"text/html\"."_s;
    QTest::newRow("cut off body") << 403 << QByteArray("{\"error\":{") << none << 40300 << 403 << QString();
    QTest::newRow("error that is none") << 400 << QByteArray(R"({"error":"no"})") << none << 40000 << 400 << QString();
    QTest::newRow("redirect") << 302 << QByteArray() << none << 40013 << 400 << u"The answer is damaged."_s;
}

void TstRest::readsErrors()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QList<HttpHeader>, headers);
    Fixture f;
    f.http.prepare(status, body, headers);

    const Result<qint64> time = f.time();

    QVERIFY(!time);
    QTEST(time.error().code, "code");
    QTEST(time.error().status, "errorStatus");
    QTEST(time.error().why, "why");
    QVERIFY(!time.error().what.isEmpty());
    QCOMPARE(time.error().help, QUrl(u"https://help.ably.io/error/%1"_s.arg(time.error().code)));
}

void TstRest::givesTimeOutsTheProtocolsCode_RSC13()
{
    Fixture f;
    for (int i = 0; i < 4; ++i)
        f.http.prepareFault(gm::net::TimedOut);

    const Result<qint64> time = f.time();

    QCOMPARE(time.error().code, 50003);
    QVERIFY(time.error().cause);
    QCOMPARE(f.http.last().timeout, 10s);
}

void TstRest::goesToTheNextHost_RSC15l_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("server");
    QTest::newRow("unknown host") << int(gm::net::HostNotFound) << 0 << QByteArray();
    QTest::newRow("refused") << int(gm::net::ConnectionRefused) << 0 << QByteArray();
    QTest::newRow("timed out") << int(gm::net::TimedOut) << 0 << QByteArray();
    QTest::newRow("500") << 0 << 500 << QByteArray();
    QTest::newRow("504") << 0 << 504 << QByteArray();
    QTest::newRow("RSC15l4: CloudFront") << 0 << 403 << QByteArray("CloudFront");
}

void TstRest::goesToTheNextHost_RSC15l()
{
    QFETCH(const int, fault);
    QFETCH(const int, status);
    QFETCH(const QByteArray, server);
    Fixture f;
    if (fault)
        f.http.prepareFault(fault);
    else
        f.http.prepare(status, "{}", {{"Server", server}});
    f.http.prepare(200, now);

    QVERIFY(f.time());

    QCOMPARE(f.hosts(), primary + QStringList{u"main.a"_s});
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Host").isEmpty()); // RSC15j: made from the URL
}

void TstRest::staysWhereAnotherHostWouldNotHelp_RSC15l_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("status");
    QTest::newRow("400") << 0 << 400;
    QTest::newRow("401") << 0 << 401;
    QTest::newRow("429") << 0 << 429;
    QTest::newRow("certificate") << int(gm::net::TlsFailed) << 0;
}

void TstRest::staysWhereAnotherHostWouldNotHelp_RSC15l()
{
    QFETCH(const int, fault);
    QFETCH(const int, status);
    Fixture f;
    if (fault)
        f.http.prepareFault(fault);
    else
        f.http.prepare(status, "{}");

    QVERIFY(!f.time());
    QCOMPARE(f.hosts(), primary);
}

void TstRest::triesThreeFurtherHosts_RSC15a()
{
    Fixture f;
    for (int i = 0; i < 6; ++i)
        f.http.prepare(503, "{}");

    const Result<qint64> time = f.time();

    QCOMPARE(time.error().code, 50300);
    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.b"_s, u"main.c"_s}));
}

void TstRest::stopsWhenTheTimeIsUp_RSC15()
{
    Fixture f;
    const auto future = f.rest.time();
    f.clock.advance(10s);
    f.http.answerFault(gm::net::TimedOut);
    QCOMPARE(f.http.requests().size(), 2);
    f.clock.advance(5s);
    f.http.answerFault(gm::net::TimedOut);

    QVERIFY(future.isFinished());
    QCOMPARE(f.http.requests().size(), 2);
}

void TstRest::hasNoOtherHostWithoutFallbacks_RSC15m()
{
    FakeHttp http;
    FakeClock clock;
    FixedRandom random;
    Rest rest(http, clock, random, ClientOptions{.endpoint = Endpoint().withFallbacks({})});
    http.prepare(500, "{}");

    QVERIFY(!rest.time().result());
    QCOMPARE(http.requests().size(), 1);
}

void TstRest::keepsAFallbackThatWorked_RSC15f()
{
    Fixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(401, "{}"); // a refusal is an answer: the host works
    f.http.prepare(200, now);

    QVERIFY(!f.time());
    f.clock.advance(9min);
    QVERIFY(f.time());

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}));
}

void TstRest::forgetsAFallbackAfterTenMinutes_RSC15f()
{
    Fixture f;
    f.http.prepare(500, "{}");
    for (int i = 0; i < 3; ++i)
        f.http.prepare(200, now);

    QVERIFY(f.time());
    f.clock.advance(9min);
    QVERIFY(f.time()); // its success does not prolong the memory
    f.clock.advance(1min);
    QVERIFY(f.time());

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}) + primary);
}

void TstRest::dropsAFallbackThatFails_RSC15f()
{
    Fixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(200, now);

    QVERIFY(f.time());
    QVERIFY(f.time()); // the fallback fails, the primary answers
    QVERIFY(f.time());

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}) + primary + primary);
}

void TstRest::asksTheSocketsHostFirst_RTN17e()
{
    Fixture f;
    f.rest.setHostInUse(Endpoint().fallbacks().at(3));
    f.http.prepare(200, now);
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(200, now);

    QVERIFY(f.time());
    QVERIFY(f.time());
    f.rest.setHostInUse(std::nullopt);
    QVERIFY(f.time());

    QCOMPARE(f.hosts(), (QStringList{u"main.d"_s, u"main.d"_s}) + primary + primary);
}

void TstRest::knowsTheServicesClock_RSA4b1()
{
    Fixture f;
    f.clock.setWallMs(1733000000000 - 60'000);
    const auto future = f.rest.time();
    f.clock.advance(200ms);
    f.http.answer(200, now);
    const TokenDetails token{.token = Secret(u"t"_s), .expires = 1733000000000 + 5'000};

    QVERIFY(future.result());
    QCOMPARE(f.rest.clockOffset(), 60'000ms - 100ms); // half of the way there and back
    QVERIFY(!f.rest.isKnownToBeExpired(token));
    f.clock.jumpWall(24h); // G12: somebody sets the clock
    QVERIFY(!f.rest.isKnownToBeExpired(token));
    f.clock.advance(4'900ms);
    QVERIFY(f.rest.isKnownToBeExpired(token));
}

void TstRest::doesNotGuessExpiry_RSA4b1()
{
    Fixture f;
    QVERIFY(!f.rest.isKnownToBeExpired({.token = Secret(u"t"_s), .expires = 1}));

    f.http.prepare(200, now);
    QVERIFY(f.time());
    QVERIFY(f.rest.isKnownToBeExpired({.token = Secret(u"t"_s), .expires = 1}));
    QVERIFY(!f.rest.isKnownToBeExpired({.token = Secret(u"t"_s)}));
}

void TstRest::keepsSecretsOutOfErrors_G27()
{
    Fixture f;
    f.http.prepare(401, R"({"error":{"code":40101,"message":"mac does not match"}})");

    const auto future = f.rest.requestToken(signedRequest());

    QVERIFY(!future.result());
    QVERIFY(!future.result().error().toText().contains(u"the-mac"));
}

QTEST_GUILESS_MAIN(TstRest)
#include "tst_rest.moc"
