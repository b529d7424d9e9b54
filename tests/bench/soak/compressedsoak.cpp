#include "tests/bench/soak/compressedsoak.h"

#include "core/diagnostics/connectionhistory.h"
#include "core/monitor/follower.h"
#include "core/monitor/ingest.h"
#include "core/profile/memorystore.h"
#include "core/timeline/eventstore.h"
#include "tests/support/build.h"
#include "tests/support/faketokensource.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace gm::soak
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ConversationId;

namespace
{

constexpr int conversations = 4;
constexpr auto publishPause = 30s;
constexpr auto beatPause = 10s;
constexpr auto mischiefPause = 10min;
constexpr qint64 judgedAfterMs = 10 * 60 * 1000;

ConversationId conversationAt(int which)
{
    return ConversationId(u"soak-%1"_s.arg(which));
}

QString channelAt(int which)
{
    return base::channelOf(conversationAt(which)).text();
}

/// The service's clock is ours: what is asked is the time.
class ModelHttp final : public net::HttpClient
{
public:
    explicit ModelHttp(const base::Clock &clock)
        : m_clock(clock)
    {
    }

    QFuture<base::Result<net::HttpReply>> send(const net::HttpRequest &request) override
    {
        QPromise<base::Result<net::HttpReply>> promise;
        promise.start();
        promise.addResult(net::HttpReply{.status = 200,
                                         .headers = {{"Content-Type", "application/json"}},
                                         .body = '[' + QByteArray::number(m_clock.wallMs()) + ']',
                                         .url = request.url});
        promise.finish();
        return promise.future();
    }

private:
    const base::Clock &m_clock;
};

/// Chance for the client, from the one seed of the run.
class SeededRandom final : public base::Random
{
public:
    explicit SeededRandom(std::mt19937_64 &engine)
        : m_engine(engine)
    {
    }
    double uniform() override { return double(m_engine() >> 11) * 0x1.0p-53; }
    quint32 below(quint32 limit) override { return quint32(m_engine() % limit); }
    QByteArray bytes(int count) override
    {
        QByteArray result(count, Qt::Uninitialized);
        for (char &byte : result)
            byte = char(m_engine());
        return result;
    }

private:
    std::mt19937_64 &m_engine;
};

} // namespace

struct CompressedSoak::Outside {
    Outside(test::FakeClock &clock, std::mt19937_64 &engine)
        : http(clock)
        , random(engine)
        , settings(folder.filePath(u"settings.ini"_s))
    {
    }

    QTemporaryDir folder;
    ModelHttp http;
    SeededRandom random;
    profile::MemoryStore secrets;
    profile::Settings settings;
};

struct CompressedSoak::Watcher {
    explicit Watcher(base::Clock &clock)
        : ingest(store, clock)
    {
    }

    QString name;
    test::FakeTokenSource tokens;
    diagnostics::ConnectionHistory history;
    diagnostics::FrameLog frames{{}};
    timeline::EventStore store;
    monitor::Ingest ingest;
    std::unique_ptr<monitor::Follower> follower;
    Ledger ledger;
};

CompressedSoak::CompressedSoak(const CompressedSoakOptions &options)
    : m_options(options)
    , m_engine(options.seed)
    , m_service(m_clock, m_engine)
    , m_outside(std::make_unique<Outside>(m_clock, m_engine))
    , m_publishers(conversations)
{
    addWatcher(u"json"_s, false, {});
    addWatcher(u"msgpack-rewind"_s, true, u"2m"_s);
}

CompressedSoak::~CompressedSoak() = default;

void CompressedSoak::addWatcher(const QString &name, bool useMsgpack, const QString &rewind)
{
    Watcher &watcher = *m_watchers.emplace_back(std::make_unique<Watcher>(m_clock));
    watcher.name = name;
    ably::ClientOptions client;
    client.endpoint = ably::Endpoint().withFallbacks({});
    client.useMsgpack = useMsgpack;
    client.clientId = name;
    const monitor::Services services{.http = m_outside->http,
                                     .sockets = m_service,
                                     .clock = m_clock,
                                     .random = m_outside->random,
                                     .secrets = m_outside->secrets,
                                     .settings = m_outside->settings,
                                     .paths = profile::standardPaths(m_outside->folder.path())};
    watcher.follower =
        std::make_unique<monitor::Follower>(services, watcher.tokens, watcher.history, watcher.frames,
                                            monitor::Follower::Options{.client = client, .rewind = rewind});
    QObject::connect(watcher.follower.get(), &monitor::Follower::messagesReceived, &watcher.ingest,
                     &monitor::Ingest::add);
    QObject::connect(&watcher.store, &timeline::EventStore::rowsAppended, &watcher.ingest,
                     [&watcher](base::RowIndex first, base::RowIndex last) {
                         for (qint64 row = first.value(); row <= last.value(); ++row) {
                             const base::RowIndex index(row);
                             const QJsonObject data =
                                 QJsonDocument::fromJson(watcher.store.payload(index).toByteArray()).object();
                             watcher.ledger.received(ConversationId(watcher.store.conversation(index)),
                                                     data.value(u"message").toString(u"-1"_s).toLongLong());
                         }
                     });
    QObject::connect(watcher.follower.get(), &monitor::Follower::gapClosed, &watcher.ingest,
                     [this, &watcher](const monitor::ContinuityGap &gap) {
                         const qint64 to = gap.toMs.value_or(m_clock.wallMs());
                         watcher.ledger.gap(
                             gap.conversation, gap.fromMs, to,
                             m_service.hasTold(watcher.name, base::channelOf(gap.conversation).text(), gap.fromMs, to));
                     });
    for (int i = 0; i < conversations; ++i)
        watcher.follower->watch(conversationAt(i));
    watcher.follower->connectNow();
}

void CompressedSoak::run()
{
    beatLater();
    while (!isWell())
        turnSecond();
    for (int i = 0; i < conversations; ++i)
        publishLater(i);
    mischiefLater();
    const auto end = m_clock.now() + std::chrono::hours(24 * m_options.days);
    const auto warm = m_clock.now() + std::chrono::hours(24 * m_options.days) / 4;
    while (m_clock.now() < end) {
        turnSecond();
        if (m_memoryStart == 0 && m_clock.now() >= warm)
            m_memoryStart = memoryBesideEvents();
    }
    m_publishers.clear();
    m_mischief.cancel();
    for (int minute = 0; minute < 30; ++minute) { // whatever is under way comes to its end
        for (int second = 0; second < 60; ++second)
            turnSecond();
    }
    for (const auto &watcher : m_watchers)
        watcher->ledger.settle(std::numeric_limits<qint64>::max());
    m_memoryEnd = memoryBesideEvents();
}

void CompressedSoak::turnSecond()
{
    m_clock.advance(1s);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    for (const auto &watcher : m_watchers)
        watcher->follower->tick();
    settle();
}

bool CompressedSoak::isWell() const
{
    return std::all_of(m_watchers.begin(), m_watchers.end(), [](const auto &watcher) {
        const monitor::LinkStatus link = watcher->follower->link();
        return link.state == ably::ConnectionState::Connected && link.channelsAttached == conversations;
    });
}

/// Judged is what was published well before a long stretch in which all was well.
void CompressedSoak::settle()
{
    if (!isWell()) {
        m_wellSinceMs = 0;
        return;
    }
    if (m_wellSinceMs == 0)
        m_wellSinceMs = m_clock.now().count();
    if (m_clock.now().count() - m_wellSinceMs < judgedAfterMs)
        return;
    for (const auto &watcher : m_watchers)
        watcher->ledger.settle(m_clock.wallMs() - judgedAfterMs);
    m_service.forgetTold(m_clock.wallMs() - judgedAfterMs);
    m_wellSinceMs = 0;
}

std::chrono::milliseconds CompressedSoak::around(std::chrono::milliseconds mean)
{
    return std::chrono::milliseconds(1 + qint64(-std::log(1.0 - m_outside->random.uniform()) * double(mean.count())));
}

void CompressedSoak::publishLater(int which)
{
    m_publishers[size_t(which)] = m_clock.after(around(publishPause), [this, which] {
        if (!m_isIdle) {
            // Mostly one, now and then a stream's worth.
            for (int left = below(20) == 0 ? below(30) : 1; left > 0; --left)
                publish(which, m_clock.wallMs());
        }
        publishLater(which);
    });
}

void CompressedSoak::publish(int which, qint64 wallMs)
{
    for (const auto &watcher : m_watchers)
        watcher->ledger.published(conversationAt(which), wallMs, wallMs);
    m_service.publish(channelAt(which), wallMs);
}

void CompressedSoak::beatLater()
{
    m_beat = m_clock.after(beatPause, [this] {
        m_service.beat();
        beatLater();
    });
}

void CompressedSoak::mischiefLater()
{
    m_mischief = m_clock.after(around(mischiefPause), [this] {
        makeMischief();
        mischiefLater();
    });
}

void CompressedSoak::makeMischief()
{
    const int chance = below(100);
    if (chance < 35) {
        note("links broken");
        if (below(4) == 0)
            m_service.refuseNextResumes(int(m_watchers.size()));
        if (below(5) == 0)
            m_service.forgetSerials(1 + below(conversations));
        m_service.breakLinks(below(2) == 0);
    } else if (chance < 50) {
        note("links broken, service away");
        m_service.breakLinks(below(2) == 0);
        keepAway(below(3) == 0);
    } else if (chance < 60) {
        note("links silent");
        m_service.silenceLinks();
    } else if (chance < 68) {
        note("told to reconnect");
        m_service.disconnectAll(below(2) == 0 ? test::build::tokenExpired() : test::build::error(80003, 503));
    } else if (chance < 76) {
        note("channels detached");
        m_service.forgetSerials(below(2));
        m_service.detach(channelAt(below(conversations)));
    } else if (chance < 82) {
        note("times over the rate");
        overdo(below(conversations));
    } else if (chance < 88) {
        note("tokens asked for");
        m_service.askForAuth();
    } else if (chance < 94) {
        note("idle stretches");
        m_isIdle = true;
        m_burst = m_clock.after(around(1h), [this] { m_isIdle = false; });
    } else {
        note("sleeps");
        sleep();
    }
}

/// More at once than the service delivers.
void CompressedSoak::overdo(int which)
{
    m_service.beginDropping(channelAt(which));
    for (int left = 1 + below(5); left > 0; --left)
        publish(which, m_clock.wallMs());
    m_service.endDropping(channelAt(which));
}

/// Mostly for less than the two minutes that are remembered, sometimes for hours.
void CompressedSoak::keepAway(bool isHanging)
{
    m_service.setReachable(false);
    m_service.setHanging(isHanging);
    const auto mean = below(3) == 0 ? std::chrono::milliseconds(20min) : std::chrono::milliseconds(40s);
    m_return = m_clock.after(around(mean), [this] {
        m_service.setReachable(true);
        m_service.setHanging(false);
    });
}

/// The computer sleeps: the wall clock goes on, the monotonic one stands still, and the other end hears nothing of it.
void CompressedSoak::sleep()
{
    const auto length = around(1h);
    m_service.silenceLinks();
    m_service.breakLinks(false);
    for (auto slept = around(publishPause); slept < length; slept += around(publishPause))
        publish(below(conversations), m_clock.wallMs() + slept.count());
    m_clock.jumpWall(length);
    m_wellSinceMs = 0; // nobody knows yet
}

qint64 CompressedSoak::memoryBesideEvents() const
{
    qint64 bytes = residentBytes();
    for (const auto &watcher : m_watchers)
        bytes -= watcher->store.bytes();
    return bytes;
}

Report CompressedSoak::report() const
{
    Report report{.title = u"%1 days on the injected clock, seed %2"_s.arg(m_options.days).arg(m_options.seed),
                  .memoryStart = m_memoryStart,
                  .memoryEnd = m_memoryEnd,
                  .residentEnd = residentBytes()};
    for (const auto &watcher : m_watchers)
        report.watchers.append({watcher->name, watcher->ledger.figures(), watcher->ledger.findings()});
    for (auto event = m_happened.begin(); event != m_happened.end(); ++event)
        report.events.append({event.key(), event.value()});
    const ModelService::Tally &tally = m_service.tally();
    report.events.append({u"attempts to connect"_s, tally.attempts});
    report.events.append({u"resumed"_s, tally.resumed});
    report.events.append({u"resumes refused"_s, tally.resumesRefused});
    report.events.append({u"channels continued"_s, tally.continued});
    report.events.append({u"discontinuities told"_s, tally.discontinuities});
    return report;
}

} // namespace gm::soak
