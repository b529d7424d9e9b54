#include "core/ably/channelstepper.h"
#include "core/ably/faults.h"

namespace gm::ably
{

namespace
{

/// The service could not place the frame it answers, though nothing is wrong with the channel: ask again.
bool isRoutingHiccup(const std::optional<ErrorInfo> &error)
{
    return error && (error->code == 80016 || error->code == 80022);
}

} // namespace

void ChannelStepper::onFrame()
{
    const ProtocolMessage &frame = m_input.frame;
    switch (frame.action) {
    case Action::Attached:
        return onAttached(frame);
    case Action::Detached:
        return onDetached(frame);
    case Action::Error:
        return onError(frame);
    case Action::Message:
        return onMessage(frame);
    case Action::Presence:
    case Action::Annotation:
    case Action::Object:
        return takeSerial(frame);
    default:
        return;
    }
}

/// RTL15b; a channel that has cleared its serial takes no new one from what was still under way (RTL15b2).
void ChannelStepper::takeSerial(const ProtocolMessage &frame)
{
    const bool isLive = factsOf(m.state).keepsSerial && m.state != State::Initialized;
    if (isLive && !m.isRecovering && !frame.channelSerial.isEmpty())
        m.channelSerial = frame.channelSerial;
}

void ChannelStepper::onMessage(const ProtocolMessage &frame)
{
    if (m.state != State::Attached) // RTL17
        return takeSerial(frame);
    const Deltas::Outcome outcome = m.deltas.undo(frame.messages);
    if (!outcome.failure)
        takeSerial(frame);
    if (!outcome.failure || !outcome.messages.isEmpty())
        add(effect::Deliver{outcome.messages});
    if (outcome.failure)
        recover(*outcome.failure);
}

void ChannelStepper::recover(const ErrorInfo &failure)
{
    const bool isHopeless = failure.code == faults::noDeltaDecoder().code; // PC3
    const auto to = next(m.state, isHopeless ? Trigger::Refused : Trigger::DeltaFailed);
    if (!to)
        return;
    if (isHopeless)
        return end(*to, failure);
    m.isRecovering = true;
    startAttach(*to, failure); // RTL18b, RTL18c
}

void ChannelStepper::onAttached(const ProtocolMessage &frame)
{
    const auto to = next(m.state, Trigger::AttachedReceived);
    if (!to)
        return;
    if (*to == State::Detaching) // RTL5k
        return m.state == State::Detaching ? sendDetach() : startDetach();

    const State from = m.state;
    const bool couldReceive = from == State::Attached && (m.modes & flag::Subscribe) != 0;
    m.isRecovering = false;
    takeSerial(frame);
    if (!frame.has(flag::Resumed))
        m.attachSerial = frame.channelSerial; // RTL15c
    m.params = frame.params;                  // RTL4k1
    m.modes = frame.flags & flag::AllModes;   // RTL4m
    m.retries = 0;
    stopTimers();
    if (from == State::Attached)
        update(frame);
    else
        enter(*to, frame.error, frame.flags);
    if ((m.modes & flag::Subscribe) == 0 && (from != State::Attached || couldReceive))
        add(effect::WarnNoSubscribe{});
    if (std::exchange(m.isUpdatingOptions, false))
        finish(ChannelCall::SetOptions);
    finish(ChannelCall::Attach);
    beginWaiting();
}

void ChannelStepper::update(const ProtocolMessage &frame) // RTL12
{
    if (frame.has(flag::Resumed))
        return;
    add(effect::EmitChannel{{.previous = State::Attached,
                             .current = State::Attached,
                             .event = ChannelEvent::Update,
                             .reason = frame.error,
                             .resumed = false,
                             .hasBacklog = frame.has(flag::HasBacklog),
                             .serialBefore = m_serialBefore,
                             .serialAfter = m.channelSerial}});
}

void ChannelStepper::onDetached(const ProtocolMessage &frame)
{
    const auto to = next(m.state, Trigger::DetachedReceived);
    if (!to)
        return;
    switch (*to) {
    case State::Attaching: // RTL13a
        return startAttach(*to, frame.error);
    case State::Suspended: // RTL13b
        return suspend(frame.error);
    default: // RTL5d
        stopTimers();
        enter(*to, frame.error);
        finish(ChannelCall::Detach);
        return beginWaiting();
    }
}

void ChannelStepper::onError(const ProtocolMessage &frame)
{
    if (isRoutingHiccup(frame.error)) {
        // Without a new time limit: a service that goes on like this must not keep us at it.
        if (m.state == State::Attaching)
            sendAttach();
        else if (m.state == State::Detaching)
            sendDetach();
        return;
    }
    if (const auto to = next(m.state, Trigger::Refused)) // RTL14
        end(*to, frame.error.value_or(faults::attachRefused()));
}

} // namespace gm::ably
