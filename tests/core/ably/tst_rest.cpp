// REST calls as such: headers, formats, errors, the service's clock.
#include "core/ably/msgpack.h"
#include "core/ably/restformat.h"
#include "tests/support/realtimefixture.h"
#include "tests/support/restfixture.h"

#include <QJsonDocument>
#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gm::base::Error;
using gm::base::Result;
using gm::base::Secret;
using gm::net::HttpHeader;

namespace
{

const QByteArray now = "[1733000000000]";

Result<qint64> time(RestFixture &f)
{
    return outcome(f.client().time());
}

QByteArray header(const RestFixture &f, QByteArrayView name)
{
    return FakeHttp::headerOf(f.http.last(), name);
}

TokenRequest signedRequest()
{
    return {.keyName = u"app.key"_s, .timestamp = 1733000000000, .nonce = u"nonce"_s, .mac = Secret(u"the-mac"_s)};
}

QByteArray packedError(const QByteArray &message)
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

QByteArray packedTime()
{
    QByteArray bytes;
    MsgpackWriter out(bytes);
    out.array(1);
    out.integer(1733000000000);
    return bytes;
}

} // namespace

class TstRest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSC16_returns_server_time_0();
    void RSC16_request_format_get_time_1();
    void RSC16_no_auth_required_2();
    void RSC16_works_without_tls_3();
    void RSC16_error_propagated_4();
    void RTC6_time_proxies_rest_0();
    void refusesATimeThatIsNone_data();
    void refusesATimeThatIsNone();

    void RSC5_auth_attribute_accessible_0();
    void RSC7e_ably_version_header_0();
    void RSC7d_ably_agent_header_format_0();
    void RSC7c_request_id_included_0();
    void RSC7c_request_id_preserved_fallback_1();
    void RSC8a_protocol_selection_0();
    void RSC8c_accept_content_type_headers_0();
    void RSC8d_mismatched_response_content_type_0();
    void readsErrors_data();
    void readsErrors();
    void RSC13_request_timeout_enforced_0();
    void RSC18_tls_controls_protocol_scheme_0();

    void exchangesATokenRequest_RSA8d();
    void passesTokensOn_RSA16b();
    void escapesTheKeyName();
    void knowsTheServicesClock_RSA4b1_G12();
    void doesNotKnowTheOffsetAfterASleep_G12();
    void doesNotGuessExpiry_RSA4b1_G12();
    void keepsSecretsOutOfErrors_G27();
};

void TstRest::RSC16_returns_server_time_0()
{
    RestFixture f;
    f.http.prepare(200, now);

    QCOMPARE(time(f).value(), 1733000000000);
}

void TstRest::RSC16_request_format_get_time_1()
{
    RestFixture f;
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.http.last().method, "GET");
    QCOMPARE(f.http.last().url, QUrl(u"https://main.realtime.ably.net/time"_s));
    QCOMPARE(header(f, "X-Ably-Version"), "6");
    QVERIFY(!header(f, "Ably-Agent").isEmpty());
}

void TstRest::RSC16_no_auth_required_2()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"tok"_s)};
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QVERIFY(header(f, "Authorization").isEmpty());
    QCOMPARE(f.tokens.calls(), 0);
}

void TstRest::RSC16_works_without_tls_3()
{
    RestFixture f;
    f.options.endpoint = Endpoint::parse(u"http://localhost:8080"_s).value();
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.http.last().url, QUrl(u"http://localhost:8080/time"_s));
}

void TstRest::RSC16_error_propagated_4()
{
    RestFixture f;
    f.http.prepare(400, R"({"error":{"code":40000,"statusCode":400,"message":"no time today"}})");

    const Result<qint64> reply = time(f);

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40000);
    QCOMPARE(reply.error().why, u"no time today"_s);
}

void TstRest::RTC6_time_proxies_rest_0()
{
    RealtimeFixture f;
    f.http.prepare(200, now);

    QCOMPARE(outcome(f.realtime().rest().time()).value(), 1733000000000);

    QCOMPARE(f.http.last().url, QUrl(u"https://main.realtime.ably.net/time"_s));
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Authorization").isEmpty());
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "X-Ably-Version"), "6");
    f.http.prepare(400, R"({"error":{"code":40000,"statusCode":400}})");
    QCOMPARE(outcome(f.realtime().rest().time()).error().code, 40000);
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
    RestFixture f;
    f.http.prepare(200, body);

    const Result<qint64> reply = time(f);

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40013);
    QVERIFY(!f.client().rest().clockOffset());
}

void TstRest::RSC5_auth_attribute_accessible_0()
{
    RestFixture f;
    f.options.clientId = u"me"_s;

    QCOMPARE(f.client().clientId(), u"me"_s);
    QVERIFY(outcome(f.client().authorize()));
    QVERIFY(f.client().token());
}

void TstRest::RSC7e_ably_version_header_0()
{
    RestFixture f;
    f.http.prepare(200, now);
    f.http.prepare(200, "{}");
    f.http.prepare(201, R"({"token":"tok"})");

    QVERIFY(time(f));
    QVERIFY(f.get());
    QVERIFY(outcome(f.client().rest().requestToken(signedRequest())));

    QCOMPARE(f.sent(), 3);
    for (const gm::net::HttpRequest &request : f.http.requests())
        QCOMPARE(FakeHttp::headerOf(request, "X-Ably-Version"), "6");
}

void TstRest::RSC7d_ably_agent_header_format_0()
{
    RestFixture f;
    f.options.agent = u"follower/1.0"_s;
    f.http.prepare(200, now);
    f.http.prepare(200, "{}");

    QVERIFY(time(f));
    QVERIFY(f.get());

    for (const gm::net::HttpRequest &request : f.http.requests()) {
        const QList<QByteArray> agents = FakeHttp::headerOf(request, "Ably-Agent").split(' ');
        QCOMPARE(agents.size(), 3);
        QCOMPARE(agents.first(), "follower/1.0");
        QVERIFY(agents.at(1).startsWith("genie-monitor/"));
        for (const QByteArray &agent : agents)
            QCOMPARE(agent.split('/').size(), 2);
    }
}

void TstRest::RSC7c_request_id_included_0()
{
    RestFixture plain;
    plain.http.prepare(200, now);
    QVERIFY(time(plain));
    QVERIFY(!plain.http.last().url.hasQuery());

    RestFixture f;
    f.options.addRequestIds = true;
    f.http.prepare(200, now);
    f.http.prepare(200, now);

    QVERIFY(time(f));
    QVERIFY(time(f));

    const QString first = f.http.requests().at(0).url.query();
    QVERIFY(first.startsWith(u"request_id="));
    QVERIFY(first.size() >= 11 + 12); // nine bytes as base64
    QVERIFY(f.http.requests().at(1).url.query() != first);
}

void TstRest::RSC7c_request_id_preserved_fallback_1()
{
    RestFixture f;
    f.options.addRequestIds = true;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.hosts().size(), 2);
    QVERIFY(f.http.last().url.hasQuery());
    QCOMPARE(f.http.last().url.query(), f.http.requests().first().url.query());
}

void TstRest::RSC8a_protocol_selection_0()
{
    for (const bool useMsgpack : {false, true}) {
        RestFixture f;
        f.options.useMsgpack = useMsgpack;
        f.http.prepare(200, now);

        QVERIFY(time(f));

        QCOMPARE(header(f, "Accept"), useMsgpack ? "application/x-msgpack" : "application/json");
        QVERIFY(header(f, "Content-Type").isEmpty()); // there is no content
    }
}

void TstRest::RSC8c_accept_content_type_headers_0()
{
    RestFixture json;
    RestFixture packed;
    packed.options.useMsgpack = true;
    TokenRequest request = signedRequest();
    request.ttlMs = 60'000;
    for (RestFixture *f : {&json, &packed}) {
        f->http.prepare(201, R"({"token":"tok"})");
        QVERIFY(outcome(f->client().rest().requestToken(request)));
        QCOMPARE(header(*f, "Content-Type"), header(*f, "Accept"));
    }

    QCOMPARE(header(json, "Accept"), "application/json");
    QCOMPARE(QJsonDocument::fromJson(json.http.last().body).object(), request.toJson());
    QCOMPARE(header(packed, "Accept"), "application/x-msgpack");
    MsgpackReader reader(packed.http.last().body);
    MsgpackItem item;
    QByteArray asJson;
    QVERIFY(reader.next(item) && reader.appendJson(item, asJson) && reader.atEnd());
    QCOMPARE(QJsonDocument::fromJson(asJson).object(), request.toJson());
}

void TstRest::RSC8d_mismatched_response_content_type_0()
{
    RestFixture json;
    json.http.prepare(200, packedTime(), {{"Content-Type", "application/x-msgpack"}});
    RestFixture packed;
    packed.options.useMsgpack = true;
    packed.http.prepare(200, now, {{"Content-Type", "application/json; charset=utf-8"}});

    QCOMPARE(time(json).value(), 1733000000000);
    QCOMPARE(time(packed).value(), 1733000000000);
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
    QTest::newRow("RSC8/error-decoded-from-msgpack-0")
        << 401 << packedError("expired") << QList<HttpHeader>{{"Content-Type", "application/x-msgpack"}} << 40142 << 401
        << u"expired"_s;
    QTest::newRow("headers only") << 429 << QByteArray()
                                  << QList<HttpHeader>{{"X-Ably-Errorcode", "42922"},
                                                       {"X-Ably-Errormessage", "slow down"}}
                                  << 42922 << 429 << u"slow down"_s;
    QTest::newRow("RSC8e/unsupported-content-type-0: status kept")
        << 404 << html << QList<HttpHeader>{{"Content-Type", "text/html"}} << 40400 << 404 << QString();
    QTest::newRow("RSC8e/unsupported-content-type-0: success")
        << 200 << html << QList<HttpHeader>{{"Content-Type", "text/html"}} << 40013 << 400
        << u"The answer is of the type \"text/html\"."_s;
    QTest::newRow("cut off body") << 403 << QByteArray("{\"error\":{") << none << 40300 << 403 << QString();
    QTest::newRow("error that is none") << 400 << QByteArray(R"({"error":"no"})") << none << 40000 << 400 << QString();
    QTest::newRow("redirect") << 302 << QByteArray() << none << 40013 << 400 << u"The answer is damaged."_s;
}

void TstRest::readsErrors()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QList<HttpHeader>, headers);
    RestFixture f;
    f.http.prepare(status, body, headers);

    const Result<qint64> reply = time(f);

    QVERIFY(!reply);
    QTEST(reply.error().code, "code");
    QTEST(reply.error().status, "errorStatus");
    QTEST(reply.error().why, "why");
    QVERIFY(!reply.error().what.isEmpty());
    QCOMPARE(reply.error().help, QUrl(u"https://help.ably.io/error/%1"_s.arg(reply.error().code)));
}

void TstRest::RSC13_request_timeout_enforced_0()
{
    RestFixture f;
    f.options.timeouts.httpRequest = 3s;
    for (int i = 0; i < 4; ++i)
        f.http.prepareFault(gm::net::TimedOut);

    const Result<qint64> reply = time(f);

    QCOMPARE(f.http.last().timeout, 3s);
    QCOMPARE(reply.error().code, 50003);
    QVERIFY(reply.error().cause);
    QCOMPARE(Timeouts().httpRequest, 10s);
}

void TstRest::RSC18_tls_controls_protocol_scheme_0()
{
    RestFixture secure;
    secure.options.endpoint = Endpoint::parse(u"https://localhost:8443"_s).value();
    secure.http.prepare(200, now);
    RestFixture plain;
    plain.options.endpoint = Endpoint::parse(u"http://localhost:8080"_s).value();
    plain.http.prepare(200, now);

    QVERIFY(time(secure) && time(plain));

    QCOMPARE(secure.http.last().url.scheme(), u"https"_s);
    QCOMPARE(plain.http.last().url.scheme(), u"http"_s);
}

void TstRest::exchangesATokenRequest_RSA8d()
{
    RestFixture f;
    f.http.prepare(201, R"({"token":"app.tok","issued":1,"expires":2,"capability":"{}","keyName":"app.key"})");

    const auto token = outcome(f.client().rest().tokenFrom(signedRequest()));

    QVERIFY(token);
    QCOMPARE(token->token.reveal(), u"app.tok"_s);
    QCOMPARE(token->expires, 2);
    QCOMPARE(f.http.last().method, "POST");
    QCOMPARE(f.http.last().url.path(), u"/keys/app.key/requestToken"_s);
}

void TstRest::passesTokensOn_RSA16b()
{
    RestFixture f;

    const auto text = outcome(f.client().rest().tokenFrom(Secret(u"app.tok"_s)));
    const auto details =
        outcome(f.client().rest().tokenFrom(TokenDetails{.token = Secret(u"app.tok"_s), .expires = 7}));

    QCOMPARE(text->token.reveal(), u"app.tok"_s);
    QVERIFY(!text->expires);
    QCOMPARE(details->expires, 7);
    QCOMPARE(f.sent(), 0);
}

void TstRest::escapesTheKeyName()
{
    RestFixture f;
    TokenRequest request = signedRequest();
    request.keyName = u"a/b?c d"_s;
    f.http.prepare(404, "{}");

    QVERIFY(!outcome(f.client().rest().requestToken(request)));

    QCOMPARE(f.http.last().url.path(QUrl::FullyEncoded), u"/keys/a%2Fb%3Fc%20d/requestToken"_s);
}

void TstRest::knowsTheServicesClock_RSA4b1_G12()
{
    RestFixture f;
    Rest &rest = f.client().rest();
    f.clock.setWallMs(1733000000000 - 60'000);
    const auto future = rest.time();
    f.clock.advance(200ms);
    f.http.answer(200, now);
    const TokenDetails token{.token = Secret(u"t"_s), .expires = 1733000000000 + 5'000};

    QVERIFY(outcome(future));
    QCOMPARE(rest.clockOffset(), 60'000ms - 100ms); // half of the way there and back
    QVERIFY(!rest.isKnownToBeExpired(token));
    f.clock.jumpWall(24h); // somebody sets the clock
    QVERIFY(!rest.isKnownToBeExpired(token));
    QVERIFY(!rest.clockOffset());
    f.clock.advance(4'900ms);
    QVERIFY(rest.isKnownToBeExpired(token));
}

void TstRest::doesNotKnowTheOffsetAfterASleep_G12()
{
    RestFixture f;
    const Rest &rest = f.client().rest();
    f.clock.setWallMs(1733000000000);
    f.http.prepare(200, now);
    QVERIFY(time(f));
    QCOMPARE(rest.clockOffset(), 0ms);

    f.clock.jumpWall(3h); // the monotonic clock stood still: by it, the service would be three hours behind
    QVERIFY(!rest.clockOffset());

    f.http.prepare(200, "[1733010800000]");
    QVERIFY(time(f));
    QCOMPARE(rest.clockOffset(), 0ms);
}

void TstRest::doesNotGuessExpiry_RSA4b1_G12()
{
    RestFixture f;
    Rest &rest = f.client().rest();
    QVERIFY(!rest.isKnownToBeExpired({.token = Secret(u"t"_s), .expires = 1}));

    f.http.prepare(200, now);
    QVERIFY(time(f));
    QVERIFY(rest.isKnownToBeExpired({.token = Secret(u"t"_s), .expires = 1}));
    QVERIFY(!rest.isKnownToBeExpired({.token = Secret(u"t"_s)}));
}

void TstRest::keepsSecretsOutOfErrors_G27()
{
    RestFixture f;
    f.http.prepare(401, R"({"error":{"code":40101,"message":"mac does not match"}})");

    const auto token = outcome(f.client().rest().requestToken(signedRequest()));

    QVERIFY(!token);
    QVERIFY(!token.error().toText().contains(u"the-mac"));
}

QTEST_GUILESS_MAIN(TstRest)
#include "tst_rest.moc"
