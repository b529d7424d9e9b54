// The token of a REST client: authorize(), who it makes us, what is known of it.
#include "core/ably/authurl.h"
#include "tests/support/realtimefixture.h"
#include "tests/support/restfixture.h"

#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using gm::base::Error;
using gm::base::Result;
using gm::base::Secret;

namespace
{

TokenDetails tokenFor(const QString &clientId, const QString &text = u"tok"_s)
{
    return {.token = Secret(text), .clientId = clientId};
}

/// A client that is called @p configured and whose source gives a token for @p told.
struct Identity : RestFixture {
    Identity(const QString &configured, const QString &told)
    {
        options.clientId = configured;
        tokens.prepare(TokenReply(tokenFor(told)));
        http.prepare(200, "{}");
    }
};

const QByteArray refused = R"({"error":{"code":40142,"statusCode":401,"message":"expired"}})";

} // namespace

Q_DECLARE_METATYPE(gm::ably::TokenParams)

class TstRestAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSA10a_authorize_default_params_0();
    void RSA10b_authorize_explicit_params_0();
    void RSA10e_authorize_saves_params_0();
    void givesASignerItsParams_data();
    void givesASignerItsParams();
    void RSA10g_authorize_updates_token_details_0();
    void RSA10h_authorize_replaces_auth_options_0();
    void RSA10j_authorize_replaces_existing_token_0();
    void RSA10k_authorize_query_time_0();
    void asksForTheTimeOnce_RSA10k_G12();
    void asksForTheTimeAgainAfterASleep_RSA10k_G12();
    void RSA10l_authorize_error_propagated_0();
    void dropsAnOlderFetch_RSA10a();

    void RSA7a_clientid_from_options_0();
    void RSA7b_clientid_from_token_details_0();
    void RSA7b_clientid_from_callback_token_1();
    void RSA7c_clientid_null_unidentified_0();
    void RSA7c_clientid_null_unidentified_token_1();
    void RSA12a_clientid_passed_to_callback_0();
    void RSA12b_clientid_sent_to_authurl_0();
    void RSA7_clientid_updated_after_authorize_0();
    void RSA12_wildcard_clientid_0();
    void RSA7_clientid_mismatch_error_1();
    void RSA15a_token_clientid_must_match_0();
    void RSA15b_wildcard_token_permits_any_0();
    void RSA15c_incompatible_clientid_error_0();
    void RSC17_client_id_from_options_0();
    void RSC17_client_id_matches_auth_1();

    void RSA16a_token_from_callback_0();
    void RSA16a_token_from_request_token_1();
    void RSA16b_token_string_in_options_0();
    void RSA16b_token_string_from_callback_1();
    void RSA16c_set_on_instantiation_0();
    void RSA16c_updated_after_authorize_1();
    void RSA16c_updated_after_expiry_renewal_2();
    void RSA16c_updated_after_40142_renewal_3();
    void RSA16d_null_before_token_obtained_1();
    void RSA16d_null_after_invalidation_2();
    void RSA16a_preserved_across_requests_0();
    void RSA16a_reflects_capability_1();
};

void TstRestAuth::RSA10a_authorize_default_params_0()
{
    RestFixture f;
    f.options.tokenParams = {.ttlMs = 5};
    f.http.prepare(200, "{}");

    const Result<TokenDetails> token = outcome(f.client().authorize());
    QVERIFY(f.get());

    QCOMPARE(token->token.reveal(), u"token-1"_s);
    QCOMPARE(f.tokens.lastParams().ttlMs, 5);
    QCOMPARE(f.tokenOf(0), u"token-1"_s);
    QCOMPARE(f.tokens.calls(), 1);
}

void TstRestAuth::RSA10b_authorize_explicit_params_0()
{
    RestFixture f;
    f.options.tokenParams = {.ttlMs = 5, .capability = u"{\"a\":[\"*\"]}"_s};

    QVERIFY(outcome(f.client().authorize(TokenParams{.ttlMs = 7})));

    QCOMPARE(f.tokens.lastParams(), TokenParams{.ttlMs = 7}); // in their place, not merged with them
}

void TstRestAuth::RSA10e_authorize_saves_params_0()
{
    RestFixture f;
    QVERIFY(outcome(f.client().authorize(TokenParams{.ttlMs = 7})));
    f.http.prepare(401, refused);
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.tokens.calls(), 2);
    QCOMPARE(f.tokens.lastParams(), TokenParams{.ttlMs = 7});
}

void TstRestAuth::givesASignerItsParams_data()
{
    QTest::addColumn<TokenParams>("defaults");
    QTest::addColumn<std::optional<TokenParams>>("given");
    QTest::addColumn<QString>("asked");
    using Given = std::optional<TokenParams>;
    const TokenParams hour{.ttlMs = 3'600'000};
    const TokenParams minute{.ttlMs = 60'000};
    const TokenParams all{.capability = u"{\"*\":[\"*\"]}"_s};
    const TokenParams one{.capability = u"{\"b\":[\"subscribe\"],\"a\":[]}"_s}; // as it is, not put in order
    QTest::newRow("RSA5/ttl-null-when-unspecified-0") << TokenParams() << Given() << QString();
    QTest::newRow("RSA5b/explicit-ttl-preserved-0") << TokenParams() << Given(hour) << u"ttl=3600000"_s;
    QTest::newRow("RSA5c/ttl-from-default-params-0") << hour << Given() << u"ttl=3600000"_s;
    QTest::newRow("RSA5d/explicit-ttl-overrides-default-0") << hour << Given(minute) << u"ttl=60000"_s;
    QTest::newRow("RSA6/capability-null-when-unspecified-0") << TokenParams() << Given(TokenParams()) << QString();
    QTest::newRow("RSA6b/explicit-capability-preserved-0")
        << TokenParams() << Given(one) << u"capability={\"b\":[\"subscribe\"],\"a\":[]}"_s;
    QTest::newRow("RSA6c/capability-from-default-params-0") << all << Given() << u"capability={\"*\":[\"*\"]}"_s;
    QTest::newRow("RSA6d/explicit-capability-overrides-default-0")
        << all << Given(one) << u"capability={\"b\":[\"subscribe\"],\"a\":[]}"_s;
}

/// Requests are signed where the key is, by the token source: this is what it is given to sign.
void TstRestAuth::givesASignerItsParams()
{
    QFETCH(const TokenParams, defaults);
    QFETCH(const std::optional<TokenParams>, given);
    RestFixture f;
    f.options.tokenParams = defaults;

    QVERIFY(outcome(f.client().authorize(given)));

    QTEST(f.tokens.lastParams().toQuery().toString(QUrl::FullyDecoded), "asked");
}

void TstRestAuth::RSA10g_authorize_updates_token_details_0()
{
    RestFixture f;

    const Result<TokenDetails> token = outcome(f.client().authorize());

    QCOMPARE(f.client().token()->token, token->token);
}

void TstRestAuth::RSA10h_authorize_replaces_auth_options_0()
{
    RestFixture f;
    QVERIFY(outcome(f.client().authorize()));
    FakeTokenSource another;
    another.prepare(FakeTokenSource::token(u"from-another"_s));
    another.prepare(FakeTokenSource::token(u"from-another-again"_s));

    const Result<TokenDetails> token = outcome(f.client().authorize({}, &another));
    QVERIFY(outcome(f.client().authorize())); // kept

    QCOMPARE(token->token.reveal(), u"from-another"_s);
    QCOMPARE(f.client().token()->token.reveal(), u"from-another-again"_s);
    QCOMPARE(f.tokens.calls(), 1);
}

void TstRestAuth::RSA10j_authorize_replaces_existing_token_0()
{
    RestFixture f;

    QVERIFY(outcome(f.client().authorize()));
    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.tokens.calls(), 2);
    QCOMPARE(f.client().token()->token.reveal(), u"token-2"_s);
}

void TstRestAuth::RSA10k_authorize_query_time_0()
{
    RestFixture f;
    f.options.queryTime = true;

    const auto future = f.client().authorize();
    QCOMPARE(f.http.last().url.path(), u"/time"_s);
    QCOMPARE(f.tokens.calls(), 0);
    f.http.answer(200, "[1733000000000]");

    QVERIFY(outcome(future));
    QCOMPARE(f.tokens.lastParams().timestamp, 1'733'000'000'000);
}

void TstRestAuth::asksForTheTimeOnce_RSA10k_G12()
{
    RestFixture f;
    f.options.queryTime = true;
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().authorize()));

    f.clock.advance(std::chrono::seconds(5));
    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.sent(), 1);
    QCOMPARE(f.tokens.lastParams().timestamp, 1'733'000'005'000);
}

void TstRestAuth::asksForTheTimeAgainAfterASleep_RSA10k_G12()
{
    RestFixture f;
    f.options.queryTime = true;
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().authorize()));

    f.clock.jumpWall(std::chrono::hours(3)); // asleep, or somebody set the clock of this computer
    f.http.prepare(200, "[1733010800000]");
    QVERIFY(outcome(f.client().authorize()));
    QCOMPARE(f.tokens.lastParams().timestamp, 1'733'010'800'000);

    f.clock.jumpWall(std::chrono::hours(3));
    f.http.prepare(400, "{}"); // no guess where there is no answer
    QVERIFY(outcome(f.client().authorize()));
    QVERIFY(!f.tokens.lastParams().timestamp);
}

void TstRestAuth::RSA10l_authorize_error_propagated_0()
{
    RestFixture f;
    f.tokens.failAlways({.code = 1500, .what = u"The backend is away."_s});

    const Result<TokenDetails> token = outcome(f.client().authorize());

    QVERIFY(!token);
    QCOMPARE(token.error().code, 40170);
    QCOMPARE(token.error().status, 401);
    QCOMPARE(token.error().cause->code, 1500);
}

void TstRestAuth::dropsAnOlderFetch_RSA10a()
{
    RestFixture f;
    f.tokens.setSlow(true);
    const auto older = f.client().authorize();
    const auto newer = f.client().authorize();

    f.tokens.answer(FakeTokenSource::token(u"late"_s));
    QVERIFY(!outcome(older));
    QVERIFY(!f.client().token());
    f.tokens.answer(FakeTokenSource::token(u"new"_s));

    QCOMPARE(outcome(newer)->token.reveal(), u"new"_s);
    QCOMPARE(outcome(older)->token.reveal(), u"new"_s); // whoever waited gets what holds now
}

void TstRestAuth::RSA7a_clientid_from_options_0()
{
    RestFixture f;
    f.options.clientId = u"me"_s;

    QCOMPARE(f.client().clientId(), u"me"_s);
}

void TstRestAuth::RSA7b_clientid_from_token_details_0()
{
    RestFixture f;
    f.options.token = tokenFor(u"me"_s);

    QCOMPARE(f.client().clientId(), u"me"_s);
}

void TstRestAuth::RSA7b_clientid_from_callback_token_1()
{
    Identity f({}, u"me"_s);
    QCOMPARE(f.client().clientId(), QString());

    QVERIFY(f.get());

    QCOMPARE(f.client().clientId(), u"me"_s);
}

void TstRestAuth::RSA7c_clientid_null_unidentified_0()
{
    RestFixture f;

    QCOMPARE(f.client().clientId(), QString());
}

void TstRestAuth::RSA7c_clientid_null_unidentified_token_1()
{
    Identity f({}, {});

    QVERIFY(f.get());

    QVERIFY(f.client().token());
    QCOMPARE(f.client().clientId(), QString());
}

void TstRestAuth::RSA12a_clientid_passed_to_callback_0()
{
    Identity f(u"me"_s, u"me"_s);

    QVERIFY(f.get());

    QCOMPARE(f.tokens.lastParams().clientId, u"me"_s);
}

void TstRestAuth::RSA12b_clientid_sent_to_authurl_0()
{
    for (const auto method : {AuthUrl::Method::Get, AuthUrl::Method::Post}) {
        RestFixture f;
        f.options.clientId = u"me"_s;
        AuthUrlSource source(f.http, {.url = QUrl(u"https://auth.example.org/"_s), .method = method});
        f.http.prepare(200, "tok", {{"Content-Type", "text/plain"}});

        QVERIFY(outcome(f.client().authorize({}, &source)));

        const bool isGet = method == AuthUrl::Method::Get;
        QCOMPARE(isGet ? f.http.last().url.query().toLatin1() : f.http.last().body, "clientId=me");
    }
}

void TstRestAuth::RSA7_clientid_updated_after_authorize_0()
{
    RestFixture f;
    f.tokens.prepare(TokenReply(tokenFor(u"first"_s)));
    f.tokens.prepare(TokenReply(tokenFor(u"second"_s)));

    QVERIFY(outcome(f.client().authorize()));
    QCOMPARE(f.client().clientId(), u"first"_s);
    QVERIFY(outcome(f.client().authorize()));
    QCOMPARE(f.client().clientId(), u"second"_s);
}

void TstRestAuth::RSA12_wildcard_clientid_0()
{
    Identity f({}, u"*"_s);

    QVERIFY(f.get());

    QCOMPARE(f.client().clientId(), u"*"_s);
}

void TstRestAuth::RSA7_clientid_mismatch_error_1()
{
    RestFixture f;
    f.options.clientId = u"me"_s;
    f.options.token = tokenFor(u"somebody else"_s);

    const auto reply = f.get();

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40102);
    QVERIFY(reply.error().what.contains(u"somebody else"));
    QCOMPARE(f.sent(), 0);
}

void TstRestAuth::RSA15a_token_clientid_must_match_0()
{
    Identity different(u"me"_s, u"somebody else"_s);
    Identity equal(u"me"_s, u"me"_s);

    const auto refusal = different.get();

    QVERIFY(!refusal);
    QCOMPARE(refusal.error().code, 40102);
    QCOMPARE(different.sent(), 0);
    QVERIFY(equal.get());
}

void TstRestAuth::RSA15b_wildcard_token_permits_any_0()
{
    Identity f(u"me"_s, u"*"_s);

    QVERIFY(f.get());

    QCOMPARE(f.client().clientId(), u"me"_s);
}

void TstRestAuth::RSA15c_incompatible_clientid_error_0()
{
    RealtimeFixture f;
    f.options.clientId = u"me"_s;
    f.options.token = tokenFor(u"somebody else"_s);

    f.realtime().connectNow();
    f.settle();

    QCOMPARE(f.realtime().state(), ConnectionState::Failed);
    QCOMPARE(f.realtime().errorReason()->code, 40102);
    QCOMPARE(f.sockets.attempts(), 0);
}

void TstRestAuth::RSC17_client_id_from_options_0()
{
    RestFixture f;
    f.options.clientId = u"me"_s;
    f.options.token = tokenFor(u"*"_s);

    QCOMPARE(f.client().clientId(), u"me"_s);
}

void TstRestAuth::RSC17_client_id_matches_auth_1()
{
    Identity f(u"me"_s, u"me"_s);

    QVERIFY(f.get());

    QCOMPARE(f.client().clientId(), f.client().token()->clientId);
}

void TstRestAuth::RSA16a_token_from_callback_0()
{
    RestFixture f;
    f.tokens.prepare(TokenReply(TokenDetails{.token = Secret(u"tok"_s), .issued = 10, .expires = 20}));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.client().token()->token.reveal(), u"tok"_s);
    QCOMPARE(f.client().token()->issued, 10);
    QCOMPARE(f.client().token()->expires, 20);
}

void TstRestAuth::RSA16a_token_from_request_token_1()
{
    RestFixture f;
    f.tokens.prepare(
        TokenReply(TokenRequest{.keyName = u"a.k"_s, .timestamp = 1, .nonce = u"n"_s, .mac = Secret(u"m"_s)}));
    f.http.prepare(201, R"({"token":"tok","issued":10,"expires":20,"keyName":"a.k"})");

    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.client().token()->token.reveal(), u"tok"_s);
    QCOMPARE(f.client().token()->expires, 20);
    QCOMPARE(f.client().token()->keyName, u"a.k"_s);
}

void TstRestAuth::RSA16b_token_string_in_options_0()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"tok"_s)};

    QCOMPARE(f.client().token()->token.reveal(), u"tok"_s);
    QVERIFY(!f.client().token()->expires);
    QVERIFY(f.client().token()->capability.isEmpty());
}

void TstRestAuth::RSA16b_token_string_from_callback_1()
{
    RestFixture f;
    f.tokens.prepare(TokenReply(Secret(u"tok"_s)));

    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.client().token()->token.reveal(), u"tok"_s);
    QVERIFY(!f.client().token()->issued && !f.client().token()->expires);
    QVERIFY(f.client().token()->clientId.isEmpty() && f.client().token()->keyName.isEmpty());
}

void TstRestAuth::RSA16c_set_on_instantiation_0()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"tok"_s), .expires = 20};

    QCOMPARE(f.client().token()->expires, 20);
    QCOMPARE(f.sent(), 0);
}

void TstRestAuth::RSA16c_updated_after_authorize_1()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"given"_s)};

    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.client().token()->token.reveal(), u"token-1"_s);
}

void TstRestAuth::RSA16c_updated_after_expiry_renewal_2()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"given"_s), .expires = 1'733'000'001'000};
    f.http.prepare(200, "[1733000000000]");
    QVERIFY(outcome(f.client().time()));
    f.clock.advance(std::chrono::seconds(1));
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.client().token()->token.reveal(), u"token-1"_s);
    QCOMPARE(f.tokenOf(1), u"token-1"_s);
}

void TstRestAuth::RSA16c_updated_after_40142_renewal_3()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"given"_s)};
    f.http.prepare(401, refused);
    f.http.prepare(200, "{}");

    QVERIFY(f.get());

    QCOMPARE(f.client().token()->token.reveal(), u"token-1"_s);
}

void TstRestAuth::RSA16d_null_before_token_obtained_1()
{
    RestFixture f;

    QVERIFY(!f.client().token());
}

void TstRestAuth::RSA16d_null_after_invalidation_2()
{
    RestFixture f;
    f.options.token = TokenDetails{.token = Secret(u"given"_s)};
    f.tokens.failAlways({.what = u"no"_s});
    f.http.prepare(401, refused);

    QVERIFY(!f.get());

    QVERIFY(!f.client().token());
}

void TstRestAuth::RSA16a_preserved_across_requests_0()
{
    RestFixture f;
    f.http.prepare(200, "{}");
    f.http.prepare(404, "{}");
    f.http.prepare(200, "{}");

    QVERIFY(f.get());
    QVERIFY(!f.get());
    QVERIFY(f.get());

    QCOMPARE(f.client().token()->token.reveal(), u"token-1"_s);
    QCOMPARE(f.tokenOf(2), u"token-1"_s);
}

void TstRestAuth::RSA16a_reflects_capability_1()
{
    RestFixture f;
    const QString capability = u"{\"conversation:*\":[\"subscribe\"]}"_s;
    f.tokens.prepare(TokenReply(TokenDetails{.token = Secret(u"tok"_s), .capability = capability}));

    QVERIFY(outcome(f.client().authorize()));

    QCOMPARE(f.client().token()->capability, capability);
}

QTEST_GUILESS_MAIN(TstRestAuth)
#include "tst_restauth.moc"
