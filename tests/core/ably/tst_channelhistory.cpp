// The past of a channel, asked for by HTTP: RTL10a, RTL10b, RTP12a, RTP12c.
#include "core/ably/realtimepresence.h"
#include "tests/support/realtimefixture.h"

#include <QUrlQuery>
#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

const QString name = u"conversation:1"_s;
const QList<net::HttpHeader> jsonList{{"Content-Type", "application/json"}};
const HistoryParams params{.start = 1000, .end = 2000, .direction = HistoryParams::Direction::Forwards, .limit = 50};

QMap<QString, QString> queryOf(const net::HttpRequest &request)
{
    QMap<QString, QString> result;
    const auto items = QUrlQuery(request.url).queryItems(QUrl::FullyDecoded);
    for (const auto &[key, value] : items)
        result.insert(key, value);
    return result;
}

const QMap<QString, QString> asked{
    {u"start"_s, u"1000"_s}, {u"end"_s, u"2000"_s}, {u"direction"_s, u"forwards"_s}, {u"limit"_s, u"50"_s}};

} // namespace

class TstChannelHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL10a_supports_rest_params_0();
    void RTL10b_adds_from_serial_0();
    void RTL10b_errors_when_not_attached_1();
    void RTP12a_history_supports_rest_params_0();
    void RTP12c_history_returns_paginated_result_0();
};

void TstChannelHistory::RTL10a_supports_rest_params_0()
{
    RealtimeFixture f;
    f.http.prepare(200, R"([{"id":"m1","data":"later"},{"id":"m0","data":"earlier"}])", jsonList);

    const auto call = f.channel(name).history(params); // attached or not

    QVERIFY(call.isFinished());
    QCOMPARE(f.http.last().url.path(), u"/channels/conversation:1/messages");
    QCOMPARE(queryOf(f.http.last()), asked);
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Authorization").startsWith("Bearer "));
    QCOMPARE(call.result()->items().size(), 2); // RTL10c
    QCOMPARE(call.result()->items().first().id, u"m1");
    QVERIFY(call.result()->isLast());
}

void TstChannelHistory::RTL10b_adds_from_serial_0()
{
    RealtimeFixture f;
    RealtimeChannel &channel = f.attach(name);
    f.peer().send(build::message(name, u"serial-9"_s)); // moves the other serial only
    f.settle();
    f.http.prepare(200, "[]", jsonList);

    const auto call = channel.historyUntilAttach(params);

    QVERIFY(call.isFinished() && call.result());
    auto query = queryOf(f.http.last());
    QCOMPARE(query.take(u"fromSerial"_s), u"serial-1");
    QCOMPARE(query, asked);
}

void TstChannelHistory::RTL10b_errors_when_not_attached_1()
{
    RealtimeFixture f;
    f.connect();

    const auto call = f.channel(name).historyUntilAttach();

    QVERIFY(call.isFinished());
    QCOMPARE(call.result().error().code, 90001);
    QVERIFY(f.http.requests().isEmpty());
}

void TstChannelHistory::RTP12a_history_supports_rest_params_0()
{
    RealtimeFixture f;
    RealtimeChannel &channel = f.attach(name);
    f.http.prepare(200, "[]", jsonList);

    const auto call = channel.presence().history(params);

    QVERIFY(call.isFinished() && call.result());
    QCOMPARE(f.http.last().url.path(), u"/channels/conversation:1/presence/history");
    QCOMPARE(queryOf(f.http.last()), asked);
}

void TstChannelHistory::RTP12c_history_returns_paginated_result_0()
{
    RealtimeFixture f;
    RealtimeChannel &channel = f.attach(name);
    f.http.prepare(200, R"([{"action":2,"clientId":"alice","timestamp":1000},
                            {"action":4,"clientId":"alice","timestamp":2000},
                            {"action":3,"clientId":"alice","timestamp":3000}])",
                   {{"Content-Type", "application/json"}, {"Link", "<./history?page=2>; rel=\"next\""}});

    const auto call = channel.presence().history();

    QVERIFY(call.isFinished());
    const auto items = call.result()->items();
    QCOMPARE(items.size(), 3);
    QCOMPARE(items.at(0).clientId, u"alice");
    QCOMPARE(items.at(0).action, PresenceAction::Enter);
    QCOMPARE(items.at(1).action, PresenceAction::Update);
    QCOMPARE(items.at(2).action, PresenceAction::Leave);
    QCOMPARE(items.at(2).timestamp, 3000);
    QVERIFY(call.result()->hasNext());
}

QTEST_GUILESS_MAIN(TstChannelHistory)
#include "tst_channelhistory.moc"
