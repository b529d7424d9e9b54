/// What a connection and a channel can be told beforehand (spec 6.1.1, TO, TB).
#pragma once

#include "core/ably/deltas.h"
#include "core/ably/hosts.h"
#include "core/ably/tokens.h"
#include "core/ably/vcdiff.h"

#include <QMap>
#include <QString>

#include <chrono>
#include <optional>

namespace gm::ably
{

/// Every time limit of the protocol, with its documented default.
struct Timeouts {
    std::chrono::milliseconds realtimeRequest{10'000};   ///< Connect, ATTACH, DETACH, CLOSE, ping, token (TO3l11).
    std::chrono::milliseconds disconnectedRetry{15'000}; ///< Base of the back-off in DISCONNECTED (TO3l1).
    std::chrono::milliseconds suspendedRetry{30'000};    ///< Between attempts in SUSPENDED, without back-off (TO3l2).
    std::chrono::milliseconds httpRequest{10'000};       ///< For one answer (RSC13).
    std::chrono::milliseconds channelRetry{15'000};      ///< Base of the back-off of a SUSPENDED channel (TO3l7).
    std::chrono::milliseconds connectionStateTtl{
        120'000}; ///< DISCONNECTED → SUSPENDED; CONNECTED's own value replaces it.
    /// Between two immediate reconnects, so that a server that accepts and drops is not met in a tight loop.
    std::chrono::milliseconds immediateRetryGap{1'000};
};

struct ClientOptions {
    Endpoint endpoint{};
    bool useMsgpack = false;
    QString clientId{};       ///< Sent only if not empty; `*` is never sent (RSA7e1).
    bool autoConnect = false; ///< Connects from the event loop, once the owner has had time to listen (RTN3).
    bool echo = true;         ///< RTN2b
    QMap<QString, QString> transportParams{}; ///< Added to the URL; replace our own of the same name (RTC1f1).
    QString agent{};                          ///< `name/version …` in front of our own (RSC7d).
    bool addRequestIds = false;               ///< A `request_id` with every REST call (RSC7c).
    std::optional<TokenDetails> token{};      ///< To begin with; without a token source it cannot be renewed (RSA4a).
    TokenParams tokenParams{};                ///< What a token source is asked for (TO3).
    bool queryTime = false;                   ///< The service's time is asked before the first token is (RSA10k).
    Timeouts timeouts{};
    /// Makes deltas whole (PC3); empty: a channel that sends one fails with 40019.
    DeltaDecoder deltaDecoder = [](QByteArrayView base, QByteArrayView delta) { return applyVcdiff(base, delta); };
};

/// How to attach a channel (TB2).
struct ChannelOptions {
    QMap<QString, QString> params{}; ///< `rewind`, `delta`, `occupancy` …: sent in ATTACH (RTL4k).
    quint32 modes = flag::Subscribe; ///< Bits of flag::AllModes asked for in ATTACH; 0: the service's default (RTL4l).
    bool attachOnSubscribe = true;   ///< A subscription attaches a channel that is not (TB4).

    friend bool operator==(const ChannelOptions &a, const ChannelOptions &b) = default;
};

} // namespace gm::ably
