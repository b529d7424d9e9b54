/// Genie's backend over HTTP, read only.
#pragma once

#include "core/genie/conversation.h"
#include "core/genie/tokenreply.h"
#include "core/net/httpclient.h"

#include <functional>

namespace gm::genie
{

/// Where the bearer of a call comes from: the session, wherever that is kept.
class BearerSource
{
public:
    virtual ~BearerSource() = default;
    /// A token good now.
    [[nodiscard]] virtual QFuture<base::Result<base::Secret>> bearer() = 0;
    /// The backend answered 401 to @p refused: a newer one, or an Error when there is none to be had.
    [[nodiscard]] virtual QFuture<base::Result<base::Secret>> bearerAfterRefusal(const base::Secret &refused) = 0;
};

/// What `GET /` tells about itself.
struct BackendInfo {
    QString message{};
    QString version{};
    QString status{};
};

/// Calls answer within 10 s. A 401 is tried once more with a newer bearer. Errors have the ids
/// `GM-BACKEND-REFUSED`, `-TIMEOUT`, `-HOST`, `-TLS`, `-REDIRECT`, `-PLAIN-HTTP`, `-NETWORK`, `-TOO-LARGE` (no answer),
/// `-HTML`, `-SHAPE` (not the backend's answer), `-401`, `-404`, `-500` … (its refusals); the token endpoint's are
/// `GM-TOKEN-…`, one conversation's `GM-CONVERSATION-…`. `status` is the HTTP status where there was one.
class BackendClient
{
public:
    /// @p backendUrl with or without `/api` at its end.
    BackendClient(net::HttpClient &http, BearerSource &bearers, const QUrl &backendUrl);
    ~BackendClient();

    /// The `status` the backend gives itself, `healthy`. Needs no session.
    [[nodiscard]] QFuture<base::Result<QString>> health();
    [[nodiscard]] QFuture<base::Result<BackendInfo>> root();
    [[nodiscard]] QFuture<base::Result<TokenReply>> realtimeToken();
    /// The caller's conversations, as the backend sorts them: newest first.
    [[nodiscard]] QFuture<base::Result<QList<Conversation>>> conversations();
    [[nodiscard]] QFuture<base::Result<ConversationDetail>> conversation(const base::ConversationId &id);

    /// The address without `/api` and without a slash at its end.
    [[nodiscard]] const QUrl &baseUrl() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl; ///< Shared with calls under way, which may outlive the client.
};

} // namespace gm::genie
