/// The connection as a pure machine (spec 6.1.1, RTN): (facts, input) → (facts, effects). No I/O, and no time of its own.
#pragma once

#include "core/ably/clientoptions.h"
#include "core/ably/connectioneffects.h"
#include "core/ably/connectionstate.h"
#include "core/ably/connectiontable.h"

#include <QList>

namespace gm::ably
{

/// Something that happened, as the driver saw it; the machine judges what it means.
struct ConnectionInput {
    enum class Kind : quint8 {
        Connect,
        Close,
        Authorize,
        NetworkLost,
        NetworkAvailable,
        TokenReady,
        TokenFailed,     ///< `error` says why: 80019 with another status than 403 may be tried again (RSA4c, RSA4d).
        Frame,           ///< `frame`: one without a channel.
        SocketEnded,     ///< `error`; `isWorthAnotherHost`.
        IdleTooLong,     ///< Nothing came for longer than the idle limit (RTN23a).
        InternetChecked, ///< `isUp`
        TimedOut,        ///< `timer`
    };

    Kind kind{};
    std::chrono::milliseconds at{0}; ///< Monotonic, when it happened.
    std::optional<ErrorInfo> error{};
    ProtocolMessage frame{};
    ConnectionTimer timer{};
    bool isWorthAnotherHost = false;
    bool isUp = false;
};

/// What stays the same for the life of a connection.
struct ConnectionRules {
    Timeouts timeouts{};
    int fallbacks = 0;     ///< Hosts to try after the primary one (RTN17).
    bool canRenew = false; ///< There is a token source (RSA4a).
    QString clientId{};    ///< Configured; empty: none (RSA15).
};

/// Where an attempt stands.
enum class AttemptPhase : quint8 { None, Token, Internet, Socket };
/// Where a new token for a live connection stands (RTC8a).
enum class ReauthPhase : quint8 { None, Token, Answer };

/// All the machine remembers. A value.
struct ConnectionModel {
    ConnectionState state = ConnectionState::Initialized;
    std::optional<ErrorInfo> errorReason{};
    QString connectionId{};
    base::Secret connectionKey{}; ///< Of the newest CONNECTED (RTN15b1, RTN15e).
    std::optional<ConnectionDetails> details{};

    AttemptPhase phase = AttemptPhase::None;
    int host = 0;                    ///< 0: the primary one.
    bool hasCheckedInternet = false; ///< In this attempt: once is enough.
    bool skipsPrimary = false;       ///< The primary host has just sent us away with 500–504 (RTN17f1).
    bool hasRenewed = false;         ///< This attempt began with a fresh token, so a second one would not help.
    std::optional<ErrorInfo> attemptError{};

    ReauthPhase reauth = ReauthPhase::None;
    bool isTokenRejected = false;     ///< The service does not want the token we have.
    bool connectsWhenTokenIs = false; ///< authorize() was called in a state without a connection (RTC8c).
    bool hasTtlPassed = false;        ///< While an attempt was under way.
    int retries = 0;                  ///< Attempts in a row that failed (RTB1).
    std::optional<std::chrono::milliseconds> lastImmediateRetry{}; ///< When it was due.
};

struct ConnectionStep {
    ConnectionModel model{};
    QList<ConnectionEffect> effects{};
};

/// What @p input means for a connection in @p model; nullopt: nothing.
[[nodiscard]] std::optional<ConnectionTrigger> judge(const ConnectionRules &rules, const ConnectionModel &model,
                                                     const ConnectionInput &input);

/// Why @p input moves the connection: for the change and for errorReason.
[[nodiscard]] std::optional<ErrorInfo> reasonOf(const ConnectionRules &rules, const ConnectionModel &model,
                                                const ConnectionInput &input);
/// True for rate limits: reconnecting at once would make it worse.
[[nodiscard]] bool asksToSlowDown(const ErrorInfo &error);
/// How long silence may last (RTN23a); 0: for ever.
[[nodiscard]] std::chrono::milliseconds idleLimit(const ConnectionRules &rules,
                                                  const std::optional<ConnectionDetails> &details);

/// One step of the machine.
[[nodiscard]] ConnectionStep step(const ConnectionRules &rules, ConnectionModel model, const ConnectionInput &input);

} // namespace gm::ably
