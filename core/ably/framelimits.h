/// What a frame may measure: a service that is out of its mind must not take this computer's memory with it.
#pragma once

#include <QtGlobal>

namespace gm::ably
{

/// Of a frame as it comes; Ably's own limit for a frame is half a MiB. Larger ones are not read.
inline constexpr qsizetype maxFrameBytes = 16 * 1024 * 1024;
/// Messages, members, annotations and parameters of one frame together. A frame with more is not read: an entry of two bytes
/// would cost some hundred here.
inline constexpr int maxFrameEntries = 10'000;
/// Places named in ProtocolMessage::misfits; what else does not fit is left out unnamed.
inline constexpr int maxFrameMisfits = 100;
/// Frame ids above this length are not made into the ids of the messages within.
inline constexpr qsizetype maxIdLength = 256;
/// Steps of a message's encoding that are undone; Ably's longest chain has four.
inline constexpr int maxEncodingSteps = 16;

} // namespace gm::ably
