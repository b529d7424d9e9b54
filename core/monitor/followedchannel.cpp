#include "core/monitor/followedchannel.h"

#include "core/ably/realtimepresence.h"
#include "core/diagnostics/explain.h"

namespace gm::monitor
{

using ably::ChannelState;

FollowedChannel::FollowedChannel(base::ConversationId id, ably::RealtimeChannel &channel, qint64 nowMs, QObject *parent)
    : QObject(parent)
    , m_channel(channel)
    , m_status{.conversation = std::move(id), .sinceMs = nowMs}
{
}

void FollowedChannel::attachIfNeeded()
{
    const ChannelState state = m_channel.state();
    if (state == ChannelState::Failed || state == ChannelState::Detached || state == ChannelState::Initialized)
        m_channel.attach();
}

void FollowedChannel::note(const ably::ChannelChange &change, const std::optional<ably::TokenSummary> &token,
                           const base::Clock &clock)
{
    if (change.event == ably::ChannelEvent::StateEntered)
        m_status.sinceMs = clock.wallMs();
    m_status.state = change.current;
    m_status.modes = m_channel.modes();
    m_status.fault.reset();
    if (change.reason && change.current != ChannelState::Attached) {
        m_status.fault = diagnostics::explain(*change.reason, diagnostics::ErrorPlace::Channel,
                                              {.conversation = id(),
                                               .keyName = token ? token->keyName : QString(),
                                               .capability = token ? token->capability : QString()});
    }
    m_wasAttached |= change.current == ChannelState::Attached;
    if (change.current == ChannelState::Attached && !change.resumed) {
        // Rewind comes with every attach that does not resume, also where our serial was not honoured. One that resumes may
        // bring the rest of a rewind the lost connection had begun.
        const bool mayRewind = m_channel.options().params.contains(QStringLiteral("rewind"));
        m_rewoundAt = mayRewind && change.hasBacklog ? std::optional(clock.now()) : std::nullopt;
    }
}

void FollowedChannel::noteGap(qint64 lengthMs)
{
    ++m_status.gaps;
    m_status.gapMs += lengthMs;
}

void FollowedChannel::notePresence()
{
    m_status.present.reset();
    const bool isTold = (m_channel.modes() & ably::flag::PresenceSubscribe) != 0;
    if (!isTold || !m_channel.presence().isSyncComplete())
        return;
    auto &present = m_status.present.emplace();
    for (const ably::PresenceMessage &member : m_channel.presence().members())
        present.append(presentMemberOf(member));
}

QList<ReceivedMessage> FollowedChannel::take(const QList<ably::Message> &messages, qint64 frameNumber, qint64 serverMs,
                                             const base::Clock &clock)
{
    const qint64 wallMs = clock.wallMs();
    QList<ReceivedMessage> received;
    received.reserve(messages.size());
    for (const ably::Message &message : messages) {
        received.append({.conversation = id(),
                         .message = &message,
                         .receivedMs = wallMs,
                         .frameNumber = frameNumber,
                         .isBacklog = isBacklog(message, serverMs, clock.now())});
    }
    m_status.events += messages.size();
    m_status.lastEventMs = wallMs;
    return received;
}

/// Older than the attach: judged by ages, so that no clock that was set can make it newer.
bool FollowedChannel::isBacklog(const ably::Message &message, qint64 serverMs, std::chrono::milliseconds now) const
{
    return m_rewoundAt && message.timestamp && serverMs - *message.timestamp > (now - *m_rewoundAt).count();
}

} // namespace gm::monitor
