/// Frames as JSON: what the websocket carries as text.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <memory>

namespace gm::ably
{

/// Reads JSON frames; keeps its buffers, so one reader serves one connection. Not thread-safe.
class JsonFrameReader
{
public:
    JsonFrameReader();
    ~JsonFrameReader();

    /// A frame, messages filled in. Null counts as absent, unknown fields are skipped, values of a wrong type are named in
    /// ProtocolMessage::misfits. Error 40013 with the place when there is no frame to be had: not JSON, not an object, no
    /// action, or beyond the limits of framelimits.h.
    [[nodiscard]] base::Result<ProtocolMessage> read(QStringView text);
    [[nodiscard]] base::Result<ProtocolMessage> read(QByteArrayView utf8);

private:
    struct Parser;
    std::unique_ptr<Parser> d;
};

/// The frame as compact JSON; absent fields are left out.
[[nodiscard]] QByteArray writeJsonFrame(const ProtocolMessage &frame);

} // namespace gm::ably
