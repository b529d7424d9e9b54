/// What the service says of a channel when asked by REST (RSL8). Needs the `channel-metadata` capability.
#pragma once

#include "core/ably/authorizedcalls.h"

#include <QFuture>
#include <QString>

namespace gm::ably
{

/// Who is on a channel (CHM2); what was not told is 0.
struct ChannelMetrics {
    int connections = 0;
    int publishers = 0;
    int subscribers = 0;
    int presenceConnections = 0;
    int presenceMembers = 0;
    int presenceSubscribers = 0;
    int objectPublishers = 0;
    int objectSubscribers = 0;

    friend bool operator==(const ChannelMetrics &a, const ChannelMetrics &b) = default;
};

/// A channel as the service sees it (CHD2, CHS2, CHO2).
struct ChannelDetails {
    QString channelId{}; ///< Its name.
    bool isActive = false;
    ChannelMetrics occupancy{};
};

/// Error 40013 when the answer is no description of a channel.
[[nodiscard]] QFuture<base::Result<ChannelDetails>> channelStatus(AuthorizedCalls &calls, const QString &channel);

} // namespace gm::ably
