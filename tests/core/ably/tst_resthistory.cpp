// What a channel has carried, and the pages it comes in.
#include "core/ably/history.h"
#include "core/ably/msgpack.h"
#include "core/ably/payload.h"
#include "core/ably/restformat.h"
#include "tests/support/restfixture.h"

#include <QJsonArray>
#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using gm::base::Result;
using gm::net::HttpHeader;
using gm::net::HttpRequest;
using Direction = HistoryParams::Direction;

namespace
{

const QByteArray twoMessages = R"([{"id":"b","name":"status","data":"new","timestamp":2000},
                                   {"id":"a","name":"status","data":"e30=","encoding":"base64","timestamp":1000}])";
const QByteArray nextLink = R"(<./messages?limit=2&cursor=a%2Fb%20c>; rel="next")";
const QByteArray firstLink = R"(<./messages?limit=2>; rel="first")";

/// The first page of a channel, answered by what was prepared.
Result<Page<Message>> page(RestFixture &f, const HistoryParams &params = {})
{
    return outcome(history(f.calls(), u"conversation:1"_s, params));
}

Result<Page<Message>> pageWith(RestFixture &f, const QList<HttpHeader> &headers, const QByteArray &body = twoMessages)
{
    f.http.prepare(200, body, headers);
    return page(f);
}

QStringList ids(const Page<Message> &page)
{
    QStringList result;
    for (const Message &message : page.items())
        result << message.id;
    return result;
}

QString valueOf(const HttpRequest &request, const QString &name)
{
    return QUrlQuery(request.url).queryItemValue(name, QUrl::FullyDecoded);
}

} // namespace

class TstRestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RSL2a_returns_paginated_result_0();
    void readsMessagesFromMsgpack_RSC8d();
    void refusesWhatIsNoList_data();
    void refusesWhatIsNoList();
    void RSL2b_query_parameters_0();
    void RSL2b1_default_direction_backwards_0();
    void RSL2b2_limit_parameter_0();
    void RSL2b3_default_limit_hundred_0();
    void RSL2_request_url_format_0_data();
    void RSL2_request_url_format_0();
    void RSC25_request_path_preserved_4();
    void RSL2_history_time_range_1();
    void TG1_paginated_result_items_0();
    void TG2_has_next_is_last_0();
    void TG3_next_fetches_next_page_0();
    void TG4_first_returns_first_page_0();
    void TG_empty_result_handling_0();
    void TG_link_header_parsing_1_data();
    void TG_link_header_parsing_1();
    void TG_type_parameter_items_2();
    void TG_next_on_last_page_3();
    void TG_pagination_preserves_auth_4();
    void TG_pagination_relative_urls_5();
    void TG_multiple_link_relations_6();
    void TG_pagination_presence_results_7();
    void TG_pagination_includes_headers_8();
    void TG_error_handling_on_next_9();
    void keepsTheTokenToTheServicesHosts();
    void outlivesItsClient();
};

void TstRestHistory::RSL2a_returns_paginated_result_0()
{
    RestFixture f;
    f.http.prepare(200, twoMessages);

    const Result<Page<Message>> first = page(f);

    QVERIFY(first);
    QCOMPARE(ids(*first), (QStringList{u"b"_s, u"a"_s}));
    QCOMPARE(decodePayload(first->items().at(0)).bytes, "new");
    QCOMPARE(decodePayload(first->items().at(1)).bytes, "{}");
    QCOMPARE(first->items().at(1).timestamp, 1000);
    QCOMPARE(f.http.last().method, "GET");
}

void TstRestHistory::readsMessagesFromMsgpack_RSC8d()
{
    RestFixture f;
    f.options.useMsgpack = true;
    QByteArray body;
    MsgpackWriter out(body);
    out.array(1);
    out.map(2);
    out.text("id");
    out.text("a");
    out.text("data");
    out.binary("\x01\x02");
    f.http.prepare(200, body, {{"Content-Type", "application/x-msgpack"}});

    const Result<Page<Message>> first = page(f);

    QVERIFY(first);
    QCOMPARE(first->items().at(0).kind, DataKind::Binary);
    QCOMPARE(first->items().at(0).data, "\x01\x02");
}

void TstRestHistory::refusesWhatIsNoList_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("object") << QByteArray("application/json") << QByteArray("{}");
    QTest::newRow("half a list") << QByteArray("application/json") << QByteArray("[{\"id\":");
    QTest::newRow("more than a list") << QByteArray("application/json") << QByteArray("[],\"channel\":\"x\"");
    QTest::newRow("a page") << QByteArray("text/html") << QByteArray("[]");
    QTest::newRow("packed text") << QByteArray("application/x-msgpack") << QByteArray("\xa1x");
    QTest::newRow("packed nothing") << QByteArray("application/x-msgpack") << QByteArray();
}

void TstRestHistory::refusesWhatIsNoList()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    RestFixture f;

    const Result<Page<Message>> first = pageWith(f, {{"Content-Type", type}}, body);

    QVERIFY(!first);
    QCOMPARE(first.error().code, 40013);
}

void TstRestHistory::RSL2b_query_parameters_0()
{
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(page(f, {.start = 1, .end = 2, .direction = Direction::Forwards, .limit = 3, .fromSerial = u"s+1@x"_s}));

    QCOMPARE(valueOf(f.http.last(), u"start"_s), u"1"_s);
    QCOMPARE(valueOf(f.http.last(), u"end"_s), u"2"_s);
    QCOMPARE(valueOf(f.http.last(), u"direction"_s), u"forwards"_s);
    QCOMPARE(valueOf(f.http.last(), u"limit"_s), u"3"_s);
    QCOMPARE(valueOf(f.http.last(), u"fromSerial"_s), u"s+1@x"_s);
    QVERIFY(f.http.last().url.toEncoded().contains("s%2B1")); // a bare plus would be read as a space
}

void TstRestHistory::RSL2b1_default_direction_backwards_0()
{
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(page(f));

    QCOMPARE(valueOf(f.http.last(), u"direction"_s), u"backwards"_s);
    QVERIFY(!QUrlQuery(f.http.last().url).hasQueryItem(u"start"_s));
    QVERIFY(!QUrlQuery(f.http.last().url).hasQueryItem(u"fromSerial"_s));
}

void TstRestHistory::RSL2b2_limit_parameter_0()
{
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(page(f, {.limit = 10}));

    QCOMPARE(valueOf(f.http.last(), u"limit"_s), u"10"_s);
}

void TstRestHistory::RSL2b3_default_limit_hundred_0()
{
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(page(f));

    QCOMPARE(valueOf(f.http.last(), u"limit"_s), u"100"_s);
}

void TstRestHistory::RSL2_request_url_format_0_data()
{
    QTest::addColumn<QString>("channel");
    QTest::addColumn<QString>("path");
    QTest::newRow("plain") << u"simple"_s << u"/channels/simple/messages"_s;
    QTest::newRow("colon") << u"conversation:1"_s << u"/channels/conversation%3A1/messages"_s;
    QTest::newRow("slash") << u"a/b"_s << u"/channels/a%2Fb/messages"_s;
    QTest::newRow("space") << u"a b"_s << u"/channels/a%20b/messages"_s;
    QTest::newRow("question") << u"a?b#c"_s << u"/channels/a%3Fb%23c/messages"_s;
    QTest::newRow("percent") << u"a%2Fb"_s << u"/channels/a%252Fb/messages"_s;
    QTest::newRow("letters") << u"grüße"_s << u"/channels/gr%C3%BC%C3%9Fe/messages"_s;
}

void TstRestHistory::RSL2_request_url_format_0()
{
    QFETCH(const QString, channel);
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(outcome(history(f.calls(), channel)));

    QTEST(f.http.last().url.path(QUrl::FullyEncoded), "path");
}

void TstRestHistory::RSC25_request_path_preserved_4()
{
    RestFixture f;
    f.options.endpoint = Endpoint::parse(u"http://localhost:8080"_s).value();
    f.http.prepare(200, "[]");

    QVERIFY(page(f, {.limit = 5}));

    QCOMPARE(f.http.last().url.toEncoded(),
             "http://localhost:8080/channels/conversation%3A1/messages?direction=backwards&limit=5");
}

void TstRestHistory::RSL2_history_time_range_1()
{
    RestFixture f;
    f.http.prepare(200, "[]");

    QVERIFY(page(f, {.start = 1'700'000'000'000, .end = 1'700'000'060'000}));

    QCOMPARE(valueOf(f.http.last(), u"start"_s), u"1700000000000"_s);
    QCOMPARE(valueOf(f.http.last(), u"end"_s), u"1700000060000"_s);
}

void TstRestHistory::TG1_paginated_result_items_0()
{
    RestFixture f;

    const auto first = pageWith(f, {});

    QCOMPARE(first->items().size(), 2);
    QCOMPARE(ids(*first), (QStringList{u"b"_s, u"a"_s}));
}

void TstRestHistory::TG2_has_next_is_last_0()
{
    RestFixture f;

    const auto inTheMiddle = pageWith(f, {{"Link", nextLink}});
    const auto last = pageWith(f, {{"Link", firstLink}});

    QVERIFY(inTheMiddle->hasNext() && !inTheMiddle->isLast());
    QVERIFY(!last->hasNext() && last->isLast());
}

void TstRestHistory::TG3_next_fetches_next_page_0()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", nextLink}});
    f.http.prepare(200, R"([{"id":"z"}])");

    const auto second = outcome(first->next());

    QVERIFY(second && second->has_value());
    QCOMPARE(ids(**second), QStringList{u"z"_s});
    QVERIFY((*second)->isLast());
    QCOMPARE(valueOf(f.http.last(), u"cursor"_s), u"a/b c"_s);
    QCOMPARE(f.sent(), 2);
}

void TstRestHistory::TG4_first_returns_first_page_0()
{
    RestFixture f;
    const auto second = pageWith(f, {{"Link", firstLink}});
    f.http.prepare(200, R"([{"id":"z"}])", {{"Link", nextLink}});

    const auto first = outcome(second->first());

    QVERIFY(first && first->has_value());
    QCOMPARE(ids(**first), QStringList{u"z"_s});
    QVERIFY((*first)->hasNext());
    QCOMPARE(f.http.last().url.query(), u"limit=2"_s);
}

void TstRestHistory::TG_empty_result_handling_0()
{
    RestFixture f;

    const auto first = pageWith(f, {}, "[]");

    QVERIFY(first);
    QVERIFY(first->items().isEmpty() && first->isLast());
}

void TstRestHistory::TG_link_header_parsing_1_data()
{
    QTest::addColumn<QList<HttpHeader>>("headers");
    QTest::addColumn<QString>("next");
    const auto row = [](const char *name, const QList<HttpHeader> &headers, const QString &next) {
        QTest::newRow(name) << headers << next;
    };
    row("usual", {{"Link", R"(<./messages?p=2>; rel="next")"}}, u"p=2"_s);
    row("no spaces", {{"Link", R"(<./messages?p=2>;rel="next")"}}, u"p=2"_s);
    row("no quotes", {{"link", "<./messages?p=2>; rel=next"}}, u"p=2"_s);
    row("capitals", {{"LINK", R"(<./messages?p=2>; REL="Next")"}}, u"p=2"_s);
    row("one line", {{"Link", R"(<./m?p=1>; rel="first", <./m?p=2>; rel="next")"}}, u"p=2"_s);
    row("two lines", {{"Link", R"(<./m?p=2>; rel="next")"}, {"Link", R"(<./m?p=1>; rel="first")"}}, u"p=2"_s);
    row("other parameters", {{"Link", R"(<./m?p=2>; title="rel=last"; rel="next"; type=x)"}}, u"p=2"_s);
    row("several relations", {{"Link", R"(<./m?p=2>; rel="last next")"}}, u"p=2"_s);
    row("comma and semicolon inside", {{"Link", R"(<./m?p=2,3;4>; rel="next")"}}, u"p=2,3;4"_s);
    row("another relation", {{"Link", R"(<./m?p=2>; rel="nextish")"}}, QString());
    row("no relation", {{"Link", "<./m?p=2>"}}, QString());
    row("no address", {{"Link", R"(./m?p=2; rel="next")"}}, QString());
    row("unfinished", {{"Link", R"(<./m?p=2; rel="next")"}}, QString());
    row("empty", {{"Link", ""}}, QString());
}

void TstRestHistory::TG_link_header_parsing_1()
{
    QFETCH(const QList<HttpHeader>, headers);
    const PageLinks links = pageLinksOf({.headers = headers, .url = QUrl(u"https://h/channels/c/messages?p=1"_s)});

    QTEST(links.next.query(), "next");
}

void TstRestHistory::TG_type_parameter_items_2()
{
    RestFixture f;
    f.http.prepare(200, "[1,2]", {{"Link", nextLink}});
    f.http.prepare(200, "[3]");
    const auto readNumbers = [](const gm::net::HttpReply &reply) -> Result<QList<int>> {
        QList<int> numbers;
        const QJsonArray list = jsonOf(reply)->toArray();
        for (const QJsonValue &value : list)
            numbers.append(value.toInt());
        return numbers;
    };

    const auto first = outcome(Page<int>::load(f.calls(), u"/numbers"_s, {}, readNumbers));
    const auto second = outcome(first->next());

    QVERIFY(second && second->has_value());
    QCOMPARE(first->items(), (QList<int>{1, 2}));
    QCOMPARE((*second)->items(), QList<int>{3});
}

void TstRestHistory::TG_next_on_last_page_3()
{
    RestFixture f;
    const auto last = pageWith(f, {{"Link", firstLink}});

    const auto next = outcome(last->next());

    QVERIFY(next);
    QVERIFY(!next->has_value());
    QCOMPARE(f.sent(), 1);
}

void TstRestHistory::TG_pagination_preserves_auth_4()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", nextLink}});
    f.http.prepare(200, "[]");

    QVERIFY(outcome(first->next()));

    QCOMPARE(f.sent(), 2);
    QCOMPARE(f.tokenOf(0), u"token-1"_s);
    QCOMPARE(f.tokenOf(1), u"token-1"_s);
    QCOMPARE(f.tokens.calls(), 1);
}

void TstRestHistory::TG_pagination_relative_urls_5()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", nextLink}});
    f.http.prepare(200, "[]");

    QVERIFY(outcome(first->next()));

    QCOMPARE(f.http.last().url.toEncoded(),
             "https://main.realtime.ably.net/channels/conversation%3A1/messages?limit=2&cursor=a%2Fb%20c");
}

void TstRestHistory::TG_multiple_link_relations_6()
{
    const QByteArray line = R"(<./m?p=1>; rel="first", <./m?p=2>; rel="current", <./m?p=3>; rel="next")";
    const PageLinks links =
        pageLinksOf({.headers = {{"Link", line}}, .url = QUrl(u"https://h/channels/c/messages?p=2"_s)});

    QCOMPARE(links.first, QUrl(u"https://h/channels/c/m?p=1"_s));
    QCOMPARE(links.current, QUrl(u"https://h/channels/c/m?p=2"_s));
    QCOMPARE(links.next, QUrl(u"https://h/channels/c/m?p=3"_s));
}

void TstRestHistory::TG_pagination_presence_results_7()
{
    RestFixture f;
    f.http.prepare(200, R"([{"action":2,"clientId":"anna"}])", {{"Link", R"(<./history?cursor=2>; rel="next")"}});
    f.http.prepare(200, R"([{"action":3,"clientId":"ben"}])");

    const auto first = outcome(presenceHistory(f.calls(), u"conversation:1"_s));
    const auto second = outcome(first->next());

    QVERIFY(second && second->has_value());
    QCOMPARE(first->items().at(0).action, PresenceAction::Enter);
    QCOMPARE((*second)->items().at(0).action, PresenceAction::Leave);
    QCOMPARE((*second)->items().at(0).clientId, u"ben"_s);
    QCOMPARE(f.http.last().url.path(QUrl::FullyEncoded), u"/channels/conversation%3A1/presence/history"_s);
    QVERIFY((*second)->isLast());
}

void TstRestHistory::TG_pagination_includes_headers_8()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", nextLink}});
    f.http.prepare(200, "[]");

    QVERIFY(outcome(first->next()));

    QCOMPARE(f.sent(), 2);
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "X-Ably-Version"), "6");
    QVERIFY(FakeHttp::headerOf(f.http.last(), "Ably-Agent").startsWith("genie-monitor/"));
    QCOMPARE(FakeHttp::headerOf(f.http.last(), "Accept"), "application/json");
}

void TstRestHistory::TG_error_handling_on_next_9()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", nextLink}});
    f.http.prepare(404, R"({"error":{"code":40400,"statusCode":404,"message":"gone"}})");

    const auto next = outcome(first->next());

    QVERIFY(!next);
    QCOMPARE(next.error().code, 40400);
    QCOMPARE(next.error().why, u"gone"_s);
}

void TstRestHistory::keepsTheTokenToTheServicesHosts()
{
    RestFixture f;
    const auto first = pageWith(f, {{"Link", R"(<https://evil.example.org/channels/c/messages?p=2>; rel="next")"}});
    f.http.prepare(200, "[]");

    QVERIFY(outcome(first->next()));

    QCOMPARE(f.http.last().url, QUrl(u"https://main.realtime.ably.net/channels/c/messages?p=2"_s));
}

void TstRestHistory::outlivesItsClient()
{
    std::optional<Page<Message>> first;
    {
        RestFixture f;
        first = *pageWith(f, {{"Link", nextLink}});
    }

    QCOMPARE(first->items().size(), 2);
    const auto next = outcome(first->next());
    QVERIFY(next && !next->has_value());
}

QTEST_GUILESS_MAIN(TstRestHistory)
#include "tst_resthistory.moc"
