#include "tests/core/sandbox/framesprobe.h"

#include "core/sandbox/wire.h"

#include <QCborArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace gm;
using namespace gm::test;
using namespace Qt::StringLiterals;

/// The stand-in's REST side over real sockets. What official clients try as well is left to them.
class TstAblyRest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsItsTimeInBothFormats();
    void acceptsATokenAsItIsOrInBase64();
    void publishesAndTellsWhatBecameOfIt();
    void storesAnIdOnce();
    void refuses_data();
    void refuses();
    void ownsItsPathsOnly_data();
    void ownsItsPathsOnly();

private:
    struct Reply {
        int status;
        QByteArray contentType;
        QByteArray errorCode;
        QByteArray body;
    };
    struct Request {
        QByteArray method = "GET";
        QString path{};
        QByteArray authorization{};
        QByteArray accept = "application/json";
        QByteArray body{};
    };

    Reply ask(const StandinFixture &service, const Request &asked)
    {
        QNetworkRequest request(service.url(u"http"_s, asked.path));
        request.setRawHeader("Accept", asked.accept);
        request.setRawHeader("Content-Type", "application/json");
        if (!asked.authorization.isEmpty())
            request.setRawHeader("Authorization", asked.authorization);
        QNetworkReply *reply = m_network.sendCustomRequest(request, asked.method, asked.body);
        if (!QTest::qWaitFor([reply] { return reply->isFinished(); }))
            return {};
        return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                .contentType = reply->rawHeader("Content-Type"),
                .errorCode = reply->rawHeader("X-Ably-Errorcode"),
                .body = reply->readAll()};
    }
    static QByteArray basic(const StandinFixture &service) { return "Basic " + service.ably.key().toUtf8().toBase64(); }
    static QJsonObject objectIn(const Reply &reply) { return QJsonDocument::fromJson(reply.body).object(); }

    QNetworkAccessManager m_network;
};

void TstAblyRest::tellsItsTimeInBothFormats()
{
    StandinFixture service;

    const Reply json = ask(service, {.path = u"/time"_s});
    const Reply binary = ask(service, {.path = u"/time"_s, .accept = "application/x-msgpack"});

    QCOMPARE(json.contentType, "application/json"_ba);
    QCOMPARE(json.body, '[' + QByteArray::number(service.clock.wallMs()) + ']');
    QCOMPARE(binary.contentType, "application/x-msgpack"_ba);
    QCOMPARE(sandbox::decode(binary.body, sandbox::Format::Msgpack), QCborValue(QCborArray{service.clock.wallMs()}));
}

void TstAblyRest::acceptsATokenAsItIsOrInBase64()
{
    StandinFixture service;
    const QJsonObject signedRequest = service.ably.signTokenRequest({{u"*"_s, QJsonArray{u"history"_s}}}, {}, 0);
    const QString keyName = signedRequest[u"keyName"].toString();
    const Reply exchanged = ask(service, {.method = "POST",
                                          .path = u"/keys/%1/requestToken"_s.arg(keyName),
                                          .body = QJsonDocument(signedRequest).toJson()});
    const QByteArray token = objectIn(exchanged)[u"token"].toString().toUtf8();

    QCOMPARE(exchanged.status, 201);
    QCOMPARE(objectIn(exchanged)[u"keyName"], keyName);
    for (const QByteArray &credential : {token, token.toBase64()}) {
        const Reply reply = ask(service, {.path = u"/channels/a/history"_s, .authorization = "Bearer " + credential});
        QCOMPARE(reply.status, 200);
    }
}

void TstAblyRest::publishesAndTellsWhatBecameOfIt()
{
    StandinFixture service;
    FramesProbe probe(service);
    probe.connectWith();
    probe.attach(u"conversation:1"_s);

    const Reply reply = ask(service, {.method = "POST",
                                      .path = u"/channels/conversation%3A1/messages"_s,
                                      .authorization = basic(service),
                                      .body = "[{\"name\":\"a\",\"data\":\"1\"},{\"name\":\"b\",\"data\":{\"n\":2}}]"});
    const QJsonObject frame = probe.take(15);

    QCOMPARE(reply.status, 201);
    QCOMPARE(objectIn(reply)[u"channel"], u"conversation:1"_s);
    QCOMPARE(objectIn(reply)[u"serials"].toArray().size(), 2);
    QCOMPARE(frame[u"messages"][0][u"id"], QString(objectIn(reply)[u"messageId"].toString() % u":0"));
    QCOMPARE(frame[u"messages"][1][u"encoding"], u"json"_s);
    QCOMPARE(frame[u"messages"][1][u"serial"], objectIn(reply)[u"serials"][1]);
}

void TstAblyRest::storesAnIdOnce()
{
    StandinFixture service;
    const Request publish{.method = "POST",
                          .path = u"/channels/a/messages"_s,
                          .authorization = basic(service),
                          .body = "{\"id\":\"base:0\",\"data\":\"x\"}"};

    const QJsonObject first = objectIn(ask(service, publish));
    const QJsonObject second = objectIn(ask(service, publish));

    QCOMPARE(first, second);
    QCOMPARE(service.ably.state()[u"counters"][u"published"], 1);
}

void TstAblyRest::refuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("authorization"); // empty: the key
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");

    const QByteArray key;
    QTest::newRow("unknown path") << "GET"_ba << u"/nowhere"_s << key << ""_ba << 404 << "40400"_ba;
    QTest::newRow("wrong method") << "GET"_ba << u"/messages"_s << key << ""_ba << 404 << "40400"_ba;
    QTest::newRow("no credential") << "GET"_ba << u"/channels/a/messages"_s << "None"_ba
                                   << ""_ba << 401 << "40101"_ba;
    QTest::newRow("unknown token") << "GET"_ba << u"/channels/a/messages"_s << "Bearer genie0.unknown"_ba
                                   << ""_ba << 401 << "40143"_ba;
    QTest::newRow("body that is no JSON")
        << "POST"_ba << u"/channels/a/messages"_s << key << "{"_ba << 400 << "40001"_ba;
    QTest::newRow("no message") << "POST"_ba << u"/channels/a/messages"_s << key << "[]"_ba << 400 << "40000"_ba;
    QTest::newRow("bad channel") << "POST"_ba << u"/channels/%3Aa/messages"_s << key << "{}"_ba << 400 << "40010"_ba;
    QTest::newRow("limit out of range") << "GET"_ba << u"/channels/a/messages?limit=2000"_s << key << ""_ba << 400
                                        << "40003"_ba;
    QTest::newRow("token request for an unknown key")
        << "POST"_ba << u"/keys/genie0.other/requestToken"_s << key << "{}"_ba << 401 << "40130"_ba;
    QTest::newRow("token request for another app")
        << "POST"_ba << u"/keys/other.key/requestToken"_s << key << "{}"_ba << 404 << "40400"_ba;
}

void TstAblyRest::refuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, body);
    StandinFixture service;

    const Reply reply = ask(service, {.method = method,
                                      .path = path,
                                      .authorization = authorization.isEmpty() ? basic(service) : authorization,
                                      .body = body});

    QTEST(reply.status, "status");
    QTEST(reply.errorCode, "code");
    QCOMPARE(reply.contentType, "application/json"_ba);
    QCOMPARE(objectIn(reply)[u"error"][u"code"].toInt(), reply.errorCode.toInt());
}

void TstAblyRest::ownsItsPathsOnly_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isOwn");

    QTest::newRow("time") << u"/time"_s << true;
    QTest::newRow("channel") << u"/channels/a/messages"_s << true;
    QTest::newRow("keys") << u"/keys/a/requestToken"_s << true;
    QTest::newRow("the backend's") << u"/api/chat/"_s << false;
    QTest::newRow("a longer word") << u"/timeline"_s << false;
}

void TstAblyRest::ownsItsPathsOnly()
{
    QFETCH(QString, path);

    QTEST(sandbox::AblyStandin::owns(path), "isOwn");
}

QTEST_GUILESS_MAIN(TstAblyRest)
#include "tst_ablyrest.moc"
