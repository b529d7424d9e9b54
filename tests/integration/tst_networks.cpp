// The network between this computer and a service, over real sockets: wrong certificates are refused and explained, the
// system's proxy is used for HTTP and websockets alike and never for this computer, and both families of addresses serve.
#include "core/ably/faults.h"
#include "core/diagnostics/explain.h"
#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "tests/support/tlspeers.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocketServer>

using namespace gm;
using namespace gm::test;
using base::Error;
using net::HttpServer;
using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr int patienceMs = 30'000;

/// The reply, or the error, of a GET.
base::Result<net::HttpReply> get(const QUrl &url)
{
    net::QtHttpClient client;
    const auto answer = client.send({.url = url, .timeout = std::chrono::milliseconds(patienceMs)});
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, patienceMs))
        return Error{.what = u"no answer"_s};
    return answer.result();
}

/// Why a websocket did not open; nothing when it did.
std::optional<Error> open(const QUrl &url)
{
    net::QtWebSocketFactory factory;
    const auto socket = factory.create();
    QSignalSpy opened(socket.get(), &net::WebSocket::opened);
    QSignalSpy closed(socket.get(), &net::WebSocket::closed);
    socket->open(url);
    if (!QTest::qWaitFor([&] { return !opened.isEmpty() || !closed.isEmpty(); }, patienceMs))
        return Error{.what = u"neither opened nor closed"_s};
    return opened.isEmpty() ? std::optional(closed.first().at(1).value<Error>()) : std::nullopt;
}

/// As the window tells it, once the connection has failed by it.
Error explained(const Error &socketFault)
{
    return diagnostics::explain(ably::faults::connectionLost(socketFault), diagnostics::ErrorPlace::Connection);
}

/// The proxy of this process while it lives.
class ProxyFromEnvironment
{
public:
    explicit ProxyFromEnvironment(const QString &url)
    {
        qputenv("http_proxy", url.toUtf8());
        qputenv("https_proxy", url.toUtf8());
        qunsetenv("no_proxy");
    }
    ~ProxyFromEnvironment()
    {
        qunsetenv("http_proxy");
        qunsetenv("https_proxy");
    }
};

} // namespace

class TstNetworks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongCertificateIsRefusedAndExplained_data();
    void wrongCertificateIsRefusedAndExplained();
    void goodCertificateIsTaken();
    void systemProxyLeadsHttpAndWebsockets();
    void thisComputerIsReachedWithoutProxy();
    void proxyThatWantsALoginIsExplained();
    void proxyIsGivenTheLoginOfTheSettings();
    void proxyThatRefusesIsExplained();
    void reachesEitherFamily_data();
    void reachesEitherFamily();

private:
    Certificates m_certificates;
};

void TstNetworks::initTestCase()
{
    for (const char *name : {"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
        qunsetenv(name);
    QVERIFY(m_certificates.isReady());
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    trust.addCaCertificate(m_certificates.authority());
    QSslConfiguration::setDefaultConfiguration(trust);
}

void TstNetworks::wrongCertificateIsRefusedAndExplained_data()
{
    QTest::addColumn<QSslConfiguration>("server");
    QTest::addColumn<QString>("why");

    QTest::newRow("expired") << m_certificates.signedFor(u"localhost"_s, -1) << u"It ran out on"_s;
    QTest::newRow("made by the server itself") << m_certificates.selfSignedFor(u"localhost"_s) << u"made it itself"_s;
    QTest::newRow("for another host") << m_certificates.signedFor(u"other.example"_s) << u"issued for other.example"_s;
    Certificates unknown;
    QTest::newRow("by an authority nobody knows")
        << unknown.signedFor(u"localhost"_s) << u"does not know as an authority"_s;
}

void TstNetworks::wrongCertificateIsRefusedAndExplained()
{
    QFETCH(QSslConfiguration, server);
    QFETCH(QString, why);
    const TlsServer https(server);
    QWebSocketServer wss(u"test"_s, QWebSocketServer::SecureMode);
    wss.setSslConfiguration(server);
    QVERIFY(wss.listen(QHostAddress::LocalHost));

    const auto reply = get(QUrl(u"https://localhost:%1/"_s.arg(https.port())));
    const auto fault = open(QUrl(u"wss://localhost:%1/"_s.arg(wss.serverPort())));

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, int(net::TlsFailed));
    QVERIFY2(reply.error().why.contains(why), qPrintable(reply.error().why));
    QVERIFY(fault);
    QCOMPARE(fault->code, int(net::TlsFailed));
    QVERIFY2(fault->why.contains(why), qPrintable(fault->why));
    const Error told = explained(*fault);
    QVERIFY2(told.what.contains(u"certificate is wrong"), qPrintable(told.toText()));
    QVERIFY2(told.why.contains(why), qPrintable(told.toText()));
    QVERIFY(!told.next.isEmpty());
    QCOMPARE(told.code, int(net::TlsFailed));
}

void TstNetworks::goodCertificateIsTaken()
{
    const TlsServer https(m_certificates.signedFor(u"localhost"_s));

    const auto reply = get(QUrl(u"https://localhost:%1/"_s.arg(https.port())));

    QVERIFY2(reply.isOk(), reply ? "" : qPrintable(reply.error().toText()));
    QCOMPARE(reply->body, QByteArray("yes"));
}

void TstNetworks::systemProxyLeadsHttpAndWebsockets()
{
    const QSslConfiguration certificate = m_certificates.signedFor(u"service.example"_s);
    const TlsServer https(certificate);
    QWebSocketServer wss(u"test"_s, QWebSocketServer::SecureMode);
    wss.setSslConfiguration(certificate);
    QVERIFY(wss.listen(QHostAddress::LocalHost));

    const TunnelProxy toHttps(https.port());
    {
        const ProxyFromEnvironment settings(toHttps.url());
        const auto reply = get(QUrl(u"https://service.example/"_s));
        QVERIFY2(reply.isOk(), reply ? "" : qPrintable(reply.error().toText()));
    }
    QCOMPARE(toHttps.asked(), QByteArrayList{"service.example:443"});

    const TunnelProxy toWss(wss.serverPort());
    {
        const ProxyFromEnvironment settings(toWss.url());
        const auto fault = open(QUrl(u"wss://service.example/"_s));
        QVERIFY2(!fault, fault ? qPrintable(fault->toText()) : "");
    }
    QCOMPARE(toWss.asked(), QByteArrayList{"service.example:443"});
}

void TstNetworks::thisComputerIsReachedWithoutProxy()
{
    HttpServer server;
    server.setHandler(
        [](const net::ServerRequest &, const net::Responder &answer) { answer.send({.status = 200, .body = "yes"}); });
    const auto port = server.listen();
    QWebSocketServer ws(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(ws.listen(QHostAddress::LocalHost));
    const TunnelProxy proxy(1);
    const ProxyFromEnvironment settings(proxy.url());

    QVERIFY(get(QUrl(u"http://127.0.0.1:%1/"_s.arg(*port))).isOk());
    QVERIFY(!open(QUrl(u"ws://localhost:%1/"_s.arg(ws.serverPort()))));

    QVERIFY(proxy.asked().isEmpty());
}

void TstNetworks::proxyThatWantsALoginIsExplained()
{
    TunnelProxy proxy(1);
    proxy.demand(QByteArray("ana:secret").toBase64());
    const ProxyFromEnvironment settings(proxy.url());

    const auto reply = get(QUrl(u"https://service.example/"_s));
    const auto fault = open(QUrl(u"wss://service.example/"_s));

    QCOMPARE(reply.error().code, int(net::ProxyFailed));
    QVERIFY2(reply.error().why.contains(u"name and a password"), qPrintable(reply.error().toText()));
    QVERIFY(fault);
    QCOMPARE(fault->code, int(net::ProxyFailed));
    const Error told = explained(*fault);
    QVERIFY2(told.why.contains(u"name and a password"), qPrintable(told.toText()));
    QVERIFY2(told.next.contains(u"https_proxy"), qPrintable(told.toText()));
}

void TstNetworks::proxyIsGivenTheLoginOfTheSettings()
{
    const TlsServer https(m_certificates.signedFor(u"service.example"_s));
    TunnelProxy proxy(https.port());
    proxy.demand(QByteArray("ana:secret").toBase64());
    const ProxyFromEnvironment settings(proxy.url(u"ana:secret"_s));

    const auto reply = get(QUrl(u"https://service.example/"_s));

    QVERIFY2(reply.isOk(), reply ? "" : qPrintable(reply.error().toText()));
}

void TstNetworks::proxyThatRefusesIsExplained()
{
    TunnelProxy proxy(1);
    proxy.refuse("403 Forbidden");
    const ProxyFromEnvironment settings(proxy.url());

    const auto reply = get(QUrl(u"https://service.example/"_s));
    const auto fault = open(QUrl(u"wss://service.example/"_s));

    QCOMPARE(reply.error().code, int(net::ProxyFailed));
    QVERIFY(fault);
    QCOMPARE(fault->code, int(net::ProxyFailed));
    QVERIFY(explained(*fault).what.contains(u"does not let the connection through"));
}

void TstNetworks::reachesEitherFamily_data()
{
    QTest::addColumn<int>("family");
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << int(HttpServer::Family::IPv4) << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << int(HttpServer::Family::IPv6) << u"[::1]"_s;
    QTest::newRow("both, by IPv4") << int(HttpServer::Family::Both) << u"127.0.0.1"_s;
    QTest::newRow("both, by IPv6") << int(HttpServer::Family::Both) << u"[::1]"_s;
    QTest::newRow("IPv4 behind a name") << int(HttpServer::Family::IPv4) << u"localhost"_s;
    QTest::newRow("both behind a name") << int(HttpServer::Family::Both) << u"localhost"_s;
}

void TstNetworks::reachesEitherFamily()
{
    QFETCH(int, family);
    QFETCH(QString, host);
    HttpServer server;
    server.setHandler(
        [](const net::ServerRequest &, const net::Responder &answer) { answer.send({.status = 200, .body = "yes"}); });
    const auto port = server.listen(0, HttpServer::Family(family));
    QVERIFY(port.isOk());

    const auto reply = get(QUrl(u"http://%1:%2/"_s.arg(host).arg(*port)));

    QVERIFY2(reply.isOk(), reply ? "" : qPrintable(reply.error().toText()));
    QCOMPARE(reply->body, QByteArray("yes"));
}

QTEST_GUILESS_MAIN(TstNetworks)
#include "tst_networks.moc"
