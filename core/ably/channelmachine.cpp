#include "core/ably/channelmachine.h"

#include "core/ably/channelstepper.h"
#include "core/ably/faults.h"

namespace gm::ably
{

using Kind = ChannelInput::Kind;

ChannelStepper::ChannelStepper(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input)
    : m_timeouts(timeouts)
    , m(std::move(model))
    , m_input(input)
{
}

void ChannelStepper::act()
{
    switch (m_input.kind) {
    case Kind::Attach:
        return attach();
    case Kind::Detach:
        return detach();
    case Kind::SetOptions:
        return setOptions();
    case Kind::Frame:
        return onFrame();
    case Kind::Connection:
        return onConnection();
    case Kind::Unanswered:
        return onUnanswered();
    case Kind::RetryDue:
        if (const auto to = next(m.state, Trigger::RetryDue))
            startAttach(*to, std::nullopt);
        return;
    case Kind::Reinitialize:
        return reinitialize();
    }
}

void ChannelStepper::enter(State to, const std::optional<ErrorInfo> &reason, quint32 notices)
{
    if (!factsOf(to).keepsSerial) { // RTL15b2
        m.channelSerial.clear();
        forgetDeltas();
    }
    if (to == State::Attached)
        m.errorReason.reset(); // RTL4c
    else if (reason)
        m.errorReason = reason; // RTL24
    const State previous = std::exchange(m.state, to);
    if (previous == to) // RTL2g
        return;
    add(effect::EmitChannel{{.previous = previous,
                             .current = to,
                             .event = ChannelEvent::StateEntered,
                             .reason = reason,
                             .resumed = (notices & flag::Resumed) != 0,
                             .hasBacklog = (notices & flag::HasBacklog) != 0,
                             .serialBefore = m_serialBefore,
                             .serialAfter = m.channelSerial}});
}

void ChannelStepper::forgetDeltas()
{
    m.deltas.forget();
    m.isRecovering = false;
}

void ChannelStepper::finish(ChannelCall call, const std::optional<ErrorInfo> &error)
{
    add(effect::FinishCalls{call, error});
}

void ChannelStepper::failOptions(const ErrorInfo &error)
{
    if (std::exchange(m.isUpdatingOptions, false))
        finish(ChannelCall::SetOptions, error);
}

void ChannelStepper::beginWaiting()
{
    while (!m.waiting.isEmpty() && m.state != State::Attaching && m.state != State::Detaching) {
        if (m.waiting.takeFirst() == ChannelCall::Attach)
            attach();
        else
            detach();
    }
}

void ChannelStepper::queue(ChannelCall call)
{
    if (m.waiting.isEmpty() || m.waiting.last() != call)
        m.waiting.append(call);
}

void ChannelStepper::stopTimers()
{
    add(effect::StopRequestTimer{});
    add(effect::StopChannelRetry{});
}

void ChannelStepper::suspend(const std::optional<ErrorInfo> &reason)
{
    stopTimers();
    enter(State::Suspended, reason);
    if (isConnected())
        add(effect::StartChannelRetry{++m.retries}); // RTL13b, RTB1
    const ErrorInfo error = reason.value_or(faults::attachRefused());
    failOptions(error);
    finish(ChannelCall::Attach, error); // RTL4d
    beginWaiting();
}

void ChannelStepper::end(State to, const ErrorInfo &error)
{
    stopTimers();
    // RTL3b: closing by our own wish is no fault of the channel.
    enter(to, to == State::Failed ? std::optional(error) : m_input.error);
    failOptions(error);
    finish(ChannelCall::Attach, error);
    if (to == State::Failed)
        finish(ChannelCall::Detach, error);
    else
        finish(ChannelCall::Detach);
    beginWaiting();
}

void ChannelStepper::onUnanswered()
{
    const auto to = next(m.state, Trigger::Unanswered);
    if (!to)
        return;
    switch (m.state) {
    case State::Attaching: // RTL4f
        return suspend(faults::noAnswerToAttach(m_timeouts.realtimeRequest));
    case State::Attached:
        return failOptions(faults::noAnswerToAttach(m_timeouts.realtimeRequest));
    default: { // RTL5f
        const ErrorInfo error = faults::noAnswerToDetach(m_timeouts.realtimeRequest);
        const State back = m.beforeDetach;
        enter(back, error);
        m.errorReason = error;
        finish(ChannelCall::Detach, error);
        return beginWaiting();
    }
    }
}

void ChannelStepper::onConnection()
{
    switch (m_input.connection) {
    case ConnectionState::Connected:
        return onConnectionUp();
    case ConnectionState::Suspended:
        return onConnectionGone(Trigger::ConnectionSuspended);
    case ConnectionState::Closed:
        return onConnectionGone(Trigger::ConnectionClosed);
    case ConnectionState::Failed:
        return onConnectionGone(Trigger::ConnectionFailed);
    default:
        return stopTimers(); // RTL3e, RTL13c; what is pending is sent again on CONNECTED (RTN19b)
    }
}

void ChannelStepper::onConnectionUp()
{
    const auto to = next(m.state, Trigger::ConnectionUp);
    if (!to)
        return;
    if (*to == State::Attaching) // RTL3d
        return startAttach(*to, std::nullopt);
    sendDetach(); // RTN19b
    add(effect::StartRequestTimer{});
}

void ChannelStepper::onConnectionGone(Trigger trigger)
{
    stopTimers();
    const auto to = next(m.state, trigger);
    if (!to)
        return;
    if (*to == State::Suspended)
        suspend(m_input.error);
    else
        end(*to, m_input.error.value_or(faults::connectionIs(m_input.connection)));
}

void ChannelStepper::reinitialize() // RTN11d
{
    stopTimers();
    m.channelSerial.clear();
    m.attachSerial.clear();
    forgetDeltas();
    m.retries = 0;
    if (const auto to = next(m.state, Trigger::Reinitialize))
        enter(*to, std::nullopt);
    m.errorReason.reset();
}

ChannelStep step(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input)
{
    ChannelStepper stepper(timeouts, std::move(model), input);
    stepper.act();
    return std::move(stepper).result();
}

} // namespace gm::ably
