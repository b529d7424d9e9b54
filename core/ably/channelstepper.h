/// The inside of one step of the channel machine: builds the next facts and notes the effects. Used by channelmachine.cpp,
/// channelcalls.cpp and channelframes.cpp only.
#pragma once

#include "core/ably/channelmachine.h"
#include "core/ably/channeltable.h"

namespace gm::ably
{

class ChannelStepper
{
public:
    ChannelStepper(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input);

    void act();
    ChannelStep result() && { return {std::move(m), std::move(m_effects)}; }

private:
    using State = ChannelState;
    using Trigger = ChannelTrigger;

    template <typename Effect>
    void add(Effect effect)
    {
        m_effects.append(ChannelEffect(std::move(effect)));
    }
    [[nodiscard]] bool isConnected() const { return m_input.connection == ConnectionState::Connected; }

    void enter(State to, const std::optional<ErrorInfo> &reason, quint32 notices = 0);
    void forgetDeltas();
    void finish(ChannelCall call, const std::optional<ErrorInfo> &error = std::nullopt);
    void failOptions(const ErrorInfo &error);
    /// The pending attach or detach has ended: what waited for it begins (RTL4h, RTL5i).
    void beginWaiting();
    void queue(ChannelCall call);
    void stopTimers();

    void attach();
    void startAttach(State to, const std::optional<ErrorInfo> &reason);
    void sendAttach();
    void detach();
    void detachNow();
    void startDetach();
    void sendDetach();
    void setOptions();

    void onFrame();
    void takeSerial(const ProtocolMessage &frame);
    void onMessage(const ProtocolMessage &frame);
    void recover(const ErrorInfo &failure);
    void onAttached(const ProtocolMessage &frame);
    void update(const ProtocolMessage &frame);
    void onDetached(const ProtocolMessage &frame);
    void onError(const ProtocolMessage &frame);

    /// SUSPENDED, and tried again while there is a connection (RTL13b).
    void suspend(const std::optional<ErrorInfo> &reason);
    /// DETACHED or FAILED without having asked for it.
    void end(State to, const ErrorInfo &error);
    void onUnanswered();
    void onConnection();
    void onConnectionUp();
    void onConnectionGone(Trigger trigger);
    void reinitialize();

    const Timeouts &m_timeouts;
    ChannelModel m;
    const ChannelInput &m_input;
    const QString m_serialBefore = m.channelSerial;
    QList<ChannelEffect> m_effects;
};

} // namespace gm::ably
