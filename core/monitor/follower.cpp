#include "core/monitor/follower.h"

#include "core/ably/jsonframes.h"
#include "core/ably/rest.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"
#include "core/diagnostics/connectionhistory.h"
#include "core/diagnostics/explain.h"

#include <algorithm>
#include <tuple>

namespace gm::monitor
{

using ably::ChannelState;
using ably::ConnectionState;
using base::ConversationId;

namespace
{

constexpr std::chrono::seconds pingInterval{15};

} // namespace

/// One watched conversation and what its channel has told so far.
struct Follower::Watched {
    ConversationId id;
    ably::RealtimeChannel *channel = nullptr;
    WatchedChannel status{};
    /// Wall clock when the last attach that may bring a rewind was answered; messages published before it are backlog.
    std::optional<qint64> rewoundAtMs{};
};

Follower::Follower(const Services &services, ably::TokenSource &tokens, diagnostics::ConnectionHistory &history,
                   diagnostics::FrameLog &frames, Options options, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_history(history)
    , m_frames(frames)
    , m_options(std::move(options))
    , m_realtime(std::make_unique<ably::Realtime>(services.sockets, services.http, &tokens, services.clock,
                                                  services.random, m_options.client))
    , m_stateSinceMs(services.clock.wallMs())
{
    connectRealtime();
}

Follower::~Follower() = default;

void Follower::connectRealtime()
{
    const bool isText = !m_options.client.useMsgpack;
    connect(m_realtime.get(), &ably::Realtime::frameReceived, this,
            [this, isText](const ably::ProtocolMessage &frame, const QByteArray &raw) {
                const qint64 now = m_services.clock.wallMs();
                m_continuity.frameReceived(now);
                m_lastFrameNumber = m_frames.append(diagnostics::FrameDirection::In, frame, raw, isText, now);
            });
    connect(m_realtime.get(), &ably::Realtime::frameSent, this, [this](const ably::ProtocolMessage &frame) {
        m_frames.append(diagnostics::FrameDirection::Out, frame, ably::writeJsonFrame(frame), true,
                        m_services.clock.wallMs());
    });
    connect(m_realtime.get(), &ably::Realtime::frameUndecodable, this,
            [this, isText](const QByteArray &raw, const base::Error &error) {
                m_frames.appendUnreadable(raw, isText, m_services.clock.wallMs());
                Q_EMIT frameUnreadable(error);
            });
    connect(m_realtime.get(), &ably::Realtime::stateChanged, this, &Follower::onChange);
    connect(m_realtime.get(), &ably::Realtime::tokenRenewed, this, [this](const ably::TokenSummary &token) {
        m_history.recordToken(m_realtime->state() == ConnectionState::Connected, m_services.clock.wallMs());
        Q_EMIT tokenRenewed(token);
    });
    connect(m_realtime.get(), &ably::Realtime::hostTried, this,
            [this](const ably::Host &host, const std::optional<ably::ErrorInfo> &fault) {
                m_history.recordHost(host.toText(), fault, m_services.clock.wallMs());
                m_hostsFailed = fault ? m_hostsFailed + 1 : 0;
            });
}

void Follower::connectNow()
{
    m_realtime->connectNow();
    // A channel that failed or was left detached is asked for anew: the user pressed Connect.
    for (const auto &watched : m_watched) {
        const ChannelState state = watched->channel->state();
        if (state == ChannelState::Failed || state == ChannelState::Detached || state == ChannelState::Initialized)
            watched->channel->attach();
    }
}

void Follower::close()
{
    m_continuity.forgetAll();
    m_realtime->close();
}

void Follower::renewToken()
{
    m_realtime->authorize();
}

void Follower::watch(const ConversationId &id)
{
    if (Watched *known = find(id)) {
        if (known->channel->state() == ChannelState::Failed)
            known->channel->attach();
        return;
    }
    ably::ChannelOptions options;
    if (!m_options.rewind.isEmpty())
        options.params.insert(QStringLiteral("rewind"), m_options.rewind);
    auto owned = std::make_unique<Watched>();
    Watched &watched = *owned;
    watched.id = id;
    watched.status = {.conversation = id, .sinceMs = m_services.clock.wallMs()};
    watched.channel = &m_realtime->channel(base::channelOf(id), options);
    m_watched.push_back(std::move(owned));

    connect(watched.channel, &ably::RealtimeChannel::stateChanged, this,
            [this, &watched](const ably::ChannelChange &change) { onChannelChange(watched, change); });
    connect(watched.channel, &ably::RealtimeChannel::messagesReceived, this,
            [this, &watched](const QList<ably::Message> &messages) { onMessages(watched, messages); });
    connect(watched.channel, &ably::RealtimeChannel::subscribeModeMissing, this,
            [this, &watched] { Q_EMIT subscribeMissing(watched.id); });
    watched.channel->attach();
}

void Follower::unwatch(const ConversationId &id)
{
    const auto found = std::find_if(m_watched.begin(), m_watched.end(), [&](const auto &w) { return w->id == id; });
    if (found == m_watched.end())
        return;
    (*found)->channel->disconnect(this);
    m_realtime->release((*found)->channel->name());
    m_continuity.forget(id);
    m_watched.erase(found);
}

bool Follower::isWatched(const ConversationId &id) const
{
    return find(id) != nullptr;
}

QList<ConversationId> Follower::watched() const
{
    QList<ConversationId> result;
    for (const auto &watched : m_watched)
        result.append(watched->id);
    return result;
}

QList<WatchedChannel> Follower::channels() const
{
    QList<WatchedChannel> result;
    for (const auto &watched : m_watched)
        result.append(watched->status);
    return result;
}

LinkStatus Follower::link() const
{
    LinkStatus status{.state = m_realtime->state(),
                      .sinceMs = m_stateSinceMs,
                      .retryAtMs = m_retryAtMs,
                      .connectionId = m_realtime->connectionId(),
                      .roundTrip = m_roundTrip,
                      .sinceLastFrame = m_realtime->sinceLastFrame(),
                      .channelsWatched = int(m_watched.size()),
                      .token = m_realtime->token()};
    if (const auto &host = m_realtime->currentHost()) {
        status.host = host->toText();
        status.isEncrypted = host->tls;
    }
    if (const auto &details = m_realtime->connectionDetails())
        status.idleLimit = details->maxIdleInterval;
    for (const auto &watched : m_watched)
        status.channelsAttached += watched->channel->state() == ChannelState::Attached ? 1 : 0;
    return status;
}

std::optional<std::chrono::milliseconds> Follower::clockOffset() const
{
    return m_realtime->rest().clockOffset();
}

void Follower::tick()
{
    const auto now = m_services.clock.now();
    if (m_realtime->state() != ConnectionState::Connected || (m_lastPing && now - *m_lastPing < pingInterval))
        return;
    m_lastPing = now;
    base::whenDone(m_realtime->ping(), this, [this](const base::Result<std::chrono::milliseconds> &took) {
        m_roundTrip = took ? std::optional(*took) : std::nullopt;
    });
}

void Follower::onChange(const ably::ConnectionChange &change)
{
    const qint64 now = m_services.clock.wallMs();
    m_history.recordChange(change, now);
    m_continuity.connectionChanged(change, now, m_roundTrip);
    if (change.event == ably::ConnectionEvent::StateEntered) {
        m_stateSinceMs = now;
        m_retryAtMs = change.retryIn ? std::optional(now + change.retryIn->count()) : std::nullopt;
        if (change.current == ConnectionState::Connected) {
            m_lastPing.reset();
            tick();
            if (!clockOffset())
                std::ignore = m_realtime->rest().time(); // teaches clockOffset()
        } else {
            m_roundTrip.reset();
        }
    }
    qCDebug(base::lcMonitor) << "connection" << ably::stateName(change.current);
    Q_EMIT connectionChanged(change);
    if (change.current == ConnectionState::Disconnected && m_hostsFailed > 1)
        Q_EMIT hostsExhausted(std::exchange(m_hostsFailed, 0));
}

void Follower::onChannelChange(Watched &watched, const ably::ChannelChange &change)
{
    const qint64 now = m_services.clock.wallMs();
    WatchedChannel &status = watched.status;
    if (change.event == ably::ChannelEvent::StateEntered)
        status.sinceMs = now;
    status.state = change.current;
    status.modes = watched.channel->modes();
    status.fault.reset();
    if (change.reason && change.current != ChannelState::Attached) {
        const auto token = m_realtime->token();
        status.fault = diagnostics::explain(*change.reason, diagnostics::ErrorPlace::Channel,
                                            {.conversation = watched.id,
                                             .keyName = token ? token->keyName : QString(),
                                             .capability = token ? token->capability : QString()});
    }
    if (change.current == ChannelState::Attached && !change.resumed) {
        // Rewind comes with every attach that does not resume, also where our serial was not honoured. One that resumes may
        // bring the rest of a rewind the lost connection had begun.
        const bool mayRewind = !m_options.rewind.isEmpty();
        watched.rewoundAtMs = mayRewind && change.hasBacklog ? std::optional(now) : std::nullopt;
    }
    const Continuity::Outcome outcome = m_continuity.channelChanged(watched.id, change, now);
    if (outcome.closed) {
        ++status.gaps;
        status.gapMs += outcome.closed->toMs.value_or(now) - outcome.closed->fromMs;
    }

    Q_EMIT channelChanged(watched.id, change);
    if (outcome.opened)
        Q_EMIT gapOpened(*outcome.opened);
    if (outcome.closed)
        Q_EMIT gapClosed(*outcome.closed);
    if (outcome.isWhole)
        Q_EMIT gapMadeGood(watched.id);
}

void Follower::onMessages(Watched &watched, const QList<ably::Message> &messages)
{
    const qint64 now = m_services.clock.wallMs();
    const qint64 offset = clockOffset().value_or(std::chrono::milliseconds(0)).count();
    QList<ReceivedMessage> received;
    received.reserve(messages.size());
    for (const ably::Message &message : messages) {
        received.append({.conversation = watched.id,
                         .message = &message,
                         .receivedMs = now,
                         .frameNumber = m_lastFrameNumber,
                         .isBacklog = isBacklog(watched, message)});
        m_continuity.messageReceived(watched.id, message.timestamp.value_or(now + offset) - offset);
    }
    watched.status.events += messages.size();
    watched.status.lastEventMs = now;
    Q_EMIT messagesReceived(received);
}

bool Follower::isBacklog(const Watched &watched, const ably::Message &message) const
{
    if (!watched.rewoundAtMs || !message.timestamp)
        return false;
    const qint64 offset = clockOffset().value_or(std::chrono::milliseconds(0)).count();
    return *message.timestamp - offset < *watched.rewoundAtMs;
}

Follower::Watched *Follower::find(const ConversationId &id) const
{
    const auto found = std::find_if(m_watched.begin(), m_watched.end(), [&](const auto &w) { return w->id == id; });
    return found == m_watched.end() ? nullptr : found->get();
}

} // namespace gm::monitor
