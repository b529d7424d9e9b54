// Which hosts a REST call is made to, and when another one is tried.
#include "tests/support/restfixture.h"

#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gm::base::Result;

namespace
{

const QByteArray now = "[1733000000000]";
const QStringList primary{u"main.realtime"_s};

Result<qint64> time(RestFixture &f)
{
    return outcome(f.client().time());
}

/// A network fault, or an answer with a status and a `Server` header.
struct Failure {
    int fault = 0;
    int status = 0;
    QByteArray server{};

    void prepare(FakeHttp &http) const
    {
        if (fault)
            http.prepareFault(fault);
        else
            http.prepare(status, "{}", {{"Server", server}});
    }
};

} // namespace

Q_DECLARE_METATYPE(Failure)

class TstRestFallback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesToTheNextHost_RSC15l_data();
    void goesToTheNextHost_RSC15l();
    void staysWhereAnotherHostWouldNotHelp_RSC15l_data();
    void staysWhereAnotherHostWouldNotHelp_RSC15l();
    void RSC15l_request_timeout_fallback_3();
    void RSC15j_host_header_matches_request_0();
    void RSC15m_no_fallback_empty_hosts_0();
    void triesThreeFurtherHosts_RSC15a();
    void drawsTheOrderAnew_RSC15a();
    void stopsWhenTheTimeIsUp_RSC15();
    void RSC15f_successful_fallback_cached_0();
    void RSC15f_cached_fallback_expires_1();
    void RSC15f_expired_not_resurrected_2();
    void dropsAFallbackThatFails_RSC15f();
    void asksTheSocketsHostFirst_RTN17e();
    void RSC25_default_primary_domain_0();
    void RSC25_custom_endpoint_domain_1();
    void RSC25_multiple_requests_primary_domain_2();
    void RSC25_primary_tried_before_fallback_3();
};

void TstRestFallback::goesToTheNextHost_RSC15l_data()
{
    QTest::addColumn<Failure>("failure");
    QTest::newRow("RSC15l/connection-refused-fallback-0") << Failure{.fault = gm::net::ConnectionRefused};
    QTest::newRow("RSC15l/dns-error-fallback-1") << Failure{.fault = gm::net::HostNotFound};
    QTest::newRow("RSC15l/connection-timeout-fallback-2") << Failure{.fault = gm::net::TimedOut};
    QTest::newRow("connection lost") << Failure{.fault = gm::net::ConnectionLost};
    QTest::newRow("RSC15l/qualifying-errors-trigger-fallback-0") << Failure{.status = 503};
    for (const int status : {500, 501, 502, 503, 504})
        QTest::addRow("RSC15l/http-5xx-triggers-fallback-4: %d", status) << Failure{.status = status};
    QTest::newRow("RSC15l4/cloudfront-error-triggers-fallback-0") << Failure{.status = 403, .server = "CloudFront"};
    QTest::newRow("CloudFront, 400") << Failure{.status = 400, .server = "cloudfront"};
}

void TstRestFallback::goesToTheNextHost_RSC15l()
{
    QFETCH(const Failure, failure);
    RestFixture f;
    failure.prepare(f.http);
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.hosts(), primary + QStringList{u"main.a"_s});
}

void TstRestFallback::staysWhereAnotherHostWouldNotHelp_RSC15l_data()
{
    QTest::addColumn<Failure>("failure");
    for (const int status : {400, 401, 403, 404, 429, 499, 505})
        QTest::addRow("RSC15l/http-4xx-no-fallback-5: %d", status) << Failure{.status = status};
    QTest::newRow("another server") << Failure{.status = 403, .server = "nginx"};
    QTest::newRow("redirect of CloudFront") << Failure{.status = 302, .server = "CloudFront"};
    QTest::newRow("certificate") << Failure{.fault = gm::net::TlsFailed};
}

void TstRestFallback::staysWhereAnotherHostWouldNotHelp_RSC15l()
{
    QFETCH(const Failure, failure);
    RestFixture f;
    failure.prepare(f.http);

    QVERIFY(!time(f));

    QCOMPARE(f.hosts(), primary);
}

void TstRestFallback::RSC15l_request_timeout_fallback_3()
{
    RestFixture f;
    const auto future = f.client().time();

    f.clock.advance(10s); // connected, and no answer within the limit of the request
    QCOMPARE(f.http.last().timeout, 10s);
    f.http.answerFault(gm::net::TimedOut);
    f.http.answer(200, now);

    QVERIFY(outcome(future));
    QCOMPARE(f.hosts(), primary + QStringList{u"main.a"_s});
}

void TstRestFallback::RSC15j_host_header_matches_request_0()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);

    QVERIFY(time(f));

    for (const gm::net::HttpRequest &request : f.http.requests()) // made from the address, which is the host's
        QVERIFY(FakeHttp::headerOf(request, "Host").isEmpty());
    QCOMPARE(f.http.last().url.host(), u"main.a.fallback.ably-realtime.com"_s);
}

void TstRestFallback::RSC15m_no_fallback_empty_hosts_0()
{
    RestFixture f;
    f.options.endpoint = Endpoint().withFallbacks({});
    f.http.prepare(500, "{}");

    const Result<qint64> reply = time(f);

    QVERIFY(!reply);
    QCOMPARE(reply.error().code, 50000);
    QCOMPARE(f.sent(), 1);
}

void TstRestFallback::triesThreeFurtherHosts_RSC15a()
{
    RestFixture f;
    for (int i = 0; i < 6; ++i)
        f.http.prepare(503, "{}");

    const Result<qint64> reply = time(f);

    QCOMPARE(reply.error().code, 50300);
    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.b"_s, u"main.c"_s}));
}

void TstRestFallback::drawsTheOrderAnew_RSC15a()
{
    RestFixture f;
    for (int i = 0; i < 8; ++i)
        f.http.prepareFault(gm::net::HostNotFound);

    QVERIFY(!time(f));
    f.random.setUniform(0.0);
    QVERIFY(!time(f));

    QCOMPARE(f.hosts().mid(0, 4), primary + (QStringList{u"main.a"_s, u"main.b"_s, u"main.c"_s}));
    QCOMPARE(f.hosts().mid(4, 4), primary + (QStringList{u"main.b"_s, u"main.c"_s, u"main.d"_s}));
}

void TstRestFallback::stopsWhenTheTimeIsUp_RSC15()
{
    RestFixture f;
    const auto future = f.client().time();
    f.clock.advance(10s);
    f.http.answerFault(gm::net::TimedOut);
    QCOMPARE(f.sent(), 2);
    f.clock.advance(5s);
    f.http.answerFault(gm::net::TimedOut);

    QVERIFY(future.isFinished());
    QCOMPARE(f.sent(), 2);
}

void TstRestFallback::RSC15f_successful_fallback_cached_0()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(401, "{}"); // a refusal is an answer: the host works
    f.http.prepare(200, now);

    QVERIFY(!time(f));
    f.clock.advance(9min);
    QVERIFY(time(f));

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}));
}

void TstRestFallback::RSC15f_cached_fallback_expires_1()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    for (int i = 0; i < 3; ++i)
        f.http.prepare(200, now);

    QVERIFY(time(f));
    f.clock.advance(9min);
    QVERIFY(time(f)); // its success does not prolong the memory
    f.clock.advance(1min);
    QVERIFY(time(f));

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}) + primary);
}

void TstRestFallback::RSC15f_expired_not_resurrected_2()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    QVERIFY(time(f));
    f.clock.advance(10min - 1s);

    const auto late = f.client().time(); // begun with the kept host, answered when its time is over
    f.clock.advance(2s);
    f.http.answer(200, now);
    QVERIFY(outcome(late));
    f.http.prepare(200, now);
    QVERIFY(time(f));

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}) + primary);
}

void TstRestFallback::dropsAFallbackThatFails_RSC15f()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(200, now);

    QVERIFY(time(f));
    QVERIFY(time(f)); // the fallback fails, the primary answers
    QVERIFY(time(f));

    QCOMPARE(f.hosts(), primary + (QStringList{u"main.a"_s, u"main.a"_s}) + primary + primary);
}

void TstRestFallback::asksTheSocketsHostFirst_RTN17e()
{
    RestFixture f;
    f.client().rest().setHostInUse(Endpoint().fallbacks().at(3));
    f.http.prepare(200, now);
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);
    f.http.prepare(200, now);

    QVERIFY(time(f));
    QVERIFY(time(f));
    f.client().rest().setHostInUse(std::nullopt);
    QVERIFY(time(f));

    QCOMPARE(f.hosts(), (QStringList{u"main.d"_s, u"main.d"_s}) + primary + primary);
}

void TstRestFallback::RSC25_default_primary_domain_0()
{
    RestFixture f;
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.http.last().url.host(), u"main.realtime.ably.net"_s);
}

void TstRestFallback::RSC25_custom_endpoint_domain_1()
{
    RestFixture f;
    f.options.endpoint = Endpoint::parse(u"nonprod:sandbox"_s).value();
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.http.last().url.host(), u"sandbox.realtime.ably-nonprod.net"_s);
}

void TstRestFallback::RSC25_multiple_requests_primary_domain_2()
{
    RestFixture f;
    for (int i = 0; i < 3; ++i) {
        f.http.prepare(200, now);
        QVERIFY(time(f));
    }

    QCOMPARE(f.hosts(), primary + primary + primary);
}

void TstRestFallback::RSC25_primary_tried_before_fallback_3()
{
    RestFixture f;
    f.http.prepare(500, "{}");
    f.http.prepare(200, now);

    QVERIFY(time(f));

    QCOMPARE(f.hosts().first(), primary.first());
    QCOMPARE(f.sent(), 2);
}

QTEST_GUILESS_MAIN(TstRestFallback)
#include "tst_restfallback.moc"
