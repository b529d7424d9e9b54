#include "core/monitor/link.h"

#include "core/ably/jsonframes.h"
#include "core/ably/realtimepresence.h"
#include "core/ably/rest.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"
#include "core/diagnostics/connectionhistory.h"
#include "core/monitor/followedchannel.h"

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
constexpr int channelLimitMetCode = 90010;

} // namespace

Link::Link(const Services &services, std::unique_ptr<ably::TokenSource> tokens, diagnostics::ConnectionHistory &history,
           diagnostics::FrameLog &frames, Options options, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_history(history)
    , m_frames(frames)
    , m_options(std::move(options))
    , m_tokens(std::move(tokens))
    , m_realtime(std::make_unique<ably::Realtime>(services.sockets, services.http, m_tokens.get(), services.clock,
                                                  services.random, m_options.client))
    , m_stateSinceMs(services.clock.wallMs())
{
    listen();
}

Link::~Link() = default;

void Link::listen()
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
    connect(m_realtime.get(), &ably::Realtime::stateChanged, this, &Link::onChange);
    connect(m_realtime.get(), &ably::Realtime::tokenRenewed, this, [this](const ably::TokenSummary &token) {
        m_history.recordToken(m_realtime->state() == ConnectionState::Connected, m_services.clock.wallMs(), number());
        Q_EMIT tokenRenewed(token);
    });
    connect(m_realtime.get(), &ably::Realtime::hostTried, this,
            [this](const ably::Host &host, const std::optional<ably::ErrorInfo> &fault) {
                m_history.recordHost(host.toText(), fault, m_services.clock.wallMs(), number());
                m_hostsFailed = fault ? m_hostsFailed + 1 : 0;
            });
}

void Link::connectNow()
{
    m_realtime->connectNow();
    // A channel that failed or was left detached is asked for anew: the user pressed Connect.
    for (FollowedChannel *channel : std::as_const(m_channels))
        channel->attachIfNeeded();
}

void Link::close()
{
    m_continuity.forgetAll();
    m_realtime->close();
}

void Link::renewToken()
{
    m_realtime->authorize();
}

void Link::watch(const ConversationId &id)
{
    ably::ChannelOptions options;
    if (m_options.paramsOf)
        options.params = m_options.paramsOf(base::channelOf(id));
    if (!m_options.rewind.isEmpty())
        options.params.insert(QStringLiteral("rewind"), m_options.rewind);
    if (m_options.watchesPresence)
        options.modes |= ably::flag::PresenceSubscribe;
    auto &realtimeChannel = m_realtime->channel(base::channelOf(id), options);
    auto *channel = new FollowedChannel(id, realtimeChannel, m_services.clock.wallMs(), this);
    m_channels.insert(id, channel);
    connect(&realtimeChannel, &ably::RealtimeChannel::stateChanged, channel,
            [this, channel](const ably::ChannelChange &change) { onChannelChange(*channel, change); });
    connect(&realtimeChannel, &ably::RealtimeChannel::messagesReceived, channel,
            [this, channel](const QList<ably::Message> &messages) { onMessages(*channel, messages); });
    connect(&realtimeChannel, &ably::RealtimeChannel::subscribeModeMissing, channel,
            [this, channel] { Q_EMIT subscribeMissing(channel->id()); });
    if (m_options.watchesPresence)
        followPresence(*channel);
    realtimeChannel.attach();
}

void Link::watchAgain(const ConversationId &id)
{
    if (FollowedChannel *channel = m_channels.value(id); channel && channel->channel().state() == ChannelState::Failed)
        channel->channel().attach();
}

void Link::unwatch(const ConversationId &id)
{
    FollowedChannel *channel = m_channels.take(id);
    if (!channel)
        return;
    channel->channel().disconnect(channel);
    channel->channel().presence().disconnect(channel);
    channel->channel().presence().unsubscribe(channel);
    m_realtime->release(channel->channel().name());
    m_continuity.forget(id);
    channel->deleteLater();
}

WatchedChannel Link::channel(const ConversationId &id) const
{
    const FollowedChannel *channel = m_channels.value(id);
    if (!channel)
        return {.conversation = id};
    WatchedChannel status = channel->status();
    status.connection = number();
    return status;
}

bool Link::hasEnded() const
{
    const ConnectionState state = m_realtime->state();
    return state == ConnectionState::Initialized || ably::factsOf(state).isTerminal;
}

LinkStatus Link::status() const
{
    LinkStatus status{.number = number(),
                      .state = m_realtime->state(),
                      .sinceMs = m_stateSinceMs,
                      .retryAtMs = m_retryAtMs,
                      .connectionId = m_realtime->connectionId(),
                      .roundTrip = m_roundTrip,
                      .sinceLastFrame = m_realtime->sinceLastFrame(),
                      .channelsWatched = int(m_channels.size()),
                      .token = m_realtime->token(),
                      .eventsPerSecond = m_rate.perSecond(m_services.clock.now())};
    if (const auto &host = m_realtime->currentHost()) {
        status.host = host->toText();
        status.isEncrypted = host->tls;
    }
    if (const auto &details = m_realtime->connectionDetails())
        status.idleLimit = details->maxIdleInterval;
    for (const FollowedChannel *channel : m_channels)
        status.channelsAttached += channel->channel().state() == ChannelState::Attached ? 1 : 0;
    return status;
}

LinkLoad Link::load() const
{
    return {.number = number(),
            .channels = int(m_channels.size()),
            .channelLimit = m_channelLimit,
            .perSecond = m_rate.perSecond(m_services.clock.now())};
}

std::optional<std::chrono::milliseconds> Link::clockOffset() const
{
    return m_realtime->rest().clockOffset();
}

void Link::tick()
{
    const auto now = m_services.clock.now();
    if (m_realtime->state() != ConnectionState::Connected || (m_lastPing && now - *m_lastPing < pingInterval))
        return;
    m_lastPing = now;
    base::whenDone(m_realtime->ping(), this, [this](const base::Result<std::chrono::milliseconds> &took) {
        m_roundTrip = took ? std::optional(*took) : std::nullopt;
    });
    if (!clockOffset())
        std::ignore = m_realtime->rest().time(); // teaches clockOffset(), also anew when our clocks went apart
}

void Link::onChange(const ably::ConnectionChange &change)
{
    const qint64 now = m_services.clock.wallMs();
    m_history.recordChange(change, now, number());
    m_continuity.connectionChanged(change, now, m_roundTrip);
    if (change.event == ably::ConnectionEvent::StateEntered) {
        m_stateSinceMs = now;
        m_retryAtMs = change.retryIn ? std::optional(now + change.retryIn->count()) : std::nullopt;
        if (change.current == ConnectionState::Connected) {
            m_wasConnected = true;
            m_lastPing.reset();
            tick();
        } else {
            m_roundTrip.reset();
        }
    }
    qCDebug(base::lcMonitor) << "connection" << number() << ably::stateName(change.current);
    Q_EMIT connectionChanged(change);
    if (change.current == ConnectionState::Disconnected && m_hostsFailed > 1)
        Q_EMIT hostsExhausted(std::exchange(m_hostsFailed, 0));
}

void Link::onChannelChange(FollowedChannel &channel, const ably::ChannelChange &change)
{
    const qint64 now = m_services.clock.wallMs();
    const bool isOverLimit =
        change.current == ChannelState::Failed && change.reason && change.reason->code == channelLimitMetCode;
    if (isOverLimit) {
        m_channelLimit =
            int(std::count_if(m_channels.begin(), m_channels.end(), [&channel](const FollowedChannel *each) {
                return each != &channel && each->wasAttached();
            }));
        if (!channel.wasAttached()) {
            Q_EMIT channelLimitMet(channel.id());
            return;
        }
    }
    channel.note(change, m_realtime->token(), now);
    const Continuity::Outcome outcome = m_continuity.channelChanged(channel.id(), change, now);
    if (outcome.closed)
        channel.noteGap(outcome.closed->toMs.value_or(now) - outcome.closed->fromMs);

    Q_EMIT channelChanged(channel.id(), change);
    if (outcome.opened)
        Q_EMIT gapOpened(*outcome.opened);
    if (outcome.closed)
        Q_EMIT gapClosed(*outcome.closed);
    if (outcome.isWhole)
        Q_EMIT gapMadeGood(channel.id());
}

void Link::followPresence(FollowedChannel &channel)
{
    ably::RealtimePresence &presence = channel.channel().presence();
    connect(&presence, &ably::RealtimePresence::membersChanged, &channel, &FollowedChannel::notePresence);
    presence.subscribe(&channel, [this, &channel](const ably::PresenceMessage &message) {
        Q_EMIT presenceReceived(channel.id(), message);
    });
}

void Link::onMessages(FollowedChannel &channel, const QList<ably::Message> &messages)
{
    const qint64 now = m_services.clock.wallMs();
    const auto offset = clockOffset().value_or(std::chrono::milliseconds(0));
    const QList<ReceivedMessage> received = channel.take(messages, offset, m_lastFrameNumber, now);
    for (const ably::Message &message : messages) {
        const qint64 published = message.timestamp.value_or(now + offset.count()) - offset.count();
        m_continuity.messageReceived(channel.id(), published);
    }
    m_rate.add(messages.size(), m_services.clock.now());
    Q_EMIT messagesReceived(received);
}

} // namespace gm::monitor
