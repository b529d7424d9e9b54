/// Ably's REST interface: time, token requests, publishing, changing, history, presence, channel status.
#pragma once

#include "core/net/httpserver.h"
#include "core/sandbox/ablypeer.h"

namespace gm::sandbox
{

/// Answers requests in the format asked for, errors with Ably's headers and content types without a charset.
class AblyRest
{
public:
    explicit AblyRest(AblyService &service);

    [[nodiscard]] net::ServerResponse respondTo(const net::ServerRequest &request);

private:
    /// Body and further headers of a success.
    struct Reply {
        int status = 200;
        QCborValue body{};
        QList<net::HttpHeader> headers{};
    };
    using Outcome = base::Result<Reply>;
    /// One request with what all routes need of it.
    struct Call {
        const net::ServerRequest &request;
        QStringList path{};           ///< Decoded segments.
        Format format = Format::Json; ///< Of the answer.
        QCborValue body{};

        [[nodiscard]] bool is(const QByteArray &method, qsizetype segments) const;
    };

    [[nodiscard]] Outcome answer(const Call &call);
    [[nodiscard]] Outcome channelRoute(const Call &call, const Grant &grant);
    /// One message: its newest version, all of them, a change, annotations.
    [[nodiscard]] Outcome messageRoute(const Call &call, const Grant &grant);
    [[nodiscard]] static Outcome changed(const base::Result<StoredPublication> &stored, int status);
    [[nodiscard]] Outcome requestToken(const Call &call);
    [[nodiscard]] Outcome publish(const Call &call, const Grant &grant);
    [[nodiscard]] Outcome publishToMany(const Call &call, const Grant &grant);
    [[nodiscard]] Outcome history(const Call &call, const Grant &grant);
    [[nodiscard]] Outcome members(const Call &call, const Grant &grant);
    [[nodiscard]] Outcome status(const Call &call, const Grant &grant);

    AblyService &m_service;
};

} // namespace gm::sandbox
