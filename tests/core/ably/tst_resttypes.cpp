// Errors and options as values: TI, TO, AO.
#include "core/ably/authurl.h"
#include "core/ably/faults.h"
#include "core/ably/jsonframes.h"
#include "core/ably/restformat.h"
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

/// The error of an ERROR frame.
ErrorInfo fromFrame(const QByteArray &json)
{
    const QByteArray text = "{\"action\":9,\"error\":" + json + '}';
    const auto frame = JsonFrameReader().read(QByteArrayView(text));
    return frame && frame->error ? *frame->error : ErrorInfo();
}

/// The error of a REST answer.
ErrorInfo fromReply(const QByteArray &json)
{
    return errorInfoFrom(
        {.status = 400, .headers = {{"Content-Type", "application/json"}}, .body = "{\"error\":" + json + '}'});
}

} // namespace

class TstRestTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void TI1_errorinfo_attributes_0();
    void TI_errorinfo_from_json_0();
    void TI_errorinfo_nested_cause_1();
    void causesEndSomewhere();
    void TI_common_error_codes_3_data();
    void TI_common_error_codes_3();
    void TI_error_string_representation_4();
    void TI_error_equality_5();
    void findsTheHelpPage_TI5_G26_data();
    void findsTheHelpPage_TI5_G26();

    void TO3_client_options_attributes_0();
    void TO3_client_options_auth_url_2();
    void TO3_client_options_default_token_params_3();
    void AO2_auth_options_attributes_0();
    void AO_auth_options_with_callback_0();
    void TO_endpoint_affects_host_0();
    void TO_conflicting_options_validation_1();
};

void TstRestTypes::TI1_errorinfo_attributes_0()
{
    const ErrorInfo cause{.code = 40101, .statusCode = 401};
    const ErrorInfo error{.code = 40142,
                          .statusCode = 401,
                          .message = u"expired"_s,
                          .href = u"https://help.ably.io/error/40142"_s,
                          .requestId = u"r-1"_s,
                          .cause = std::make_shared<const ErrorInfo>(cause)};

    const Error carried = faults::toError(error); // as a failed call tells it

    QCOMPARE(carried.code, 40142);
    QCOMPARE(carried.status, 401);
    QCOMPARE(carried.what, u"expired"_s);
    QCOMPARE(carried.help, QUrl(error.href));
    QCOMPARE(carried.cause->code, 40101);
    QVERIFY(error.isTokenError());
}

void TstRestTypes::TI_errorinfo_from_json_0()
{
    const QByteArray json = R"({"code":40160,"statusCode":401,"message":"no right","href":"https://x.example/40160",
        "requestId":"r-1","detail":{"op":"history"},"later":true})";

    for (const ErrorInfo &error : {fromFrame(json), fromReply(json)}) {
        QCOMPARE(error.code, 40160);
        QCOMPARE(error.statusCode, 401);
        QCOMPARE(error.message, u"no right"_s);
        QCOMPARE(error.href, u"https://x.example/40160"_s);
        QCOMPARE(error.requestId, u"r-1"_s);
        QCOMPARE(error.detail, R"({"op":"history"})");
        QVERIFY(!error.cause);
    }
}

void TstRestTypes::TI_errorinfo_nested_cause_1()
{
    const QByteArray json = R"({"code":80019,"statusCode":401,"message":"outer",
        "cause":{"code":40170,"statusCode":401,"message":"middle","cause":{"code":1,"message":"inner"}}})";

    for (const ErrorInfo &error : {fromFrame(json), fromReply(json)}) {
        QVERIFY(error.cause && error.cause->cause);
        QCOMPARE(error.cause->code, 40170);
        QCOMPARE(error.cause->message, u"middle"_s);
        QCOMPARE(error.cause->cause->message, u"inner"_s);
        QVERIFY(!error.cause->cause->cause);
    }
}

void TstRestTypes::causesEndSomewhere()
{
    QByteArray json = R"({"code":1})";
    for (int i = 0; i < 50; ++i)
        json = R"({"code":1,"cause":)" + json + '}';

    for (const ErrorInfo &error : {fromFrame(json), fromReply(json)}) {
        int depth = 0;
        for (auto cause = error.cause; cause; cause = cause->cause)
            ++depth;
        QCOMPARE(depth, 8);
    }
}

void TstRestTypes::TI_common_error_codes_3_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    for (const auto &[code, status] : std::initializer_list<std::pair<int, int>>{{40000, 400},
                                                                                 {40100, 401},
                                                                                 {40142, 401},
                                                                                 {40300, 403},
                                                                                 {40400, 404},
                                                                                 {42910, 429},
                                                                                 {50000, 500},
                                                                                 {50300, 503}})
        QTest::addRow("%d", code) << code << status;
}

void TstRestTypes::TI_common_error_codes_3()
{
    QFETCH(const int, code);
    QFETCH(const int, status);
    const QByteArray json = u"{\"code\":%1,\"statusCode\":%2}"_s.arg(code).arg(status).toLatin1();

    for (const ErrorInfo &error : {fromFrame(json), fromReply(json)}) {
        QCOMPARE(error.code, code);
        QCOMPARE(error.statusCode, status);
        QCOMPARE(faults::toError(error).code, code);
        QCOMPARE(faults::toError(error).status, status);
    }
}

void TstRestTypes::TI_error_string_representation_4()
{
    const ErrorInfo error{.code = 40142, .statusCode = 401, .message = u"Token expired."_s};

    QCOMPARE(error.toText(), u"Token expired. (code 40142, status 401), see https://help.ably.io/error/40142"_s);
    QCOMPARE((ErrorInfo{.message = u"x"_s}).toText(), u"x (code 0, status 0)"_s);
}

void TstRestTypes::TI_error_equality_5()
{
    const QByteArray json = R"({"code":1,"statusCode":2,"message":"m","cause":{"code":3}})";

    QVERIFY(fromFrame(json) == fromReply(json));
    QVERIFY(!(fromFrame(json) == fromFrame(R"({"code":1,"statusCode":2,"message":"m","cause":{"code":4}})")));
    QVERIFY(!(fromFrame(json) == fromFrame(R"({"code":1,"statusCode":2,"message":"m"})")));
    QVERIFY(!(fromFrame(json) == fromFrame(R"({"code":1,"statusCode":2,"message":"n","cause":{"code":3}})")));
}

void TstRestTypes::findsTheHelpPage_TI5_G26_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QUrl>("page");
    QTest::newRow("named") << QByteArray(R"({"code":40142,"href":"https://x.example/why"})")
                           << QUrl(u"https://x.example/why"_s);
    QTest::newRow("from the code") << QByteArray(R"({"code":40142})") << QUrl(u"https://help.ably.io/error/40142"_s);
    QTest::newRow("none") << QByteArray(R"({"message":"?"})") << QUrl();
}

void TstRestTypes::findsTheHelpPage_TI5_G26()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QUrl, page);

    QCOMPARE(fromFrame(json).helpUrl(), page);
    QCOMPARE(faults::toError(fromFrame(json)).help, page);
    if (!page.isEmpty()) // an answer without a code gets one from its status
        QCOMPARE(errorOf(gm::net::HttpReply{.status = 401,
                                            .headers = {{"Content-Type", "application/json"}},
                                            .body = "{\"error\":" + json + '}'})
                     .help,
                 page);
}

void TstRestTypes::TO3_client_options_attributes_0()
{
    const ClientOptions options;

    QVERIFY(options.clientId.isEmpty());
    QCOMPARE(options.endpoint.primary().name, u"main.realtime.ably.net"_s);
    QVERIFY(options.endpoint.primary().tls);
    QVERIFY(options.echo);
    QVERIFY(!options.queryTime);
    QVERIFY(!options.addRequestIds);
    QVERIFY(!options.token);
    QVERIFY(options.agent.isEmpty());
    QVERIFY(options.transportParams.isEmpty());
    QCOMPARE(options.tokenParams, TokenParams());
    QCOMPARE(options.timeouts.httpRequest, 10s);
    QCOMPARE(options.timeouts.disconnectedRetry, 15s);
    QCOMPARE(RestCalls::maxRetryCount, 3);
    QCOMPARE(RestCalls::maxRetryDuration, 15s);
    QCOMPARE(RestCalls::fallbackMemory, 10min);
}

void TstRestTypes::TO3_client_options_auth_url_2()
{
    FakeHttp http;
    const AuthUrl address{.url = QUrl(u"https://auth.example.org/token"_s),
                          .method = AuthUrl::Method::Post,
                          .headers = {{"X-Session", "abc"}},
                          .params = {{u"user"_s, u"17"_s}}};
    AuthUrlSource source(http, address);
    http.prepare(200, "tok", {{"Content-Type", "text/plain"}});

    QVERIFY(outcome(source.fetchToken({})));

    QCOMPARE(http.last().url, address.url);
    QCOMPARE(http.last().method, "POST");
    QCOMPARE(FakeHttp::headerOf(http.last(), "X-Session"), "abc");
    QCOMPARE(http.last().body, "user=17");
}

void TstRestTypes::TO3_client_options_default_token_params_3()
{
    RestFixture f;
    f.options.tokenParams = {.ttlMs = 60'000, .capability = u"{}"_s, .clientId = u"me"_s};

    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.tokens.lastParams(), f.options.tokenParams);
}

void TstRestTypes::AO2_auth_options_attributes_0()
{
    const AuthUrl address{.url = QUrl(u"https://auth.example.org/token"_s)};

    QVERIFY(address.method == AuthUrl::Method::Get);
    QVERIFY(address.headers.isEmpty() && address.params.isEmpty());
    const ClientOptions options{.token = TokenDetails{.token = Secret(u"tok"_s), .expires = 5}, .queryTime = true};
    QCOMPARE(options.token->token.reveal(), u"tok"_s);
    QCOMPARE(options.token->expires, 5);
    QVERIFY(options.queryTime);
}

void TstRestTypes::AO_auth_options_with_callback_0()
{
    FakeTokenSource callback;
    TokenSource *held = &callback;

    const Result<TokenReply> reply = outcome(held->fetchToken({.clientId = u"me"_s}));

    QVERIFY(reply);
    QCOMPARE(callback.calls(), 1);
    QCOMPARE(callback.lastParams().clientId, u"me"_s);
}

void TstRestTypes::TO_endpoint_affects_host_0()
{
    RestFixture f;
    f.options.endpoint = Endpoint::parse(u"acme"_s).value();
    f.http.prepare(200, "[1733000000000]");

    QVERIFY(outcome(f.client().time()));

    QCOMPARE(f.http.last().url.host(), u"acme.realtime.ably.net"_s);
}

void TstRestTypes::TO_conflicting_options_validation_1()
{
    RestFixture nothing;
    nothing.hasTokenSource = false;
    RestFixture foreign;
    foreign.options.clientId = u"me"_s;
    foreign.options.token = TokenDetails{.token = Secret(u"tok"_s), .clientId = u"somebody else"_s};

    QCOMPARE(nothing.get().error().code, 40106);
    QCOMPARE(foreign.get().error().code, 40102);
    QCOMPARE(nothing.sent() + foreign.sent(), 0);
}

QTEST_GUILESS_MAIN(TstRestTypes)
#include "tst_resttypes.moc"
