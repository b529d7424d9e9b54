/// What a channel has carried, by REST (RSL2, RTL10a, RTP12a). Needs the `history` capability.
#pragma once

#include "core/ably/message.h"
#include "core/ably/paginated.h"
#include "core/ably/presencemessage.h"

#include <QUrlQuery>

#include <optional>

namespace gm::ably
{

struct HistoryParams {
    enum class Direction { Backwards, Forwards };

    std::optional<qint64> start{}; ///< ms since 1970 UTC; none: as far back as messages are kept.
    std::optional<qint64> end{};   ///< ms since 1970 UTC; none: up to now.
    Direction direction = Direction::Backwards;
    int limit = 100;      ///< Of one page, from 1 to 1000.
    QString fromSerial{}; ///< An attach serial: nothing later (RTL10b). Empty: everything.

    [[nodiscard]] QUrlQuery toQuery() const;
};

/// The messages of a channel, their data as encoded as on the wire: decodePayload() undoes that.
[[nodiscard]] QFuture<base::Result<Page<Message>>> history(AuthorizedCalls &calls, const QString &channel,
                                                           const HistoryParams &params = {});
/// What members of a channel did (RTP12a).
[[nodiscard]] QFuture<base::Result<Page<PresenceMessage>>>
presenceHistory(AuthorizedCalls &calls, const QString &channel, const HistoryParams &params = {});

} // namespace gm::ably
