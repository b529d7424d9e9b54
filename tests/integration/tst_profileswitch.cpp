// Another profile without a restart: what belongs to the first is closed in order, and nothing of it reaches the second.
#include "core/monitor/workspace.h"
#include "core/net/qtwebsocket.h"
#include "core/profile/memorystore.h"
#include "core/timeline/eventstore.h"
#include "tests/integration/programrun.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;
using monitor::Monitor;
using monitor::Workspace;

namespace
{

template <typename Condition>
bool until(Condition condition)
{
    return QTest::qWaitFor(condition, 30'000);
}

/// One installation with two profiles, each with services of its own.
struct Fixture {
    ProgramHome first;
    ProgramHome second;
    QTemporaryDir folder;
    net::QtHttpClient http;
    net::QtWebSocketFactory sockets;
    profile::MemoryStore secrets;
    profile::Settings settings{folder.filePath(u"settings.ini"_s)};
    profile::ProfileStore profiles{folder.filePath(u"profiles.json"_s)};
    Workspace workspace{{.http = http,
                         .sockets = sockets,
                         .clock = first.clock,
                         .random = first.random,
                         .secrets = secrets,
                         .settings = settings,
                         .paths = profile::standardPaths(folder.path())},
                        profiles,
                        [] { return base::Result<monitor::SandboxAccess>(base::Error{}); }};

    Fixture()
    {
        add(u"first"_s, first.at);
        add(u"second"_s, second.at);
    }
    void add(const QString &name, const sandbox::SandboxAddresses &at)
    {
        const auto added = profiles.add({.name = name,
                                         .supabaseUrl = QUrl(at.supabaseUrl),
                                         .anonKey = at.anonKey,
                                         .backendUrl = QUrl(at.backendUrl),
                                         .ablyEndpoint = at.ablyUrl});
        QVERIFY(added);
    }
    [[nodiscard]] Monitor &monitor() { return *workspace.monitor(); }
    /// Signs in to the profile that is open and watches a conversation of it.
    bool watch(const sandbox::SandboxAddresses &at, const base::ConversationId &id)
    {
        monitor().signIn(at.email, base::Secret(at.password));
        if (!until([this] { return isConnected(); }))
            return false;
        monitor().watch({id});
        return isAttached();
    }
    [[nodiscard]] bool isConnected() { return monitor().link().state == ably::ConnectionState::Connected; }
    [[nodiscard]] bool isAttached()
    {
        return until([this] { return isConnected() && monitor().link().channelsAttached == 1; });
    }
    static bool publish(ProgramHome &home, const base::ConversationId &id, const QString &text)
    {
        return !home.control("POST", u"/publish"_s,
                             {{u"conversation"_s, id.text()},
                              {u"name"_s, u"status"_s},
                              {u"data"_s, QJsonObject{{u"status"_s, u"searching"_s}, {u"message"_s, text}}}})
                    .isNull();
    }
    /// The texts received by the monitor in use.
    [[nodiscard]] QByteArrayList received()
    {
        QByteArrayList texts;
        for (qint64 row = 0; row < monitor().store().size(); ++row)
            texts << monitor().store().payload(base::RowIndex(row)).toByteArray();
        return texts;
    }
    static qsizetype connectionsAt(ProgramHome &home)
    {
        return home.control("GET", u"/state"_s).object().value(u"connections").toArray().size();
    }
};

} // namespace

class TstProfileSwitch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closesTheFirstAndMixesNothing();
    void comesBackWithoutAPassword();
    void givesUpASignInUnderWay();
};

void TstProfileSwitch::closesTheFirstAndMixesNothing()
{
    // given: the same id in both profiles, the worst case
    Fixture f;
    const base::ConversationId id(f.first.at.conversations.first());
    QVERIFY(f.workspace.openByName(u"first"_s));
    QVERIFY(f.watch(f.first.at, id));
    QVERIFY(f.publish(f.first, id, u"of the first"_s));
    QVERIFY(until([&] { return f.received().join().contains("of the first"); }));
    QStringList order;
    QPointer<Monitor> before = f.workspace.monitor();
    QObject::connect(&f.workspace, &Workspace::monitorAboutToChange, before, [&order] { order << u"about to"_s; });
    QObject::connect(&f.workspace, &Workspace::monitorChanged, &f.workspace, [&order] { order << u"changed"_s; });
    QObject::connect(before, &Monitor::closed, &f.workspace, [&order] { order << u"closed"_s; });

    // when
    QVERIFY(f.workspace.openByName(u"second"_s));

    // then: nothing is known yet of the second one, and the first says goodbye
    QVERIFY(f.workspace.monitor() != before);
    QVERIFY(!f.monitor().isSignedIn());
    QCOMPARE(f.monitor().store().size(), 0);
    QVERIFY(f.monitor().watched().isEmpty());
    QVERIFY(until([&] { return before.isNull(); }));
    const QStringList expected{u"about to"_s, u"changed"_s, u"closed"_s};
    QCOMPARE(order, expected);
    QVERIFY(until([&] { return f.connectionsAt(f.first) == 0; }));

    // and: each hears its own
    QVERIFY(f.watch(f.second.at, id));
    QVERIFY(f.publish(f.first, id, u"of the first again"_s));
    QVERIFY(f.publish(f.second, id, u"of the second"_s));
    QVERIFY(until([&] { return f.received().join().contains("of the second"); }));
    QVERIFY(!f.received().join().contains("of the first"));
    QCOMPARE(f.connectionsAt(f.first), 0);
}

void TstProfileSwitch::comesBackWithoutAPassword()
{
    Fixture f;
    const base::ConversationId id(f.first.at.conversations.first());
    QVERIFY(f.workspace.openByName(u"first"_s));
    QVERIFY(f.watch(f.first.at, id));
    QVERIFY(f.workspace.openByName(u"second"_s));
    QVERIFY(f.watch(f.second.at, base::ConversationId(f.second.at.conversations.first())));

    QVERIFY(f.workspace.openByName(u"first"_s));

    QVERIFY(f.isAttached());
    QCOMPARE(f.monitor().profile().name, u"first"_s);
    QCOMPARE(f.monitor().watched(), QList<base::ConversationId>{id});
    QCOMPARE(f.first.calls(u"signin"_s), 1);
    QVERIFY(until([&] { return f.connectionsAt(f.second) == 0; }));
    QCOMPARE(f.second.sessionsOf(f.second.at.email), 1); // still signed in there
}

void TstProfileSwitch::givesUpASignInUnderWay()
{
    Fixture f;
    QVERIFY(f.workspace.openByName(u"first"_s));
    supabase::SignIn &signIn = f.monitor().interactiveSignIn();
    QSignalSpy steps(&signIn, &supabase::SignIn::stepChanged);
    signIn.beginProvider(u"google"_s);
    QVERIFY(until([&] { return signIn.step().kind == supabase::SignInStep::Kind::AwaitingBrowser; }));

    QVERIFY(f.workspace.openByName(u"second"_s));

    QCOMPARE(steps.last()[0].value<supabase::SignInStep>().kind, supabase::SignInStep::Kind::Idle);
    QVERIFY(!f.monitor().isSignedIn());
}

QTEST_GUILESS_MAIN(TstProfileSwitch)
#include "tst_profileswitch.moc"
