// The connection's life over real sockets: opened, closed, opened again, and refused for good.
#include "tests/integration/realtimeharness.h"

#include <QRegularExpression>
#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

/// Options with a token that cannot be renewed.
ClientOptions withToken(const AblyService &service, const QString &token)
{
    ClientOptions options = service.options();
    options.token = TokenDetails{.token = base::Secret(token)};
    return options;
}

} // namespace

class TstRealtimeConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTN4b_successful_connection_0()
    {
        AblyService service;
        RealtimeClient client(service);
        QCOMPARE(client.realtime.state(), ConnectionState::Initialized);

        QVERIFY(client.connect());

        QCOMPARE(client.states.path(), u"connecting connected");
        const QRegularExpression id(u"^[A-Za-z0-9_-]+$"_s);
        const QRegularExpression key(u"^[A-Za-z0-9_!-]+$"_s);
        QVERIFY(id.match(client.realtime.connectionId()).hasMatch());
        QVERIFY(key.match(client.realtime.connectionKey().reveal()).hasMatch());
        QVERIFY(client.realtime.connectionDetails()->maxMessageSize > 0);
        QVERIFY(!client.realtime.errorReason());
    }

    void RTN4c_graceful_close_0()
    {
        AblyService service;
        RealtimeClient client(service);
        QVERIFY(client.connect());
        client.states.clear();

        client.realtime.close();
        QVERIFY(client.reaches(ConnectionState::Closed));

        QCOMPARE(client.states.path(), u"closing closed");
        QVERIFY(client.realtime.connectionId().isEmpty());
        QVERIFY(client.realtime.connectionKey().isEmpty());
        QVERIFY(!client.realtime.errorReason());
        QVERIFY(service.ably.state().value(u"connections"_s).toArray().isEmpty()); // the service has forgotten it
    }

    void RTN11_connect_reconnect_cycle_0()
    {
        AblyService service;
        RealtimeClient client(service);
        QVERIFY(client.connect());
        const QString first = client.realtime.connectionId();
        client.realtime.close();
        QVERIFY(client.reaches(ConnectionState::Closed));

        QVERIFY(client.connect());

        QVERIFY(!client.realtime.connectionId().isEmpty());
        QVERIFY(client.realtime.connectionId() != first);
        QCOMPARE(client.states.path(), u"connecting connected closing closed connecting connected");
    }

    void RTN14a_invalid_key_failed_0()
    {
        AblyService service;
        RealtimeClient client(service, withToken(service, u"malformed"_s), false);

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Failed));

        QCOMPARE(client.realtime.errorReason()->code, 40005);
        QVERIFY(client.realtime.connectionId().isEmpty());
    }

    void RTN14g_revoked_key_failed_0()
    {
        AblyService service;
        RealtimeClient client(service, withToken(service, u"nosuchapp.token"_s), false);

        client.realtime.connectNow();
        QVERIFY(client.reaches(ConnectionState::Failed));

        const ErrorInfo reason = client.realtime.errorReason().value();
        QCOMPARE(reason.code, 40400);
        QVERIFY(!reason.isTokenError());
        QCOMPARE(client.states.last().reason, reason);
    }
};

QTEST_GUILESS_MAIN(TstRealtimeConnection)
#include "tst_realtime_connection.moc"
