#include "core/monitor/continuity.h"

#include <algorithm>
#include <utility>

namespace gm::monitor
{

using ably::ChannelState;
using ably::ConnectionState;
using timeline::GapCause;
using namespace std::chrono_literals;

namespace
{

constexpr int overRateCode = 80020;

} // namespace

GapCause Continuity::causeOf(int code, bool isConnectionLost) const
{
    if (code == overRateCode)
        return GapCause::RateLimited;
    if (isConnectionLost && m_isSleepLoss)
        return GapCause::Asleep;
    return isConnectionLost && m_isResumeRefused ? GapCause::ResumeRefused : GapCause::LostContinuity;
}

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
        m_isSleepLoss = std::exchange(m_hasSlept, false);
        qint64 proof =
            isSilence || m_isSleepLoss ? m_lastFrameMs : std::max(m_lastFrameMs, nowMs - m_lastMoment.count());
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
        m_hasSlept = false;
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
    const bool isOverRate = change.reason && change.reason->code == overRateCode;
    if (channel.wasAttached && !channel.lostMs && isOverRate) {
        outcome.opened = openOverRate(channel, conversation, nowMs);
        channel.attachedMs = nowMs;
        return outcome;
    }
    const bool wasOverRate = channel.open && channel.open->cause == GapCause::RateLimited;
    if (channel.wasAttached && (!change.resumed || wasOverRate)) {
        const bool isRefused = channel.lostMs && m_isResumeRefused;
        const int code = change.reason && !isRefused ? change.reason->code : m_connectionCode;
        ContinuityGap gap =
            channel.open.value_or(ContinuityGap{.conversation = conversation,
                                                .cause = causeOf(code, channel.lostMs.has_value()),
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

std::optional<ContinuityGap> Continuity::openOverRate(Channel &channel, const base::ConversationId &conversation,
                                                      qint64 nowMs)
{
    channel.overRateMs = nowMs;
    if (channel.open)
        return std::nullopt;
    channel.open = ContinuityGap{.conversation = conversation,
                                 .cause = GapCause::RateLimited,
                                 .code = overRateCode,
                                 .fromMs = lastWord(channel, nowMs)};
    return channel.open;
}

QList<ContinuityGap> Continuity::connectionOverRate(qint64 nowMs)
{
    QList<ContinuityGap> opened;
    for (auto it = m_channels.begin(); it != m_channels.end(); ++it) {
        if (!it->wasAttached)
            continue;
        if (const auto gap = openOverRate(*it, it.key(), nowMs))
            opened.append(*gap);
    }
    return opened;
}

QList<ContinuityGap> Continuity::rateFell(qint64 nowMs)
{
    QList<ContinuityGap> closed;
    for (Channel &channel : m_channels) {
        const bool isOverRate = channel.open && channel.open->cause == GapCause::RateLimited;
        if (!isOverRate || channel.overRateMs > nowMs - 1'000)
            continue;
        channel.open->toMs = nowMs;
        closed.append(*std::exchange(channel.open, std::nullopt));
    }
    return closed;
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
