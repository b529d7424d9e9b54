/// What must hold for every frame that was read, whichever format it came in.
#pragma once

#include "core/ably/jsonframes.h"
#include "core/ably/jsontext.h"
#include "core/ably/msgpackframes.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

namespace gm::fuzz
{

/// A writer takes JSON parts as they are; a reader may have left them unchecked.
inline bool isWritable(const ably::ProtocolMessage &frame)
{
    const auto isSound = [](const auto &entry) {
        return entry.kind != ably::DataKind::Json || ably::isJsonText(entry.data);
    };
    return std::all_of(frame.messages.begin(), frame.messages.end(), isSound) &&
           std::all_of(frame.presence.begin(), frame.presence.end(), isSound) &&
           std::all_of(frame.annotations.begin(), frame.annotations.end(),
                       [](const QByteArray &entry) { return ably::isJsonText(entry); });
}

/// Without what each format writes in its own way: JSON parts, and texts that are none.
inline ably::ProtocolMessage comparable(ably::ProtocolMessage frame)
{
    const auto strip = [](auto &entry) {
        entry.extras.clear();
        if (entry.kind == ably::DataKind::Json || entry.kind == ably::DataKind::Binary || !entry.data.isValidUtf8())
            entry.data.clear();
        if (entry.data.isEmpty())
            entry.kind = ably::DataKind::Absent;
    };
    for (ably::Message &message : frame.messages) {
        strip(message);
        message.annotations.clear();
        message.version.metadata.clear();
    }
    std::for_each(frame.presence.begin(), frame.presence.end(), strip);
    frame.annotations.clear();
    if (frame.error)
        frame.error = ably::ErrorInfo{.code = frame.error->code, .message = frame.error->message};
    return frame;
}

inline void checkFrame(const ably::ProtocolMessage &frame)
{
    if (!isWritable(frame))
        return;
    // What was written is read again as the same.
    static ably::JsonFrameReader reader;
    const QByteArray json = ably::writeJsonFrame(frame);
    const auto fromJson = reader.read(QByteArrayView(json));
    require(fromJson.isOk(), "a frame we wrote as JSON can be read");
    require(ably::writeJsonFrame(*fromJson) == json, "JSON survives reading and writing");
    const QByteArray msgpack = ably::writeMsgpackFrame(frame);
    const auto fromMsgpack = ably::readMsgpackFrame(msgpack);
    require(fromMsgpack.isOk(), "a frame we wrote as msgpack can be read");

    // Both formats say the same.
    const ably::ProtocolMessage plain = comparable(*fromJson);
    const auto crossed = ably::readMsgpackFrame(ably::writeMsgpackFrame(plain));
    require(crossed && ably::writeJsonFrame(*crossed) == ably::writeJsonFrame(plain), "JSON and msgpack agree");
}

} // namespace gm::fuzz
