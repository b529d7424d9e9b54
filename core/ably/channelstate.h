/// The states of a channel and a change as a value (spec 6.1.1, RTL2, TH).
#pragma once

#include "core/ably/protocolmessage.h"

#include <QMetaType>
#include <QString>
#include <QStringView>

#include <array>
#include <optional>

namespace gm::ably
{

enum class ChannelState : quint8 {
    Initialized, ///< Never attached.
    Attaching,   ///< Asked for; also while the connection is not there yet (RTL4i).
    Attached,    ///< The service sends us this channel. Whether anything is published there is another question.
    Detaching,
    Detached,
    Suspended, ///< An attach was refused or not answered, or the connection is suspended; tried again.
    Failed,    ///< Refused for good: only attach() leads out.
};

struct ChannelStateFacts {
    ChannelState state{};
    QStringView name{};       ///< Lower case, as in Ably's own clients and in our JSONL.
    bool keepsSerial = false; ///< channelSerial survives entering it (RTL15b2).
};

inline constexpr std::array channelStates{
    ChannelStateFacts{ChannelState::Initialized, u"initialized", true},
    ChannelStateFacts{ChannelState::Attaching, u"attaching", true},
    ChannelStateFacts{ChannelState::Attached, u"attached", true},
    ChannelStateFacts{ChannelState::Detaching, u"detaching", true},
    ChannelStateFacts{ChannelState::Detached, u"detached", false},
    ChannelStateFacts{ChannelState::Suspended, u"suspended", true},
    ChannelStateFacts{ChannelState::Failed, u"failed", false},
};

[[nodiscard]] constexpr const ChannelStateFacts &factsOf(ChannelState state)
{
    return channelStates[size_t(state)];
}

/// `attached`, `suspended` …: the protocol's word, not for translation.
[[nodiscard]] inline QString stateName(ChannelState state)
{
    return factsOf(state).name.toString();
}

/// Why a change is told: a new state, or news about the present one (RTL2g).
enum class ChannelEvent : quint8 { StateEntered, Update };

/// One change of a channel (TH). Never told for a state equal to the previous one, unless `event` is Update: then messages
/// may have been missed although the channel stayed attached (RTL12).
struct ChannelChange {
    ChannelState previous = ChannelState::Initialized;
    ChannelState current = ChannelState::Initialized;
    ChannelEvent event = ChannelEvent::StateEntered;
    std::optional<ErrorInfo> reason{};
    bool resumed = false;    ///< ATTACHED without loss since the serial we sent (RTL2f).
    bool hasBacklog = false; ///< Messages from before the attach follow, from rewind or resume (RTL2i).
    /// The channelSerial before and after this change, for the ledger of gaps; opaque, may be empty.
    QString serialBefore{};
    QString serialAfter{};
};

} // namespace gm::ably

Q_DECLARE_METATYPE(gm::ably::ChannelState)
Q_DECLARE_METATYPE(gm::ably::ChannelChange)
