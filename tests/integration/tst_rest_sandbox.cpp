// The REST client against the sandbox's Ably over real sockets, as JSON and as msgpack: tokens, history, pages.
#include "core/ably/channelstatus.h"
#include "core/ably/history.h"
#include "core/ably/payload.h"
#include "tests/integration/restharness.h"
#include "tests/support/faketokensource.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using base::Result;

namespace
{

using MessagePage = Page<Message>;

QStringList textsOf(const MessagePage &page)
{
    QStringList texts;
    for (const Message &message : page.items())
        texts += QString::fromUtf8(decodePayload(message).bytes);
    return texts;
}

/// A session in the format the test runs in.
struct Session : RestSession {
    explicit Session(AblyService &service, TokenSource *source = nullptr)
        : RestSession(service, inFormat(service), source)
    {
    }

    Result<MessagePage> page(const HistoryParams &params = {})
    {
        return awaited(history(client.calls(), anyChannel(), params));
    }
};

void publish(AblyService &service, const QStringList &texts)
{
    for (const QString &text : texts)
        service.publish(text);
}

/// An Ably JWT that may read the channel's history, valid until @p expiresInS from now.
QString jwt(const AblyService &service, qint64 expiresInS)
{
    return service.jwt({{u"x-ably-capability"_s, u"{\"conversation:*\":[\"history\"]}"_s},
                        {u"exp"_s, service.clock.wallMs() / 1000 + expiresInS}});
}

} // namespace

class TstRestSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void RSC16_time_returns_server_time_0()
    {
        AblyService service;
        Session session(service);

        const Result<qint64> time = awaited(session.client.time());

        QVERIFY(time);
        QVERIFY(qAbs(*time - service.clock.wallMs()) < 5'000);
    }

    void RSA8_token_auth_jwt_0()
    {
        AblyService service;
        FakeTokenSource source;
        source.prepare(tokenReplyFromText(jwt(service, 3600)));
        Session session(service, &source);

        QVERIFY(session.page());
    }

    void RSA8_token_auth_native_1()
    {
        AblyService service;
        Session issuer(service);
        const Result<TokenDetails> issued = awaited(issuer.client.authorize());
        QVERIFY(issued && issued->expires);
        ClientOptions options = inFormat(service);
        options.token = *issued;
        RestSession session(service, options);

        QVERIFY(awaited(history(session.client.calls(), anyChannel())));

        QCOMPARE(session.tokens.calls, 0);
    }

    void RSA8_auth_callback_token_request_2()
    {
        AblyService service;
        Session session(service);

        QVERIFY(session.page());

        QCOMPARE(session.tokens.calls, 1);
        QVERIFY(!session.client.token()->keyName.isEmpty());
    }

    void RSA8_auth_callback_jwt_3()
    {
        AblyService service;
        Session session(service);
        session.tokens.form = SandboxTokens::Form::Jwt;

        QVERIFY(session.page());

        QCOMPARE(session.client.token()->token.reveal().count(u'.'), 2);
    }

    void RSC10_token_renewal_expired_jwt_0()
    {
        AblyService service;
        FakeTokenSource source;
        source.prepare(tokenReplyFromText(jwt(service, -10)));
        source.prepare(tokenReplyFromText(jwt(service, 3600)));
        Session session(service, &source);

        QVERIFY(session.page());

        QCOMPARE(source.calls(), 2);
    }

    void RSA8_capability_restriction_4()
    {
        AblyService service;
        Session session(service);
        session.tokens.capability = {{u"another:*"_s, QJsonArray{u"history"_s}}};

        const Result<MessagePage> page = session.page();
        const Result<ChannelDetails> status = awaited(channelStatus(session.client.calls(), anyChannel()));

        for (const base::Error &error : {page.error(), status.error()}) {
            QCOMPARE(error.code, 40160);
            QCOMPARE(error.status, 401);
        }
        QCOMPARE(session.tokens.calls, 1); // another token would not help
    }

    void statusIsRead_RSL8a()
    {
        AblyService service;
        Session session(service);
        session.tokens.capability = {{u"*"_s, QJsonArray{u"channel-metadata"_s}}};

        const Result<ChannelDetails> status = awaited(channelStatus(session.client.calls(), anyChannel()));

        QVERIFY(status);
        QCOMPARE(status->channelId, anyChannel());
    }

    void RSL2a_history_returns_messages_0()
    {
        AblyService service;
        Session session(service);
        publish(service, {u"a"_s, u"b"_s, u"c"_s});

        const Result<MessagePage> page = session.page();

        QVERIFY(page);
        QCOMPARE(textsOf(*page), (QStringList{u"c"_s, u"b"_s, u"a"_s}));
        for (const Message &message : page->items()) {
            QCOMPARE(message.name, u"status"_s);
            QVERIFY(message.timestamp && !message.id.isEmpty() && !message.serial.isEmpty());
        }
    }

    void RSL2b1_history_direction_forwards_0()
    {
        AblyService service;
        Session session(service);
        publish(service, {u"a"_s, u"b"_s, u"c"_s});

        const Result<MessagePage> page = session.page({.direction = HistoryParams::Direction::Forwards});

        QCOMPARE(textsOf(*page), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    }

    void RSL2b2_history_limit_parameter_0()
    {
        AblyService service;
        Session session(service);
        publish(service, {u"a"_s, u"b"_s, u"c"_s});

        const Result<MessagePage> page = session.page({.limit = 2});

        QCOMPARE(textsOf(*page), (QStringList{u"c"_s, u"b"_s}));
        QVERIFY(page->hasNext());
    }

    void RSL2b3_history_time_range_0()
    {
        AblyService service;
        Session session(service);
        const auto publishLater = [&service](const QString &text, qint64 than) {
            [[maybe_unused]] const bool isLater = soon([&] { return service.clock.wallMs() > than; });
            return service.publish(text).timestampMs;
        };
        const qint64 before = publishLater(u"before"_s, 0);
        const qint64 within = publishLater(u"within"_s, before);
        const qint64 after = publishLater(u"after"_s, within);

        const Result<MessagePage> page = session.page({.start = within, .end = after - 1});

        QCOMPARE(textsOf(*page), QStringList{u"within"_s});
    }

    void RSL2_history_empty_channel_0()
    {
        AblyService service;
        Session session(service);

        const Result<MessagePage> page = session.page();

        QVERIFY(page);
        QVERIFY(page->items().isEmpty() && page->isLast());
    }

    void TG1_items_and_navigation_0()
    {
        AblyService service;
        Session session(service);
        publish(service, numbers(0, 5));

        const Result<MessagePage> page = session.page({.limit = 2});

        QCOMPARE(page->items().size(), 2);
        QVERIFY(page->hasNext() && !page->isLast());
    }

    void TG3_next_retrieves_page_0()
    {
        AblyService service;
        Session session(service);
        publish(service, numbers(0, 5));

        const Result<MessagePage> first = session.page({.limit = 2});
        const auto second = awaited(first->next());

        QVERIFY(second && second->has_value());
        QCOMPARE(textsOf(*first) + textsOf(**second), (QStringList{u"4"_s, u"3"_s, u"2"_s, u"1"_s}));
    }

    void TG4_first_retrieves_page_0()
    {
        AblyService service;
        Session session(service);
        publish(service, numbers(0, 5));
        const Result<MessagePage> first = session.page({.limit = 2});
        const auto second = awaited(first->next());

        QVERIFY(second && second->has_value());
        const auto again = awaited((*second)->first());

        QVERIFY(again && again->has_value());
        QCOMPARE(textsOf(**again), textsOf(*first));
    }

    void TG5_iterate_all_pages_0()
    {
        AblyService service;
        Session session(service);
        publish(service, numbers(0, 25));

        QStringList texts;
        std::optional<MessagePage> page = *session.page({.direction = HistoryParams::Direction::Forwards, .limit = 4});
        for (int pages = 0; page && pages < 10; ++pages) {
            texts += textsOf(*page);
            page = *awaited(page->next());
        }

        QCOMPARE(texts, numbers(0, 25));
    }

    void TG3_next_last_page_null_1()
    {
        AblyService service;
        Session session(service);
        publish(service, numbers(0, 2));

        const Result<MessagePage> page = session.page();
        const auto next = awaited(page->next());

        QVERIFY(page->isLast());
        QVERIFY(next && !next->has_value());
    }
};

QTEST_GUILESS_MAIN(TstRestSandbox)
#include "tst_rest_sandbox.moc"
