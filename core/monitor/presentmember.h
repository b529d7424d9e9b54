/// Who is on a watched channel, as it is shown to people.
#pragma once

#include "core/ably/presencemessage.h"

namespace gm::monitor
{

struct PresentMember {
    QString clientId{}; ///< Empty: anonymous.
    QString connectionId{};
    qint64 changedMs =
        0;          ///< When the member entered or last changed its data, ms UTC by the service's clock; 0: not told.
    QString data{}; ///< Text or JSON as it is, bytes as base64; empty: none.

    friend bool operator==(const PresentMember &, const PresentMember &) = default;
};

[[nodiscard]] PresentMember presentMemberOf(const ably::PresenceMessage &message);

} // namespace gm::monitor
