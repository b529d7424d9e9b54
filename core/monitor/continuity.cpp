#include "core/monitor/continuity.h"

#include <algorithm>

namespace gm::monitor
{

using ably::ChannelState;
using ably::ConnectionState;
using timeline::GapCause;
using namespace std::chrono_literals;

namespace
{

GapCause causeOf(int code, bool isConnectionLost, bool isResumeRefused)
{
    if (code == 80020)
        return GapCause::RateLimited;
    return isConnectionLost && isResumeRefused ? GapCause::ResumeRefused : GapCause::LostContinuity;
}

} // namespace

void Continuity::messageReceived(const base::ConversationId &conversation, qint64 publishedMs)
{
    Channel &channel = m_channels[conversation];
    channel.lastPublishedMs = std::max(channel.lastPublishedMs, publishedMs);
}

void Continuity::connectionChanged(const ably::ConnectionChange &change, qint64 nowMs,
                                   std::optional<std::chrono::milliseconds> roundTrip)
{
    if (change.event != ably::ConnectionEvent::StateEntered)
        return;
    if (change.previous == ConnectionState::Connected) {
        // A socket that closes delivers first what was sent before; only what crossed the wire in its last moment may be
        // lost with it. Silence is noticed late: there the last frame is the last proof.
        m_lastMoment = roundTrip ? std::clamp(*roundTrip, 50ms, 1'000ms) : 250ms;
        const bool isSilence = change.reason && change.reason->statusCode == 408;
        qint64 proof = isSilence ? m_lastFrameMs : std::max(m_lastFrameMs, nowMs - m_lastMoment.count());
        // One beginning for all channels: they were lost together.
        for (const Channel &channel : std::as_const(m_channels)) {
            if (channel.wasAttached)
                proof = lastProof(channel, proof);
        }
        for (Channel &channel : m_channels) {
            if (channel.wasAttached && !channel.lostMs)
                channel.lostMs = proof;
        }
        m_isResumeRefused = false;
        m_connectionCode = change.reason ? change.reason->code : 0;
    } else if (change.current == ConnectionState::Connected) {
        m_isResumeRefused = change.resumed && !*change.resumed;
        if (change.reason)
            m_connectionCode = change.reason->code;
    }
}

Continuity::Outcome Continuity::channelChanged(const base::ConversationId &conversation,
                                               const ably::ChannelChange &change, qint64 nowMs)
{
    Channel &channel = m_channels[conversation];
    if (change.current == ChannelState::Attached)
        return attached(channel, conversation, change, nowMs);
    if (!channel.wasAttached || channel.open)
        return {};
    switch (change.current) {
    case ChannelState::Attaching:
        // Without a lost connection the service has detached this channel alone.
        if (!channel.lostMs)
            channel.lostMs = lastProof(channel, std::max(m_lastFrameMs, nowMs - m_lastMoment.count()));
        return {};
    case ChannelState::Suspended:
    case ChannelState::Detached:
    case ChannelState::Failed:
        channel.open = ContinuityGap{.conversation = conversation,
                                     .cause = change.current == ChannelState::Suspended ? GapCause::Suspended
                                                                                        : GapCause::LostContinuity,
                                     .code = change.reason ? change.reason->code : m_connectionCode,
                                     .fromMs = channel.lostMs.value_or(lastProof(channel, m_lastFrameMs))};
        return {.opened = channel.open};
    default:
        return {};
    }
}

Continuity::Outcome Continuity::attached(Channel &channel, const base::ConversationId &conversation,
                                         const ably::ChannelChange &change, qint64 nowMs)
{
    Outcome outcome;
    if (channel.wasAttached && !change.resumed) {
        const bool isRefused = channel.lostMs && m_isResumeRefused;
        const int code = change.reason && !isRefused ? change.reason->code : m_connectionCode;
        ContinuityGap gap =
            channel.open.value_or(ContinuityGap{.conversation = conversation,
                                                .cause = causeOf(code, channel.lostMs.has_value(), m_isResumeRefused),
                                                .code = code,
                                                .fromMs = channel.lostMs.value_or(lastWord(channel, nowMs))});
        gap.toMs = nowMs;
        outcome.closed = gap;
    } else {
        outcome.isWhole = true;
    }
    channel.wasAttached = true;
    channel.attachedMs = nowMs;
    channel.open.reset();
    channel.lostMs.reset();
    return outcome;
}

void Continuity::forget(const base::ConversationId &conversation)
{
    m_channels.remove(conversation);
}

qint64 Continuity::lastProof(const Channel &channel, qint64 noticedMs)
{
    // The newest message proves the channel whole up to its publication, not up to its arrival.
    const bool isRecent = channel.lastPublishedMs > noticedMs - 1'000;
    return isRecent ? std::min(noticedMs, channel.lastPublishedMs) : noticedMs;
}

qint64 Continuity::lastWord(const Channel &channel, qint64 nowMs)
{
    // The service left messages out while the socket was well: other frames prove nothing about this channel.
    return std::min(nowMs, std::max(channel.lastPublishedMs, channel.attachedMs));
}

} // namespace gm::monitor
