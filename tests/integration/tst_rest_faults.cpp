// REST calls while hosts are away, slow or wrong, over real sockets.
#include "core/ably/history.h"
#include "core/ably/payload.h"
#include "tests/integration/restharness.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::Result;

namespace
{

/// A host that answers every request in one way, and counts them.
class BrokenHost
{
public:
    using Answer = std::function<void(const net::Responder &)>;

    explicit BrokenHost(const Answer &answer)
    {
        m_server.setHandler([this, answer](const net::ServerRequest &, const net::Responder &responder) {
            ++requests;
            answer(responder);
        });
        if (!m_server.listen())
            qFatal("There is no port to listen on.");
    }

    [[nodiscard]] Host host() const { return {.name = u"127.0.0.1"_s, .port = m_server.port(), .tls = false}; }

    int requests = 0;

private:
    net::HttpServer m_server;
};

/// Options whose first host is @p first; the service is its only fallback.
ClientOptions fallingBackTo(const AblyService &service, const Host &first)
{
    ClientOptions options = service.options();
    const Host working = options.endpoint.primary();
    options.endpoint = Endpoint::parse(u"http://127.0.0.1:%1"_s.arg(first.port)).value().withFallbacks({working});
    options.timeouts.httpRequest = 2s;
    return options;
}

/// The time as such a client gets it.
Result<qint64> timeVia(AblyService &service, const BrokenHost &first)
{
    RestSession session(service, fallingBackTo(service, first.host()));
    return awaited(session.client.time());
}

QJsonObject answered(int status, const QString &body, const QString &route)
{
    return {{u"fault"_s, u"http-status"_s}, {u"status"_s, status}, {u"value"_s, body}, {u"route"_s, route}};
}

} // namespace

class TstRestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSC15l2_timeout_triggers_fallback_0()
    {
        AblyService service;
        std::vector<net::Responder> silent;
        const BrokenHost first([&silent](const net::Responder &responder) { silent.push_back(responder); });

        QVERIFY(timeVia(service, first));

        QCOMPARE(first.requests, 1);
    }

    void RSC15l4_cloudfront_header_fallback_0()
    {
        AblyService service;
        const BrokenHost first([](const net::Responder &responder) {
            responder.send({.status = 403, .headers = {{"Server", "CloudFront"}}, .body = "<html>"});
        });

        QVERIFY(timeVia(service, first));

        QCOMPARE(first.requests, 1);
    }

    void RSC15l_connection_drop_fallback_1_data()
    {
        QTest::addColumn<bool>("isHalfAnswered");
        QTest::newRow("before the answer") << false;
        QTest::newRow("in the middle of it") << true;
    }

    void RSC15l_connection_drop_fallback_1()
    {
        QFETCH(const bool, isHalfAnswered);
        AblyService service;
        const BrokenHost first([isHalfAnswered](const net::Responder &responder) {
            if (isHalfAnswered)
                responder.sendTruncated({.headers = {{"Content-Type", "application/json"}}, .body = "[1733000000000]"},
                                        4);
            else
                responder.drop();
        });

        const Result<qint64> time = timeVia(service, first);

        QVERIFY(time);
        QVERIFY(*time != 1733000000000);
        QVERIFY(first.requests >= 1);
    }

    void RSC15l_unreachable_endpoint_error_0()
    {
        AblyService service;
        ClientOptions options = service.options();
        {
            const BrokenHost gone([](const net::Responder &) {});
            options.endpoint = Endpoint::parse(u"http://127.0.0.1:%1"_s.arg(gone.host().port)).value();
        }
        RestSession session(service, options);

        const Result<qint64> time = awaited(session.client.time());

        QVERIFY(!time);
        QCOMPARE(time.error().code, int(net::ConnectionRefused));
        QVERIFY(!time.error().what.isEmpty());
    }

    void RSC15l_http_5xx_json_error_parsed_0()
    {
        AblyService service;
        service.fault(
            answered(503, u"{\"error\":{\"code\":50300,\"statusCode\":503,\"message\":\"Made up.\"}}"_s, u"time"_s));
        RestSession session(service);

        const Result<qint64> time = awaited(session.client.time());

        QVERIFY(!time);
        QCOMPARE(time.error().code, 50300);
        QCOMPARE(time.error().status, 503);
        QCOMPARE(time.error().why, u"Made up."_s);
    }

    void RSC15l_http_5xx_no_json_synthesized_1()
    {
        AblyService service;
        service.fault({{u"fault"_s, u"http-html"_s}, {u"status"_s, 503}, {u"route"_s, u"time"_s}});
        RestSession session(service);

        const Result<qint64> time = awaited(session.client.time());

        QVERIFY(!time);
        QCOMPARE(time.error().code, 50300);
        QCOMPARE(time.error().status, 503);
        QVERIFY(time.error().what.contains(u"503"));
    }

    void RSC15l_http_4xx_not_retried_0()
    {
        AblyService service;
        const BrokenHost first([](const net::Responder &responder) {
            responder.send({.status = 403,
                            .headers = {{"Content-Type", "application/json"}},
                            .body = R"({"error":{"code":40300,"statusCode":403,"message":"Made up."}})"});
        });

        const Result<qint64> time = timeVia(service, first);

        QVERIFY(!time);
        QCOMPARE(time.error().code, 40300);
        QCOMPARE(first.requests, 1);
    }

    void RSC10_token_renewal_on_401_0()
    {
        AblyService service;
        QJsonObject once = answered(401, u"{\"error\":{\"code\":40142,\"statusCode\":401}}"_s, u"messages"_s);
        once.insert(u"count"_s, 1);
        service.fault(once);
        service.publish(u"kept"_s);
        RestSession session(service);

        const auto page = awaited(history(session.client.calls(), anyChannel()));

        QVERIFY(page);
        QCOMPARE(page->items().size(), 1);
        QCOMPARE(session.tokens.calls, 2);
    }

    void RSC15m_http_503_no_fallback_0()
    {
        AblyService service; // a literal host has no fallbacks
        const BrokenHost only([](const net::Responder &responder) {
            responder.send({.status = 503,
                            .headers = {{"Content-Type", "application/json"}},
                            .body = R"({"error":{"code":50300,"statusCode":503}})"});
        });
        ClientOptions options = service.options();
        options.endpoint = Endpoint::parse(u"http://127.0.0.1:%1"_s.arg(only.host().port)).value();
        RestSession session(service, options);

        const Result<qint64> time = awaited(session.client.time());

        QVERIFY(!time);
        QCOMPARE(time.error().code, 50300);
        QCOMPARE(time.error().status, 503);
        QCOMPARE(only.requests, 1);
    }

    /// The service publishes; one client receives live and finds the same in the history with the token it connected by.
    void RTL6_publish_history_through_proxy_0()
    {
        AblyService service;
        RealtimeClient client(service);
        client.attach();
        service.publish(u"hello"_s);
        QVERIFY(soon([&] { return !client.messages.isEmpty(); }));

        const auto page = awaited(history(client.realtime.calls(), anyChannel()));

        QVERIFY(page);
        QCOMPARE(page->items().size(), 1);
        QCOMPARE(page->items().first().id, client.messages.first().id);
        QCOMPARE(decodePayload(page->items().first()).bytes, "hello");
        QCOMPARE(client.tokens.calls, 1);
    }
};

QTEST_GUILESS_MAIN(TstRestFaults)
#include "tst_rest_faults.moc"
