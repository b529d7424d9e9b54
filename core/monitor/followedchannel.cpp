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
                           qint64 nowMs)
{
    if (change.event == ably::ChannelEvent::StateEntered)
        m_status.sinceMs = nowMs;
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
        m_rewoundAtMs = mayRewind && change.hasBacklog ? std::optional(nowMs) : std::nullopt;
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

QList<ReceivedMessage> FollowedChannel::take(const QList<ably::Message> &messages, std::chrono::milliseconds offset,
                                             qint64 frameNumber, qint64 nowMs)
{
    QList<ReceivedMessage> received;
    received.reserve(messages.size());
    for (const ably::Message &message : messages) {
        received.append({.conversation = id(),
                         .message = &message,
                         .receivedMs = nowMs,
                         .frameNumber = frameNumber,
                         .isBacklog = isBacklog(message, offset)});
    }
    m_status.events += messages.size();
    m_status.lastEventMs = nowMs;
    return received;
}

bool FollowedChannel::isBacklog(const ably::Message &message, std::chrono::milliseconds offset) const
{
    return m_rewoundAtMs && message.timestamp && *message.timestamp - offset.count() < *m_rewoundAtMs;
}

} // namespace gm::monitor
