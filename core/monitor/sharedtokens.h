/// One Ably token for all connections of a profile.
#pragma once

#include "core/ably/rest.h"
#include "core/ably/tokens.h"

#include <QObject>
#include <QPromise>

#include <memory>
#include <vector>

namespace gm::monitor
{

/// Stands between the token source and several connections: a fetch under way is shared, and what one connection has got is
/// given to the others before anybody is asked again. A signed request is exchanged here, once, since it can be used once.
class SharedTokens : public QObject
{
    Q_OBJECT

public:
    /// @p source and @p rest outlive this object.
    SharedTokens(ably::TokenSource &source, ably::Rest &rest, QObject *parent = nullptr);
    ~SharedTokens() override;

    /// The view of one connection, which must not outlive this object. It is given each token once: a connection that asks
    /// again has been refused the one it had, or wants a newer one.
    [[nodiscard]] std::unique_ptr<ably::TokenSource> share();

private:
    class Share;
    using Answer = base::Result<ably::TokenReply>;
    struct Waiting {
        Share *share;
        QPromise<Answer> promise;
    };

    [[nodiscard]] QFuture<Answer> fetchFor(Share &share, const ably::TokenParams &params);
    void leave(const Share &share);
    void exchange(const ably::TokenReply &reply);
    void finish(const base::Result<ably::TokenDetails> &token);

    ably::TokenSource &m_source;
    ably::Rest &m_rest;
    std::optional<ably::TokenDetails> m_token;
    quint64 m_number = 0; ///< Of the newest token, from 1.
    std::vector<Waiting> m_waiting;
};

} // namespace gm::monitor
