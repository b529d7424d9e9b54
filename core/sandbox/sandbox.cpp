#include "core/sandbox/sandbox.h"

#include "core/sandbox/ablystandin.h"
#include "core/sandbox/backendstandin.h"
#include "core/sandbox/controlapi.h"
#include "core/sandbox/sandboxclock.h"
#include "core/sandbox/scenarioplayer.h"
#include "core/sandbox/seededrandom.h"
#include "core/sandbox/storyplayer.h"
#include "core/sandbox/supabasestandin.h"

#include <QJsonArray>
#include <QTcpSocket>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

/// How long the first scenario waits for a watcher before it begins without one.
constexpr std::chrono::seconds firstPatience{30};
constexpr qint64 tokenTtlMs = 3'600'000;

QString urlOf(quint16 port)
{
    return u"http://127.0.0.1:%1"_s.arg(port);
}

/// The rights Genie's backend gives its users.
QJsonObject subscribeOnly()
{
    return {{u"conversation:*"_s, QJsonArray{u"subscribe"_s}}};
}

} // namespace

QJsonObject SandboxAddresses::toJson() const
{
    return {{u"supabaseUrl"_s, supabaseUrl},
            {u"anonKey"_s, anonKey},
            {u"legacyAnonKey"_s, legacyAnonKey},
            {u"backendUrl"_s, backendUrl},
            {u"ablyUrl"_s, ablyUrl},
            {u"ablyHost"_s, ablyHost},
            {u"ablyPort"_s, ablyPort},
            {u"ablyKey"_s, ablyKey},
            {u"controlUrl"_s, controlUrl},
            {u"user"_s, QJsonObject{{u"email"_s, email}, {u"password"_s, password}}},
            {u"secondUser"_s,
             QJsonObject{{u"email"_s, secondEmail}, {u"password"_s, secondPassword}, {u"totpSecret"_s, totpSecret}}},
            {u"conversations"_s, QJsonArray::fromStringList(conversations)},
            {u"foreignConversation"_s, foreignConversation},
            {u"backendLog"_s, backendLog}};
}

/// Everything the sandbox is made of, in the order in which each needs the ones before.
class Sandbox::Parts
{
public:
    Parts(const SandboxOptions &options, base::Clock &realClock, base::Random &random, base::StoryClock *story)
        : clock(realClock)
        , chance(options.seed != 0 ? options.seed : 1 + random.below(0x7fffffff))
        , faults(clock)
        , signer(random.bytes(32))
        , log(clock)
        , ably(clock, random, faults)
        , publisher(clock, faults, store, log,
                    [this](const QString &channel, const QString &name, const QJsonValue &data) {
                        ably.publish(channel, name, Payload::fromJson(data));
                    })
        , stage{clock, chance, faults, store, log, publisher, ably}
        , owner{.id = u"4d2e9b7a-0c61-4e8f-a3d5-91b7c2f06e48"_s,
                .email = u"ana.ribeiro@example.com"_s,
                .password = QString::fromLatin1(random.token(12))}
        , stranger{.id = newUuid(random),
                   .email = u"bruno.costa@example.com"_s,
                   .password = QString::fromLatin1(random.token(12))}
        , player(stage, owner.id)
        , storyPlayer(stage, clock, story)
    {
        QObject::connect(&clock, &SandboxClock::offsetChanged, &ably, &AblyStandin::clockMoved);
    }

    SandboxClock clock;
    SeededRandom chance;
    Faults faults;
    JwtSigner signer;
    ConversationStore store;
    BackendLogFile log;
    AblyStandin ably;
    BackendPublisher publisher;
    Stage stage;
    User owner;
    User stranger;
    QString totpSecret; ///< The stranger's.
    ScenarioPlayer player;
    StoryPlayer storyPlayer;
    std::unique_ptr<SupabaseStandin> supabase;
    std::unique_ptr<BackendStandin> backend;
    std::unique_ptr<ControlApi> control;
    // Last, so that nothing asks a stand-in that is gone.
    net::HttpServer supabaseServer;
    net::HttpServer backendServer;
    net::HttpServer ablyServer;
    net::HttpServer controlServer;

    Result<void> listen(quint16 firstPort);
    void open(base::Random &random);
    QStringList play(const Scenario &scenario, double speed);
    SandboxAddresses addresses() const;
};

Result<void> Sandbox::Parts::listen(quint16 firstPort)
{
    const std::array servers{&supabaseServer, &backendServer, &ablyServer, &controlServer};
    if (firstPort > 65535 - (servers.size() - 1))
        return Error{.what =
                         tr("The sandbox takes four ports in a row, and there are not four from %1.").arg(firstPort)};
    for (size_t i = 0; i < servers.size(); ++i) {
        const auto port =
            servers[i]->listen(firstPort == 0 ? 0 : quint16(firstPort + i), net::HttpServer::Family::Both);
        if (!port)
            return port.error();
    }
    return {};
}

/// Connects each server with its stand-in.
void Sandbox::Parts::open(base::Random &random)
{
    supabase = std::make_unique<SupabaseStandin>(clock, random, faults, signer, urlOf(supabaseServer.port()));
    supabase->addUser(owner);
    supabase->addUser(stranger);
    totpSecret = supabase->addAuthenticator(stranger, tr("Bruno's phone"));
    backend =
        std::make_unique<BackendStandin>(clock, chance, faults, store, log, signer, [this](const QString &userId) {
            return ably.signTokenRequest(subscribeOnly(), userId, tokenTtlMs);
        });
    control = std::make_unique<ControlApi>(
        stage, clock, *supabase,
        [this](const Scenario &scenario, const ScenarioPlayer::Wish &wish) { return player.play(scenario, wish); },
        [this] { return storyPlayer.state().isEmpty() ? player.state() : storyPlayer.state(); });
    QObject::connect(backend.get(), &BackendStandin::conversationCreated, &player, [this](const QString &id) {
        if (const auto happy = loadScenario(u"happy"_s))
            (void)player.play(*happy, {.conversation = id});
    });

    supabaseServer.setHandler(
        [this](const auto &request, const auto &responder) { supabase->handle(request, responder); });
    backendServer.setHandler(
        [this](const auto &request, const auto &responder) { backend->handle(request, responder); });
    ablyServer.setHandler([this](const auto &request, const auto &responder) { ably.handle(request, responder); });
    ablyServer.setUpgradeHandler([this](const net::ServerRequest &request, QTcpSocket *socket) {
        storyPlayer.clientConnects();
        ably.upgrade(request, socket);
    });
    controlServer.setHandler(
        [this](const auto &request, const auto &responder) { control->handle(request, responder); });
}

QStringList Sandbox::Parts::play(const Scenario &scenario, double speed)
{
    if (scenario.storyStartMs != 0)
        return storyPlayer.play(scenario, owner.id, speed, firstPatience);
    return player.play(scenario, {.speed = speed, .patience = firstPatience});
}

SandboxAddresses Sandbox::Parts::addresses() const
{
    return {.supabaseUrl = urlOf(supabaseServer.port()),
            .anonKey = supabase->anonKey(),
            .legacyAnonKey = supabase->legacyAnonKey(),
            .backendUrl = urlOf(backendServer.port()),
            .ablyUrl = urlOf(ablyServer.port()),
            .ablyHost = u"127.0.0.1"_s,
            .ablyPort = ablyServer.port(),
            .ablyKey = ably.key(),
            .controlUrl = urlOf(controlServer.port()),
            .email = owner.email,
            .password = owner.password,
            .secondEmail = stranger.email,
            .secondPassword = stranger.password,
            .totpSecret = totpSecret,
            .backendLog = log.path()};
}

Sandbox::Sandbox(SandboxOptions options, base::Clock &clock, base::Random &random, base::StoryClock *story,
                 QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(clock)
    , m_random(random)
    , m_story(story)
{
}

Sandbox::~Sandbox() = default;

Result<SandboxAddresses> Sandbox::start()
{
    const auto scenario = loadScenario(m_options.scenario);
    if (!scenario)
        return scenario.error();
    auto parts = std::make_unique<Parts>(m_options, m_clock, m_random, m_story);
    if (const auto opened = parts->log.open(m_options.logPath); !opened)
        return opened.error();
    if (const auto listening = parts->listen(m_options.port); !listening)
        return listening.error();
    parts->open(m_random);
    SandboxAddresses addresses = parts->addresses();
    addresses.foreignConversation =
        addConversation(parts->stage, {.title = tr("Somebody else's search")}, parts->stranger.id);
    addresses.conversations = parts->play(*scenario, m_options.speed);
    connect(&parts->storyPlayer, &StoryPlayer::told, this, &Sandbox::storyTold);
    addresses.storyClockStartMs = scenario->storyStartMs;
    m_parts = std::move(parts);
    return addresses;
}

} // namespace gm::sandbox
