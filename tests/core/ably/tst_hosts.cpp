#include "core/ably/hosts.h"
#include "core/net/websocket.h"
#include "tests/support/fixedrandom.h"

#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::Error;
using gm::base::Result;
using gm::base::SystemRandom;
using gm::net::HttpReply;
using gm::test::FixedRandom;

namespace
{

QStringList names(const QList<Host> &hosts)
{
    QStringList result;
    for (const Host &host : hosts)
        result << host.toText();
    return result;
}

QStringList fallbacks(const QString &name, const QString &domain)
{
    QStringList result;
    for (const QChar letter : u"abcde"_s)
        result << u"%1.%2.fallback.%3"_s.arg(name, letter, domain);
    return result;
}

} // namespace

/// From an endpoint's text to hosts, and the failures that lead to the next one.
class TstHosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsThePrimaryHost_data();
    void findsThePrimaryHost();
    void findsTheFallbacks_data();
    void findsTheFallbacks();
    void refusesWhatIsNoEndpoint_data();
    void refusesWhatIsNoEndpoint();
    void makesAddresses_data();
    void makesAddresses();
    void REC2a2_custom_fallback_hosts_0();
    void RSC15a_fallback_random_order_0();
    void REC3a_default_connectivity_check_url_0();
    void REC3b_custom_connectivity_check_url_0();
    void REC3_connectivity_check_validation_0_data();
    void REC3_connectivity_check_validation_0();
    void judgesFaults_RSC15l_data();
    void judgesFaults_RSC15l();
    void judgesReplies_RSC15l_data();
    void judgesReplies_RSC15l();
    void judgesDisconnected_RTN17f1_data();
    void judgesDisconnected_RTN17f1();
};

void TstHosts::findsThePrimaryHost_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QUrl>("rest");
    QTest::newRow("REC1a/default-primary-domain-0") << QString() << QUrl(u"https://main.realtime.ably.net/time"_s);
    QTest::newRow("REC1a: white space") << u"  "_s << QUrl(u"https://main.realtime.ably.net/time"_s);
    QTest::newRow("REC1b4/production-routing-policy-0")
        << u" acme "_s << QUrl(u"https://acme.realtime.ably.net/time"_s);
    QTest::newRow("REC1b3/nonprod-routing-policy-0")
        << u"nonprod:sandbox"_s << QUrl(u"https://sandbox.realtime.ably-nonprod.net/time"_s);
    QTest::newRow("REC1b2/explicit-hostname-with-period-0")
        << u"ably.example.org"_s << QUrl(u"https://ably.example.org/time"_s);
    QTest::newRow("REC1b2: host name and port")
        << u"ably.example.org:8443"_s << QUrl(u"https://ably.example.org:8443/time"_s);
    QTest::newRow("REC1b2/endpoint-localhost-1") << u"localhost"_s << QUrl(u"https://localhost/time"_s);
    QTest::newRow("REC1b2/endpoint-ipv6-address-2") << u"::1"_s << QUrl(u"https://[::1]/time"_s);
    QTest::newRow("REC1b2: long IPv6") << u"2001:db8::17"_s << QUrl(u"https://[2001:db8::17]/time"_s);
    QTest::newRow("URL") << u"https://ably.example.org/"_s << QUrl(u"https://ably.example.org/time"_s);
    QTest::newRow("URL with a port") << u"https://ably.example.org:444"_s
                                     << QUrl(u"https://ably.example.org:444/time"_s);
    QTest::newRow("plain, this computer") << u"http://127.0.0.1:8080"_s << QUrl(u"http://127.0.0.1:8080/time"_s);
    QTest::newRow("plain, localhost without port") << u"http://localhost"_s << QUrl(u"http://localhost/time"_s);
    QTest::newRow("plain, IPv6") << u"http://[::1]:99"_s << QUrl(u"http://[::1]:99/time"_s);
}

void TstHosts::findsThePrimaryHost()
{
    QFETCH(const QString, endpoint);
    const Result<Endpoint> parsed = Endpoint::parse(endpoint);
    QVERIFY(parsed);
    QVERIFY(!parsed->primary().isFallback);
    QTEST(parsed->primary().restUrl(u"/time"_s), "rest");
}

void TstHosts::findsTheFallbacks_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QStringList>("hosts");
    QTest::newRow("REC2c1/default-fallback-domains-0") << QString() << fallbacks(u"main"_s, u"ably-realtime.com"_s);
    QTest::newRow("REC2c4/production-endpoint-fallback-domains-0")
        << u"acme"_s << fallbacks(u"acme"_s, u"ably-realtime.com"_s);
    QTest::newRow("REC2c3/nonprod-fallback-domains-0")
        << u"nonprod:sandbox"_s << fallbacks(u"sandbox"_s, u"ably-realtime-nonprod.com"_s);
    QTest::newRow("REC2c2/explicit-hostname-no-fallbacks-0") << u"ably.example.org"_s << QStringList();
    QTest::newRow("REC2c2: localhost") << u"localhost"_s << QStringList();
    QTest::newRow("URL") << u"http://127.0.0.1:8080"_s << QStringList();
}

void TstHosts::findsTheFallbacks()
{
    QFETCH(const QString, endpoint);
    const Result<Endpoint> parsed = Endpoint::parse(endpoint);
    QVERIFY(parsed);
    QTEST(names(parsed->fallbacks()), "hosts");
    for (const Host &host : parsed->fallbacks())
        QVERIFY(host.isFallback && host.tls);
}

void TstHosts::refusesWhatIsNoEndpoint_data()
{
    QTest::addColumn<QString>("endpoint");
    for (const char *text : {"two words",
                             "-main",
                             "nonprod:",
                             "nonprod:a.b",
                             "nonprod:a b",
                             "ftp://example.org",
                             "https://",
                             "https://example.org/path",
                             "https://example.org?x=1",
                             "https://user:secret@example.org",
                             "http://example.org",
                             "http://10.0.0.1:80",
                             "http://127.0.0.1.example.org",
                             "wss://example.org",
                             "exa mple.org",
                             "example.org/path",
                             "example.org:0",
                             "example.org:99999",
                             "1:2:3",
                             "appId.keyId:a-Secret_of-a-key"})
        QTest::addRow("%s", text) << QString::fromLatin1(text);
}

void TstHosts::refusesWhatIsNoEndpoint()
{
    QFETCH(const QString, endpoint);
    const Result<Endpoint> parsed = Endpoint::parse(endpoint);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, 40000);
    QVERIFY(!parsed.error().what.isEmpty() && !parsed.error().next.isEmpty());
    QVERIFY(!parsed.error().toText().contains(u"secret", Qt::CaseInsensitive)); // G27
}

void TstHosts::makesAddresses_data()
{
    QTest::addColumn<Host>("host");
    QTest::addColumn<QString>("realtime");
    QTest::addColumn<QString>("text");
    QTest::newRow("usual port") << Host{.name = u"a.b"_s} << u"wss://a.b/?v=6"_s << u"a.b"_s;
    QTest::newRow("another port") << Host{.name = u"a.b"_s, .port = 80} << u"wss://a.b:80/?v=6"_s << u"a.b:80"_s;
    QTest::newRow("plain") << Host{.name = u"localhost"_s, .port = 80, .tls = false} << u"ws://localhost/?v=6"_s
                           << u"localhost"_s;
    QTest::newRow("IPv6") << Host{.name = u"::1"_s, .port = 1} << u"wss://[::1]:1/?v=6"_s << u"[::1]:1"_s;
}

void TstHosts::makesAddresses()
{
    QFETCH(const Host, host);
    QTEST(host.realtimeUrl(QUrlQuery(u"v=6"_s)).toString(QUrl::FullyEncoded), "realtime");
    QTEST(host.toText(), "text");
    QCOMPARE(host.restUrl(u"/keys/a%2Fb/requestToken"_s).path(QUrl::FullyEncoded), u"/keys/a%2Fb/requestToken"_s);
}

void TstHosts::REC2a2_custom_fallback_hosts_0()
{
    const Endpoint endpoint =
        Endpoint().withFallbacks({{.name = u"x.example.org"_s}, {.name = u"localhost"_s, .port = 99, .tls = false}});

    QCOMPARE(names(endpoint.fallbacks()), (QStringList{u"x.example.org"_s, u"localhost:99"_s}));
    QVERIFY(endpoint.fallbacks().last().isFallback);
    QVERIFY(Endpoint().withFallbacks({}).fallbacks().isEmpty()); // RSC15m
}

void TstHosts::RSC15a_fallback_random_order_0()
{
    const Endpoint endpoint;
    SystemRandom random;
    QSet<QString> first;
    for (int i = 0; i < 200; ++i) {
        QStringList drawn = names(endpoint.shuffledFallbacks(random));
        first.insert(drawn.first());
        drawn.sort();
        QCOMPARE(drawn, names(endpoint.fallbacks())); // each once
    }
    QCOMPARE(first.size(), 5);

    FixedRandom fixed(0.0);
    QCOMPARE(endpoint.shuffledFallbacks(fixed), endpoint.shuffledFallbacks(fixed));
}

void TstHosts::REC3a_default_connectivity_check_url_0()
{
    QCOMPARE(Endpoint().connectivityCheckUrl(),
             QUrl(u"https://internet-up.ably-realtime.com/is-the-internet-up.txt"_s));
}

void TstHosts::REC3b_custom_connectivity_check_url_0()
{
    const QUrl own(u"http://127.0.0.1:1/up"_s);

    QCOMPARE(Endpoint().withConnectivityCheck(own).connectivityCheckUrl(), own);
}

void TstHosts::REC3_connectivity_check_validation_0_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isUp");
    QTest::newRow("yes") << 200 << QByteArray("yes\n") << true;
    QTest::newRow("another body") << 200 << QByteArray("<html>Log in to the hotel") << false;
    QTest::newRow("another status") << 404 << QByteArray("yes") << false;
    QTest::newRow("redirect") << 302 << QByteArray("yes") << false;
    QTest::newRow("no answer") << 0 << QByteArray() << false;
}

void TstHosts::REC3_connectivity_check_validation_0()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    const Result<HttpReply> answer =
        status ? Result<HttpReply>(HttpReply{.status = status, .body = body}) : Result<HttpReply>(Error{.code = 1200});
    QTEST(saysInternetIsUp(answer), "isUp");
}

void TstHosts::judgesFaults_RSC15l_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isWorthIt");
    QTest::newRow("unknown host") << int(gm::net::HostNotFound) << 0 << true;
    QTest::newRow("refused") << int(gm::net::ConnectionRefused) << 0 << true;
    QTest::newRow("timed out") << int(gm::net::TimedOut) << 0 << true;
    QTest::newRow("lost") << int(gm::net::ConnectionLost) << 0 << true;
    QTest::newRow("certificate") << int(gm::net::TlsFailed) << 0 << false;
    QTest::newRow("plain http refused") << int(gm::net::PlainHttpRefused) << 0 << false;
    QTest::newRow("proxy") << int(gm::net::ProxyFailed) << 0 << false;
    QTest::newRow("upgrade answered with 503") << gm::net::upgradeRefused << 503 << true;
    QTest::newRow("upgrade answered with 401") << gm::net::upgradeRefused << 401 << false;
}

void TstHosts::judgesFaults_RSC15l()
{
    QFETCH(const int, code);
    QFETCH(const int, status);
    QTEST(isWorthAnotherHost(Error{.code = code, .status = status}), "isWorthIt");
}

void TstHosts::judgesReplies_RSC15l_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<bool>("isWorthIt");
    QTest::newRow("200") << 200 << QByteArray() << false;
    QTest::newRow("400") << 400 << QByteArray() << false;
    QTest::newRow("499") << 499 << QByteArray() << false;
    QTest::newRow("500") << 500 << QByteArray() << true;
    QTest::newRow("504") << 504 << QByteArray() << true;
    QTest::newRow("505") << 505 << QByteArray() << false;
    QTest::newRow("RSC15l4: CloudFront 403") << 403 << QByteArray("CloudFront") << true;
    QTest::newRow("RSC15l4: CloudFront 200") << 200 << QByteArray("CloudFront") << false;
    QTest::newRow("another server 403") << 403 << QByteArray("nginx") << false;
}

void TstHosts::judgesReplies_RSC15l()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, server);
    QTEST(isWorthAnotherHost(HttpReply{.status = status, .headers = {{"Server", server}}}), "isWorthIt");
}

void TstHosts::judgesDisconnected_RTN17f1_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isWorthIt");
    QTest::newRow("none") << 0 << false;
    QTest::newRow("401") << 401 << false;
    QTest::newRow("500") << 500 << true;
    QTest::newRow("504") << 504 << true;
}

void TstHosts::judgesDisconnected_RTN17f1()
{
    QFETCH(const int, status);
    QTEST(isWorthAnotherHost(ErrorInfo{.code = 50003, .statusCode = status}), "isWorthIt");
}

QTEST_GUILESS_MAIN(TstHosts)
#include "tst_hosts.moc"
