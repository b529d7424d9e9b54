/// What the sign-in service's routes are given and what they answer.
#pragma once

#include "core/net/httpserver.h"
#include "core/sandbox/supabaseerror.h"

#include <QJsonObject>

#include <variant>

namespace gm::sandbox
{

/// One request that has passed the gateway.
struct SupabaseCall {
    const net::ServerRequest &request;
    QStringList path; ///< Parts of the path after `/auth/v1`.
    QJsonObject body; ///< Empty where none was sent.

    /// Decoded.
    [[nodiscard]] QString queryValue(const QString &name) const
    {
        return request.query.queryItemValue(name, QUrl::FullyDecoded);
    }
};

using SupabaseReply = std::variant<net::ServerResponse, SupabaseError>;

} // namespace gm::sandbox
