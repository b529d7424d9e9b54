// Where the token of a REST call comes from: a callback, an address, or the options.
#include "core/ably/authurl.h"
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

const QString jwt = u"eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjF9.c2ln"_s;

/// A client whose tokens come from an address.
struct UrlFixture : RestFixture {
    explicit UrlFixture(AuthUrl address = {})
        : source(http, withUrl(std::move(address)))
        , client(http, &source, clock, random, options)
    {
    }

    static AuthUrl withUrl(AuthUrl address)
    {
        if (address.url.isEmpty())
            address.url = QUrl(u"https://auth.example.org/token"_s);
        return address;
    }

    /// The address answers with text, Ably with an empty object.
    void prepare(const QByteArray &body = "the-token", const QByteArray &type = "text/plain")
    {
        http.prepare(200, body, {{"Content-Type", type}});
        http.prepare(200, "{}");
    }
    Result<gm::net::HttpReply> get() { return outcome(client.calls().get(u"/channels/c"_s)); }
    [[nodiscard]] const gm::net::HttpRequest &asked() const { return http.requests().first(); }

    AuthUrlSource source;
    RestClient client;
};

} // namespace

class TstAuthUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSA8d_callback_invoked_for_auth_0();
    void RSA8d_callback_returns_jwt_1();
    void RSA8d_callback_returns_token_request_2();
    void RSA8d_callback_receives_token_params_3();
    void RSA8d_callback_error_propagated_4();
    void RSA8c_authurl_invoked_for_auth_0();
    void RSA8c_authurl_post_method_1();
    void RSA8c_authurl_custom_headers_2();
    void RSA8c_authurl_query_params_3();
    void RSA8c_authurl_returns_jwt_4();
    void RSA8c_authurl_error_propagated_5();
    void sendsAForm_RSA8c1b_G10();
    void keepsTheQueryThereWas_RSA8c1c_G10();
    void letsTokenParamsWin_RSA8c2_G10();
    void encodesWhatItSends_data();
    void encodesWhatItSends();
    void readsTheAnswerByItsType_RSA4f_G11_data();
    void readsTheAnswerByItsType_RSA4f_G11();
    void exchangesARequestFromTheAddress_RSA8c_G11();
    void refusesARedirect_G11();
    void givesUpAfterTenSeconds_RSA8c();
    void RSA3_token_auth_explicit_token_0();
    void RSA3_token_auth_token_details_1();
    void RSA4_auth_callback_triggers_token_2();
    void RSA4_authurl_triggers_token_3();
    void RSC1b_no_auth_method_error_0();
    void RSA4a2_expired_token_no_renewal_0();
    void RSA1_token_auth_takes_precedence_0();
    void RSC18_token_auth_over_non_tls_0();
};

void TstAuthUrl::RSA8d_callback_invoked_for_auth_0()
{
    RestFixture f;
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 1);
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "Authorization"), "Bearer " + QByteArray("token-1").toBase64());
}

void TstAuthUrl::RSA8d_callback_returns_jwt_1()
{
    RestFixture f;
    f.tokens.prepare(TokenReply(Secret(jwt)));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokenOf(0), jwt);
}

void TstAuthUrl::RSA8d_callback_returns_token_request_2()
{
    RestFixture f;
    const TokenRequest request{
        .keyName = u"app.key"_s, .timestamp = 1733000000000, .nonce = u"nonce"_s, .mac = Secret(u"mac"_s)};
    f.tokens.prepare(TokenReply(request));
    f.http.prepare(201, R"({"token":"exchanged","keyName":"app.key"})");
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    const gm::net::HttpRequest &exchange = f.http.requests().first();
    QCOMPARE(exchange.method, "POST");
    QCOMPARE(exchange.url.path(), u"/keys/app.key/requestToken"_s);
    QVERIFY(FakeHttp::headerOf(exchange, "Authorization").isEmpty());
    QCOMPARE(QJsonDocument::fromJson(exchange.body).object(), request.toJson());
    QCOMPARE(f.tokenOf(1), u"exchanged"_s);
}

void TstAuthUrl::RSA8d_callback_receives_token_params_3()
{
    RestFixture f;
    f.options.clientId = u"me"_s;
    f.options.tokenParams = {.ttlMs = 60'000, .capability = u"{\"*\":[\"subscribe\"]}"_s};
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.lastParams(),
             (TokenParams{.ttlMs = 60'000, .capability = u"{\"*\":[\"subscribe\"]}"_s, .clientId = u"me"_s}));
}

void TstAuthUrl::RSA8d_callback_error_propagated_4()
{
    RestFixture f;
    f.tokens.failAlways({.code = 1500, .what = u"The backend is away."_s});

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40170);
    QCOMPARE(reply.error().cause->code, 1500);
    QVERIFY(reply.error().toText().contains(u"The backend is away."));
    QCOMPARE(f.sent(), 0);
}

void TstAuthUrl::RSA8c_authurl_invoked_for_auth_0()
{
    UrlFixture f;
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(f.asked().method, "GET");
    QCOMPARE(f.asked().url, QUrl(u"https://auth.example.org/token"_s));
    QVERIFY(f.asked().body.isEmpty());
    QCOMPARE(f.tokenOf(1), u"the-token"_s);
}

void TstAuthUrl::RSA8c_authurl_post_method_1()
{
    UrlFixture f({.method = AuthUrl::Method::Post, .params = {{u"user"_s, u"17"_s}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(f.asked().method, "POST");
    QCOMPARE(f.asked().body, "user=17");
    QCOMPARE(f.tokenOf(1), u"the-token"_s);
}

void TstAuthUrl::RSA8c_authurl_custom_headers_2()
{
    UrlFixture f({.headers = {{"X-Session", "abc"}, {"X-Other", "d"}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(FakeHttp::headerOf(f.asked(), "X-Session"), "abc");
    QCOMPARE(FakeHttp::headerOf(f.asked(), "X-Other"), "d");
    QVERIFY(FakeHttp::headerOf(f.http.last(), "X-Session").isEmpty()); // not for Ably
}

void TstAuthUrl::RSA8c_authurl_query_params_3()
{
    UrlFixture f({.params = {{u"user"_s, u"17"_s}, {u"room"_s, u"a b"_s}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(f.asked().url.toEncoded(), "https://auth.example.org/token?room=a%20b&user=17");
}

void TstAuthUrl::RSA8c_authurl_returns_jwt_4()
{
    UrlFixture f;
    f.prepare(jwt.toLatin1(), "application/jwt");

    QVERIFY(f.get());

    QCOMPARE(f.tokenOf(1), jwt);
}

void TstAuthUrl::RSA8c_authurl_error_propagated_5()
{
    UrlFixture f;
    f.http.prepare(500, "<html>", {{"Content-Type", "text/html"}});

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40170);
    QCOMPARE(reply.error().status, 401);
    QCOMPARE(reply.error().cause->status, 500);
    QVERIFY(reply.error().toText().contains(u"HTTP 500"));
    QCOMPARE(f.sent(), 1);
}

void TstAuthUrl::sendsAForm_RSA8c1b_G10()
{
    UrlFixture f({.url = QUrl(u"https://auth.example.org/token?kept=1"_s),
                  .method = AuthUrl::Method::Post,
                  .headers = {{"X-Session", "abc"}},
                  .params = {{u"user"_s, u"a&b=c d+e"_s}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(FakeHttp::headerOf(f.asked(), "Content-Type"), "application/x-www-form-urlencoded");
    QCOMPARE(FakeHttp::headerOf(f.asked(), "X-Session"), "abc");
    QCOMPARE(f.asked().body, "user=a%26b%3Dc%20d%2Be");
    QCOMPARE(f.asked().url.query(), u"kept=1"_s); // stays where it was, and is not in the form
}

void TstAuthUrl::keepsTheQueryThereWas_RSA8c1c_G10()
{
    UrlFixture f(
        {.url = QUrl(u"https://auth.example.org/token?tenant=x%2By&user=old"_s), .params = {{u"user"_s, u"new"_s}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(f.asked().url.query(QUrl::FullyEncoded), u"tenant=x%2By&user=new"_s); // ours wins where names are the same
}

void TstAuthUrl::letsTokenParamsWin_RSA8c2_G10()
{
    for (const auto method : {AuthUrl::Method::Get, AuthUrl::Method::Post}) {
        UrlFixture f({.url = QUrl(u"https://auth.example.org/token?clientId=first"_s),
                      .method = method,
                      .params = {{u"clientId"_s, u"second"_s}, {u"other"_s, u"1"_s}}});
        f.prepare();

        QVERIFY(outcome(f.client.authorize(TokenParams{.clientId = u"third"_s})));

        const bool isGet = method == AuthUrl::Method::Get;
        const QByteArray sent = isGet ? f.asked().url.query(QUrl::FullyEncoded).toLatin1() : f.asked().body;
        QCOMPARE(sent, "other=1&clientId=third");
    }
}

void TstAuthUrl::encodesWhatItSends_data()
{
    QTest::addColumn<QString>("value");
    for (const char *value : {"a b", "a+b", "a&b", "a=b", "a%20b", "a#b", "ä", "{\"*\":[\"*\"]}"})
        QTest::addRow("%s", value) << QString::fromUtf8(value);
}

void TstAuthUrl::encodesWhatItSends()
{
    QFETCH(const QString, value);
    UrlFixture f({.params = {{u"n"_s, value}}});
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(QUrlQuery(f.asked().url).queryItemValue(u"n"_s, QUrl::FullyDecoded), value);
    QVERIFY(!f.asked().url.toEncoded().contains('+'));
}

void TstAuthUrl::readsTheAnswerByItsType_RSA4f_G11_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("token"); // empty: refused
    const auto row = [](const char *name, const QByteArray &type, const QByteArray &body, const QString &token) {
        QTest::newRow(name) << type << body << token;
    };
    row("text", "text/plain", "tok", u"tok"_s);
    row("text with charset", "text/plain; charset=utf-8", "tok\n", u"tok"_s);
    row("type in capitals", "Text/Plain;Charset=UTF-8", "tok", u"tok"_s);
    row("JWT", "application/jwt", jwt.toLatin1(), jwt);
    row("JSON details", "application/json", R"({"token":"tok","expires":5})", u"tok"_s);
    row("JSON with charset", "application/json;charset=utf-8", R"({"token":"tok"})", u"tok"_s);
    row("JSON text", "application/json", R"("tok")", u"tok"_s);
    row("page", "text/html", "<html>Sign in</html>", {});
    row("page called text", "text/plain", "<html>Sign in</html>", {});
    row("JSON called text", "text/plain", R"({"token":"tok"})", {});
    row("text called JSON", "application/json", "tok", {});
    row("JSON of something else", "application/json", R"({"ok":true})", {});
    row("empty", "text/plain", "", {});
    row("white space", "text/plain", " \n", {});
    row("empty JSON", "application/json", "", {});
    row("null", "application/json", "null", {});
    row("no type", "", "tok", {});
    row("bytes", "application/octet-stream", "tok", {});
    row("too long", "text/plain", QByteArray(maxTokenBytes + 1, 'x'), {});
}

void TstAuthUrl::readsTheAnswerByItsType_RSA4f_G11()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, token);
    UrlFixture f;
    f.prepare(body, type);

    const auto reply = f.get();

    QCOMPARE(reply.isOk(), !token.isEmpty());
    if (reply) {
        QCOMPARE(f.tokenOf(1), token);
    } else {
        QCOMPARE(reply.error().code, 40170);
        QCOMPARE(f.sent(), 1);
    }
}

void TstAuthUrl::exchangesARequestFromTheAddress_RSA8c_G11()
{
    UrlFixture f;
    f.http.prepare(200, R"({"keyName":"app.key","timestamp":"1733000000000","nonce":"n","mac":"m"})");
    f.http.prepare(201, R"({"token":"exchanged"})");
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.http.requests().at(1).url.path(), u"/keys/app.key/requestToken"_s);
    QCOMPARE(f.tokenOf(2), u"exchanged"_s);
}

void TstAuthUrl::refusesARedirect_G11()
{
    UrlFixture unfollowed; // the client follows what stays on the same origin, and gives the rest back
    unfollowed.http.prepare(302, "tok",
                            {{"Content-Type", "text/plain"}, {"Location", "https://elsewhere.example.org/"}});
    QCOMPARE(unfollowed.get().error().cause->status, 302);

    UrlFixture elsewhere;
    elsewhere.http.prepareFault(gm::net::RedirectRefused);
    QCOMPARE(elsewhere.get().error().cause->code, int(gm::net::RedirectRefused));
    QVERIFY(elsewhere.asked().followRedirects);
}

void TstAuthUrl::givesUpAfterTenSeconds_RSA8c()
{
    UrlFixture f;
    const auto future = f.client.calls().get(u"/channels/c"_s);

    QCOMPARE(f.asked().timeout, 10s);
    f.clock.advance(10s);

    QCOMPARE(outcome(future).error().code, 40170);
}

void TstAuthUrl::RSA3_token_auth_explicit_token_0()
{
    RestFixture f;
    f.hasTokenSource = false;
    f.options.token = TokenDetails{.token = Secret(u"given"_s)};
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokenOf(0), u"given"_s);
}

void TstAuthUrl::RSA3_token_auth_token_details_1()
{
    RestFixture f;
    f.hasTokenSource = false;
    f.options.token = TokenDetails{.token = Secret(u"given"_s), .expires = 1, .clientId = u"me"_s};
    f.http.prepare(200, "{}");

    QVERIFY(f.get()); // the expiry is no concern of ours without the service's clock (RSA4b1)

    QCOMPARE(f.tokenOf(0), u"given"_s);
}

void TstAuthUrl::RSA4_auth_callback_triggers_token_2()
{
    RestFixture f;
    QVERIFY(!f.client().token());
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.client().token()->token.reveal(), u"token-1"_s);
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Authorization").startsWith("Bearer "));
}

void TstAuthUrl::RSA4_authurl_triggers_token_3()
{
    UrlFixture f;
    f.prepare();

    QVERIFY(f.get());

    QCOMPARE(f.client.token()->token.reveal(), u"the-token"_s);
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Authorization").startsWith("Bearer "));
}

void TstAuthUrl::RSC1b_no_auth_method_error_0()
{
    RestFixture f;
    f.hasTokenSource = false;

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40106);
    QCOMPARE(f.sent(), 0);
}

void TstAuthUrl::RSA4a2_expired_token_no_renewal_0()
{
    RestFixture f;
    f.hasTokenSource = false;
    f.options.token = TokenDetails{.token = Secret(u"old"_s), .expires = 1'732'999'999'999};
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().time()));

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40171);
    QCOMPARE(reply.error().status, 401);
    QCOMPARE(f.sent(), 1); // the time, and nothing with that token
}

void TstAuthUrl::RSA1_token_auth_takes_precedence_0()
{
    RestFixture f; // there is no way to give it a key; beside a token, the source waits until it is needed
    f.options.token = TokenDetails{.token = Secret(u"given"_s), .keyName = u"app.key"_s};
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokenOf(0), u"given"_s);
    QCOMPARE(f.tokens.calls(), 0);
}

void TstAuthUrl::RSC18_token_auth_over_non_tls_0()
{
    RestFixture f;
    f.options.endpoint = Endpoint::parse(u"http://localhost:8080"_s).value();
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.http.last().url.scheme(), u"http"_s);
    QCOMPARE(f.tokenOf(0), u"token-1"_s);
}

QTEST_GUILESS_MAIN(TstAuthUrl)
#include "tst_authurl.moc"
