#include "core/ably/restcalls.h"

#include "core/ably/connectionurl.h"
#include "core/ably/restformat.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"

#include <QPromise>

namespace gm::ably
{

using base::Result;
using net::HttpReply;

/// One request on its way through the hosts.
struct RestCalls::Call {
    net::HttpRequest request;
    QString path;
    QUrlQuery query;
    QList<Host> hosts;
    qsizetype next = 0;
    std::chrono::milliseconds startedAt{};
    QPromise<Result<HttpReply>> promise;

    void finish(Result<HttpReply> result)
    {
        promise.addResult(std::move(result));
        promise.finish();
    }
};

RestCalls::RestCalls(net::HttpClient &http, base::Clock &clock, base::Random &random, ClientOptions options,
                     QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_clock(clock)
    , m_random(random)
    , m_options(std::move(options))
{
}

QFuture<Result<HttpReply>> RestCalls::send(const RestRequest &request)
{
    auto call = std::make_shared<Call>();
    call->request = {.method = request.method,
                     .headers = headersFor(request),
                     .body = request.body ? restBody(*request.body, m_options.useMsgpack) : QByteArray(),
                     .timeout = m_options.timeouts.httpRequest};
    call->path = request.path;
    call->query = request.query;
    if (m_options.addRequestIds) // RSC7c: the same one at every host
        call->query.addQueryItem(QStringLiteral("request_id"),
                                 QString::fromLatin1(m_random.bytes(9).toBase64(QByteArray::Base64UrlEncoding)));
    call->hosts = hostsToTry();
    call->startedAt = m_clock.now();
    call->promise.start();
    tryNext(call);
    return call->promise.future();
}

QList<net::HttpHeader> RestCalls::headersFor(const RestRequest &request) const
{
    const QByteArray format = restContentType(m_options.useMsgpack);
    QList<net::HttpHeader> headers{{"X-Ably-Version", protocolVersion.toLatin1()}, // RSC7e
                                   {"Ably-Agent", agentOf(m_options).toLatin1()},  // RSC7d
                                   {"Accept", format}};
    if (request.body)
        headers.append(net::HttpHeader{"Content-Type", format});
    if (!request.token.isEmpty()) // RSA3b
        headers.append(net::HttpHeader{"Authorization", "Bearer " + request.token.reveal().toUtf8().toBase64()});
    return headers;
}

QList<Host> RestCalls::hostsToTry()
{
    if (m_remembered && m_clock.now() >= m_remembered->until)
        m_remembered.reset();
    QList<Host> hosts;
    const auto add = [&hosts](const Host &host) {
        if (!hosts.contains(host))
            hosts.append(host);
    };
    if (m_hostInUse)
        add(*m_hostInUse); // RTN17e
    else if (m_remembered)
        add(m_remembered->host); // RSC15f
    add(m_options.endpoint.primary());
    for (const Host &host : m_options.endpoint.shuffledFallbacks(m_random)) // RSC15a
        add(host);
    return hosts.first(std::min<qsizetype>(hosts.size(), 1 + maxRetryCount));
}

void RestCalls::tryNext(const std::shared_ptr<Call> &call)
{
    call->request.url = call->hosts[call->next].restUrl(call->path);
    if (!call->query.isEmpty())
        call->request.url.setQuery(call->query);
    qCDebug(base::lcAbly).noquote() << call->request.method << call->request.url.host() << call->path;
    base::whenDone(m_http.send(call->request), this,
                   [this, call](const Result<HttpReply> &reply) { onReply(call, reply); });
}

void RestCalls::onReply(const std::shared_ptr<Call> &call, const Result<HttpReply> &reply)
{
    const Host host = call->hosts[call->next];
    const bool isWorthAnother = reply ? isWorthAnotherHost(*reply) : isWorthAnotherHost(reply.error());
    rememberOutcome(*call, host, !isWorthAnother);
    const bool isTimeLeft = m_clock.now() - call->startedAt < maxRetryDuration;
    if (isWorthAnother && isTimeLeft && call->next + 1 < call->hosts.size()) {
        ++call->next;
        qCDebug(base::lcAbly) << "REST falls back from" << host.toText() << "to" << call->hosts[call->next].toText();
        tryNext(call);
        return;
    }
    if (!reply)
        call->finish(errorOf(reply.error()));
    else if (reply->status >= 200 && reply->status < 300)
        call->finish(*reply);
    else
        call->finish(errorOf(*reply));
}

/// A fallback that works is kept from its first success on; one that was kept is dropped when it fails (RSC15f).
void RestCalls::rememberOutcome(const Call &call, const Host &host, bool works)
{
    const bool isKept = m_remembered && m_remembered->host == host;
    if (!works && isKept)
        m_remembered.reset();
    else if (works && host.isFallback && call.next > 0)
        m_remembered = Remembered{host, m_clock.now() + fallbackMemory};
}

} // namespace gm::ably
