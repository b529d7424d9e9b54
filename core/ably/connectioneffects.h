/// What the connection machine asks its driver to do: plain values, run in the order given.
#pragma once

#include "core/ably/connectionstate.h"

#include <variant>

namespace gm::ably
{

enum class ConnectionTimer : quint8 {
    Request,  ///< The answer to an attempt or to CLOSE is overdue (RTN14c, RTN12b).
    Retry,    ///< The next attempt is due.
    StateTtl, ///< DISCONNECTED has lasted too long (RTN14e).
};

namespace effect
{
/// Answer TokenReady or TokenFailed. `isFresh`: the token at hand will not do. `supersedes`: nor will one being fetched.
struct FetchToken {
    bool isFresh = false;
    bool supersedes = false;
};
struct DiscardToken {
};
struct CheckInternet {
}; ///< Answer InternetChecked. Draws the order of the fallback hosts anew.
struct OpenSocket {
    int host = 0;
    base::Secret resumeKey{}; ///< Empty: a first connection.
};
/// How the present host did.
struct ReportHost {
    std::optional<ErrorInfo> fault{};
};
struct SendClose {
};
struct SendAuth {
}; ///< With the newest token.
struct DropSocket {
}; ///< Nothing that still comes from it counts.
struct StartTimer {
    ConnectionTimer timer{};
    std::chrono::milliseconds delay{0};
};
struct StopTimer {
    ConnectionTimer timer{};
};
/// Starts ConnectionTimer::Retry after `base`, with the back-off of retry `n` (RTB1) if `n` > 0; the delay becomes `retryIn`.
/// Due at once: the input follows directly, without a turn of the event loop.
struct ScheduleRetry {
    std::chrono::milliseconds base{0};
    int n = 0;
};
struct WatchIdle {
    std::chrono::milliseconds limit{0}; ///< 0: do not (RTN23a).
};
struct ReinitializeChannels {
}; ///< RTN11d
struct TellChannels {
    ConnectionState state{};
    std::optional<ErrorInfo> reason{};
};
struct Emit {
    ConnectionChange change{};
};
/// Ends the authorize() calls that wait (RTC8a3, RTC8b1).
struct FinishAuthorize {
    std::optional<ErrorInfo> error{};
};
} // namespace effect

using ConnectionEffect =
    std::variant<effect::FetchToken, effect::DiscardToken, effect::CheckInternet, effect::OpenSocket,
                 effect::ReportHost, effect::SendClose, effect::SendAuth, effect::DropSocket, effect::StartTimer,
                 effect::StopTimer, effect::ScheduleRetry, effect::WatchIdle, effect::ReinitializeChannels,
                 effect::TellChannels, effect::Emit, effect::FinishAuthorize>;

} // namespace gm::ably
