/// A refusal of the sign-in service and the shapes it is written in.
#pragma once

#include "core/net/httpserver.h"

namespace gm::sandbox
{

/// `code` is the name clients branch on; `message` is for people.
struct SupabaseError {
    int status = 400;
    QString code;
    QString message;
};

/// In the shape the caller's `X-Supabase-Api-Version` asks for: from 2024-01-01 on `{code, message}` with the version
/// repeated, else `{code: <status>, error_code, msg}`. The code is also in `x-sb-error-code`.
[[nodiscard]] net::ServerResponse supabaseErrorResponse(const SupabaseError &error, const QByteArray &askedVersion);
/// `{error, error_description}`, status 400, whatever the version.
[[nodiscard]] net::ServerResponse oauthErrorResponse(const QString &error, const QString &description);
/// What the gateway before the service says: `{message, hint}`, status 401, no code.
[[nodiscard]] net::ServerResponse gatewayErrorResponse(const QString &message, const QString &hint);

} // namespace gm::sandbox
