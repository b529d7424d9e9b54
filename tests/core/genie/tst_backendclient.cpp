// backendclient: the right calls with the right bearer, and a clear word for every way they can fail.
#include "core/genie/backendclient.h"

#include "tests/support/fakehttp.h"

#include <QTest>

using namespace gm::base;
using namespace gm::genie;
using namespace gm::net;
using namespace Qt::StringLiterals;
using gm::test::FakeHttp;

namespace
{

/// Gives the tokens it was told, one after the other.
class FakeBearers final : public BearerSource
{
public:
    QStringList tokens{u"first-token"_s, u"second-token"_s};
    QList<Secret> refused;
    bool isSignedOut = false;

    QFuture<Result<Secret>> bearer() override
    {
        if (isSignedOut)
            return QtFuture::makeReadyFuture(
                Result<Secret>(Error{.id = u"GM-SESSION-NONE"_s, .what = u"Not signed in."_s}));
        return QtFuture::makeReadyFuture(Result<Secret>(Secret(tokens.first())));
    }

    QFuture<Result<Secret>> bearerAfterRefusal(const Secret &token) override
    {
        refused.append(token);
        if (tokens.size() < 2)
            return QtFuture::makeReadyFuture(Result<Secret>(Error{.id = u"GM-SESSION-FRESH"_s}));
        tokens.removeFirst();
        return bearer();
    }
};

struct Fixture {
    FakeHttp http;
    FakeBearers bearers;
    BackendClient client{http, bearers, QUrl(u"https://api.genie.example"_s)};
};

QByteArray bearerOf(const HttpRequest &request)
{
    return FakeHttp::headerOf(request, "authorization");
}

} // namespace

class TstBackendClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksTheRightAddress_data();
    void asksTheRightAddress();
    void needsNoSessionForHealth();
    void listsConversations();
    void readsOneConversation();
    void keepsOddIdsInOneSegment();
    void getsATokenInAnyShape();
    void triesOnceMoreAfterA401();
    void reportsA401ThatStays();
    void keepsThe401WhenThereIsNoNewerBearer();
    void passesTheSessionsErrorOn();
    void wordsFaults_data();
    void wordsFaults();
    void wordsRefusals_data();
    void wordsRefusals();
    void masksSecretsInDetails();
    void finishesWhenTheClientGoes();
};

void TstBackendClient::asksTheRightAddress_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("list");
    QTest::newRow("plain") << u"https://api.genie.example"_s << u"https://api.genie.example/api/chat/"_s;
    QTest::newRow("slash") << u"https://api.genie.example/"_s << u"https://api.genie.example/api/chat/"_s;
    QTest::newRow("api") << u"https://api.genie.example/api"_s << u"https://api.genie.example/api/chat/"_s;
    QTest::newRow("api and slash") << u"https://api.genie.example/api/"_s << u"https://api.genie.example/api/chat/"_s;
    QTest::newRow("below a path") << u"http://localhost:8000/genie/"_s << u"http://localhost:8000/genie/api/chat/"_s;
}

void TstBackendClient::asksTheRightAddress()
{
    QFETCH(QString, given);
    QFETCH(QString, list);
    FakeHttp http;
    FakeBearers bearers;
    BackendClient client(http, bearers, QUrl(given));
    http.prepare(200, "[]");

    const auto conversations = client.conversations().result();

    QVERIFY(conversations);
    QCOMPARE(http.last().url.toString(), list);
    QCOMPARE(bearerOf(http.last()), QByteArray("Bearer first-token"));
}

void TstBackendClient::needsNoSessionForHealth()
{
    Fixture f;
    f.bearers.isSignedOut = true;
    f.http.prepare(200, R"({"status":"healthy"})");
    f.http.prepare(200, R"({"message":"Genie","version":"1.4","status":"running"})");

    const auto health = f.client.health().result();
    const auto root = f.client.root().result();

    QCOMPARE(*health, u"healthy"_s);
    QCOMPARE(root->version, u"1.4"_s);
    QCOMPARE(f.http.requests()[0].url.path(), u"/health"_s);
    QCOMPARE(f.http.requests()[1].url.path(), u"/"_s);
    QVERIFY(bearerOf(f.http.requests()[0]).isEmpty());
}

void TstBackendClient::listsConversations()
{
    Fixture f;
    f.http.prepare(200, R"([{"id":"b","title":"Newer"},{"title":"no id"},{"id":"a","title":null}])");

    const auto list = f.client.conversations().result();

    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->at(0).title, u"Newer"_s);
    QCOMPARE(list->at(1).id.text(), u"a"_s);
}

void TstBackendClient::readsOneConversation()
{
    Fixture f;
    f.http.prepare(200, R"({"id":"c","messages":[{"id":"m","role":"user","content":"hi"}]})");

    const auto detail = f.client.conversation(ConversationId(u"c"_s)).result();

    QVERIFY(detail);
    QCOMPARE(detail->messages.size(), 1);
    QCOMPARE(f.http.last().url.path(), u"/api/chat/c"_s);
}

void TstBackendClient::keepsOddIdsInOneSegment()
{
    Fixture f;
    f.http.prepare(422,
                   R"({"detail":[{"loc":["path","id"],"msg":"value is not a valid uuid","type":"type_error.uuid"}]})");

    const auto detail = f.client.conversation(ConversationId(u"../a b?x"_s)).result();

    QCOMPARE(f.http.last().url.toEncoded(), QByteArray("https://api.genie.example/api/chat/..%2Fa%20b%3Fx"));
    QCOMPARE(detail.error().id, u"GM-CONVERSATION-422"_s);
}

void TstBackendClient::getsATokenInAnyShape()
{
    Fixture f;
    f.http.prepare(200, R"({"keyName":"a.b","ttl":3600000,"timestamp":1,"nonce":"n","mac":"m"})");
    f.http.prepare(200, "app.bare-token", {{"Content-Type", "text/plain"}});

    QCOMPARE(int(f.client.realtimeToken().result()->index()), 0);
    QCOMPARE(int(f.client.realtimeToken().result()->index()), 2);
    QCOMPARE(f.http.last().url.path(), u"/api/chat/realtime/token"_s);
}

void TstBackendClient::triesOnceMoreAfterA401()
{
    Fixture f;
    f.http.prepare(401, R"({"detail":"Token expired"})");
    f.http.prepare(200, "[]");

    const auto list = f.client.conversations().result();

    QVERIFY(list);
    QCOMPARE(f.bearers.refused, QList{Secret(u"first-token"_s)});
    QCOMPARE(bearerOf(f.http.last()), QByteArray("Bearer second-token"));
}

void TstBackendClient::reportsA401ThatStays()
{
    Fixture f;
    f.http.prepare(401, R"({"detail":"Invalid token"})");
    f.http.prepare(401, R"({"detail":"Invalid token"})");

    const auto list = f.client.conversations().result();

    QCOMPARE(f.http.requests().size(), 2);
    QCOMPARE(list.error().id, u"GM-BACKEND-401"_s);
    QCOMPARE(list.error().what, u"The backend does not accept your session."_s);
    QVERIFY(list.error().why.contains(u"401 \"Invalid token\""));
}

void TstBackendClient::keepsThe401WhenThereIsNoNewerBearer()
{
    Fixture f;
    f.bearers.tokens = {u"only-token"_s};
    f.http.prepare(401, R"({"detail":"Invalid token"})");

    const auto token = f.client.realtimeToken().result();

    QCOMPARE(f.http.requests().size(), 1);
    QCOMPARE(token.error().id, u"GM-BACKEND-401"_s);
}

void TstBackendClient::passesTheSessionsErrorOn()
{
    Fixture f;
    f.bearers.isSignedOut = true;

    const auto list = f.client.conversations().result();

    QCOMPARE(list.error().id, u"GM-SESSION-NONE"_s);
    QVERIFY(f.http.requests().isEmpty());
}

void TstBackendClient::wordsFaults_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("id");
    QTest::newRow("refused") << int(ConnectionRefused) << u"GM-BACKEND-REFUSED"_s;
    QTest::newRow("timeout") << int(TimedOut) << u"GM-BACKEND-TIMEOUT"_s;
    QTest::newRow("host") << int(HostNotFound) << u"GM-BACKEND-HOST"_s;
    QTest::newRow("tls") << int(TlsFailed) << u"GM-BACKEND-TLS"_s;
    QTest::newRow("truncated") << int(ConnectionLost) << u"GM-BACKEND-LOST"_s;
    QTest::newRow("too large") << int(ReplyTooLarge) << u"GM-BACKEND-TOO-LARGE"_s;
    QTest::newRow("redirect") << int(RedirectRefused) << u"GM-BACKEND-REDIRECT"_s;
    QTest::newRow("plain http") << int(PlainHttpRefused) << u"GM-BACKEND-PLAIN-HTTP"_s;
    QTest::newRow("proxy") << int(ProxyFailed) << u"GM-BACKEND-NETWORK"_s;
}

void TstBackendClient::wordsFaults()
{
    QFETCH(int, code);
    QFETCH(QString, id);
    Fixture f;
    f.http.prepareFault(code);

    const auto token = f.client.realtimeToken().result();

    QCOMPARE(token.error().id, id);
    QCOMPARE(token.error().reference(), id);
    QVERIFY(!token.error().what.isEmpty());
    QVERIFY(!token.error().why.isEmpty());
    QVERIFY(!token.error().next.isEmpty());
    QCOMPARE(token.error().cause->code, code);
}

void TstBackendClient::wordsRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("conversation");
    const QByteArray page = "<html><body>nginx</body></html>";
    QTest::newRow("403") << 403 << QByteArray(R"({"detail":"Not authenticated"})") << u"GM-BACKEND-403"_s
                         << u"GM-TOKEN-403"_s << u"GM-CONVERSATION-403"_s;
    QTest::newRow("404") << 404 << QByteArray(R"({"detail":"Not Found"})") << u"GM-BACKEND-404"_s << u"GM-TOKEN-404"_s
                         << u"GM-CONVERSATION-404"_s;
    QTest::newRow("500") << 500 << QByteArray("Internal Server Error") << u"GM-BACKEND-500"_s << u"GM-TOKEN-500"_s
                         << u"GM-CONVERSATION-500"_s;
    QTest::newRow("502 page") << 502 << page << u"GM-BACKEND-502"_s << u"GM-TOKEN-502"_s << u"GM-CONVERSATION-502"_s;
    QTest::newRow("429") << 429 << QByteArray("{}") << u"GM-BACKEND-429"_s << u"GM-TOKEN-429"_s
                         << u"GM-CONVERSATION-429"_s;
    QTest::newRow("404 page") << 404 << page << u"GM-BACKEND-HTML"_s << u"GM-TOKEN-HTML"_s << u"GM-BACKEND-HTML"_s;
    QTest::newRow("200 page") << 200 << page << u"GM-BACKEND-HTML"_s << u"GM-TOKEN-HTML"_s << u"GM-BACKEND-HTML"_s;
    QTest::newRow("cut off") << 200 << QByteArray(R"({"id":"c","ke)") << u"GM-BACKEND-SHAPE"_s << u"GM-TOKEN-SHAPE"_s
                             << u"GM-BACKEND-SHAPE"_s;
    QTest::newRow("number") << 200 << QByteArray("17") << u"GM-BACKEND-SHAPE"_s << u"GM-TOKEN-SHAPE"_s
                            << u"GM-BACKEND-SHAPE"_s;
    QTest::newRow("nothing") << 204 << QByteArray() << u"GM-BACKEND-SHAPE"_s << u"GM-TOKEN-SHAPE"_s
                             << u"GM-BACKEND-SHAPE"_s;
}

void TstBackendClient::wordsRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, list);
    QFETCH(QString, token);
    QFETCH(QString, conversation);
    Fixture f;
    for (int i = 0; i < 3; ++i)
        f.http.prepare(status, body);

    const QList<Error> errors{f.client.conversations().result().error(), f.client.realtimeToken().result().error(),
                              f.client.conversation(ConversationId(u"c"_s)).result().error()};

    QCOMPARE(errors[0].id, list);
    QCOMPARE(errors[1].id, token);
    QCOMPARE(errors[2].id, conversation);
    for (const Error &error : errors) {
        QCOMPARE(error.status, status);
        QVERIFY(!error.what.isEmpty());
        QVERIFY(!error.why.isEmpty());
        QVERIFY(!error.next.isEmpty());
    }
}

void TstBackendClient::masksSecretsInDetails()
{
    Fixture f;
    f.http.prepare(500, R"({"detail":"bad key gnStg1.k7Qx2A:c2VjcmV0c2VjcmV0c2Vj in env"})");

    const auto token = f.client.realtimeToken().result();

    QVERIFY(token.error().why.contains(u"bad key"));
    QVERIFY(!token.error().toText().contains(u"c2VjcmV0"));
}

void TstBackendClient::finishesWhenTheClientGoes()
{
    FakeHttp http;
    FakeBearers bearers;
    auto client = std::make_unique<BackendClient>(http, bearers, QUrl(u"https://api.genie.example"_s));
    const auto list = client->conversations();
    QVERIFY(!list.isFinished());

    client.reset();
    http.answer(401, "{}");

    QVERIFY(list.isFinished());
    QCOMPARE(list.result().error().id, u"GM-BACKEND-401"_s);
    QCOMPARE(http.requests().size(), 1);
}

QTEST_GUILESS_MAIN(TstBackendClient)
#include "tst_backendclient.moc"
