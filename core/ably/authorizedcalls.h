/// REST calls that need a token: it is fetched before, and renewed once when the service refuses it.
#pragma once

#include "core/ably/authorizer.h"
#include "core/ably/restcalls.h"

#include <QObject>

#include <memory>

namespace gm::ably
{

class AuthorizedCalls : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this object.
    AuthorizedCalls(RestCalls &calls, Authorizer &authorizer, QObject *parent = nullptr);

    /// GET of a percent-encoded path; the answer is of the 2xx kind and unread. A token error (RSA4b) is answered with one
    /// fresh token and one repetition (RSC10); without a token source the error is 40171, with one that fails 40170.
    [[nodiscard]] QFuture<base::Result<net::HttpReply>> get(const QString &path, const QUrlQuery &query = {});

private:
    struct Call;

    void start(const std::shared_ptr<Call> &call, bool isFresh);
    void send(const std::shared_ptr<Call> &call, const TokenDetails &token);
    void onReply(const std::shared_ptr<Call> &call, const base::Result<net::HttpReply> &reply);

    RestCalls &m_calls;
    Authorizer &m_authorizer;
};

/// `/channels/NAME` and @p rest behind it, the name encoded as one segment.
[[nodiscard]] QString channelPath(const QString &channel, QStringView rest = {});

} // namespace gm::ably
