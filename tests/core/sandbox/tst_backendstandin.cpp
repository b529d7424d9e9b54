// backendstandin: Genie's read-only API with FastAPI's refusals, over real HTTP and a clock that is moved.
#include "core/sandbox/backendstandin.h"

#include "tests/core/sandbox/httpprobe.h"
#include "tests/support/fakeclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using test::Answer;

namespace
{

const QString owner = u"4d2e9b7a-0c61-4e8f-a3d5-000000000001"_s;
const QString stranger = u"4d2e9b7a-0c61-4e8f-a3d5-000000000002"_s;
const QString mine = u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s;
const QString older = u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a36"_s;
const QString foreign = u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a37"_s;

/// The backend with three conversations, and a client with the owner's bearer token.
struct Fixture {
    test::FakeClock clock;
    base::SystemRandom random;
    sandbox::Faults faults{clock};
    sandbox::ConversationStore store;
    sandbox::BackendLogFile log{clock};
    sandbox::JwtSigner signer{"secret"};
    net::HttpServer server;
    sandbox::BackendStandin standin{clock, random, faults, store, log, signer, [](const QString &userId) {
                                        return QJsonObject{{u"keyName"_s, u"app.key"_s}, {u"clientId"_s, userId}};
                                    }};
    test::HttpProbe probe;
    QString baseUrl;

    Fixture()
    {
        const qint64 now = clock.wallMs();
        store.add({.id = older, .userId = owner, .title = u"Older"_s, .updatedMs = now - 1000});
        store.add({.id = mine, .userId = owner, .title = u"Mine"_s, .createdMs = now, .updatedMs = now});
        store.add({.id = foreign, .userId = stranger, .title = u"Theirs"_s});
        store.addMessage(mine, {.id = u"m1"_s, .role = u"user"_s, .content = u"Hello"_s, .createdMs = now});
        baseUrl = u"http://127.0.0.1:%1"_s.arg(*server.listen());
        server.setHandler([this](const auto &request, const auto &responder) { standin.handle(request, responder); });
        probe.setBaseUrl(baseUrl);
        useToken(tokenWith({}));
    }

    QString tokenWith(QJsonObject changes) const
    {
        QJsonObject claims{{u"sub"_s, owner}, {u"aud"_s, u"authenticated"_s}, {u"exp"_s, clock.wallMs() / 1000 + 60}};
        for (auto change = changes.begin(); change != changes.end(); ++change)
            claims.insert(change.key(), change.value());
        return signer.sign(claims);
    }
    void useToken(const QString &token) { probe.setHeader("Authorization", "Bearer " + token.toLatin1()); }
};

} // namespace

class TstBackendStandin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersHealthWithoutABearer();
    void handsOutTheTokenRequestOfTheCaller();
    void listsTheCallersConversationsNewestFirst();
    void sendsTheListWithoutSlashToTheOneWith();
    void answersOneConversationWithMessages();
    void refusesConversations_data();
    void refusesConversations();
    void refusesCallers_data();
    void refusesCallers();
    void createsAConversation();
    void obeysHttpFaults();
};

void TstBackendStandin::answersHealthWithoutABearer()
{
    Fixture f;
    f.probe.removeHeader("Authorization");

    QCOMPARE(f.probe.get(u"/health"_s).json().value(u"status"_s), u"healthy"_s);
    QVERIFY(f.probe.get(u"/"_s).json().contains(u"version"_s));
    QCOMPARE(f.probe.get(u"/nowhere"_s).json().value(u"detail"_s), u"Not Found"_s);
    QCOMPARE(f.probe.send("DELETE", u"/api/chat/"_s, {}).status, 405);
}

void TstBackendStandin::handsOutTheTokenRequestOfTheCaller()
{
    Fixture f;

    const Answer answer = f.probe.get(u"/api/chat/realtime/token"_s);

    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(u"clientId"_s).toString(), owner);
}

void TstBackendStandin::listsTheCallersConversationsNewestFirst()
{
    Fixture f;

    const QJsonArray list = f.probe.get(u"/api/chat/"_s).jsonArray();

    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0][u"id"_s].toString(), mine);
    QCOMPARE(list[0][u"updated_at"_s].toString(), u"2025-11-06T14:03:47.000000"_s);
    QVERIFY(list[0][u"goal_id"_s].isNull());
    QCOMPARE(list[1][u"id"_s].toString(), older);
}

void TstBackendStandin::sendsTheListWithoutSlashToTheOneWith()
{
    Fixture f;

    const Answer answer = f.probe.get(u"/api/chat"_s);

    QCOMPARE(answer.status, 307);
    QCOMPARE(answer.header("location"), f.baseUrl.toLatin1() + "/api/chat/");
}

void TstBackendStandin::answersOneConversationWithMessages()
{
    Fixture f;

    const QJsonObject answer = f.probe.get(u"/api/chat/"_s + mine).json();

    QCOMPARE(answer.value(u"title"_s), u"Mine"_s);
    const QJsonArray messages = answer.value(u"messages"_s).toArray();
    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages[0][u"content"_s].toString(), u"Hello"_s);
    QCOMPARE(messages[0][u"conversation_id"_s].toString(), mine);
}

void TstBackendStandin::refusesConversations_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("status");
    QTest::newRow("of somebody else") << foreign << 403;
    QTest::newRow("unknown") << u"2f90d3c7-61be-4c11-9d0a-ffffffffffff"_s << 404;
    QTest::newRow("not an id") << u"abc-123"_s << 422;
}

void TstBackendStandin::refusesConversations()
{
    QFETCH(QString, id);
    QFETCH(int, status);
    Fixture f;

    const Answer answer = f.probe.get(u"/api/chat/"_s + id);

    QCOMPARE(answer.status, status);
    const QJsonValue detail = answer.json().value(u"detail"_s);
    if (status == 422)
        QCOMPARE(detail.toArray().first()[u"loc"_s].toArray().last().toString(), u"conversation_id"_s);
    else
        QVERIFY(!detail.toString().isEmpty());
}

void TstBackendStandin::refusesCallers_data()
{
    QTest::addColumn<QJsonObject>("claims");
    QTest::addColumn<QString>("line");
    QTest::newRow("expired") << QJsonObject{{u"exp"_s, 1}} << u"Signature has expired"_s;
    QTest::newRow("other audience") << QJsonObject{{u"aud"_s, u"anon"_s}} << u"Invalid audience"_s;
}

void TstBackendStandin::refusesCallers()
{
    QFETCH(QJsonObject, claims);
    QFETCH(QString, line);
    Fixture f;
    QVERIFY(f.log.open({}));
    f.useToken(f.tokenWith(claims));

    const Answer refused = f.probe.get(u"/api/chat/realtime/token"_s);
    f.useToken(sandbox::JwtSigner("other").sign({{u"sub"_s, owner}}));
    const Answer forged = f.probe.get(u"/api/chat/"_s);
    f.probe.removeHeader("Authorization");
    const Answer nobody = f.probe.get(u"/api/chat/"_s);

    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.json().value(u"detail"_s), u"Invalid token"_s);
    QVERIFY(f.log.text().startsWith("2025-11-06 14:03:47,000 - "));
    QVERIFY(f.log.text().contains(QString(u" - ERROR - JWT verification failed: "_s + line).toUtf8()));
    QCOMPARE(forged.status, 401);
    QCOMPARE(nobody.status, 403);
}

void TstBackendStandin::createsAConversation()
{
    Fixture f;
    QSignalSpy created(&f.standin, &sandbox::BackendStandin::conversationCreated);

    const Answer answer = f.probe.post(u"/api/chat/"_s, {{u"initial_message"_s, u"Find me a job"_s}});
    const Answer empty = f.probe.post(u"/api/chat/"_s, {});

    QCOMPARE(answer.status, 200);
    const QString id = answer.json().value(u"id"_s).toString();
    QCOMPARE(created.size(), 1);
    QCOMPARE(created.first().first().toString(), id);
    QCOMPARE(f.probe.get(u"/api/chat/"_s + id).json().value(u"messages"_s).toArray().size(), 1);
    QCOMPARE(empty.status, 422);
}

void TstBackendStandin::obeysHttpFaults()
{
    Fixture f;
    const auto put = [&f](QJsonObject fault) {
        fault.insert(u"route"_s, u"token"_s);
        fault.insert(u"count"_s, 1);
        QVERIFY(f.faults.add(fault));
    };
    const QString path = u"/api/chat/realtime/token"_s;

    put({{u"fault"_s, u"http-status"_s}, {u"status"_s, 500}});
    QCOMPARE(f.probe.get(path).status, 500);
    put({{u"fault"_s, u"http-html"_s}});
    QCOMPARE(f.probe.get(path).reply.contentType(), "text/html");
    put({{u"fault"_s, u"http-truncate"_s}});
    QCOMPARE(f.probe.get(path).error.code, int(net::ConnectionLost));
    put({{u"fault"_s, u"http-redirect"_s}, {u"value"_s, u"http://127.0.0.1:9/x"_s}});
    QCOMPARE(f.probe.get(path).header("location"), "http://127.0.0.1:9/x");
    QCOMPARE(f.probe.get(path).status, 200);
}

QTEST_GUILESS_MAIN(TstBackendStandin)
#include "tst_backendstandin.moc"
