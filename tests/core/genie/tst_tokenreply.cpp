// tokenreply: every shape a deployment may answer, and none that is not a token.
#include "core/genie/tokenreply.h"

#include <QTest>

using namespace gm::genie;
using namespace Qt::StringLiterals;

class TstTokenReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsATokenRequest();
    void readsTokenDetails();
    void readsEveryWrapping_data();
    void readsEveryWrapping();
    void refusesWhatIsNoToken_data();
    void refusesWhatIsNoToken();
    void neverShowsTheAnswersValues();
    void staysShortWhateverTheAnswer();
};

namespace
{
const QByteArray requestJson =
    R"({"keyName":"gnStg1.k7Qx2A","ttl":3600000,"capability":"{\"conversation:*\":[\"subscribe\"]}",
    "clientId":"u-1","timestamp":1762437600000,"nonce":"n0nce-0123456789","mac":"bWFjLW9mLWEta2V5"})";
const QByteArray detailsJson = R"({"token":"gnStg1.dG9rZW4tdGV4dA","issued":1762437600000,"expires":1762441200000,
    "capability":"{\"*\":[\"*\"]}","clientId":"u-1"})";
const QByteArray bareToken = "gnStg1.dG9rZW4tdGV4dA";
const QByteArray jwt = QByteArray("eyJ0eXAi") + ".eyJ4LWFi" + ".c2lnbmF0dXJl";
} // namespace

void TstTokenReply::readsATokenRequest()
{
    const auto reply = parseTokenReply(requestJson);

    QVERIFY(reply);
    const auto &request = std::get<SignedTokenRequest>(*reply);
    QCOMPARE(request.keyName, u"gnStg1.k7Qx2A"_s);
    QCOMPARE(request.ttlMs, 3'600'000);
    QCOMPARE(request.capability, uR"({"conversation:*":["subscribe"]})"_s);
    QCOMPARE(request.clientId, u"u-1"_s);
    QCOMPARE(request.timestampMs, 1'762'437'600'000);
    QCOMPARE(request.nonce, u"n0nce-0123456789"_s);
    QCOMPARE(request.mac.reveal(), u"bWFjLW9mLWEta2V5"_s);
}

void TstTokenReply::readsTokenDetails()
{
    const auto reply = parseTokenReply(detailsJson);

    QVERIFY(reply);
    const auto &details = std::get<IssuedToken>(*reply);
    QCOMPARE(details.token.reveal(), QString::fromLatin1(bareToken));
    QCOMPARE(details.expiresMs - details.issuedMs, 3'600'000);
    QCOMPARE(details.capability, uR"({"*":["*"]})"_s);
    QCOMPARE(details.clientId, u"u-1"_s);
}

void TstTokenReply::readsEveryWrapping_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("index"); // of the variant
    QTest::newRow("request") << requestJson << 0;
    QTest::newRow("wrapped request") << QByteArray("{\"tokenRequest\":" + requestJson + "}") << 0;
    QTest::newRow("request under token") << QByteArray("{\"token\":" + requestJson + "}") << 0;
    QTest::newRow("capability as an object")
        << QByteArray(R"({"keyName":"a.b","timestamp":1,"nonce":"n","mac":"m","capability":{"*":["*"]}})") << 0;
    QTest::newRow("details") << detailsJson << 1;
    QTest::newRow("wrapped details") << QByteArray("{\"data\":{\"tokenDetails\":" + detailsJson + "}}") << 1;
    QTest::newRow("text") << bareToken << 2;
    QTest::newRow("text with a line end") << QByteArray(bareToken + "\n") << 2;
    QTest::newRow("JSON string") << QByteArray("\"" + bareToken + "\"") << 2;
    QTest::newRow("wrapped text") << QByteArray("{\"token\":\"" + bareToken + "\"}") << 2;
    QTest::newRow("JWT") << jwt << 2;
    QTest::newRow("JWT as a JSON string") << QByteArray("\"" + jwt + "\"") << 2;
    QTest::newRow("wrapped JWT") << QByteArray("{\"jwt\":\"" + jwt + "\"}") << 2;
    QTest::newRow("encoded twice")
        << QByteArray("\"" + QByteArray(detailsJson).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "") +
                      "\"")
        << 1;
}

void TstTokenReply::readsEveryWrapping()
{
    QFETCH(QByteArray, body);
    QFETCH(int, index);

    const auto reply = parseTokenReply(body);

    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().toText()));
    QCOMPARE(int(reply->index()), index);
    if (const auto *bare = std::get_if<BareToken>(&*reply))
        QCOMPARE(bare->isJwt, body.contains(jwt));
}

void TstTokenReply::refusesWhatIsNoToken_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("id");
    QTest::newRow("nothing") << QByteArray() << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("page") << QByteArray(" <!doctype html><html></html>") << u"GM-TOKEN-HTML"_s;
    QTest::newRow("message") << QByteArray("Internal Server Error") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("empty object") << QByteArray("{}") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("other object") << QByteArray(R"({"status":"ok"})") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("list") << QByteArray("[1]") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("null token") << QByteArray(R"({"token":null})") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("number") << QByteArray(R"({"token":17})") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("no mac") << QByteArray(R"({"keyName":"a.b","timestamp":1,"nonce":"n"})") << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("cut off") << requestJson.first(80) << u"GM-TOKEN-SHAPE"_s;
    QTest::newRow("wrapped for ever") << QByteArray(QByteArray("{\"token\":").repeated(50) + "1" +
                                                    QByteArray("}").repeated(50))
                                      << u"GM-TOKEN-SHAPE"_s;
}

void TstTokenReply::refusesWhatIsNoToken()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, id);

    const auto reply = parseTokenReply(body);

    QVERIFY(!reply);
    QCOMPARE(reply.error().id, id);
    QVERIFY(!reply.error().what.isEmpty());
    QVERIFY(!reply.error().next.isEmpty());
}

void TstTokenReply::neverShowsTheAnswersValues()
{
    const auto reply = parseTokenReply(R"({"acces_tokn":"s3cr3t-value","mac":"s3cr3t-value"})");

    QVERIFY(!reply);
    QVERIFY(reply.error().why.contains(u"acces_tokn"));
    QVERIFY(!reply.error().toText().contains(u"s3cr3t"));
}

void TstTokenReply::staysShortWhateverTheAnswer()
{
    QByteArray fields;
    for (int i = 0; i < 1'000; ++i)
        fields += ",\"" + QByteArray(100, 'f') + QByteArray::number(i) + "\":1";
    QVERIFY(parseTokenReply('{' + fields.mid(1) + '}').error().why.size() < 600);

    const auto tooLong = parseTokenReply('"' + QByteArray(600 * 1024, 'x') + '"');
    QCOMPARE(tooLong.error().why, u"It is longer than 512 KiB."_s);
}

QTEST_GUILESS_MAIN(TstTokenReply)
#include "tst_tokenreply.moc"
