// HTTP and websockets on real sockets: what is too long or leads elsewhere ends in an error that says so.
#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace gm;
using namespace gm::net;
using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr int patienceMs = 30'000;

/// A server that gives the same answer to everything, and a client.
struct Fixture {
    HttpServer server;
    QtHttpClient client;
    int requests = 0;

    explicit Fixture(std::function<ServerResponse(const ServerRequest &)> answer)
    {
        server.setHandler([this, answer = std::move(answer)](const ServerRequest &request, const Responder &responder) {
            ++requests;
            responder.send(answer(request));
        });
        (void)server.listen();
    }

    base::Result<HttpReply> get(qint64 maxReplyBytes = 1'000'000)
    {
        const auto future = client.send({.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(server.port())),
                                         .timeout = std::chrono::milliseconds(patienceMs),
                                         .maxReplyBytes = maxReplyBytes});
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patienceMs))
            return base::Error{.code = -1};
        return future.result();
    }

    /// The first line of the answer to bytes sent as they are.
    QByteArray raw(const QByteArray &bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, server.port());
        socket.write(bytes);
        (void)QTest::qWaitFor([&socket] { return socket.canReadLine(); }, patienceMs);
        return socket.readLine().trimmed();
    }
};

/// @p bytes of zeros as zlib packs them: about a thousandth of that.
QByteArray packedZeros(int bytes)
{
    return qCompress(QByteArray(bytes, '\0'), 9).mid(4); // without Qt's own length in front
}

} // namespace

class TstNetLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesALongBody();
    void refusesABodyThatGrowsWhenUnpacked();
    void refusesLongHeaders();
    void followsFiveRedirectsAndNoMore();
    void followsNoRedirectToAnotherOrigin();
    void serverRefusesALongHead();
    void serverRefusesALongBody();
    void websocketEndsAtALongFrame();
};

void TstNetLimits::refusesALongBody()
{
    Fixture f([](const ServerRequest &) { return ServerResponse{.body = QByteArray(2'000, 'x')}; });
    QCOMPARE(f.get(2'000)->body.size(), 2'000);
    const auto reply = f.get(1'999);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(ReplyTooLarge));
}

void TstNetLimits::refusesABodyThatGrowsWhenUnpacked()
{
    Fixture f([](const ServerRequest &) {
        return ServerResponse{.headers = {{"Content-Encoding", "deflate"}}, .body = packedZeros(8'000'000)};
    });
    const auto reply = f.get(1'000'000);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(ReplyTooLarge));
}

void TstNetLimits::refusesLongHeaders()
{
    Fixture f([](const ServerRequest &) {
        return ServerResponse{.headers = QList<HttpHeader>(80, {"X-Long", QByteArray(1'000, 'x')})};
    });
    const auto reply = f.get();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(ReplyTooLarge));
    QVERIFY(reply.error().what.contains(u"headers"));
}

void TstNetLimits::followsFiveRedirectsAndNoMore()
{
    Fixture endless([](const ServerRequest &) {
        return ServerResponse{.status = 302, .headers = {{"Location", "/"}}};
    });
    const auto reply = endless.get();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(RedirectRefused));
    QCOMPARE(endless.requests, 6);
}

void TstNetLimits::followsNoRedirectToAnotherOrigin()
{
    Fixture other([](const ServerRequest &) { return ServerResponse{}; });
    const QByteArray elsewhere = "http://127.0.0.1:" + QByteArray::number(other.server.port()) + '/';
    Fixture f([&elsewhere](const ServerRequest &) {
        return ServerResponse{.status = 307, .headers = {{"Location", elsewhere}}};
    });
    const auto reply = f.get();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(RedirectRefused));
    QCOMPARE(other.requests, 0);
}

void TstNetLimits::serverRefusesALongHead()
{
    Fixture f([](const ServerRequest &) { return ServerResponse{}; });
    QCOMPARE(f.raw("GET / HTTP/1.1\r\nX: " + QByteArray(maxHeadBytes, 'x')),
             QByteArray("HTTP/1.1 431 Request Header Fields Too Large"));
    QCOMPARE(f.requests, 0);
}

void TstNetLimits::serverRefusesALongBody()
{
    Fixture f([](const ServerRequest &) { return ServerResponse{}; });
    QCOMPARE(f.raw("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"),
             QByteArray("HTTP/1.1 413 Content Too Large"));
    QCOMPARE(f.requests, 0);
}

void TstNetLimits::websocketEndsAtALongFrame()
{
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    server.setMaxPendingConnections(1);
    const auto socket = QtWebSocketFactory().create();
    QSignalSpy received(socket.get(), &WebSocket::textReceived);
    QSignalSpy closed(socket.get(), &WebSocket::closed);
    socket->open(QUrl(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort())));
    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), patienceMs);
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());

    peer->sendTextMessage(u"short"_s);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 1, patienceMs);
    peer->sendTextMessage(QString(qsizetype(maxWebSocketFrameBytes) + 1, u'x'));

    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, patienceMs);
    QCOMPARE(received.size(), 1);
}

QTEST_GUILESS_MAIN(TstNetLimits)
#include "tst_netlimits.moc"
