/// What the parts of the Ably stand-in share: the service as a whole, and one client's connection.
#pragma once

#include "core/sandbox/ablychannels.h"
#include "core/sandbox/ablysocket.h"
#include "core/sandbox/ablytokens.h"

namespace gm::sandbox
{

class Faults;

/// References to the service's parts; they outlive every connection.
struct AblyService {
    base::Clock &clock;
    base::Random &random;
    Faults &faults;
    AblyTokens &tokens;
    AblyChannels &channels;
    std::function<QCborMap(const QString &channel)> occupancy{}; ///< Who is on a channel, as its status tells it.
};

/// One connection as its parts see it.
struct AblyPeer {
    AblyService &service;
    QString id{};       ///< The connectionId.
    QString clientId{}; ///< Effective: empty for anonymous, `*` for any.
    Grant grant{};
    bool wantsEcho = true;            ///< Own messages come back.
    bool isContinuityRefused = false; ///< Its resume was refused by a fault: channels go on from now.
    AblySocket *socket = nullptr;     ///< Null between two sockets.

    void send(const QCborMap &frame) const
    {
        if (socket)
            socket->send(frame);
    }
};

} // namespace gm::sandbox
