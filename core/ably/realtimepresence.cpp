#include "core/ably/realtimepresence.h"

#include "core/ably/faults.h"
#include "core/ably/realtimechannel.h"
#include "core/base/whendone.h"

#include <utility>

namespace gm::ably
{

using base::Result;

RealtimePresence::RealtimePresence(RealtimeChannel &channel, base::Clock &clock, AuthorizedCalls &calls)
    : QObject(&channel)
    , m_channel(channel)
    , m_clock(clock)
    , m_calls(calls)
{
}

QFuture<Result<Page<PresenceMessage>>> RealtimePresence::history(const HistoryParams &params) const
{
    return presenceHistory(m_calls, m_channel.name().text(), params);
}

QFuture<Result<RealtimePresence::Members>> RealtimePresence::get(const Query &query)
{
    const auto promise = std::make_shared<QPromise<Result<Members>>>();
    promise->start();
    const auto wait = [this, query, promise] {
        m_getting.push_back({query, promise});
        answerWaiting();
    };
    if (!isToBeAttached()) {
        wait();
    } else { // RTP11b
        base::whenDone(m_channel.attach(), this, [promise, wait](const Result<void> &attached) {
            if (attached)
                wait();
            else
                finish(promise, attached.error());
        });
    }
    return promise->future();
}

void RealtimePresence::subscribe(QObject *listener, Tell tell, const Actions &actions)
{
    m_subscriptions.push_back({listener, std::move(tell), actions});
    if (m_channel.options().attachOnSubscribe && isToBeAttached()) // RTP6d, RTP6e
        m_channel.attach();
}

void RealtimePresence::unsubscribe(QObject *listener)
{
    std::erase_if(m_subscriptions, [listener](const Subscription &each) { return each.listener == listener; });
}

void RealtimePresence::unsubscribe(QObject *listener, PresenceAction action)
{
    std::erase_if(m_subscriptions, [listener, action](Subscription &each) {
        return each.listener == listener && each.actions.remove(action) && each.actions.isEmpty();
    });
}

void RealtimePresence::unsubscribe()
{
    m_subscriptions.clear();
}

bool RealtimePresence::isToBeAttached() const
{
    const ChannelState state = m_channel.state();
    return state == ChannelState::Initialized || state == ChannelState::Detaching || state == ChannelState::Detached;
}

void RealtimePresence::onAttached(bool hasPresence)
{
    const QPointer<RealtimePresence> self = this; // a listener may delete the channel
    m_map.startSync();
    m_syncId.clear();
    m_isInSync = false;
    if (!hasPresence) // RTP1, RTP19a
        completeSync();
    if (self)
        answerWaiting();
    if (self)
        Q_EMIT membersChanged();
}

void RealtimePresence::onFrame(const ProtocolMessage &frame)
{
    const QPointer<RealtimePresence> self = this;
    if (frame.action == Action::Sync)
        sync(frame);
    else
        take(frame);
    if (self)
        Q_EMIT membersChanged();
}

void RealtimePresence::sync(const ProtocolMessage &frame)
{
    const QPointer<RealtimePresence> self = this;
    const qsizetype colon = frame.channelSerial.indexOf(u':');
    const QString id = frame.channelSerial.left(colon);
    const bool isLast = colon < 0 || colon + 1 == frame.channelSerial.size(); // RTP18b; RTP18c: without a serial
    const bool isAnother = !m_syncId.isEmpty() && id != m_syncId;
    if (!m_map.isSyncInProgress() || isAnother) // RTP18a
        m_map.startSync();
    m_syncId = id;
    m_isInSync = false;
    take(frame);
    if (self && isLast)
        completeSync();
}

void RealtimePresence::take(const ProtocolMessage &frame)
{
    const QPointer<RealtimePresence> self = this;
    for (const PresenceMessage &message : frame.presence) {
        std::optional<PresenceMessage> news;
        switch (message.action) {
        case PresenceAction::Present:
        case PresenceAction::Enter:
        case PresenceAction::Update:
            news = m_map.put(message);
            break;
        case PresenceAction::Leave:
            news = m_map.remove(message);
            break;
        default: // ABSENT is for the map alone; the rest is of a later protocol
            break;
        }
        if (news)
            tell(*news);
        if (!self)
            return;
    }
}

void RealtimePresence::completeSync()
{
    const QPointer<RealtimePresence> self = this;
    const Members leaves = m_map.endSync(m_clock.wallMs());
    m_syncId.clear();
    m_isInSync = true;
    for (const PresenceMessage &leave : leaves) {
        tell(leave);
        if (!self)
            return;
    }
    answerWaiting();
}

void RealtimePresence::tell(const PresenceMessage &message)
{
    const QPointer<RealtimePresence> self = this;
    const std::vector<Subscription> subscriptions = m_subscriptions; // a listener may unsubscribe
    for (const Subscription &each : subscriptions) {
        if (self && each.listener && (each.actions.isEmpty() || each.actions.contains(message.action)))
            each.tell(message);
    }
}

void RealtimePresence::onState(ChannelState state)
{
    if (state == ChannelState::Detached || state == ChannelState::Failed) { // RTP5a: silently
        const bool wasKnown = m_isInSync || !m_map.members().isEmpty();
        m_map.clear();
        m_isInSync = false;
        if (wasKnown)
            Q_EMIT membersChanged();
    }
    answerWaiting();
}

std::optional<Result<RealtimePresence::Members>> RealtimePresence::answer(const Query &query) const
{
    switch (m_channel.state()) {
    case ChannelState::Failed:
    case ChannelState::Detached: // RTP11b
        return faults::toError(m_channel.errorReason().value_or(faults::channelNotAttached()));
    case ChannelState::Suspended: // RTP11d
        if (query.waitsForSync)
            return faults::toError(faults::presenceOutOfStep());
        break;
    case ChannelState::Attached:
        if (m_channel.modes() != 0 && (m_channel.modes() & flag::PresenceSubscribe) == 0)
            return faults::toError(faults::presenceModeMissing());
        if (query.waitsForSync && !m_isInSync)
            return std::nullopt;
        break;
    default:
        return std::nullopt;
    }
    Members found = m_map.members();
    found.removeIf([&query](const PresenceMessage &member) {
        return (!query.clientId.isEmpty() && member.clientId != query.clientId) ||
               (!query.connectionId.isEmpty() && member.connectionId != query.connectionId);
    });
    return found;
}

void RealtimePresence::answerWaiting()
{
    std::vector<Getting> waiting;
    waiting.swap(m_getting);
    std::vector<std::pair<Promise, Result<Members>>> done;
    for (Getting &each : waiting) {
        if (auto result = answer(each.query))
            done.emplace_back(std::move(each.promise), *std::move(result));
        else
            m_getting.push_back(std::move(each));
    }
    for (const auto &[promise, result] : done) // last: whoever waits may delete the channel
        finish(promise, result);
}

void RealtimePresence::finish(const Promise &promise, const Result<Members> &result)
{
    promise->addResult(result);
    promise->finish();
}

} // namespace gm::ably
