// What the client itself offers beside its connection: RTC.
#include "core/ably/rest.h"
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

class TstRealtimeClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTC3_channels_attribute_0()
    {
        RealtimeFixture f;

        RealtimeChannel &channel = f.realtime().channel(base::ChannelName(u"conversation:1"_s));

        QCOMPARE(channel.name().text(), u"conversation:1");
        QCOMPARE(f.realtime().channels(), QList{&channel});
        QVERIFY(f.sockets.attempts() == 0);
    }

    void RTC4_auth_attribute_0()
    {
        RealtimeFixture f;
        const bool hadToken = f.realtime().token().has_value();

        const auto call = f.realtime().authorize();
        f.settle();

        QVERIFY(!hadToken);
        QVERIFY(call.isFinished());
        QCOMPARE(call.result().value().token.reveal(), u"token-1");
        QVERIFY(f.realtime().token());
    }

    void RTC17_client_id_attribute_0_data()
    {
        QTest::addColumn<QString>("configured");
        QTest::addColumn<QString>("inToken");
        QTest::addColumn<QString>("clientId");
        QTest::newRow("configured") << u"monitor"_s << QString() << u"monitor"_s;
        QTest::newRow("of the token") << QString() << u"someone"_s << u"someone"_s;
        QTest::newRow("anonymous") << QString() << QString() << QString();
    }

    void RTC17_client_id_attribute_0()
    {
        QFETCH(QString, configured);
        QFETCH(QString, inToken);
        QFETCH(QString, clientId);
        RealtimeFixture f;
        f.options.clientId = configured;
        f.tokens.prepare(TokenReply(TokenDetails{.token = base::Secret(u"t"_s), .clientId = inToken}));

        f.connect();

        QCOMPARE(f.realtime().clientId(), clientId);
    }

    void RTC1b_auto_connect_option_0_data()
    {
        QTest::addColumn<bool>("autoConnect");
        QTest::addColumn<ConnectionState>("state");
        QTest::newRow("on") << true << ConnectionState::Connected;
        QTest::newRow("off") << false << ConnectionState::Initialized;
    }

    void RTC1b_auto_connect_option_0()
    {
        QFETCH(bool, autoConnect);
        QFETCH(ConnectionState, state);
        RealtimeFixture f;
        f.options.autoConnect = autoConnect;

        f.realtime();
        f.settle();

        QCOMPARE(f.realtime().state(), state);
    }
};

QTEST_GUILESS_MAIN(TstRealtimeClient)
#include "tst_realtimeclient.moc"
