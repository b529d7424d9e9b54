#include "tests/bench/soak/realsoak.h"

#include "core/base/whendone.h"
#include "core/timeline/eventstore.h"
#include "core/timeline/gaps.h"

#include <QJsonDocument>
#include <QUuid>

#include <algorithm>
#include <cstdio>

namespace gm::soak
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ConversationId;

namespace
{

constexpr int conversations = 6;
constexpr auto publishInterval = 50ms;
constexpr auto harmLasts = 15s;        ///< A fault that loses events goes by itself after that.
constexpr qint64 harmSlackMs = 40'000; ///< A silent socket is noticed that late, and the harm with it.
constexpr qint64 judgedAfterMs = 5 * 60 * 1000;
constexpr int patienceSeconds = 120;

qint64 numberIn(QByteArrayView payload)
{
    const QJsonObject data = QJsonDocument::fromJson(payload.toByteArray()).object();
    bool isNumber = false;
    const qint64 number = data.value(u"message").toString().toLongLong(&isNumber);
    return isNumber ? number : -1;
}

} // namespace

struct RealSoak::Watcher {
    QString name;
    std::unique_ptr<profile::Settings> settings;
    std::unique_ptr<monitor::Monitor> monitor;
    Ledger ledger;
};

RealSoak::RealSoak(const RealSoakOptions &options)
    : m_options(options)
    , m_engine(options.seed)
    , m_sandbox(options.seed)
{
    for (int i = 0; i < conversations; ++i) {
        m_conversations.append(ConversationId(QUuid::createUuid().toString(QUuid::WithoutBraces)));
        m_numbers.append(0);
    }
}

RealSoak::~RealSoak() = default;

void RealSoak::start()
{
    if (!m_sandbox.isRunning()) {
        Q_EMIT finished(false);
        return;
    }
    addWatcher(u"JSON, no rewind"_s, false, {});
    addWatcher(u"msgpack, rewind 2m"_s, true, u"2m"_s);
    onceReady([this] {
        m_endMs = (m_clock.now() + m_options.length).count();
        m_warmUpTimer = m_clock.after(m_options.length / 2, [this] { m_memoryStart = memoryBesideEvents(); });
        publishOne();
        makeMischief();
    });
}

void RealSoak::addWatcher(const QString &name, bool useMsgpack, const QString &rewind)
{
    auto owned = std::make_unique<Watcher>();
    Watcher &watcher = *owned;
    watcher.name = name;
    watcher.settings =
        std::make_unique<profile::Settings>(m_folder.filePath(u"settings%1.ini"_s.arg(m_watchers.size())));
    const monitor::Services services{.http = m_http,
                                     .sockets = m_sockets,
                                     .clock = m_clock,
                                     .random = m_random,
                                     .secrets = m_secrets,
                                     .settings = *watcher.settings,
                                     .paths = profile::standardPaths(m_folder.path())};
    watcher.monitor = std::make_unique<monitor::Monitor>(
        services, monitor::MonitorOptions{.profile = {.name = u"soak%1"_s.arg(m_watchers.size()),
                                                      .supabaseUrl = QUrl(m_sandbox.address(u"supabaseUrl")),
                                                      .anonKey = m_sandbox.address(u"anonKey"),
                                                      .backendUrl = QUrl(m_sandbox.address(u"backendUrl")),
                                                      .ablyEndpoint = m_sandbox.address(u"ablyUrl")},
                                          .rewind = rewind,
                                          .useMsgpack = useMsgpack});
    m_watchers.push_back(std::move(owned));
    follow(watcher);
    watcher.monitor->watch(m_conversations);
    std::ignore = watcher.monitor->signIn(m_sandbox.user(u"email"), base::Secret(m_sandbox.user(u"password")),
                                          supabase::Persistence::ThisProcessOnly);
}

void RealSoak::follow(Watcher &watcher)
{
    const timeline::EventStore &store = watcher.monitor->store();
    connect(&store, &timeline::EventStore::rowsAppended, this, [&](base::RowIndex first, base::RowIndex last) {
        for (qint64 row = first.value(); row <= last.value(); ++row) {
            const ConversationId conversation(store.conversation(base::RowIndex(row)));
            watcher.ledger.received(conversation, numberIn(store.payload(base::RowIndex(row))));
        }
    });
    const timeline::Gaps &gaps = watcher.monitor->gaps();
    connect(&gaps, &timeline::Gaps::closed, this, [&](timeline::GapIndex index, const ConversationId &conversation) {
        const qint64 from = gaps.at(index).fromMs;
        const qint64 to = m_clock.wallMs();
        watcher.ledger.gap(conversation, from, to, wasHarmed(from, to));
    });
}

bool RealSoak::isReady() const
{
    return std::all_of(m_watchers.begin(), m_watchers.end(), [](const auto &watcher) {
        const monitor::LinkStatus link = watcher->monitor->link();
        return link.state == ably::ConnectionState::Connected && link.channelsAttached == conversations;
    });
}

void RealSoak::onceReady(std::function<void()> next)
{
    if (isReady())
        return next();
    m_readyTimer = m_clock.after(100ms, [this, next = std::move(next)] { onceReady(next); });
}

void RealSoak::publishOne()
{
    const auto which = below(conversations);
    const qint64 number = m_numbers[which]++;
    const qint64 fromMs = m_clock.wallMs();
    const QJsonObject data{{u"status"_s, u"searching"_s}, {u"message"_s, QString::number(number)}};
    m_sandbox.control("POST", u"/publish"_s,
                      {{u"conversation"_s, m_conversations[which].text()}, {u"name"_s, u"status"_s}, {u"data"_s, data}},
                      [this, which, fromMs](bool isTaken) {
                          if (!isTaken)
                              qFatal("the sandbox took no event");
                          for (const auto &watcher : m_watchers)
                              watcher->ledger.published(m_conversations[which], fromMs, m_clock.wallMs());
                          if (m_clock.now().count() < m_endMs)
                              m_publishTimer = m_clock.after(publishInterval, [this] { publishOne(); });
                          else
                              finish();
                      });
}

/// Drops come at random, but so that all of them fit: those left over the time left, give or take a half.
void RealSoak::makeMischief()
{
    const qint64 leftMs = m_endMs - m_clock.now().count();
    if (leftMs <= 0 || m_dropsMade >= m_options.drops)
        return;
    const double pace = double(leftMs) / double(m_options.drops - m_dropsMade);
    const auto delay = std::chrono::milliseconds(qint64(pace * (0.5 + double(below(1000)) / 1000.0)));
    m_mischiefTimer = m_clock.after(delay, [this] {
        dropOnce();
        makeMischief();
    });
}

void RealSoak::dropOnce()
{
    const int chance = below(100);
    const int watchers = int(m_watchers.size());
    // Before the drop: what makes it worse than a drop.
    if (chance < 8)
        harm({{u"fault"_s, u"refuse-resume"_s}, {u"count"_s, watchers}});
    else if (chance < 14)
        harm({{u"fault"_s, u"lose-continuity"_s}, {u"count"_s, 1 + below(conversations)}});
    else if (chance < 20)
        put({{u"fault"_s, u"refuse-connect"_s}, {u"count"_s, 1 + below(2 * watchers)}, {u"for"_s, u"5s"_s}});
    else if (chance < 23)
        put({{u"fault"_s, u"refuse-connect"_s}, {u"status"_s, 503}, {u"count"_s, watchers}, {u"for"_s, u"5s"_s}});
    else if (chance < 26)
        put({{u"fault"_s, u"http-status"_s},
             {u"route"_s, u"token"_s},
             {u"status"_s, 500},
             {u"count"_s, 1},
             {u"for"_s, u"5s"_s}});

    put({{u"fault"_s, below(4) == 0 ? u"close-socket"_s : u"drop-socket"_s}});
    ++m_dropsMade;

    // Beside it: what breaks without a drop.
    switch (below(20)) {
    case 0:
        return put({{u"fault"_s, u"detach-channel"_s}, {u"conversation"_s, anyConversation().text()}});
    case 1: {
        const QString conversation = anyConversation().text();
        harm({{u"fault"_s, u"lose-continuity"_s}, {u"conversation"_s, conversation}, {u"count"_s, watchers}});
        return put({{u"fault"_s, u"detach-channel"_s}, {u"conversation"_s, conversation}});
    }
    case 2:
        return put({{u"fault"_s, u"bad-frame"_s}});
    case 3:
        return put({{u"fault"_s, u"auth-now"_s}});
    case 4:
        return put({{u"fault"_s, u"expire-token"_s}});
    case 5:
        return put({{u"fault"_s, u"black-hole"_s}, {u"count"_s, 1}, {u"for"_s, u"4s"_s}});
    default:
        return;
    }
}

void RealSoak::harm(const QJsonObject &fault)
{
    QJsonObject limited = fault;
    limited.insert(u"for"_s, double(std::chrono::milliseconds(harmLasts).count()));
    const qint64 now = m_clock.wallMs();
    m_harms.push_back({now, now + std::chrono::milliseconds(harmLasts).count()});
    put(limited);
}

void RealSoak::put(const QJsonObject &fault)
{
    ++m_faults[fault.value(u"fault").toString()];
    m_sandbox.control("POST", u"/faults"_s, fault, [fault](bool isTaken) {
        if (!isTaken)
            qFatal("the sandbox took no fault: %s", QJsonDocument(fault).toJson().constData());
    });
}

bool RealSoak::wasHarmed(qint64 fromMs, qint64 toMs) const
{
    return std::any_of(m_harms.begin(), m_harms.end(),
                       [&](const Harm &harm) { return fromMs <= harm.toMs + harmSlackMs && harm.fromMs <= toMs; });
}

const ConversationId &RealSoak::anyConversation()
{
    return m_conversations.at(below(conversations));
}

void RealSoak::finish()
{
    m_mischiefTimer.cancel();
    m_sandbox.control("DELETE", u"/faults"_s, {});
    waitForTheRest(patienceSeconds);
}

void RealSoak::waitForTheRest(int secondsLeft)
{
    const bool isAllHere = isReady() && std::all_of(m_watchers.begin(), m_watchers.end(), [](const auto &watcher) {
                               return watcher->ledger.outstanding() == 0;
                           });
    // Events within gaps never come: some seconds of quiet are all that can be waited for.
    if (!isAllHere && secondsLeft > 0) {
        m_settleTimer = m_clock.after(
            1s, [this, secondsLeft] { waitForTheRest(isReady() ? std::min(secondsLeft - 1, 10) : secondsLeft - 1); });
        return;
    }
    for (const auto &watcher : m_watchers)
        watcher->ledger.settle(std::numeric_limits<qint64>::max());
    m_memoryEnd = memoryBesideEvents();
    Q_EMIT finished(true);
}

qint64 RealSoak::memoryBesideEvents() const
{
    qint64 bytes = residentBytes();
    for (const auto &watcher : m_watchers)
        bytes -= watcher->monitor->store().bytes();
    return bytes;
}

Report RealSoak::report() const
{
    Report report{.title = u"%1 minutes over real sockets, %2 drops, seed %3"_s.arg(m_options.length.count())
                               .arg(m_dropsMade)
                               .arg(m_options.seed),
                  .memoryStart = m_memoryStart,
                  .memoryEnd = m_memoryEnd,
                  .residentEnd = residentBytes()};
    for (const auto &watcher : m_watchers)
        report.watchers.append({watcher->name, watcher->ledger.figures(), watcher->ledger.findings()});
    for (auto fault = m_faults.begin(); fault != m_faults.end(); ++fault)
        report.events.append({fault.key(), fault.value()});
    return report;
}

} // namespace gm::soak
