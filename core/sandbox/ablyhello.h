/// What a client asks for when it opens a websocket: the query of its URL, read and checked.
#pragma once

#include "core/sandbox/ablytokens.h"
#include "core/sandbox/wire.h"

#include <QUrlQuery>

#include <chrono>

namespace gm::sandbox
{

struct Hello {
    Grant grant{};
    QString clientId{};           ///< Effective: empty for anonymous, `*` for any.
    bool wantsEcho = true;        ///< Own messages come back.
    bool wantsHeartbeats = false; ///< As frames; else websocket pings.
    std::chrono::milliseconds idleInterval{0};
    std::chrono::milliseconds presenceRemains{0}; ///< How long members stay after the socket was lost.
};

class HelloQuery
{
public:
    explicit HelloQuery(const QUrl &url);

    [[nodiscard]] Format format() const;
    /// `resume`, or `recover`; empty when neither is there.
    [[nodiscard]] QString resumeKey() const;
    /// Refuses unknown versions (40017, 80024), bad credentials, and a client id that is not the token's (40102).
    [[nodiscard]] base::Result<Hello> read(const QByteArray &authorization, const AblyTokens &tokens) const;

private:
    [[nodiscard]] QString text(const QString &name) const;
    [[nodiscard]] base::Result<QString> clientIdFor(const Grant &grant) const;

    QUrlQuery m_query;
};

/// The credential in a query (`key`, `accessToken`, `access_token`) or an Authorization header (Basic, or Bearer with the
/// token as it is or in base64). 40101 when there is none.
[[nodiscard]] base::Result<Grant> authenticate(const AblyTokens &tokens, const QUrlQuery &query,
                                               const QByteArray &authorization);

} // namespace gm::sandbox
