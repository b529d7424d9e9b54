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
#include <utility>

namespace gm::monitor
{

using ably::ChannelState;
using ably::ConnectionState;
using base::ConversationId;

namespace
{

constexpr std::chrono::seconds pingInterval{15};
constexpr std::chrono::seconds tickInterval{1};
constexpr int channelLimitMetCode = 90010;
constexpr int overRateCode = 80020;
constexpr double calmBelow = 0.9 * deliveriesPerSecond; ///< Below it the service has no reason to leave messages out.

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
    , m_sleepWatch(services.clock)
    , m_stateSince(services.clock.now())
    , m_lastTick(services.clock.now())
{
    listen();
}

Link::~Link() = default;

void Link::listen()
{
    const bool isText = !m_options.client.useMsgpack;
    connect(m_realtime.get(), &ably::Realtime::frameReceived, this,
            [this, isText](const ably::ProtocolMessage &frame, const QByteArray &raw) {
                m_continuity.frameReceived(now().count());
                m_lastFrameNumber =
                    m_frames.append(diagnostics::FrameDirection::In, frame, raw, isText, m_services.clock.wallMs());
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
    if (hasEnded())
        m_sleepWatch.look({}); // nobody ticked until now
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
                      .sinceMs = wallOf(m_stateSince),
                      .retryAtMs = m_retryAt ? std::optional(wallOf(*m_retryAt)) : std::nullopt,
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
    lookAtClocks(false);
    lookAtRate();
    if (m_realtime->state() == ConnectionState::Connected)
        measureRoundTrip();
}

void Link::measureRoundTrip()
{
    if (m_lastPing && now() - *m_lastPing < pingInterval)
        return;
    m_lastPing = now();
    base::whenDone(m_realtime->ping(), this, [this](const base::Result<std::chrono::milliseconds> &took) {
        m_roundTrip = took ? std::optional(*took) : std::nullopt;
    });
    if (!clockOffset())
        std::ignore = m_realtime->rest().time(); // teaches clockOffset(), also anew when our clocks went apart
}

void Link::networkChanged(bool isReachable)
{
    if (isReachable)
        m_realtime->networkAvailable();
    else
        m_realtime->networkLost();
}

/// After sleep the socket may be dead without a sign of it: nobody waits for the idle limit to find out. The channels go on
/// from their serials, and the token is looked at before it is used.
void Link::lookAtClocks(bool isFresh)
{
    const base::SleepWatch::Look look = m_sleepWatch.look(tickInterval);
    if (look.slept.count() > 0) {
        m_history.recordSleep(look.slept, m_services.clock.wallMs(), number());
        m_continuity.slept();
        if (!isFresh)
            m_realtime->wakeUp();
    }
    if (look.clockSet.count() != 0) {
        m_history.recordClockSet(look.clockSet, m_services.clock.wallMs(), number());
        std::ignore = m_realtime->rest().time();
    }
}

void Link::lookAtRate()
{
    const auto passed = std::max(now() - std::exchange(m_lastTick, now()), std::chrono::milliseconds(1));
    const double perSecond = double(std::exchange(m_sinceTick, 0)) * 1'000.0 / double(passed.count());
    if (perSecond >= calmBelow)
        return;
    for (const ContinuityGap &gap : m_continuity.rateFell(now().count())) {
        if (FollowedChannel *channel = m_channels.value(gap.conversation))
            tellGapClosed(*channel, gap);
    }
}

void Link::onChange(const ably::ConnectionChange &change)
{
    // Before a loss is judged that sleep has caused; what has just connected is not stale.
    lookAtClocks(change.current == ConnectionState::Connected);
    m_history.recordChange(change, m_services.clock.wallMs(), number());
    m_continuity.connectionChanged(change, now().count(), m_roundTrip);
    if (change.event == ably::ConnectionEvent::StateEntered) {
        m_stateSince = now();
        m_retryAt = change.retryIn ? std::optional(now() + *change.retryIn) : std::nullopt;
        if (change.current == ConnectionState::Connected) {
            m_wasConnected = true;
            m_lastPing.reset();
            measureRoundTrip();
        } else {
            m_roundTrip.reset();
        }
    }
    qCDebug(base::lcMonitor) << "connection" << number() << ably::stateName(change.current);
    Q_EMIT connectionChanged(change);
    if (change.reason && change.reason->code == overRateCode) {
        for (const ContinuityGap &gap : m_continuity.connectionOverRate(now().count()))
            tellGapOpened(gap);
    }
    if (change.current == ConnectionState::Disconnected && m_hostsFailed > 1)
        Q_EMIT hostsExhausted(std::exchange(m_hostsFailed, 0));
}

void Link::onChannelChange(FollowedChannel &channel, const ably::ChannelChange &change)
{
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
    channel.note(change, m_realtime->token(), m_services.clock);
    const Continuity::Outcome outcome = m_continuity.channelChanged(channel.id(), change, now().count());

    Q_EMIT channelChanged(channel.id(), change);
    if (outcome.opened)
        tellGapOpened(*outcome.opened);
    if (outcome.closed)
        tellGapClosed(channel, *outcome.closed);
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
    const qint64 server = serverMs();
    const QList<ReceivedMessage> received = channel.take(messages, m_lastFrameNumber, server, m_services.clock);
    for (const ably::Message &message : messages) {
        const qint64 age = server - message.timestamp.value_or(server);
        m_continuity.messageReceived(channel.id(), now().count() - age);
    }
    m_sinceTick += messages.size();
    m_rate.add(messages.size(), now());
    Q_EMIT messagesReceived(received);
}

void Link::tellGapOpened(ContinuityGap gap)
{
    Q_EMIT gapOpened(toWall(std::move(gap)));
}

void Link::tellGapClosed(FollowedChannel &channel, ContinuityGap gap)
{
    channel.noteGap(gap.toMs.value_or(gap.fromMs) - gap.fromMs);
    Q_EMIT gapClosed(toWall(std::move(gap)));
}

qint64 Link::wallOf(std::chrono::milliseconds at) const
{
    return m_services.clock.wallMs() - (now() - at).count();
}

ContinuityGap Link::toWall(ContinuityGap gap) const
{
    gap.fromMs = wallOf(std::chrono::milliseconds(gap.fromMs));
    if (gap.toMs)
        gap.toMs = wallOf(std::chrono::milliseconds(*gap.toMs));
    return gap;
}

/// By Clock::now() since the service was last asked, so that setting the wall clock changes nothing.
qint64 Link::serverMs()
{
    const std::chrono::milliseconds wall(m_services.clock.wallMs());
    if (const auto offset = clockOffset())
        m_serverAhead = wall + *offset - now();
    return m_serverAhead ? (now() + *m_serverAhead).count() : wall.count();
}

} // namespace gm::monitor
