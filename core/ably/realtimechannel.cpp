#include "core/ably/realtimechannel.h"

#include "core/ably/faults.h"
#include "core/ably/overloaded.h"
#include "core/ably/realtimepresence.h"
#include "core/base/backoff.h"
#include "core/base/logging.h"

#include <utility>

namespace gm::ably
{

using base::Result;
using Kind = ChannelInput::Kind;

RealtimeChannel::RealtimeChannel(base::ChannelName name, ChannelOptions options, Link link, QObject *parent)
    : QObject(parent)
    , m_link(std::move(link))
    , m_model{.name = std::move(name), .options = std::move(options), .deltas = Deltas(m_link.deltaDecoder)}
    , m_presence(new RealtimePresence(*this, m_link.clock, m_link.calls))
{
}

QFuture<Result<void>> RealtimeChannel::attach()
{
    return call(ChannelCall::Attach, {.kind = Kind::Attach});
}

QFuture<Result<void>> RealtimeChannel::detach()
{
    return call(ChannelCall::Detach, {.kind = Kind::Detach});
}

QFuture<Result<void>> RealtimeChannel::setOptions(const ChannelOptions &options)
{
    return call(ChannelCall::SetOptions, {.kind = Kind::SetOptions, .options = options});
}

QFuture<Result<Page<Message>>> RealtimeChannel::history(HistoryParams params) const
{
    params.fromSerial.clear();
    return ably::history(m_link.calls, m_model.name.text(), params);
}

QFuture<Result<Page<Message>>> RealtimeChannel::historyUntilAttach(HistoryParams params) const
{
    if (m_model.state == ChannelState::Attached) {
        params.fromSerial = m_model.attachSerial;
        return ably::history(m_link.calls, m_model.name.text(), params);
    }
    QPromise<Result<Page<Message>>> promise;
    promise.start();
    promise.addResult(faults::toError(faults::channelNotAttached()));
    promise.finish();
    return promise.future();
}

void RealtimeChannel::subscribe(QObject *listener, Subscriptions::Tell tell, const std::optional<QString> &name)
{
    m_subscriptions.add(listener, std::move(tell), name);
    const bool isLeft =
        state() == ChannelState::Initialized || state() == ChannelState::Detaching || state() == ChannelState::Detached;
    if (isLeft && options().attachOnSubscribe)
        attach();
}

QFuture<Result<void>> RealtimeChannel::call(ChannelCall kind, ChannelInput input)
{
    Promise promise;
    promise.start();
    auto future = promise.future();
    if (kind == ChannelCall::SetOptions)
        m_settingOptions.push_back(std::move(promise));
    else
        m_calls.push_back({kind, std::move(promise)});
    feed(std::move(input));
    return future;
}

void RealtimeChannel::onConnection(ConnectionState state, const std::optional<ErrorInfo> &reason)
{
    feed({.kind = Kind::Connection, .connection = state, .error = reason});
}

void RealtimeChannel::onFrame(const ProtocolMessage &frame)
{
    feed({.kind = Kind::Frame, .frame = frame});
}

void RealtimeChannel::reinitialize()
{
    feed({.kind = Kind::Reinitialize});
}

void RealtimeChannel::feed(ChannelInput &&input)
{
    if (m_isRunning) {
        m_inputs.push_back(std::move(input));
        return;
    }
    m_isRunning = true;
    const QPointer<RealtimeChannel> self = this; // a listener may delete the channel
    while (true) {
        if (input.kind != Kind::Connection)
            input.connection = m_link.connectionState();
        const bool isRefused = factsOf(input.connection).attach == AttachPolicy::Refuse;
        if (input.kind != Kind::Connection && isRefused)
            input.error = m_link.whyNotConnected();
        const ChannelState before = m_model.state;
        auto [model, effects] = step(m_link.timeouts, std::move(m_model), input);
        m_model = std::move(model);
        tellPresence(input.frame, before);
        if (!self)
            return;
        for (const ChannelEffect &effect : std::as_const(effects)) {
            run(effect, input.frame);
            if (!self)
                return;
        }
        if (m_inputs.empty())
            break;
        input = std::move(m_inputs.front());
        m_inputs.pop_front();
    }
    m_isRunning = false;
}

/// Before anybody hears of the change: who then asks for the members gets those of the new state.
void RealtimeChannel::tellPresence(const ProtocolMessage &frame, ChannelState before)
{
    const bool isAttached = m_model.state == ChannelState::Attached;
    const bool isCarriedOn = before == ChannelState::Attached && frame.has(flag::Resumed); // RTL12
    if (isAttached && frame.action == Action::Attached && !isCarriedOn)
        m_presence->onAttached(frame.has(flag::HasPresence));
    else if (isAttached && (frame.action == Action::Presence || frame.action == Action::Sync))
        m_presence->onFrame(frame);
    else if (before != m_model.state)
        m_presence->onState(m_model.state);
}

void RealtimeChannel::run(const ChannelEffect &effect, const ProtocolMessage &frame)
{
    const auto runner = Overloaded{
        [this](const effect::SendFrame &e) { m_link.send(e.frame); },
        [this](const effect::StartRequestTimer &) {
            m_requestTimer =
                m_link.clock.after(m_link.timeouts.realtimeRequest, [this] { feed({.kind = Kind::Unanswered}); });
        },
        [this](const effect::StopRequestTimer &) { m_requestTimer.cancel(); },
        [this](const effect::StartChannelRetry &e) {
            const auto delay = base::delayBeforeRetry(m_link.timeouts.channelRetry, e.n, m_link.random);
            m_retryTimer = m_link.clock.after(delay, [this] { feed({.kind = Kind::RetryDue}); });
        },
        [this](const effect::StopChannelRetry &) { m_retryTimer.cancel(); },
        [this](const effect::EmitChannel &e) {
            qCDebug(base::lcAbly) << "channel" << m_model.name.text() << stateName(e.change.previous) << "->"
                                  << stateName(e.change.current);
            if (m_model.isRecovering && e.change.reason) // RTL18a, and what recovery meets
                qCWarning(base::lcAbly) << "channel" << m_model.name.text() << e.change.reason->code
                                        << e.change.reason->message;
            Q_EMIT stateChanged(e.change);
        },
        [this](const effect::FinishCalls &e) { finishCalls(e); },
        [this, &frame](const effect::Deliver &e) {
            const QPointer<RealtimeChannel> self = this; // a listener may delete the channel
            Q_EMIT messagesReceived(e.messages, frame);
            if (self)
                m_subscriptions.tell(e.messages);
        },
        [this](const effect::WarnNoSubscribe &) {
            qCWarning(base::lcAbly) << "channel" << m_model.name.text()
                                    << "was attached without the subscribe mode: nothing will be delivered (90009)";
            Q_EMIT subscribeModeMissing(m_model.modes);
        },
    };
    std::visit(runner, effect);
}

/// Ends the calls of that kind at the head: those of the other kind behind them have not been begun yet.
void RealtimeChannel::finishCalls(const effect::FinishCalls &finish)
{
    std::vector<Promise> ended;
    if (finish.call == ChannelCall::SetOptions) {
        ended.swap(m_settingOptions);
    } else {
        while (!m_calls.empty() && m_calls.front().kind == finish.call) {
            ended.push_back(std::move(m_calls.front().promise));
            m_calls.pop_front();
        }
    }
    for (Promise &promise : ended)
        RealtimeChannel::finish(promise, finish.error);
}

void RealtimeChannel::finish(Promise &promise, const std::optional<ErrorInfo> &error)
{
    promise.addResult(error ? Result<void>(faults::toError(*error)) : Result<void>());
    promise.finish();
}

} // namespace gm::ably
