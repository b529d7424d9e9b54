/// A channel as a pure machine (spec 6.1.1, RTL): (facts, input) → (facts, effects). No I/O, and no time of its own.
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/clientoptions.h"
#include "core/ably/connectionstate.h"
#include "core/ably/deltas.h"
#include "core/base/ids.h"

#include <QList>

#include <variant>

namespace gm::ably
{

/// Something that happened to a channel.
struct ChannelInput {
    enum class Kind : quint8 {
        Attach,
        Detach,
        SetOptions,   ///< `options`
        Frame,        ///< `frame`: one with this channel's name.
        Connection,   ///< The connection has entered `connection`, because of `error`.
        Unanswered,   ///< ATTACH or DETACH was not answered in time.
        RetryDue,     ///< The wait before another attach is over.
        Reinitialize, ///< The connection starts anew (RTN11d).
    };

    Kind kind{};
    ConnectionState connection{};     ///< The connection's state at that moment.
    std::optional<ErrorInfo> error{}; ///< With Connection: its reason; with Attach: why the connection refuses (RTL4b).
    ProtocolMessage frame{};
    ChannelOptions options{};
};

/// A call that has to wait for the one before it (RTL4h, RTL5i).
enum class ChannelCall : quint8 { Attach, Detach, SetOptions };

/// All the machine remembers. A value.
struct ChannelModel {
    base::ChannelName name{};
    ChannelState state = ChannelState::Initialized;
    std::optional<ErrorInfo> errorReason{};
    ChannelOptions options{};
    QMap<QString, QString> params{};                    ///< Recognised (RTL4k1).
    quint32 modes = 0;                                  ///< Granted (RTL4m).
    QString channelSerial{};                            ///< RTL15b
    QString attachSerial{};                             ///< RTL15c
    QList<ChannelCall> waiting{};                       ///< Calls to be begun when the pending one has ended, in order.
    ChannelState beforeDetach = ChannelState::Attached; ///< Where an unanswered DETACH leads back to (RTL5f).
    bool isUpdatingOptions = false;                     ///< ATTACH was sent again from ATTACHED (RTL16a).
    int retries = 0;                                    ///< Attaches in a row that failed (RTB1).
    Deltas deltas{};
    bool isRecovering = false; ///< From a delta's failure: channelSerial stays where it was good (RTL18).
};

/// @name Effects, to be run in order
/// @{
namespace effect
{
struct SendFrame {
    ProtocolMessage frame{};
};
struct StartRequestTimer {
};
struct StopRequestTimer {
};
/// Starts the wait before another attach: channelRetry with the back-off of retry `n` (RTB1).
struct StartChannelRetry {
    int n = 1;
};
struct StopChannelRetry {
};
struct EmitChannel {
    ChannelChange change{};
};
/// Ends the calls of one kind that wait: well, or with `error`.
struct FinishCalls {
    ChannelCall call{};
    std::optional<ErrorInfo> error{};
};
/// These messages of the frame go to the listeners (RTL17).
struct Deliver {
    QList<Message> messages{};
};
struct WarnNoSubscribe {
}; ///< RTL7i
} // namespace effect

using ChannelEffect = std::variant<effect::SendFrame, effect::StartRequestTimer, effect::StopRequestTimer,
                                   effect::StartChannelRetry, effect::StopChannelRetry, effect::EmitChannel,
                                   effect::FinishCalls, effect::Deliver, effect::WarnNoSubscribe>;
/// @}

struct ChannelStep {
    ChannelModel model{};
    QList<ChannelEffect> effects{};
};

/// One step of the machine.
[[nodiscard]] ChannelStep step(const Timeouts &timeouts, ChannelModel model, const ChannelInput &input);

} // namespace gm::ably
