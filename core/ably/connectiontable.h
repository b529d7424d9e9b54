/// The connection's transition table (spec 6.1.1): which trigger leads from which state to which. No row: no effect.
#pragma once

#include "core/ably/connectionstate.h"

#include <array>
#include <optional>

namespace gm::ably
{

/// What moves the connection, once an input has been judged by the facts of the moment.
enum class ConnectionTrigger : quint8 {
    Connect,           ///< connectNow()
    Close,             ///< close()
    Authorize,         ///< authorize()
    NetworkLost,       ///< The operating system says so.
    NetworkAvailable,  ///< The operating system says so.
    TokenArrived,      ///< The token asked for is there.
    TokenUnavailable,  ///< It could not be had this time, and no attempt hangs on it.
    ConnectedReceived, ///< CONNECTED
    AuthRequested,     ///< AUTH from the service
    TokenRejected,     ///< The service wants another token, and there is a way to get one.
    HostFailed,        ///< This attempt is not lost yet: another host, or the check before it.
    AttemptFailed,     ///< Nothing left to try now.
    AttemptFailedLate, ///< The same, with connectionStateTtl used up.
    LinkLost,          ///< The socket ended, fell silent, or DISCONNECTED came.
    Refused,           ///< An error that no retry can mend.
    GoodbyeDone,       ///< CLOSED, or whatever else ends a connection that is closing.
    RetryDue,          ///< The wait between attempts is over.
    StateTtlPassed,    ///< connectionStateTtl has passed since CONNECTED was left, or since the first attempt.
};

struct ConnectionRow {
    ConnectionState from;
    ConnectionTrigger on;
    ConnectionState to;
};

namespace connectiontable
{
using enum ConnectionState;
using T = ConnectionTrigger;

inline constexpr std::array rows{
    ConnectionRow{Initialized, T::Connect, Connecting},           // RTN3, RTN11f
    ConnectionRow{Initialized, T::Authorize, Initialized},        // RTC8c: connects once the token is there
    ConnectionRow{Initialized, T::TokenArrived, Connecting},      // RTC8c
    ConnectionRow{Initialized, T::TokenUnavailable, Initialized}, // RSA4c1
    ConnectionRow{Initialized, T::Refused, Failed},               // RSA4d, RSA4d1
    ConnectionRow{Initialized, T::Close, Closed},                 // RTN12

    ConnectionRow{Connecting, T::ConnectedReceived, Connected}, // RTN4b, RTN6
    ConnectionRow{Connecting, T::TokenArrived, Connecting},     // RTN27b, RTN2e
    ConnectionRow{Connecting, T::TokenRejected, Connecting},    // RTN14b, RTN15c5
    ConnectionRow{Connecting, T::HostFailed, Connecting},       // RTN17f, RTN17j
    ConnectionRow{Connecting, T::AttemptFailed, Disconnected},  // RTN14b, RTN14c, RTN14d, RTN15h2, RSA4c2
    ConnectionRow{Connecting, T::AttemptFailedLate, Suspended}, // RTN14e, RTN14f
    ConnectionRow{Connecting, T::Refused, Failed},              // RTN14a, RTN14g, RTN15c4, RSA4a2, RSA4d
    ConnectionRow{Connecting, T::Authorize, Connecting},        // RTC8b
    ConnectionRow{Connecting, T::NetworkLost, Disconnected},    // RTN20a
    ConnectionRow{Connecting, T::NetworkAvailable, Connecting}, // RTN20c
    ConnectionRow{Connecting, T::StateTtlPassed, Connecting},   // RTN14e: this attempt may still succeed
    ConnectionRow{Connecting, T::Close, Closing},               // RTN12f

    ConnectionRow{Connected, T::ConnectedReceived, Connected}, // RTN24
    ConnectionRow{Connected, T::AuthRequested, Connected},     // RTN22
    ConnectionRow{Connected, T::Authorize, Connected},         // RTC8a
    ConnectionRow{Connected, T::TokenArrived, Connected},      // RTC8a
    ConnectionRow{Connected, T::TokenUnavailable, Connected},  // RSA4c3
    ConnectionRow{Connected, T::TokenRejected, Disconnected},  // RTN15h2, RTN15h2i
    ConnectionRow{Connected, T::LinkLost, Disconnected},       // RTN15a, RTN15h3, RTN23a
    ConnectionRow{Connected, T::NetworkLost, Disconnected},    // RTN20a
    ConnectionRow{Connected, T::Refused, Failed},              // RTN15h1, RTN15j, RTC8a2, RSA4d1
    ConnectionRow{Connected, T::Close, Closing},               // RTN12a

    ConnectionRow{Disconnected, T::RetryDue, Connecting},           // RTN14d, RTN15a
    ConnectionRow{Disconnected, T::Connect, Connecting},            // RTN11c
    ConnectionRow{Disconnected, T::NetworkAvailable, Connecting},   // RTN20b
    ConnectionRow{Disconnected, T::Authorize, Disconnected},        // RTC8c
    ConnectionRow{Disconnected, T::TokenArrived, Connecting},       // RTC8c
    ConnectionRow{Disconnected, T::TokenUnavailable, Disconnected}, // RSA4c1
    ConnectionRow{Disconnected, T::Refused, Failed},                // RSA4d1
    ConnectionRow{Disconnected, T::StateTtlPassed, Suspended},      // RTN14e
    ConnectionRow{Disconnected, T::Close, Closed},                  // RTN12d

    ConnectionRow{Suspended, T::RetryDue, Connecting},         // RTN14f
    ConnectionRow{Suspended, T::Connect, Connecting},          // RTN11c
    ConnectionRow{Suspended, T::NetworkAvailable, Connecting}, // RTN20b
    ConnectionRow{Suspended, T::Authorize, Suspended},         // RTC8c
    ConnectionRow{Suspended, T::TokenArrived, Connecting},     // RTC8c
    ConnectionRow{Suspended, T::TokenUnavailable, Suspended},  // RSA4c1
    ConnectionRow{Suspended, T::Refused, Failed},              // RSA4d1
    ConnectionRow{Suspended, T::Close, Closed},                // RTN12d

    ConnectionRow{Closing, T::ConnectedReceived, Closing}, // RTN12f: CLOSE is sent now
    ConnectionRow{Closing, T::GoodbyeDone, Closed},        // RTN12a, RTN12b, RTN12c, RTN12f
    ConnectionRow{Closing, T::Connect, Connecting},        // RTN11b
    ConnectionRow{Closing, T::Authorize, Closing},         // RTC8c
    ConnectionRow{Closing, T::TokenArrived, Connecting},   // RTC8c, RTN11b
    ConnectionRow{Closing, T::TokenUnavailable, Closing},  // RSA4c1
    ConnectionRow{Closing, T::Refused, Failed},            // RSA4d1

    ConnectionRow{Closed, T::Connect, Connecting},      // RTN11d
    ConnectionRow{Closed, T::Authorize, Closed},        // RTC8c
    ConnectionRow{Closed, T::TokenArrived, Connecting}, // RTC8c
    ConnectionRow{Closed, T::TokenUnavailable, Closed}, // RSA4c1
    ConnectionRow{Closed, T::Refused, Failed},          // RSA4d1
    ConnectionRow{Closed, T::Close, Closed},            // an authorize() under way is given up

    ConnectionRow{Failed, T::Connect, Connecting},      // RTN11d
    ConnectionRow{Failed, T::Authorize, Failed},        // RTC8c
    ConnectionRow{Failed, T::TokenArrived, Connecting}, // RTC8c
    ConnectionRow{Failed, T::TokenUnavailable, Failed}, // RSA4c1
    ConnectionRow{Failed, T::Refused, Failed},          // RSA4d1
    ConnectionRow{Failed, T::Close, Failed},            // an authorize() under way is given up
};
} // namespace connectiontable

/// Where @p trigger leads from @p from; nullopt: nothing happens.
[[nodiscard]] constexpr std::optional<ConnectionState> next(ConnectionState from, ConnectionTrigger trigger)
{
    for (const ConnectionRow &row : connectiontable::rows) {
        if (row.from == from && row.on == trigger)
            return row.to;
    }
    return std::nullopt;
}

static_assert(!next(ConnectionState::Failed, ConnectionTrigger::RetryDue), "a terminal state has no way out by itself");
static_assert(!next(ConnectionState::Closed, ConnectionTrigger::RetryDue), "a terminal state has no way out by itself");
static_assert(!next(ConnectionState::Failed, ConnectionTrigger::StateTtlPassed), "nor by the passing of time");
static_assert(!next(ConnectionState::Connected, ConnectionTrigger::Connect), "connect() is a no-op there (RTN11e)");
static_assert(!next(ConnectionState::Connecting, ConnectionTrigger::Connect), "connect() is a no-op there (RTN11e)");

} // namespace gm::ably
