/// What the window shows of the link to Ably, as values.
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/connectionstate.h"
#include "core/ably/realtime.h"
#include "core/base/ids.h"
#include "core/monitor/presentmember.h"

#include <optional>

namespace gm::monitor
{

/// A connection at this moment. Times are ms UTC.
struct LinkStatus {
    int number = 1; ///< Connection 1, 2 …; 1 is there always.
    ably::ConnectionState state = ably::ConnectionState::Initialized;
    qint64 sinceMs = 0;
    std::optional<qint64> retryAtMs{}; ///< When the next attempt is due; in DISCONNECTED and SUSPENDED.
    QString host{};
    bool isEncrypted = false;
    QString connectionId{};
    std::optional<std::chrono::milliseconds> roundTrip{};      ///< Of the last ping answered.
    std::optional<std::chrono::milliseconds> sinceLastFrame{}; ///< Any frame, heartbeats included.
    std::chrono::milliseconds idleLimit{15'000};               ///< How often the service promises a frame.
    int channelsAttached = 0;
    int channelsWatched = 0;
    std::optional<ably::TokenSummary> token{};
    double eventsPerSecond = 0; ///< Over the last five seconds.
    int connections = 1;        ///< Open beside each other, this one included.
    int connectionsUp = 0;      ///< Of those, how many are CONNECTED.
};

/// One watched conversation's channel.
struct WatchedChannel {
    base::ConversationId conversation{};
    int connection = 0; ///< Number of the connection it is on; 0: on none, there was no room.
    ably::ChannelState state = ably::ChannelState::Initialized;
    qint64 sinceMs = 0;
    quint32 modes = 0; ///< Granted, bits of ably::flag::AllModes.
    qint64 events = 0;
    qint64 lastEventMs = 0; ///< 0: nothing has come. Attached alone does not mean that anything is delivered.
    int gaps = 0;
    qint64 gapMs = 0; ///< Length of all gaps together.
    std::optional<base::Error> fault{};
    std::optional<QList<PresentMember>> present{}; ///< nullopt: not asked for, not granted, or not told in full yet.
};

} // namespace gm::monitor
