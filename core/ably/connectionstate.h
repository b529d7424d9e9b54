/// The states of the connection, what holds in each of them, and a change as a value (spec 6.1.1, RTN4, RTN27).
#pragma once

#include "core/ably/protocolmessage.h"

#include <QMetaType>
#include <QString>
#include <QStringView>

#include <array>
#include <chrono>
#include <optional>

namespace gm::ably
{

enum class ConnectionState : quint8 {
    Initialized, ///< Never asked to connect.
    Connecting,  ///< Getting a token, opening a socket, or waiting for CONNECTED.
    Connected,
    Disconnected, ///< For a moment: the next attempt is scheduled.
    Suspended,    ///< For longer than the service promises to keep our state; tried every 30 s for ever.
    Closing,      ///< close() was called, the answer is awaited.
    Closed,       ///< By our own wish.
    Failed,       ///< By an error that no retry can mend.
};

/// What happens to a ping in a state (RTN13b, RTN13d).
enum class PingPolicy : quint8 { Send, Wait, Refuse };
/// What happens to a channel's attach() in a state (RTL4b, RTL4c, RTL4i).
enum class AttachPolicy : quint8 { Send, Wait, Refuse };

/// What holds in a state, whatever led to it.
struct ConnectionStateFacts {
    ConnectionState state{};
    QStringView name{};         ///< Lower case, as in Ably's own clients and in our JSONL.
    bool isTerminal = false;    ///< Nothing happens any more without connectNow().
    bool isRetrying = false;    ///< Another attempt is scheduled; connectNow() skips the wait (RTN11c).
    bool keepsIdentity = false; ///< Connection id and key stay readable (RTN8d, RTN9d).
    PingPolicy ping = PingPolicy::Refuse;
    AttachPolicy attach = AttachPolicy::Refuse;
};

inline constexpr std::array connectionStates{
    ConnectionStateFacts{ConnectionState::Initialized, u"initialized", false, false, true, PingPolicy::Refuse,
                         AttachPolicy::Wait},
    ConnectionStateFacts{ConnectionState::Connecting, u"connecting", false, false, true, PingPolicy::Wait,
                         AttachPolicy::Wait},
    ConnectionStateFacts{ConnectionState::Connected, u"connected", false, false, true, PingPolicy::Send,
                         AttachPolicy::Send},
    ConnectionStateFacts{ConnectionState::Disconnected, u"disconnected", false, true, true, PingPolicy::Wait,
                         AttachPolicy::Wait},
    ConnectionStateFacts{ConnectionState::Suspended, u"suspended", false, true, true, PingPolicy::Refuse,
                         AttachPolicy::Refuse},
    ConnectionStateFacts{ConnectionState::Closing, u"closing", false, false, false, PingPolicy::Refuse,
                         AttachPolicy::Refuse},
    ConnectionStateFacts{ConnectionState::Closed, u"closed", true, false, false, PingPolicy::Refuse,
                         AttachPolicy::Refuse},
    ConnectionStateFacts{ConnectionState::Failed, u"failed", true, false, false, PingPolicy::Refuse,
                         AttachPolicy::Refuse},
};

[[nodiscard]] constexpr const ConnectionStateFacts &factsOf(ConnectionState state)
{
    return connectionStates[size_t(state)];
}

/// `connected`, `suspended` …: the protocol's word, not for translation.
[[nodiscard]] inline QString stateName(ConnectionState state)
{
    return factsOf(state).name.toString();
}

/// Why a change is told: a new state, or news about the present one (RTN4h).
enum class ConnectionEvent : quint8 { StateEntered, Update };

/// One change of the connection (TA). Never told for a state equal to the previous one, unless `event` is Update.
struct ConnectionChange {
    ConnectionState previous = ConnectionState::Initialized;
    ConnectionState current = ConnectionState::Initialized;
    ConnectionEvent event = ConnectionEvent::StateEntered;
    std::optional<ErrorInfo> reason{};
    std::optional<std::chrono::milliseconds>
        retryIn{};                 ///< Until the next attempt (RTN14d); in DISCONNECTED, SUSPENDED.
    QString host{};                ///< The host in use or last tried, with its port where unusual; may be empty.
    QString connectionId{};        ///< Empty where the state keeps none.
    std::optional<bool> resumed{}; ///< In CONNECTED after an attempt to resume: whether the service did (RTN15c6, c7).
};

} // namespace gm::ably

Q_DECLARE_METATYPE(gm::ably::ConnectionState)
Q_DECLARE_METATYPE(gm::ably::ConnectionChange)
