// loopbackredirect: what a browser, and anybody else on this computer, may do to the listener.
#include "core/supabase/loopbackredirect.h"

#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace gm::base;
using namespace gm::supabase;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::FakeClock;

namespace
{

/// A listener, and a browser that sends raw requests.
struct Fixture {
    FakeClock clock;
    SystemRandom random;
    LoopbackRedirect redirect{clock, random};
    QSignalSpy codes{&redirect, &LoopbackRedirect::codeReceived};
    QSignalSpy failures{&redirect, &LoopbackRedirect::failed};
    QUrl address = redirect.listen().value();

    /// The answer to a request line; empty where nobody listens.
    QByteArray send(const QByteArray &requestLine, const QByteArray &host)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(address.port()));
        const bool isDecided = QTest::qWaitFor(
            [&] {
                return socket.state() == QAbstractSocket::ConnectedState ||
                       socket.state() == QAbstractSocket::UnconnectedState;
            },
            5000);
        if (!isDecided || socket.state() != QAbstractSocket::ConnectedState)
            return {};
        socket.write(requestLine + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        QByteArray answer;
        static_cast<void>(QTest::qWaitFor(
            [&] {
                answer += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            5000));
        clock.runDue();
        return answer;
    }
    QByteArray get(const QByteArray &target) { return send("GET " + target, authority()); }
    /// The redirect's address with @p more behind it.
    QByteArray callback(const QByteArray &more = {})
    {
        return address.path().toUtf8() + '?' + address.query(QUrl::FullyEncoded).toUtf8() + more;
    }
    [[nodiscard]] QByteArray authority() const { return address.authority().toUtf8(); }
};

int statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3).toInt();
}

} // namespace

class TstLoopbackRedirect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasAnAddressOfItsOwnEachTime();
    void takesTheCodeOnce();
    void showsAPageThatRepeatsNothing();
    void refusesWhatIsNotTheAnswer_data();
    void refusesWhatIsNotTheAnswer();
    void tellsTheErrorOfTheRedirect_data();
    void tellsTheErrorOfTheRedirect();
    void givesUpAfterFiveMinutes();
    void givesThePortBack();
    void refusesAHugeRequest();
};

void TstLoopbackRedirect::hasAnAddressOfItsOwnEachTime()
{
    Fixture f;
    const QUrl second = f.redirect.listen().value();

    QCOMPARE(second.host(), u"127.0.0.1"_s);
    QVERIFY(second.port() > 0);
    const QString state = QUrlQuery(second).queryItemValue(u"state"_s);
    QVERIFY(state.size() >= 32);
    QVERIFY(state != QUrlQuery(f.address).queryItemValue(u"state"_s));
}

void TstLoopbackRedirect::takesTheCodeOnce()
{
    Fixture f;

    const QByteArray first = f.get(f.callback("&code=3b9f-11"));
    const QByteArray second = f.get(f.callback("&code=another"));

    QCOMPARE(statusOf(first), 200);
    QCOMPARE(f.codes.size(), 1);
    QCOMPARE(f.codes[0][0].value<Secret>().reveal(), u"3b9f-11"_s);
    QCOMPARE(statusOf(second), 410);
    QVERIFY(f.failures.isEmpty());
    f.clock.advance(10min);
    QVERIFY(f.failures.isEmpty());
}

void TstLoopbackRedirect::showsAPageThatRepeatsNothing()
{
    Fixture f;

    const QByteArray answer = f.get(f.callback("&code=3b9f-11&x=<script>"));

    QVERIFY(answer.contains("Content-Type: text/html; charset=utf-8"));
    QVERIFY(answer.contains("Cache-Control: no-store"));
    QVERIFY(answer.contains("Referrer-Policy: no-referrer"));
    QVERIFY(answer.contains("Content-Security-Policy: default-src 'none'"));
    QVERIFY(answer.contains("<h1>Back to Genie Monitor</h1>"));
    QVERIFY(answer.contains("You can close this tab."));
    QVERIFY(!answer.contains("3b9f-11"));
    QVERIFY(!answer.contains("<script"));
    QVERIFY(!answer.contains(QUrlQuery(f.address).queryItemValue(u"state"_s).toUtf8()));
}

void TstLoopbackRedirect::refusesWhatIsNotTheAnswer_data()
{
    QTest::addColumn<QByteArray>("requestLine"); // CALLBACK stands for the right address, HOST for the right host
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    const QByteArray host("HOST");
    QTest::newRow("another path") << QByteArray("GET /") << host << 404;
    QTest::newRow("favicon") << QByteArray("GET /favicon.ico") << host << 404;
    QTest::newRow("below the path") << QByteArray("GET /callback/x?code=1") << host << 404;
    QTest::newRow("no state") << QByteArray("GET /callback?code=1") << host << 400;
    QTest::newRow("another state") << QByteArray("GET /callback?state=guessed&code=1") << host << 400;
    QTest::newRow("empty state") << QByteArray("GET /callback?state=&code=1") << host << 400;
    QTest::newRow("neither code nor error") << QByteArray("GET CALLBACK") << host << 400;
    QTest::newRow("posted") << QByteArray("POST CALLBACK&code=1") << host << 405;
    QTest::newRow("a name for this computer") << QByteArray("GET CALLBACK&code=1") << QByteArray("localhost") << 400;
    QTest::newRow("a name of somebody else") << QByteArray("GET CALLBACK&code=1") << QByteArray("evil.example") << 400;
}

void TstLoopbackRedirect::refusesWhatIsNotTheAnswer()
{
    QFETCH(QByteArray, requestLine);
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    Fixture f;

    const QByteArray answer =
        f.send(requestLine.replace("CALLBACK", f.callback()), host.replace("HOST", f.authority()));

    QCOMPARE(statusOf(answer), status);
    QVERIFY(f.codes.isEmpty());
    QVERIFY(f.failures.isEmpty());
    // The right answer is still waited for.
    QCOMPARE(statusOf(f.get(f.callback("&code=right"))), 200);
    QCOMPARE(f.codes.size(), 1);
}

void TstLoopbackRedirect::tellsTheErrorOfTheRedirect_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("says");
    QTest::newRow("the provider's own") << QByteArray("&error=access_denied&error_description=The+user+said+no")
                                        << u"access_denied"_s << u"cancelled, or refused"_s;
    QTest::newRow("Supabase's") << QByteArray("&error=invalid_request&error_code=flow_state_expired")
                                << u"flow_state_expired"_s << u"took too long"_s;
    QTest::newRow("one without words of ours")
        << QByteArray("&error=server_error&error_code=brand_new&error_description=Database+error%20saving+new+user")
        << u"brand_new"_s << u"Database error saving new user"_s;
    QTest::newRow("one that is no code") << QByteArray("&error=%3Cb%3Eboo") << u"GM-SIGNIN-REDIRECT"_s << u"refused"_s;
}

void TstLoopbackRedirect::tellsTheErrorOfTheRedirect()
{
    QFETCH(QByteArray, query);
    QFETCH(QString, id);
    QFETCH(QString, says);
    Fixture f;

    const QByteArray answer = f.get(f.callback(query));

    QCOMPARE(statusOf(answer), 200);
    QVERIFY(answer.contains("You are not signed in"));
    QCOMPARE(f.failures.size(), 1);
    const auto error = f.failures[0][0].value<Error>();
    QCOMPARE(error.id, id);
    QVERIFY2(error.toText().contains(says), qPrintable(error.toText()));
    QVERIFY(!error.next.isEmpty());
    QVERIFY(f.codes.isEmpty());
}

void TstLoopbackRedirect::givesUpAfterFiveMinutes()
{
    Fixture f;

    f.clock.advance(5min - 1ms);
    QVERIFY(f.failures.isEmpty());
    f.clock.advance(1ms);

    QCOMPARE(f.failures.size(), 1);
    QCOMPARE(f.failures[0][0].value<Error>().id, u"GM-SIGNIN-BROWSER-TIMEOUT"_s);
    QVERIFY(f.get(f.callback("&code=late")).isEmpty());
    QVERIFY(f.codes.isEmpty());
}

void TstLoopbackRedirect::givesThePortBack()
{
    Fixture f;
    QCOMPARE(statusOf(f.get(f.callback("&code=1"))), 200);

    f.clock.advance(2s);
    QVERIFY(f.get(f.callback("&code=2")).isEmpty());

    Fixture cancelled;
    cancelled.redirect.close();
    QVERIFY(cancelled.get(cancelled.callback("&code=1")).isEmpty());
    cancelled.clock.advance(10min);
    QVERIFY(cancelled.failures.isEmpty());
}

void TstLoopbackRedirect::refusesAHugeRequest()
{
    Fixture f;

    QCOMPARE(statusOf(f.get(f.callback("&code=" + QByteArray(9000, 'x')))), 431);
    QVERIFY(f.codes.isEmpty());
}

QTEST_GUILESS_MAIN(TstLoopbackRedirect)
#include "tst_loopbackredirect.moc"
