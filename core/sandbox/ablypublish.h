/// The rules of publishing, the same for realtime and REST.
#pragma once

#include "core/sandbox/ablypeer.h"

namespace gm::sandbox
{

struct PublishRights {
    const Capability &capability;
    QString clientId{};     ///< Stamped on messages; empty: none may be claimed; `*`: any may.
    QString connectionId{}; ///< Empty for REST.
};

/// Checks name (40010), capability (40160), client id (40012), size (40009), then publishes; a
/// message with an action that is not `create` is a change: see changeAs(). @p id becomes the
/// base of the message ids; empty: one by chance.
[[nodiscard]] base::Result<StoredPublication> publishAs(const PublishRights &publisher, AblyChannels &channels,
                                                        const QString &channel, const QCborArray &messages,
                                                        const QString &id);

/// The client id a message or member goes by, or 40012 when @p claimed is not the caller's to use.
[[nodiscard]] base::Result<QString> effectiveClientId(const QString &claimed, const QString &own);

[[nodiscard]] base::Error capabilityMissing(const QString &channel);

/// What a publisher is told of @p message: its serial, or that of its version when it is a change.
[[nodiscard]] QString serialTold(const Message &message);

} // namespace gm::sandbox
