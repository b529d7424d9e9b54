/// Changing what was published: update, delete, append, annotate. The same for realtime and REST.
#pragma once

#include "core/sandbox/ablypublish.h"

namespace gm::sandbox
{

/// Publishes the change that @p change asks for (its action and the serial of the message). Fields it does not give stay as
/// they are. Refuses one without a serial (40003), of a message that is not kept (40400), without the right to change it or
/// one's own (40160), and an append of another kind of data (40003).
[[nodiscard]] base::Result<StoredPublication> changeAs(const PublishRights &publisher, AblyChannels &channels,
                                                       const QString &channel, const Message &change);

/// Puts annotations to a message, or takes them back, and publishes the new summary. Refuses an unknown message (40400) or
/// kind (40003), and a caller without `annotation-publish` (40160).
[[nodiscard]] base::Result<StoredPublication> annotateAs(const PublishRights &publisher, AblyChannels &channels,
                                                         const QString &channel, const QString &serial,
                                                         const QCborArray &annotations);

} // namespace gm::sandbox
