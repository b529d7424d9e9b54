/// Frames as msgpack: what the websocket carries as binary.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/result.h"

#include <QByteArrayView>

namespace gm::ably
{

/// A frame, messages filled in; as lenient as JsonFrameReader::read. Numbers may have any width, texts may be str, bin or
/// old-style raw, extension values are skipped. Error 40013 with the byte offset when there is no frame to be had or it
/// is beyond the limits of framelimits.h.
[[nodiscard]] base::Result<ProtocolMessage> readMsgpackFrame(QByteArrayView bytes);

/// The frame as a msgpack map; absent fields are left out.
[[nodiscard]] QByteArray writeMsgpackFrame(const ProtocolMessage &frame);

} // namespace gm::ably
