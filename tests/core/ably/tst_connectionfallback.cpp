// Which hosts are tried: RTN17, and the check of the network before fallback hosts.
#include "core/ably/rest.h"
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

/// With Ably's own hosts; the primary one is refused, the connectivity check says @p check.
struct Fixture : RealtimeFixture {
    explicit Fixture(const QByteArray &check = "yes\n")
    {
        options.endpoint = Endpoint();
        http.prepare(200, check, {{"Content-Type", "text/plain"}});
        sockets.onAttempt = [this](FakePeer &peer) {
            if (peer.host().contains(u"fallback"))
                return accept(peer);
            peer.refuse();
        };
    }

    static void accept(FakePeer &peer)
    {
        peer.accept();
        peer.send(build::connected());
    }
};

} // namespace

class TstConnectionFallback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN17i_prefer_primary_domain_0()
    {
        Fixture f;
        f.connect();
        QVERIFY(f.sockets.last().host().contains(u"fallback"));
        f.http.prepare(200, "yes");

        f.peer().drop();
        f.settle();

        QCOMPARE(f.sockets.attempts(), 4);
        QCOMPARE(f.sockets.peer(0).host(), u"main.realtime.ably.net");
        QCOMPARE(f.sockets.peer(2).host(), u"main.realtime.ably.net");
    }

    void RTN17f_fallback_on_error_0_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isWorthAnotherHost");
        QTest::newRow("refused") << int(net::ConnectionRefused) << 0 << true;
        QTest::newRow("unknown host") << int(net::HostNotFound) << 0 << true;
        QTest::newRow("timed out") << int(net::TimedOut) << 0 << true;
        QTest::newRow("500") << net::upgradeRefused << 500 << true;
        QTest::newRow("504") << net::upgradeRefused << 504 << true;
        QTest::newRow("505") << net::upgradeRefused << 505 << false;
        QTest::newRow("401") << net::upgradeRefused << 401 << false;
    }

    void RTN17f_fallback_on_error_0()
    {
        QFETCH(int, fault);
        QFETCH(int, status);
        QFETCH(bool, isWorthAnotherHost);
        Fixture f;
        f.sockets.onAttempt = [=](FakePeer &peer) {
            if (peer.host().contains(u"fallback"))
                return Fixture::accept(peer);
            peer.refuse(fault, status);
        };

        f.connect();

        // Without passing through DISCONNECTED (RTN17j).
        QCOMPARE(f.states.path(), isWorthAnotherHost ? u"connecting connected" : u"connecting disconnected");
        QCOMPARE(f.sockets.attempts(), isWorthAnotherHost ? 2 : 1);
    }

    void unansweredHostIsLeftForAnother_RTN17f()
    {
        Fixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            if (peer.host().contains(u"fallback"))
                Fixture::accept(peer);
        };

        f.connect();
        f.advance(10s);

        QCOMPARE(f.states.path(), u"connecting connected");
    }

    void RTN17f1_disconnected_5xx_fallback_0()
    {
        Fixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            if (peer.host().contains(u"fallback"))
                return Fixture::accept(peer);
            peer.accept();
            peer.send(build::with(Action::Disconnected, build::error(50003, 503)));
        };

        f.connect();

        QCOMPARE(f.states.path(), u"connecting connected");
        QVERIFY(f.sockets.peer(1).host().contains(u"fallback"));
    }

    void liveConnectionSentAwayWith5xxGoesToAFallback_RTN17f1()
    {
        Fixture f;
        f.sockets.onAttempt = &Fixture::accept;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::error(50003, 503)));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting connected");
        QCOMPARE(f.sockets.attempts(), 2);
        QVERIFY(f.peer().host().contains(u"fallback"));
        QCOMPARE(f.peer().param(u"resume"_s), u"key-1");
        f.peer().drop();
        f.advance(1s);
        QCOMPARE(f.peer().host(), u"main.realtime.ably.net"); // and back to the usual order (RTN17i)
    }

    void sentAwayWith5xxAndOfflineKeepsItsReason_RTN17f1()
    {
        Fixture f("no");
        f.sockets.onAttempt = &Fixture::accept;
        f.connect();

        f.peer().send(build::with(Action::Disconnected, build::error(50003, 503)));
        f.settle();

        QCOMPARE(f.states.path(), u"connecting connected disconnected connecting disconnected");
        QCOMPARE(f.states.last().reason->code, 50003);
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void otherDisconnectedWhileConnectingIsNoCaseForAnotherHost()
    {
        Fixture f;
        f.sockets.onAttempt = [](FakePeer &peer) {
            peer.accept();
            peer.send(build::with(Action::Disconnected, build::error(80003, 400)));
        };

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.sockets.attempts(), 1);
    }

    void RTN17j_connectivity_check_before_fallback_0()
    {
        Fixture f;
        int attemptsAtCheck = -1;
        QObject::connect(&f.realtime(), &Realtime::internetChecked, &f.realtime(),
                         [&] { attemptsAtCheck = f.sockets.attempts(); });

        f.connect();

        QCOMPARE(f.http.requests().size(), 1);
        QCOMPARE(f.http.last().method, "GET");
        QCOMPARE(f.http.last().url, QUrl(u"https://internet-up.ably-realtime.com/is-the-internet-up.txt"_s));
        QCOMPARE(attemptsAtCheck, 1);
        QCOMPARE(f.sockets.attempts(), 2);
    }

    void offlineMeansNoFallback_G23_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("a captive portal") << QByteArray("<html>log in</html>");
        QTest::newRow("nothing") << QByteArray();
    }

    void offlineMeansNoFallback_G23()
    {
        QFETCH(QByteArray, answer);
        Fixture f(answer);

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.sockets.attempts(), 1);
        QVERIFY(f.states.last().retryIn);
        QCOMPARE(f.states.last().reason->code, 80003);
    }

    void allFallbacksFail_G23()
    {
        Fixture f;
        f.refuseAll();

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.sockets.attempts(), 6);
        QCOMPARE(f.http.requests().size(), 1); // one check an attempt is enough
        QVERIFY(f.states.last().retryIn.value() >= 12s);
    }

    void RTN17g_empty_fallback_set_error_0()
    {
        Fixture f;
        f.options.endpoint = Endpoint().withFallbacks({});

        f.connect();

        QCOMPARE(f.states.path(), u"connecting disconnected");
        QCOMPARE(f.sockets.attempts(), 1);
        QVERIFY(f.http.requests().isEmpty());
    }

    void RTN17h_fallback_domains_from_rec2_0()
    {
        Fixture f;
        f.refuseAll();

        f.connect();

        QStringList fallbacks = f.sockets.hosts().mid(1);
        fallbacks.sort();
        const QStringList expected{
            u"main.a.fallback.ably-realtime.com"_s, u"main.b.fallback.ably-realtime.com"_s,
            u"main.c.fallback.ably-realtime.com"_s, u"main.d.fallback.ably-realtime.com"_s,
            u"main.e.fallback.ably-realtime.com"_s,
        };
        QCOMPARE(fallbacks, expected);
    }

    void RTN17j_fallback_random_order_1()
    {
        QSet<QStringList> orders;
        for (const double chance : {0.0, 0.3, 0.6, 0.9}) {
            Fixture f;
            f.random.setUniform(chance);
            f.refuseAll();

            f.connect();
            orders.insert(f.sockets.hosts().mid(1));
        }

        QVERIFY(orders.size() >= 3);
    }

    void RTN17e_http_uses_same_fallback_0()
    {
        Fixture f;
        f.connect();
        const QString fallback = f.peer().host();

        (void)f.realtime().rest().time();

        QCOMPARE(f.http.last().url.host(), fallback);
        f.sockets.onAttempt = &Fixture::accept;
        f.peer().drop();
        f.settle();
        (void)f.realtime().rest().time();
        QCOMPARE(f.http.last().url.host(), u"main.realtime.ably.net");
    }

    void everyHostTriedIsReported()
    {
        Fixture f;
        QStringList log;
        QObject::connect(&f.realtime(), &Realtime::hostTried, &f.realtime(),
                         [&](const Host &host, const std::optional<ErrorInfo> &fault) {
                             log.append(u"%1 %2"_s.arg(host.toText()).arg(fault ? fault->code : 0));
                         });

        f.connect();

        QCOMPARE(log.size(), 2);
        QCOMPARE(log.at(0), u"main.realtime.ably.net 80003");
        QVERIFY(log.at(1).contains(u"fallback"));
        QVERIFY(log.at(1).endsWith(u" 0"));
        QCOMPARE(f.states.last().host, f.peer().host());
    }

    void lateAnswerOfTheCheckChangesNothing()
    {
        RealtimeFixture f;
        f.options.endpoint = Endpoint();
        f.refuseAll();
        f.connect();
        QCOMPARE(f.http.waiting(), 1);
        f.realtime().close();
        f.settle();

        f.http.answer(200, "yes");
        f.advance(1h);

        QCOMPARE(f.sockets.attempts(), 1);
        QCOMPARE(f.states.path(), u"connecting closing closed");
    }
};

QTEST_GUILESS_MAIN(TstConnectionFallback)
#include "tst_connectionfallback.moc"
