#include "core/monitor/follower.h"

#include "core/base/logging.h"
#include "core/diagnostics/explain.h"

#include <algorithm>

namespace gm::monitor
{

using ably::ConnectionState;
using base::ConversationId;

Follower::Follower(const Services &services, ably::TokenSource &tokens, diagnostics::ConnectionHistory &history,
                   diagnostics::FrameLog &frames, Options options, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_history(history)
    , m_frames(frames)
    , m_options(std::move(options))
    , m_rest(services.http, services.clock, services.random, m_options.client)
    , m_tokens(tokens, m_rest)
{
    openLink(1);
}

Follower::~Follower() = default;

Link &Follower::openLink(int number)
{
    auto owned = std::make_unique<Link>(m_services, m_tokens.share(), m_history, m_frames,
                                        Link::Options{.number = number,
                                                      .client = m_options.client,
                                                      .rewind = m_options.rewind,
                                                      .watchesPresence = m_options.watchesPresence,
                                                      .paramsOf = m_options.paramsOf});
    Link &link = *owned;
    const auto place =
        std::find_if(m_links.begin(), m_links.end(), [number](const auto &other) { return other->number() > number; });
    m_links.insert(place, std::move(owned));
    forwardSignals(link);
    if (m_isOnline)
        link.connectNow();
    return link;
}

void Follower::forwardSignals(Link &link)
{
    connect(&link, &Link::messagesReceived, this, &Follower::messagesReceived);
    connect(&link, &Link::channelChanged, this, &Follower::channelChanged);
    connect(&link, &Link::gapOpened, this, &Follower::gapOpened);
    connect(&link, &Link::gapClosed, this, &Follower::gapClosed);
    connect(&link, &Link::gapMadeGood, this, &Follower::gapMadeGood);
    connect(&link, &Link::tokenRenewed, this, &Follower::tokenRenewed);
    connect(&link, &Link::frameUnreadable, this, &Follower::frameUnreadable);
    connect(&link, &Link::hostsExhausted, this,
            [this, &link](int count) { Q_EMIT hostsExhausted(link.number(), count); });
    connect(&link, &Link::subscribeMissing, this, &Follower::subscribeMissing);
    connect(&link, &Link::presenceReceived, this, &Follower::presenceReceived);
    connect(&link, &Link::channelLimitMet, this, &Follower::placeElsewhere);
    connect(&link, &Link::connectionChanged, this,
            [this, &link](const ably::ConnectionChange &change) { onConnection(link, change); });
}

void Follower::connectNow()
{
    m_isOnline = true;
    for (const auto &link : m_links)
        link->connectNow();
    placeWaiting();
}

void Follower::close()
{
    m_isOnline = false;
    for (const auto &link : m_links)
        link->close();
}

void Follower::renewToken()
{
    for (const auto &link : m_links)
        link->renewToken();
}

void Follower::setMaxConnections(int count)
{
    m_options.maxConnections = std::max(1, count);
    placeWaiting();
}

void Follower::forgetToken()
{
    for (const auto &link : m_links)
        link->forgetToken();
}

void Follower::watch(const ConversationId &id)
{
    if (const qsizetype known = indexOf(id); known >= 0) {
        if (Link *link = m_watched[known].link)
            link->watchAgain(id);
        return;
    }
    m_watched.append({id});
    placeWaiting();
}

void Follower::unwatch(const ConversationId &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    if (Link *link = m_watched[index].link)
        link->unwatch(id);
    m_watched.removeAt(index);
    placeWaiting();
    closeIdleLinks();
}

/// The connection a further channel belongs on, opened if need be; null where none has room.
Link *Follower::linkWithRoom()
{
    QList<LinkLoad> loads;
    for (const auto &link : m_links)
        loads.append(link->load());
    const Placement placement = placeChannel(loads, m_options.maxConnections);
    switch (placement.kind) {
    case Placement::Kind::Use:
        return linkOf(placement.number);
    case Placement::Kind::Open:
        qCInfo(base::lcMonitor) << "opening connection" << placement.number;
        return &openLink(placement.number);
    case Placement::Kind::Wait:
        break;
    }
    return nullptr;
}

void Follower::placeWaiting()
{
    if (std::exchange(m_isPlacing, true)) // a listener has watched another one: the loop below comes to it
        return;
    bool hasRoom = true;
    for (qsizetype i = 0; i < m_watched.size() && hasRoom; ++i) {
        if (m_watched[i].link)
            continue;
        Link *link = linkWithRoom();
        hasRoom = link != nullptr;
        if (link) {
            m_watched[i].link = link;
            link->watch(m_watched[i].id);
        }
    }
    m_isPlacing = false;
    const auto waiting =
        int(std::count_if(m_watched.begin(), m_watched.end(), [](const Watched &watched) { return !watched.link; }));
    if (std::exchange(m_waiting, waiting) != waiting)
        Q_EMIT waitingChanged(waiting, whyWaiting());
}

/// The service has no room where the channel was placed; it never was attached there.
void Follower::placeElsewhere(const ConversationId &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0 || !m_watched[index].link)
        return;
    std::exchange(m_watched[index].link, nullptr)->unwatch(id);
    placeWaiting();
}

void Follower::closeIdleLinks()
{
    QList<Link *> idle;
    for (const auto &link : m_links) {
        if (link->number() != 1 && link->load().channels == 0)
            idle.append(link.get());
    }
    for (Link *link : std::as_const(idle))
        retire(*link);
}

/// Ends in order; the object goes when the service has answered, or did not in time.
void Follower::retire(Link &link)
{
    const auto found =
        std::find_if(m_links.begin(), m_links.end(), [&](const auto &each) { return each.get() == &link; });
    m_retired.push_back(std::move(*found));
    m_links.erase(found);
    if (link.hasEnded())
        sweepLater();
    else
        link.close();
}

/// Not at once: the connection may be in the middle of telling that it has ended.
void Follower::sweepLater()
{
    m_sweep = m_services.clock.after(std::chrono::milliseconds(0), [this] {
        std::erase_if(m_retired, [](const auto &link) { return link->hasEnded(); });
    });
}

/// An additional connection that the service refuses, most likely for the account's limit: there are as many as there can
/// be, and its channels are placed among the others.
void Follower::giveUp(Link &link)
{
    m_options.maxConnections = std::max(1, int(m_links.size()) - 1);
    for (Watched &watched : m_watched) {
        if (watched.link == &link)
            std::exchange(watched.link, nullptr)->unwatch(watched.id);
    }
    retire(link);
    placeWaiting();
}

void Follower::onConnection(Link &link, const ably::ConnectionChange &change)
{
    Q_EMIT connectionChanged(change, link.number());
    if (!link.hasEnded())
        return;
    const bool isRetired =
        std::any_of(m_retired.begin(), m_retired.end(), [&](const auto &each) { return each.get() == &link; });
    if (isRetired)
        sweepLater();
    else if (change.current == ConnectionState::Failed && link.number() != 1 && !link.wasConnected())
        giveUp(link);
}

bool Follower::isWatched(const ConversationId &id) const
{
    return indexOf(id) >= 0;
}

QList<ConversationId> Follower::watched() const
{
    QList<ConversationId> result;
    for (const Watched &watched : m_watched)
        result.append(watched.id);
    return result;
}

QList<WatchedChannel> Follower::channels() const
{
    QList<WatchedChannel> result;
    for (const Watched &watched : m_watched)
        result.append(statusOf(watched));
    return result;
}

WatchedChannel Follower::channel(const ConversationId &id) const
{
    const qsizetype index = indexOf(id);
    return index < 0 ? WatchedChannel{.conversation = id} : statusOf(m_watched[index]);
}

WatchedChannel Follower::statusOf(const Watched &watched) const
{
    if (watched.link)
        return watched.link->channel(watched.id);
    return {.conversation = watched.id, .fault = whyWaiting()};
}

LinkStatus Follower::link() const
{
    LinkStatus sum = m_links.front()->status();
    sum.connections = int(m_links.size());
    sum.channelsWatched = int(m_watched.size());
    sum.channelsAttached = 0;
    sum.eventsPerSecond = 0;
    for (const LinkStatus &each : links()) {
        sum.channelsAttached += each.channelsAttached;
        sum.eventsPerSecond += each.eventsPerSecond;
        sum.connectionsUp += each.state == ConnectionState::Connected ? 1 : 0;
    }
    return sum;
}

QList<LinkStatus> Follower::links() const
{
    QList<LinkStatus> result;
    for (const auto &link : m_links)
        result.append(link->status());
    return result;
}

bool Follower::isAlive() const
{
    return std::any_of(m_links.begin(), m_links.end(), [](const auto &link) { return !link->hasEnded(); });
}

std::optional<std::chrono::milliseconds> Follower::clockOffset() const
{
    return m_links.front()->clockOffset();
}

void Follower::networkChanged(bool isReachable)
{
    if (net::isLoopback(m_options.client.endpoint.primary().restUrl(QString())))
        return;
    for (const auto &link : m_links)
        link->networkChanged(isReachable);
}

void Follower::tick()
{
    for (const auto &link : m_links)
        link->tick();
}

base::Error Follower::whyWaiting() const
{
    return diagnostics::explainNoRoom(m_waiting, int(m_links.size()));
}

qsizetype Follower::indexOf(const ConversationId &id) const
{
    const auto found = std::find_if(m_watched.begin(), m_watched.end(), [&](const Watched &w) { return w.id == id; });
    return found == m_watched.end() ? -1 : found - m_watched.begin();
}

Link *Follower::linkOf(int number) const
{
    const auto found =
        std::find_if(m_links.begin(), m_links.end(), [number](const auto &link) { return link->number() == number; });
    return found == m_links.end() ? nullptr : found->get();
}

} // namespace gm::monitor
