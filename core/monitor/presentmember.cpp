#include "core/monitor/presentmember.h"

#include "core/ably/payload.h"

namespace gm::monitor
{

PresentMember presentMemberOf(const ably::PresenceMessage &message)
{
    const ably::Payload payload = ably::decodePayload(message.asMessage());
    const bool isText = payload.kind == ably::PayloadKind::Text || payload.kind == ably::PayloadKind::Json;
    return {.clientId = message.clientId,
            .connectionId = message.connectionId,
            .changedMs = message.timestamp.value_or(0),
            .data = QString::fromUtf8(isText ? payload.bytes : payload.bytes.toBase64())};
}

} // namespace gm::monitor
