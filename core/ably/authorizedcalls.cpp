#include "core/ably/authorizedcalls.h"

#include "core/ably/faults.h"
#include "core/base/whendone.h"

#include <QPromise>

namespace gm::ably
{

using base::Result;
using net::HttpReply;

/// One call until its end.
struct AuthorizedCalls::Call {
    RestRequest request;
    bool hasRenewed = false;
    QPromise<Result<HttpReply>> promise;

    void finish(Result<HttpReply> result)
    {
        promise.addResult(std::move(result));
        promise.finish();
    }
};

AuthorizedCalls::AuthorizedCalls(RestCalls &calls, Authorizer &authorizer, QObject *parent)
    : QObject(parent)
    , m_calls(calls)
    , m_authorizer(authorizer)
{
}

QFuture<Result<HttpReply>> AuthorizedCalls::get(const QString &path, const QUrlQuery &query)
{
    auto call = std::make_shared<Call>();
    call->request = {.path = path, .query = query};
    call->promise.start();
    start(call, false);
    return call->promise.future();
}

void AuthorizedCalls::start(const std::shared_ptr<Call> &call, bool isFresh)
{
    base::whenDone(m_authorizer.obtain(isFresh), this, [this, call](const Result<TokenDetails> &token) {
        if (token)
            send(call, *token);
        else
            call->finish(token.error());
    });
}

void AuthorizedCalls::send(const std::shared_ptr<Call> &call, const TokenDetails &token)
{
    call->request.token = token.token;
    base::whenDone(m_calls.send(call->request), this,
                   [this, call](const Result<HttpReply> &reply) { onReply(call, reply); });
}

void AuthorizedCalls::onReply(const std::shared_ptr<Call> &call, const Result<HttpReply> &reply)
{
    const bool isRefused = !reply && faults::toErrorInfo(reply.error()).isTokenError();
    if (!isRefused) {
        call->finish(reply);
        return;
    }
    // Another call may have renewed it meanwhile.
    const auto &token = m_authorizer.token();
    const bool isStillInUse = token && token->token == call->request.token;
    if (isStillInUse)
        m_authorizer.discard(); // RSA16d
    if (call->hasRenewed) {
        call->finish(reply);
        return;
    }
    if (!m_authorizer.canRenew()) { // RSA4a2
        call->finish(faults::toError(faults::cannotRenew(faults::toErrorInfo(reply.error()))));
        return;
    }
    call->hasRenewed = true;
    start(call, isStillInUse);
}

QString channelPath(const QString &channel, QStringView rest)
{
    return QStringLiteral("/channels/%1%2").arg(QString::fromLatin1(QUrl::toPercentEncoding(channel)), rest);
}

} // namespace gm::ably
