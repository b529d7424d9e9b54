#include "core/ably/channelstepper.h"
#include "core/ably/faults.h"

namespace gm::ably
{

void ChannelStepper::attach()
{
    if (m.state == State::Attached) // RTL4a
        return finish(ChannelCall::Attach);
    if (m.state == State::Attaching || m.state == State::Detaching) { // RTL4h
        if (m.state == State::Detaching || !m.waiting.isEmpty())
            queue(ChannelCall::Attach);
        return;
    }
    if (m.state == State::Failed)
        m.errorReason.reset();                                      // RTL4g
    if (factsOf(m_input.connection).attach == AttachPolicy::Refuse) // RTL4b
        return finish(ChannelCall::Attach, m_input.error.value_or(faults::connectionIs(m_input.connection)));
    if (const auto to = next(m.state, Trigger::Attach))
        startAttach(*to, std::nullopt);
}

void ChannelStepper::startAttach(State to, const std::optional<ErrorInfo> &reason)
{
    add(effect::StopChannelRetry{});
    enter(to, reason);
    if (!isConnected()) // on CONNECTED, then (RTL4i)
        return;
    sendAttach();
    add(effect::StartRequestTimer{});
}

void ChannelStepper::sendAttach()
{
    ProtocolMessage frame;
    frame.action = Action::Attach;
    frame.channel = m.name.text();
    frame.channelSerial = m.channelSerial; // RTL4c1
    frame.params = m.options.params;       // RTL4k
    frame.flags = m.options.modes;         // RTL4l
    add(effect::SendFrame{frame});
}

void ChannelStepper::detach()
{
    switch (m.state) {
    case State::Initialized:
    case State::Detached: // RTL5a
        return finish(ChannelCall::Detach);
    case State::Failed: // RTL5b
        return finish(ChannelCall::Detach, faults::channelFailed());
    case State::Detaching: // RTL5i
        if (!m.waiting.isEmpty())
            queue(ChannelCall::Detach);
        return;
    case State::Attaching:
        if (isConnected()) // RTL5i
            return queue(ChannelCall::Detach);
        return detachNow(); // RTL5l
    case State::Suspended:  // RTL5j
        return detachNow();
    case State::Attached:
        if (!isConnected()) // RTL5l
            return detachNow();
        return startDetach();
    }
}

void ChannelStepper::detachNow()
{
    const auto to = next(m.state, Trigger::DetachNow);
    if (!to)
        return;
    const bool wasAttaching = m.state == State::Attaching;
    stopTimers();
    enter(*to, std::nullopt);
    failOptions(faults::overtaken());
    if (wasAttaching)
        finish(ChannelCall::Attach, faults::overtaken()); // RTL4d
    finish(ChannelCall::Detach);
    beginWaiting();
}

void ChannelStepper::startDetach()
{
    m.beforeDetach = m.state == State::Detached ? State::Detached : State::Attached;
    stopTimers();
    enter(State::Detaching, std::nullopt);
    failOptions(faults::overtaken());
    sendDetach();
    add(effect::StartRequestTimer{});
}

void ChannelStepper::sendDetach()
{
    ProtocolMessage frame;
    frame.action = Action::Detach;
    frame.channel = m.name.text();
    add(effect::SendFrame{frame});
}

void ChannelStepper::setOptions() // RTL16
{
    m.options = m_input.options;
    const bool isAsked = !m.options.params.isEmpty() || m.options.modes != 0;
    if (!isAsked || (m.state != State::Attached && m.state != State::Attaching))
        return finish(ChannelCall::SetOptions);
    m.isUpdatingOptions = true; // RTL16a
    if (!isConnected())
        return;
    sendAttach();
    add(effect::StartRequestTimer{});
}

} // namespace gm::ably
