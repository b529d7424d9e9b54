// What the service says of a channel.
#include "core/ably/channelstatus.h"
#include "tests/support/restfixture.h"

#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using gm::base::Result;

namespace
{

/// The status of a channel whose description is @p body.
Result<ChannelDetails> status(RestFixture &f, const QByteArray &body, const QString &channel = u"conversation:1"_s)
{
    f.http.prepare(200, body);
    return outcome(channelStatus(f.calls(), channel));
}

QByteArray withMetrics(const QByteArray &metrics)
{
    return R"({"channelId":"conversation:1","status":{"isActive":true,"occupancy":{"metrics":)" + metrics + "}}}";
}

} // namespace

class TstChannelStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSL9_channel_name_attribute_0();
    void RSL8_status_get_correct_endpoint_0();
    void RSL8_status_special_chars_encoded_1_data();
    void RSL8_status_special_chars_encoded_1();
    void RSL8a_status_returns_channel_details_0();
    void CHM2_parses_all_metrics_fields_0();
    void CHM2_zero_and_missing_metrics_1_data();
    void CHM2_zero_and_missing_metrics_1();
    void tellsWhyThereIsNone_data();
    void tellsWhyThereIsNone();
};

void TstChannelStatus::RSL9_channel_name_attribute_0()
{
    RestFixture f;

    QCOMPARE(status(f, withMetrics("{}"))->channelId, u"conversation:1"_s);
}

void TstChannelStatus::RSL8_status_get_correct_endpoint_0()
{
    RestFixture f;

    QVERIFY(status(f, withMetrics("{}"), u"plain"_s));

    QCOMPARE(f.http.last().method, "GET");
    QCOMPARE(f.http.last().url, QUrl(u"https://main.realtime.ably.net/channels/plain"_s));
    QCOMPARE(f.tokenOf(0), u"token-1"_s);
}

void TstChannelStatus::RSL8_status_special_chars_encoded_1_data()
{
    QTest::addColumn<QString>("channel");
    QTest::addColumn<QString>("path");
    QTest::newRow("colon and space") << u"conversation:a b"_s << u"/channels/conversation%3Aa%20b"_s;
    QTest::newRow("slash") << u"a/b"_s << u"/channels/a%2Fb"_s;
    QTest::newRow("dots") << u".."_s << u"/channels/.."_s;
    QTest::newRow("qualifier") << u"[?rewind=1]a#b"_s << u"/channels/%5B%3Frewind%3D1%5Da%23b"_s;
}

void TstChannelStatus::RSL8_status_special_chars_encoded_1()
{
    QFETCH(const QString, channel);
    RestFixture f;

    QVERIFY(status(f, withMetrics("{}"), channel));

    QTEST(f.http.last().url.path(QUrl::FullyEncoded), "path");
}

void TstChannelStatus::RSL8a_status_returns_channel_details_0()
{
    RestFixture f;

    const auto active = status(f, withMetrics(R"({"subscribers":3})"));
    const auto idle = status(f, R"({"channelId":"conversation:1","status":{"isActive":false}})");

    QVERIFY(active && active->isActive);
    QCOMPARE(active->occupancy.subscribers, 3);
    QVERIFY(idle && !idle->isActive);
}

void TstChannelStatus::CHM2_parses_all_metrics_fields_0()
{
    RestFixture f;

    const auto details = status(f, withMetrics(R"({"connections":1,"publishers":2,"subscribers":3,
        "presenceConnections":4,"presenceMembers":5,"presenceSubscribers":6,"objectPublishers":7,
        "objectSubscribers":8})"));

    QCOMPARE(details->occupancy, (ChannelMetrics{1, 2, 3, 4, 5, 6, 7, 8}));
}

void TstChannelStatus::CHM2_zero_and_missing_metrics_1_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("zero") << withMetrics(R"({"connections":0,"subscribers":0})");
    QTest::newRow("none") << withMetrics("{}");
    QTest::newRow("null") << withMetrics("null");
    QTest::newRow("no occupancy") << QByteArray(R"({"channelId":"c","status":{"isActive":true}})");
    QTest::newRow("no status") << QByteArray(R"({"channelId":"c"})");
}

void TstChannelStatus::CHM2_zero_and_missing_metrics_1()
{
    QFETCH(const QByteArray, body);
    RestFixture f;

    QCOMPARE(status(f, body)->occupancy, ChannelMetrics());
}

void TstChannelStatus::tellsWhyThereIsNone_data()
{
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::newRow("no right") << 401 << QByteArray(R"({"error":{"code":40160,"statusCode":401}})") << 40160;
    QTest::newRow("something else") << 200 << QByteArray("[1]") << 40013;
    QTest::newRow("nothing") << 200 << QByteArray() << 40013;
}

void TstChannelStatus::tellsWhyThereIsNone()
{
    QFETCH(const int, httpStatus);
    QFETCH(const QByteArray, body);
    RestFixture f;
    f.http.prepare(httpStatus, body);

    const auto details = outcome(channelStatus(f.calls(), u"c"_s));

    QVERIFY(!details);
    QTEST(details.error().code, "code");
    QCOMPARE(f.sent(), 1);
}

QTEST_GUILESS_MAIN(TstChannelStatus)
#include "tst_channelstatus.moc"
