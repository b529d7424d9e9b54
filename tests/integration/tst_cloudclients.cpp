// The clients of Supabase and of Genie's backend against the sandbox, over real sockets: sign-in to conversations, and every fault.
#include "core/base/json.h"
#include "core/base/systemclock.h"
#include "core/genie/backendclient.h"
#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"
#include "core/sandbox/sandbox.h"
#include "core/supabase/autherror.h"
#include "core/supabase/sessionkeeper.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::base;
using namespace gm::genie;
using namespace gm::supabase;
using namespace Qt::StringLiterals;
using gm::net::HttpReply;
using gm::sandbox::Sandbox;
using gm::sandbox::SandboxAddresses;

namespace
{

template <typename T>
T wait(const QFuture<T> &future)
{
    [[maybe_unused]] const bool isDone = QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000);
    Q_ASSERT(isDone);
    return future.result();
}

/// A keychain for one test.
class TestStorage final : public SessionStorage
{
public:
    std::optional<Secret> record;

    QFuture<Result<std::optional<Secret>>> read() override
    {
        return QtFuture::makeReadyFuture(Result<std::optional<Secret>>(record));
    }
    QFuture<Result<void>> write(const QString &, const Secret &newRecord) override
    {
        record = newRecord;
        return QtFuture::makeReadyFuture(Result<void>());
    }
    QFuture<Result<void>> remove() override
    {
        record.reset();
        return QtFuture::makeReadyFuture(Result<void>());
    }
};

/// Joins session and backend as the monitor does.
class KeeperBearers final : public BearerSource
{
public:
    explicit KeeperBearers(SessionKeeper &keeper)
        : m_keeper(keeper)
    {
    }
    QFuture<Result<Secret>> bearer() override { return m_keeper.accessToken(); }
    QFuture<Result<Secret>> bearerAfterRefusal(const Secret &refused) override
    {
        return m_keeper.accessTokenAfterRefusal(refused);
    }

private:
    SessionKeeper &m_keeper;
};

/// The sandbox with one client of each service.
struct Fixture {
    SystemClock clock;
    SystemRandom random;
    gm::net::QtHttpClient http;
    Sandbox sandbox{{.scenario = u"happy"_s, .seed = 7}, clock, random};
    SandboxAddresses at = sandbox.start().value();
    AuthClient auth{http, clock, QUrl(at.supabaseUrl), at.anonKey};
    TestStorage storage;
    QTemporaryDir dir;
    SessionKeeper keeper{auth, storage, clock, random, dir.filePath(u"session.lock"_s)};
    KeeperBearers bearers{keeper};
    BackendClient backend{http, bearers, QUrl(at.backendUrl)};

    Result<void> signIn(const QString &password = {})
    {
        const Secret secret(password.isEmpty() ? at.password : password);
        const auto session = wait(auth.signInWithPassword(at.email, secret));
        if (session)
            keeper.take(*session, Persistence::Stored);
        return session ? Result<void>() : Result<void>(session.error());
    }

    /// Asks the control API; fails the test by an empty answer.
    QJsonObject control(const QByteArray &method, const QString &path, const QJsonObject &body = {})
    {
        const auto reply = wait(http.send({.method = method,
                                           .url = QUrl(at.controlUrl + path),
                                           .headers = {{"Content-Type", "application/json"}},
                                           .body = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson()}));
        return reply && reply->status == 200 ? parseJson(reply->body)->toObject() : QJsonObject();
    }
    bool fault(const QJsonObject &fault) { return !control("POST", u"/faults"_s, fault).isEmpty(); }
};

} // namespace

class TstCloudClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesFromSignInToAToken();
    void refusesAWrongPassword();
    void refusesAWrongKey();
    void looksIntoTheService();
    void renewsTheSession();
    void survivesTheLossOfOneRotation();
    void endsWhenASessionIsRevoked();
    void keepsTheSessionThrough429();
    void signsOut();
    void saysWhyAConversationIsNotThere_data();
    void saysWhyAConversationIsNotThere();
    void saysWhyThereIsNoToken_data();
    void saysWhyThereIsNoToken();
    void saysWhenNothingListens();
    void carriesTheBearerNowhereElse();
};

void TstCloudClients::goesFromSignInToAToken()
{
    Fixture f;

    QVERIFY(f.signIn());
    QCOMPARE(f.keeper.state(), SessionState::SignedIn);
    QCOMPARE(f.keeper.session()->email, f.at.email);
    QVERIFY(std::chrono::abs(f.keeper.session()->clockOffset) < std::chrono::seconds(3));
    QCOMPARE(readClaims(f.keeper.session()->accessToken)->subject, f.keeper.session()->userId);

    QCOMPARE(*wait(f.backend.health()), u"healthy"_s);
    QVERIFY(!wait(f.backend.root())->version.isEmpty());
    const auto list = wait(f.backend.conversations());
    QVERIFY2(list, list ? "" : qPrintable(list.error().toText()));
    QCOMPARE(list->size(), f.at.conversations.size());
    QVERIFY(list->first().updatedMs > 0);
    QVERIFY(std::abs(list->first().updatedMs - f.clock.wallMs()) < 24 * 3'600'000);
    const auto detail = wait(f.backend.conversation(list->first().id));
    QCOMPARE(detail->conversation.id, list->first().id);
    const auto token = wait(f.backend.realtimeToken());
    QVERIFY2(token, token ? "" : qPrintable(token.error().toText()));
    QCOMPARE(std::get<SignedTokenRequest>(*token).clientId, f.keeper.session()->userId);
}

void TstCloudClients::refusesAWrongPassword()
{
    Fixture f;

    const auto result = f.signIn(u"not the password"_s);

    QCOMPARE(result.error().reference(), u"invalid_credentials, 400"_s);
    QCOMPARE(f.keeper.state(), SessionState::SignedOut);
}

void TstCloudClients::refusesAWrongKey()
{
    Fixture f;
    AuthClient stranger(f.http, f.clock, QUrl(f.at.supabaseUrl), u"another-key"_s);

    const auto result = wait(stranger.signInWithPassword(f.at.email, Secret(f.at.password)));

    QCOMPARE(result.error().status, 401);
    QCOMPARE(result.error().what, u"The public key in the profile is not accepted."_s);
}

void TstCloudClients::looksIntoTheService()
{
    Fixture f;
    QVERIFY(f.signIn());

    QVERIFY(wait(f.auth.settings())->email);
    QVERIFY(!wait(f.auth.health())->isEmpty());
    QCOMPARE(wait(f.auth.user(f.keeper.session()->accessToken))->id, f.keeper.session()->userId);
    QCOMPARE(wait(f.auth.user(Secret(u"a.b.c"_s))).error().id, u"bad_jwt"_s);
}

void TstCloudClients::renewsTheSession()
{
    Fixture f;
    QVERIFY(f.signIn());
    const Session first = *f.keeper.session();

    const auto second = wait(f.auth.refresh(first.refreshToken));

    QVERIFY(second);
    QVERIFY(second->refreshToken != first.refreshToken);
    QCOMPARE(second->userId, first.userId);
}

void TstCloudClients::survivesTheLossOfOneRotation()
{
    Fixture f;
    QVERIFY(f.signIn());
    const Secret parent = f.keeper.session()->refreshToken;
    const auto child = wait(f.auth.refresh(parent));

    const auto again = wait(f.auth.refresh(parent));
    QVERIFY2(again, again ? "" : qPrintable(again.error().toText()));
    QCOMPARE(again->refreshToken, child->refreshToken);
    const auto grandchild = wait(f.auth.refresh(child->refreshToken));
    QVERIFY(grandchild);

    const auto reuse = wait(f.auth.refresh(parent));
    QCOMPARE(reuse.error().id, u"refresh_token_already_used"_s);
    QVERIFY(!wait(f.auth.refresh(grandchild->refreshToken))); // the whole family is gone
}

void TstCloudClients::endsWhenASessionIsRevoked()
{
    Fixture f;
    QVERIFY(f.signIn());
    QVERIFY(f.fault({{u"fault"_s, u"revoke-session"_s}}));
    const auto refused = wait(f.auth.refresh(f.keeper.session()->refreshToken));

    QVERIFY(!refused);
    QVERIFY(faultOfRefresh(refused.error()) == AuthFault::TokenRefused ||
            faultOfRefresh(refused.error()) == AuthFault::SessionOver);
}

void TstCloudClients::keepsTheSessionThrough429()
{
    Fixture f;
    QVERIFY(f.signIn());
    QVERIFY(f.fault({{u"fault"_s, u"refresh-429"_s}, {u"count"_s, 1}}));

    const auto refused = wait(f.auth.refresh(f.keeper.session()->refreshToken));

    QCOMPARE(refused.error().status, 429);
    QCOMPARE(refused.error().id, u"over_request_rate_limit"_s);
    QCOMPARE(int(faultOfRefresh(refused.error())), int(AuthFault::Transient));
    QVERIFY(wait(f.auth.refresh(f.keeper.session()->refreshToken)));
}

void TstCloudClients::signsOut()
{
    Fixture f;
    QVERIFY(f.signIn());
    const Session session = *f.keeper.session();
    QVERIFY(f.storage.record);

    QVERIFY(wait(f.keeper.signOut()));

    QVERIFY(!f.storage.record);
    QCOMPARE(wait(f.auth.user(session.accessToken)).error().id, u"session_not_found"_s);
    QCOMPARE(wait(f.auth.refresh(session.refreshToken)).error().id, u"refresh_token_not_found"_s);
    QCOMPARE(wait(f.backend.conversations()).error().id, u"GM-SESSION-NONE"_s);
}

void TstCloudClients::saysWhyAConversationIsNotThere_data()
{
    QTest::addColumn<QString>("id"); // empty: the foreign one
    QTest::addColumn<QString>("code");
    QTest::newRow("unknown") << u"00000000-0000-4000-8000-000000000000"_s << u"GM-CONVERSATION-404"_s;
    QTest::newRow("someone else's") << QString() << u"GM-CONVERSATION-403"_s;
    QTest::newRow("no id") << u"00000000-0000-4000-8000-00000000000"_s << u"GM-CONVERSATION-422"_s;
}

void TstCloudClients::saysWhyAConversationIsNotThere()
{
    QFETCH(QString, id);
    QFETCH(QString, code);
    Fixture f;
    QVERIFY(f.signIn());

    const auto detail = wait(f.backend.conversation(ConversationId(id.isEmpty() ? f.at.foreignConversation : id)));

    QVERIFY(!detail);
    QCOMPARE(detail.error().id, code);
}

void TstCloudClients::saysWhyThereIsNoToken_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<QString>("code");
    const auto status = [](int number) { return QJsonObject{{u"fault"_s, u"http-status"_s}, {u"status"_s, number}}; };
    QTest::newRow("401") << status(401) << u"GM-BACKEND-401"_s;
    QTest::newRow("403") << status(403) << u"GM-TOKEN-403"_s;
    QTest::newRow("404") << status(404) << u"GM-TOKEN-404"_s;
    QTest::newRow("500") << status(500) << u"GM-TOKEN-500"_s;
    QTest::newRow("page") << QJsonObject{{u"fault"_s, u"http-html"_s}} << u"GM-TOKEN-HTML"_s;
    QTest::newRow("cut off") << QJsonObject{{u"fault"_s, u"http-truncate"_s}} << u"GM-BACKEND-LOST"_s;
    QTest::newRow("slow") << QJsonObject{{u"fault"_s, u"http-slow"_s}, {u"value"_s, u"14s"_s}}
                          << u"GM-BACKEND-TIMEOUT"_s;
    QTest::newRow("elsewhere") << QJsonObject{{u"fault"_s, u"http-redirect"_s},
                                              {u"value"_s, u"https://elsewhere.example/"_s}}
                               << u"GM-BACKEND-REDIRECT"_s;
}

void TstCloudClients::saysWhyThereIsNoToken()
{
    QFETCH(QJsonObject, fault);
    QFETCH(QString, code);
    Fixture f;
    QVERIFY(f.signIn());
    fault.insert(u"route"_s, u"token"_s);
    QVERIFY(f.fault(fault));

    const auto token = wait(f.backend.realtimeToken());

    QVERIFY(!token);
    QCOMPARE(token.error().id, code);
    QVERIFY(!token.error().what.isEmpty());
    QVERIFY(!token.error().next.isEmpty());
    f.control("DELETE", u"/faults"_s);
    QVERIFY(wait(f.backend.realtimeToken()));
}

void TstCloudClients::saysWhenNothingListens()
{
    Fixture f;
    QVERIFY(f.signIn());
    BackendClient nowhere(f.http, f.bearers, QUrl(u"http://127.0.0.1:1"_s));

    QCOMPARE(wait(nowhere.realtimeToken()).error().id, u"GM-BACKEND-REFUSED"_s);
    AuthClient noAuth(f.http, f.clock, QUrl(u"http://127.0.0.1:1"_s), u"k"_s);
    QCOMPARE(wait(noAuth.health()).error().id, u"GM-SUPABASE-REFUSED"_s);
}

void TstCloudClients::carriesTheBearerNowhereElse()
{
    Fixture f;
    QVERIFY(f.signIn());
    // Another origin on this very computer: it must not even be asked.
    gm::net::HttpServer other;
    int hits = 0;
    other.setHandler([&hits](const gm::net::ServerRequest &, const gm::net::Responder &responder) {
        ++hits;
        responder.send({.status = 200});
    });
    const auto port = other.listen();
    const QString address = u"http://127.0.0.1:%1/"_s.arg(*port);
    QVERIFY(f.fault({{u"fault"_s, u"http-redirect"_s}, {u"route"_s, u"token"_s}, {u"value"_s, address}}));
    QVERIFY(f.fault({{u"fault"_s, u"http-redirect"_s}, {u"route"_s, u"refresh"_s}, {u"value"_s, address}}));

    QCOMPARE(wait(f.backend.realtimeToken()).error().id, u"GM-BACKEND-REDIRECT"_s);
    QCOMPARE(wait(f.auth.refresh(f.keeper.session()->refreshToken)).error().id, u"GM-SUPABASE-REDIRECT"_s);
    QCOMPARE(hits, 0);
}

QTEST_GUILESS_MAIN(TstCloudClients)
#include "tst_cloudclients.moc"
