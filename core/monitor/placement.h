/// On which connection a channel is to be attached, or whether another connection is opened for it: the rule alone, no I/O.
///
/// A channel is placed once, when it is first attached, and stays where it is for as long as it is watched. Moving a live one
/// would need the old and the new connection to overlap or to leave a hole, and neither can be proven loss-free and in order
/// with a serial that the service may refuse (90003). So one conversation comes over one connection, whose order is the
/// service's, and a busy connection is relieved by giving it no further channels.
#pragma once

#include <QList>

namespace gm::monitor
{

/// What one connection carries now.
struct LinkLoad {
    int number = 1;   ///< Of the connection, from 1.
    int channels = 0; ///< Placed on it, attached or not.
    int channelLimit = 0;
    double perSecond = 0; ///< Messages delivered, over the last seconds.
};

/// Ably attaches 200 channels to a connection (90010); we stop a little earlier, so that a channel still detaching does not
/// count against a new one.
inline constexpr int channelsPerConnection = 190;
/// Ably delivers 50 messages/s over a connection and drops the rest (80020). CONNECTED does not tell this limit: its
/// `maxInboundRate` is about publishing.
inline constexpr double deliveriesPerSecond = 50;
/// Above this rate a connection gets no further channel while another one may: 70 % of the limit.
inline constexpr double busyAbove = 0.7 * deliveriesPerSecond;

struct Placement {
    enum class Kind {
        Use,  ///< The connection `number`.
        Open, ///< Another one, to be called `number`: the lowest that is free.
        Wait, ///< Every connection that may be open is full.
    };
    Kind kind = Kind::Wait;
    int number = 0;

    friend bool operator==(const Placement &a, const Placement &b) = default;
};

/// The calmest connection with room; else another one while there are fewer than @p maxConnections; else a busy one with
/// room. Equal rates: the fewest channels, then the lowest number.
[[nodiscard]] Placement placeChannel(const QList<LinkLoad> &loads, int maxConnections);

} // namespace gm::monitor
