/// A channel's transition table (spec 6.1.1): which trigger leads from which state to which. No row: no effect.
#pragma once

#include "core/ably/channelstate.h"

#include <array>
#include <optional>

namespace gm::ably
{

/// What moves a channel, once an input has been judged by the facts of the moment.
enum class ChannelTrigger : quint8 {
    Attach,              ///< attach(), and the connection allows it.
    Detach,              ///< detach() over a live connection.
    DetachNow,           ///< detach() where nothing has to be sent.
    AttachedReceived,    ///< ATTACHED
    DetachedReceived,    ///< DETACHED
    Refused,             ///< ERROR with this channel.
    Unanswered,          ///< ATTACH or DETACH was not answered in time.
    DeltaFailed,         ///< A delta could not be applied.
    RetryDue,            ///< The wait before another attach is over.
    ConnectionUp,        ///< CONNECTED
    ConnectionSuspended, ///< SUSPENDED
    ConnectionClosed,    ///< CLOSED
    ConnectionFailed,    ///< FAILED
    Reinitialize,        ///< The connection starts anew from CLOSED or FAILED.
};

struct ChannelRow {
    ChannelState from;
    ChannelTrigger on;
    ChannelState to;
};

namespace channeltable
{
using enum ChannelState;
using T = ChannelTrigger;

inline constexpr std::array rows{
    ChannelRow{Initialized, T::Attach, Attaching}, // RTL4c, RTL4i

    ChannelRow{Attaching, T::AttachedReceived, Attached},     // RTL4c
    ChannelRow{Attaching, T::DetachedReceived, Suspended},    // RTL13b
    ChannelRow{Attaching, T::Unanswered, Suspended},          // RTL4f
    ChannelRow{Attaching, T::Refused, Failed},                // RTL14
    ChannelRow{Attaching, T::DetachNow, Detached},            // RTL5l
    ChannelRow{Attaching, T::ConnectionUp, Attaching},        // RTL3d, RTL4i, RTN19b: ATTACH is sent (again)
    ChannelRow{Attaching, T::ConnectionSuspended, Suspended}, // RTL3c
    ChannelRow{Attaching, T::ConnectionClosed, Detached},     // RTL3b
    ChannelRow{Attaching, T::ConnectionFailed, Failed},       // RTL3a

    ChannelRow{Attached, T::AttachedReceived, Attached},     // RTL12
    ChannelRow{Attached, T::DetachedReceived, Attaching},    // RTL13a
    ChannelRow{Attached, T::Unanswered, Attached},           // RTL16a: only setOptions() fails
    ChannelRow{Attached, T::Refused, Failed},                // RTL14
    ChannelRow{Attached, T::DeltaFailed, Attaching},         // RTL18
    ChannelRow{Attached, T::Detach, Detaching},              // RTL5d
    ChannelRow{Attached, T::DetachNow, Detached},            // RTL5l
    ChannelRow{Attached, T::ConnectionUp, Attaching},        // RTL3d
    ChannelRow{Attached, T::ConnectionSuspended, Suspended}, // RTL3c
    ChannelRow{Attached, T::ConnectionClosed, Detached},     // RTL3b
    ChannelRow{Attached, T::ConnectionFailed, Failed},       // RTL3a

    ChannelRow{Detaching, T::DetachedReceived, Detached},    // RTL5d, RTL13a
    ChannelRow{Detaching, T::AttachedReceived, Detaching},   // RTL5k
    ChannelRow{Detaching, T::Unanswered, Attached},          // RTL5f; DETACHED where it came from there (RTL5k)
    ChannelRow{Detaching, T::Refused, Failed},               // RTL14
    ChannelRow{Detaching, T::ConnectionUp, Detaching},       // RTN19b: DETACH is sent again
    ChannelRow{Detaching, T::ConnectionSuspended, Detached}, // nothing is attached any more (RTL5l)
    ChannelRow{Detaching, T::ConnectionClosed, Detached},    // the same
    ChannelRow{Detaching, T::ConnectionFailed, Detached},    // the same

    ChannelRow{Detached, T::Attach, Attaching},           // RTL4c, RTL4i
    ChannelRow{Detached, T::AttachedReceived, Detaching}, // RTL5k
    ChannelRow{Detached, T::Refused, Failed},             // RTL14
    ChannelRow{Detached, T::Reinitialize, Initialized},   // RTN11d

    ChannelRow{Suspended, T::Attach, Attaching},           // RTL4c
    ChannelRow{Suspended, T::RetryDue, Attaching},         // RTL13b
    ChannelRow{Suspended, T::AttachedReceived, Attached},  // a late answer is an answer
    ChannelRow{Suspended, T::DetachedReceived, Attaching}, // RTL13a
    ChannelRow{Suspended, T::Refused, Failed},             // RTL14
    ChannelRow{Suspended, T::DetachNow, Detached},         // RTL5j
    ChannelRow{Suspended, T::ConnectionUp, Attaching},     // RTL3d
    ChannelRow{Suspended, T::Reinitialize, Initialized},   // RTN11d

    ChannelRow{Failed, T::Attach, Attaching},         // RTL4g
    ChannelRow{Failed, T::Reinitialize, Initialized}, // RTN11d
};
} // namespace channeltable

/// Where @p trigger leads from @p from; nullopt: nothing happens.
[[nodiscard]] constexpr std::optional<ChannelState> next(ChannelState from, ChannelTrigger trigger)
{
    for (const ChannelRow &row : channeltable::rows) {
        if (row.from == from && row.on == trigger)
            return row.to;
    }
    return std::nullopt;
}

static_assert(!next(ChannelState::Failed, ChannelTrigger::ConnectionUp), "a wider token revives no FAILED channel");
static_assert(!next(ChannelState::Detached, ChannelTrigger::ConnectionUp), "what was left stays left (RTL3d)");

} // namespace gm::ably
