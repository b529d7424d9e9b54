#include "core/ably/channelmachine.h"

#include "core/ably/channeltable.h"
#include "core/ably/faults.h"

namespace gm::ably
{

namespace
{

using State = ChannelState;
using Trigger = ChannelTrigger;
using Kind = ChannelInput::Kind;

/// The service could not place the frame it answers, though nothing is wrong with the channel: ask again.
bool isRoutingHiccup(const std::optional<ErrorInfo> &error)
{
    return error && (error->code == 80016 || error->code == 80022);
}

/// Builds one step: changes the model and notes the effects, in order.
class Stepper
{
public:
    Stepper(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input)
        : m_timeouts(timeouts)
        , m(std::move(model))
        , m_input(input)
    {
    }

    void act()
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

    ChannelStep result() && { return {std::move(m), std::move(m_effects)}; }

private:
    template <typename Effect>
    void add(Effect effect)
    {
        m_effects.append(ChannelEffect(std::move(effect)));
    }

    [[nodiscard]] bool isConnected() const { return m_input.connection == ConnectionState::Connected; }

    void enter(State to, const std::optional<ErrorInfo> &reason, quint32 notices = 0)
    {
        const QString serialBefore = m_serialBefore;
        if (!factsOf(to).keepsSerial) // RTL15b2
            m.channelSerial.clear();
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
                                 .serialBefore = serialBefore,
                                 .serialAfter = m.channelSerial}});
    }

    void finish(ChannelCall call, const std::optional<ErrorInfo> &error = std::nullopt)
    {
        add(effect::FinishCalls{call, error});
    }

    /// The pending attach or detach has ended: what waited for it begins (RTL4h, RTL5i).
    void beginWaiting()
    {
        while (!m.waiting.isEmpty() && m.state != State::Attaching && m.state != State::Detaching) {
            if (m.waiting.takeFirst() == ChannelCall::Attach)
                attach();
            else
                detach();
        }
    }

    void queue(ChannelCall call)
    {
        if (m.waiting.isEmpty() || m.waiting.last() != call)
            m.waiting.append(call);
    }

    void attach()
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

    void startAttach(State to, const std::optional<ErrorInfo> &reason)
    {
        add(effect::StopChannelRetry{});
        enter(to, reason);
        if (!isConnected()) // on CONNECTED, then (RTL4i)
            return;
        sendAttach();
        add(effect::StartRequestTimer{});
    }

    void sendAttach()
    {
        ProtocolMessage frame;
        frame.action = Action::Attach;
        frame.channel = m.name.text();
        frame.channelSerial = m.channelSerial; // RTL4c1
        frame.params = m.options.params;       // RTL4k
        frame.flags = m.options.modes;         // RTL4l
        add(effect::SendFrame{frame});
    }

    void detach()
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

    void detachNow()
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

    void startDetach()
    {
        m.beforeDetach = m.state == State::Detached ? State::Detached : State::Attached;
        stopTimers();
        enter(State::Detaching, std::nullopt);
        failOptions(faults::overtaken());
        sendDetach();
        add(effect::StartRequestTimer{});
    }

    void sendDetach()
    {
        ProtocolMessage frame;
        frame.action = Action::Detach;
        frame.channel = m.name.text();
        add(effect::SendFrame{frame});
    }

    void stopTimers()
    {
        add(effect::StopRequestTimer{});
        add(effect::StopChannelRetry{});
    }

    void setOptions() // RTL16
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

    void failOptions(const ErrorInfo &error)
    {
        if (std::exchange(m.isUpdatingOptions, false))
            finish(ChannelCall::SetOptions, error);
    }

    void onFrame()
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
            takeSerial(frame);
            if (m.state == State::Attached) // RTL17
                add(effect::Deliver{});
            return;
        case Action::Presence:
        case Action::Annotation:
        case Action::Object:
            return takeSerial(frame);
        default:
            return;
        }
    }

    /// RTL15b; a channel that has cleared its serial takes no new one from what was still under way (RTL15b2).
    void takeSerial(const ProtocolMessage &frame)
    {
        const bool isLive = factsOf(m.state).keepsSerial && m.state != State::Initialized;
        if (isLive && !frame.channelSerial.isEmpty())
            m.channelSerial = frame.channelSerial;
    }

    void onAttached(const ProtocolMessage &frame)
    {
        const auto to = next(m.state, Trigger::AttachedReceived);
        if (!to)
            return;
        if (*to == State::Detaching) // RTL5k
            return m.state == State::Detaching ? sendDetach() : startDetach();

        const State from = m.state;
        const bool couldReceive = from == State::Attached && (m.modes & flag::Subscribe) != 0;
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

    void update(const ProtocolMessage &frame) // RTL12
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

    void onDetached(const ProtocolMessage &frame)
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

    void suspend(const std::optional<ErrorInfo> &reason)
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

    void onError(const ProtocolMessage &frame)
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

    /// DETACHED or FAILED without having asked for it.
    void end(State to, const ErrorInfo &error)
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

    void onUnanswered()
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

    void onConnection()
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

    void onConnectionUp()
    {
        const auto to = next(m.state, Trigger::ConnectionUp);
        if (!to)
            return;
        if (*to == State::Attaching) // RTL3d
            return startAttach(*to, std::nullopt);
        sendDetach(); // RTN19b
        add(effect::StartRequestTimer{});
    }

    void onConnectionGone(Trigger trigger)
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

    void reinitialize() // RTN11d
    {
        stopTimers();
        m.channelSerial.clear();
        m.attachSerial.clear();
        m.retries = 0;
        if (const auto to = next(m.state, Trigger::Reinitialize))
            enter(*to, std::nullopt);
        m.errorReason.reset();
    }

    const Timeouts &m_timeouts;
    ChannelModel m;
    const ChannelInput &m_input;
    const QString m_serialBefore = m.channelSerial;
    QList<ChannelEffect> m_effects;
};

} // namespace

ChannelStep step(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input)
{
    Stepper stepper(timeouts, std::move(model), input);
    stepper.act();
    return std::move(stepper).result();
}

} // namespace gm::ably
