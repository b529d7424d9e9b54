#include "core/ably/tokens.h"

#include <QJsonDocument>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::ChannelName;
using gm::base::Error;
using gm::base::Result;
using gm::base::Secret;

namespace
{

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson('[' + text + ']')[0];
}

/// A JWT with an empty-looking signature, put together here: no token in the sources.
QString jwt(const QByteArray &header, const QByteArray &claims)
{
    const auto part = [](const QByteArray &text) {
        return QString::fromLatin1(text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    };
    return part(header) + u'.' + part(claims) + u".signature-not-shown"_s;
}

const QByteArray request = R"({"keyName":"app.key","ttl":3600000,"capability":"{}","clientId":"mon",)"
                           R"("timestamp":1733000000000,"nonce":"0123456789abcdef","mac":"m+a/c="})";

} // namespace

/// Token answers in every form, and what can be read of a token.
class TstTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void TD1_token_details_attributes_0();
    void TD_token_details_from_json_0();
    void TK1_token_params_attributes_0();
    void TK_token_params_to_query_string_0();
    void TE1_token_request_attributes_0();
    void TE_token_request_mac_signature_0();
    void TE_token_request_from_json_2();
    void readsDecimalTexts_RSA8();
    void TE_token_request_to_json_1();
    void readsATokenString_RSA8d_data();
    void readsATokenString_RSA8d();
    void readsBodiesByContentType_RSA8c_data();
    void readsBodiesByContentType_RSA8c();
    void refusesOtherAnswers_RSA4f_data();
    void refusesOtherAnswers_RSA4f();
    void refusesBodies_RSA4f_data();
    void refusesBodies_RSA4f();
    void describesAJwt();
    void describesAWrappedJwt();
    void describesAnOpaqueToken();
    void letsTheIssuersDetailsWin();
    void survivesTokensThatAreNone_data();
    void survivesTokensThatAreNone();
};

void TstTokens::TD1_token_details_attributes_0()
{
    const TokenDetails bare{.token = Secret(u"tok"_s)};
    const TokenDetails whole{.token = Secret(u"tok"_s),
                             .issued = 1,
                             .expires = 2,
                             .capability = u"{}"_s,
                             .clientId = u"mon"_s,
                             .keyName = u"app.key"_s};

    QCOMPARE(bare.token.reveal(), u"tok"_s);
    QVERIFY(!bare.issued && !bare.expires);
    QVERIFY(bare.capability.isEmpty() && bare.clientId.isEmpty() && bare.keyName.isEmpty());
    const TokenDescription told = describeToken(whole);
    QCOMPARE(told.issued, whole.issued);
    QCOMPARE(told.expires, whole.expires);
    QCOMPARE(told.capability, whole.capability);
    QCOMPARE(told.clientId, whole.clientId);
    QCOMPARE(told.keyName, whole.keyName);
}

void TstTokens::TK1_token_params_attributes_0()
{
    const TokenParams params{.ttlMs = 5, .capability = u"{}"_s, .clientId = u"mon"_s, .timestamp = 7, .nonce = u"n"_s};

    QVERIFY(params != TokenParams());
    QCOMPARE(params.toQuery().queryItems().size(), 5);
    QVERIFY(TokenParams().toQuery().isEmpty()); // nothing is asked for by itself
}

void TstTokens::TK_token_params_to_query_string_0()
{
    const TokenParams params{.ttlMs = 3'600'000,
                             .capability = u"{\"a b\":[\"*\"]}"_s,
                             .clientId = u"me+you"_s,
                             .timestamp = 1733000000000,
                             .nonce = u"n&1"_s};

    QCOMPARE(
        params.toQuery().toString(QUrl::FullyEncoded),
        u"ttl=3600000&capability=%7B%22a%20b%22%3A%5B%22%2A%22%5D%7D&clientId=me%2Byou&timestamp=1733000000000&nonce=n%261"_s);
}

void TstTokens::TE1_token_request_attributes_0()
{
    const TokenRequest least{.keyName = u"a.b"_s, .timestamp = 7, .nonce = u"n"_s, .mac = Secret(u"m"_s)};

    QVERIFY(!least.ttlMs);
    QVERIFY(least.capability.isEmpty() && least.clientId.isEmpty());
    QCOMPARE(least.toJson().keys(), (QStringList{u"keyName"_s, u"mac"_s, u"nonce"_s, u"timestamp"_s}));
}

void TstTokens::TE_token_request_mac_signature_0()
{
    const Result<TokenReply> reply = tokenReplyFromJson(json(request));

    QVERIFY(reply);
    QCOMPARE(std::get<TokenRequest>(*reply).mac.reveal(), u"m+a/c="_s); // as it came, not signed anew
    QCOMPARE(std::get<TokenRequest>(*reply).toJson()[u"mac"].toString(), u"m+a/c="_s);
}

void TstTokens::TD_token_details_from_json_0()
{
    const Result<TokenReply> reply = tokenReplyFromJson(json(
        R"({"token":"app.tok","issued":1,"expires":2,"capability":"{\"a\":[\"subscribe\"]}","clientId":"mon","keyName":"app.key"})"));

    QVERIFY(reply);
    const TokenDetails details = std::get<TokenDetails>(*reply);
    QCOMPARE(details.token.reveal(), u"app.tok"_s);
    QCOMPARE(details.issued, 1);
    QCOMPARE(details.expires, 2);
    QCOMPARE(details.capability, uR"({"a":["subscribe"]})"_s);
    QCOMPARE(details.clientId, u"mon"_s);
    QCOMPARE(details.keyName, u"app.key"_s);
}

void TstTokens::TE_token_request_from_json_2()
{
    const Result<TokenReply> reply = tokenReplyFromJson(json(request));

    QVERIFY(reply);
    const auto read = std::get<TokenRequest>(*reply);
    QCOMPARE(read.keyName, u"app.key"_s);
    QCOMPARE(read.ttlMs, 3'600'000);
    QCOMPARE(read.capability, u"{}"_s);
    QCOMPARE(read.clientId, u"mon"_s);
    QCOMPARE(read.timestamp, 1733000000000);
    QCOMPARE(read.nonce, u"0123456789abcdef"_s);
    QCOMPARE(read.mac.reveal(), u"m+a/c="_s);
}

void TstTokens::readsDecimalTexts_RSA8()
{
    const Result<TokenReply> asked = tokenReplyFromJson(
        json(R"({"keyName":"a.b","ttl":"60000","timestamp":"1733000000000","nonce":"n","mac":"m"})"));
    const Result<TokenReply> given = tokenReplyFromJson(json(R"({"token":"t","issued":"5","expires":"6"})"));

    QVERIFY(asked && given);
    QCOMPARE(std::get<TokenRequest>(*asked).ttlMs, 60'000);
    QCOMPARE(std::get<TokenRequest>(*asked).timestamp, 1733000000000);
    QCOMPARE(std::get<TokenDetails>(*given).expires, 6);
}

void TstTokens::TE_token_request_to_json_1()
{
    const Result<TokenReply> reply = tokenReplyFromJson(json(request));
    QVERIFY(reply);
    QCOMPARE(QJsonValue(std::get<TokenRequest>(*reply).toJson()), json(request));

    const TokenRequest least{.keyName = u"a.b"_s, .timestamp = 7, .nonce = u"n"_s, .mac = Secret(u"m"_s)};
    QCOMPARE(QJsonValue(least.toJson()), json(R"({"keyName":"a.b","timestamp":7,"nonce":"n","mac":"m"})"));
}

void TstTokens::readsATokenString_RSA8d_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("token");
    QTest::newRow("opaque") << u"app.opaque-token"_s << u"app.opaque-token"_s;
    QTest::newRow("JWT") << u"aaa.bbb.ccc"_s << u"aaa.bbb.ccc"_s;
    QTest::newRow("with a line feed at its end") << u"app.token\n"_s << u"app.token"_s;
    QTest::newRow("as long as allowed") << QString(maxTokenBytes, u'x') << QString(maxTokenBytes, u'x');
}

void TstTokens::readsATokenString_RSA8d()
{
    QFETCH(const QString, text);
    const Result<TokenReply> reply = tokenReplyFromText(text);
    QVERIFY(reply);
    QTEST(std::get<Secret>(*reply).reveal(), "token");
}

void TstTokens::readsBodiesByContentType_RSA8c_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("form");
    QTest::newRow("text") << QByteArray("app.token") << QByteArray("text/plain") << 0;
    QTest::newRow("text with a charset") << QByteArray("app.token") << QByteArray("Text/Plain; charset=utf-8") << 0;
    QTest::newRow("JWT") << QByteArray("a.b.c") << QByteArray("application/jwt") << 0;
    QTest::newRow("JSON text") << QByteArray("\"app.token\"") << QByteArray("application/json") << 0;
    QTest::newRow("JSON details") << QByteArray(R"({"token":"t"})") << QByteArray("application/json;charset=utf-8")
                                  << 1;
    QTest::newRow("JSON request") << request << QByteArray("application/json") << 2;
}

void TstTokens::readsBodiesByContentType_RSA8c()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, type);
    const Result<TokenReply> reply = tokenReplyFromBody(body, type);
    QVERIFY(reply);
    QTEST(int(reply->index()), "form");
}

void TstTokens::refusesOtherAnswers_RSA4f_data()
{
    QTest::addColumn<QByteArray>("answer");
    for (const char *answer : {"null", "17", "true", "[]", "{}", "\"\"", "\"  \"", "\"null\"", "\"undefined\"",
                               "\"{}\"", R"({"token":null})", R"({"token":17})", R"({"token":""})", R"({"error":"x"})",
                               R"({"keyName":"a.b"})", R"({"keyName":"a.b","timestamp":1,"nonce":"n"})",
                               R"({"keyName":"a.b","timestamp":"soon","nonce":"n","mac":"m"})"})
        QTest::addRow("%s", answer) << QByteArray(answer);
    QTest::newRow("too long") << QByteArray('"' + QByteArray(maxTokenBytes + 1, 'x') + '"');
}

void TstTokens::refusesOtherAnswers_RSA4f()
{
    QFETCH(const QByteArray, answer);
    const Result<TokenReply> reply = tokenReplyFromJson(json(answer));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40170);
    QVERIFY(!reply.error().why.isEmpty());
}

void TstTokens::refusesBodies_RSA4f_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("page") << QByteArray("<!DOCTYPE html>") << QByteArray("text/html");
    QTest::newRow("page marked as text") << QByteArray("<!DOCTYPE html>") << QByteArray("text/plain");
    QTest::newRow("object marked as text") << QByteArray(R"({"token":"t"})") << QByteArray("text/plain");
    QTest::newRow("no type") << QByteArray("app.token") << QByteArray();
    QTest::newRow("empty") << QByteArray() << QByteArray("text/plain");
    QTest::newRow("empty JSON") << QByteArray() << QByteArray("application/json");
    QTest::newRow("cut off JSON") << QByteArray(R"({"token":)") << QByteArray("application/json");
    QTest::newRow("too long") << QByteArray(maxTokenBytes + 1, 'x') << QByteArray("text/plain");
}

void TstTokens::refusesBodies_RSA4f()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, type);
    const Result<TokenReply> reply = tokenReplyFromBody(body, type);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 40170);
}

void TstTokens::describesAJwt()
{
    const QString token =
        jwt(R"({"alg":"HS256","kid":"app.key"})",
            R"({"iat":1733000000,"exp":"1733003600","x-ably-clientId":"mon","x-ably-capability":"{\"a\":[\"*\"]}"})");

    const TokenDescription description = describeToken({.token = Secret(token)});

    QCOMPARE(description.form, TokenDescription::Form::Jwt);
    QCOMPARE(description.keyName, u"app.key"_s);
    QCOMPARE(description.issued, 1733000000000);
    QCOMPARE(description.expires, 1733003600000);
    QCOMPARE(description.clientId, u"mon"_s);
    QCOMPARE(description.capability, uR"({"a":["*"]})"_s);
}

void TstTokens::describesAWrappedJwt()
{
    const QByteArray inner =
        jwt(R"({"alg":"HS256","kid":"app.key"})", R"({"exp":2000,"x-ably-clientId":"mon"})").toLatin1();
    const QString inHeader =
        jwt(R"({"alg":"RS256","kid":"theirs","x-ably-token":")" + inner + "\"}", R"({"exp":1000})");
    const QString inClaims = jwt(R"({"alg":"RS256"})", R"({"exp":1000,"x-ably-token":")" + inner + "\"}");

    for (const QString &token : {inHeader, inClaims}) {
        const TokenDescription description = describeToken({.token = Secret(token)});
        QCOMPARE(description.form, TokenDescription::Form::WrappedJwt);
        QCOMPARE(description.keyName, u"app.key"_s);
        QCOMPARE(description.clientId, u"mon"_s);
        QCOMPARE(description.expires, 1000 * 1000);
    }
}

void TstTokens::describesAnOpaqueToken()
{
    const TokenDescription description = describeToken({.token = Secret(u"appId.rest-of-it"_s)});
    QCOMPARE(description.form, TokenDescription::Form::Opaque);
    QCOMPARE(description.keyName, u"appId"_s);
    QVERIFY(!description.expires && description.capability.isEmpty());
}

void TstTokens::letsTheIssuersDetailsWin()
{
    const TokenDescription description = describeToken({.token = Secret(jwt(R"({"kid":"a.b"})", R"({"exp":1})")),
                                                        .expires = 77,
                                                        .capability = u"{}"_s,
                                                        .clientId = u"mon"_s,
                                                        .keyName = u"c.d"_s});
    QCOMPARE(description.expires, 77);
    QCOMPARE(description.keyName, u"c.d"_s);
    QCOMPARE(description.clientId, u"mon"_s);
    QCOMPARE(description.capability, u"{}"_s);
}

void TstTokens::survivesTokensThatAreNone_data()
{
    QTest::addColumn<QString>("token");
    QTest::newRow("empty") << QString();
    QTest::newRow("dots") << u"..."_s;
    QTest::newRow("no base64") << u"$.$.$"_s;
    QTest::newRow("base64 of no JSON") << u"AAAA.AAAA.AAAA"_s;
    QTest::newRow("JSON of another kind") << jwt("[1]", "17");
    QTest::newRow("claims of another kind") << jwt(R"({"kid":7})", R"({"exp":{},"iat":-1,"x-ably-capability":[]})");
    QTest::newRow("a time beyond all times") << jwt(R"({"kid":"k"})", R"({"exp":1e300})");
}

void TstTokens::survivesTokensThatAreNone()
{
    QFETCH(const QString, token);
    const TokenDescription description = describeToken({.token = Secret(token)});
    QVERIFY(!description.expires);
    QVERIFY(description.capability.isEmpty());
}

QTEST_GUILESS_MAIN(TstTokens)
#include "tst_tokens.moc"
