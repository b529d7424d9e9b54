/// Ably's REST API as a client without a connection uses it.
#pragma once

#include "core/ably/authorizedcalls.h"
#include "core/ably/authorizer.h"
#include "core/ably/rest.h"

#include <QObject>

#include <optional>

namespace gm::ably
{

/// History and channel status take its calls(): `history(client.calls(), name)`.
class RestClient : public QObject
{
    Q_OBJECT

public:
    /// @p source may be null: then ClientOptions::token is all there is (RSA4a). All references, and @p source, outlive this.
    RestClient(net::HttpClient &http, TokenSource *source, base::Clock &clock, base::Random &random,
               const ClientOptions &options, QObject *parent = nullptr);

    /// The service's time in ms since 1970 UTC (RSC16).
    [[nodiscard]] QFuture<base::Result<qint64>> time() { return m_rest.time(); }
    /// A fresh token, whatever there is (RSA10). What is given is kept for renewals: @p params in place of the default ones,
    /// @p source in place of the one there was; it outlives this, too.
    QFuture<base::Result<TokenDetails>> authorize(const std::optional<TokenParams> &params = {},
                                                  TokenSource *source = nullptr);

    /// The token in use; nothing before the first and after one that was refused and could not be renewed (RSA16c, RSA16d).
    [[nodiscard]] const std::optional<TokenDetails> &token() const { return m_authorizer.token(); }
    /// Who we are: by the options, else by the token; empty: nobody in particular, `*`: anybody (RSA7).
    [[nodiscard]] QString clientId() const { return m_authorizer.clientId(); }
    [[nodiscard]] Rest &rest() { return m_rest; }
    [[nodiscard]] AuthorizedCalls &calls() { return m_calls; }

private:
    Rest m_rest;
    Authorizer m_authorizer;
    AuthorizedCalls m_calls;
};

} // namespace gm::ably
