#include "core/ably/rest.h"

#include "core/ably/restformat.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QPointer>
#include <QPromise>

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

QFuture<Result<TokenDetails>> finished(Result<TokenDetails> result)
{
    QPromise<Result<TokenDetails>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

Rest::Rest(net::HttpClient &http, base::Clock &clock, base::Random &random, const ClientOptions &options,
           QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_calls(http, clock, random, options)
{
}

QFuture<Result<qint64>> Rest::time()
{
    const std::chrono::milliseconds sentAt = m_clock.now();
    return m_calls.send({.path = QStringLiteral("/time")})
        .then([self = QPointer(this), sentAt](const Result<net::HttpReply> &reply) -> Result<qint64> {
            const Result<QJsonValue> answer = reply ? jsonOf(*reply) : Result<QJsonValue>(reply.error());
            if (!answer)
                return answer.error();
            const qint64 serverMs = answer->toArray().at(0).toInteger();
            if (serverMs <= 0)
                return Error{.code = 40013, .status = 400, .what = tr("Ably's answer holds no time.")};
            if (self)
                self->learnTime(serverMs, sentAt);
            return serverMs;
        });
}

/// The answer is as old as its way back took: half of the whole way, as far as anybody knows.
void Rest::learnTime(qint64 serverMs, std::chrono::milliseconds sentAt)
{
    const std::chrono::milliseconds now = m_clock.now();
    m_serverTime = ServerTime{.atMs = serverMs,
                              .measuredAt = sentAt + (now - sentAt) / 2,
                              .wallAhead = std::chrono::milliseconds(m_clock.wallMs()) - now};
}

QFuture<Result<TokenDetails>> Rest::requestToken(const TokenRequest &request)
{
    const QString path =
        QStringLiteral("/keys/%1/requestToken").arg(QString::fromLatin1(QUrl::toPercentEncoding(request.keyName)));
    return m_calls.send({.method = "POST", .path = path, .body = request.toJson()})
        .then([](const Result<net::HttpReply> &reply) -> Result<TokenDetails> {
            const Result<QJsonValue> answer = reply ? jsonOf(*reply) : Result<QJsonValue>(reply.error());
            if (!answer)
                return answer.error();
            return tokenDetailsFromJson(answer->toObject());
        });
}

QFuture<Result<TokenDetails>> Rest::tokenFrom(const TokenReply &reply)
{
    if (const auto *request = std::get_if<TokenRequest>(&reply))
        return requestToken(*request);
    if (const auto *details = std::get_if<TokenDetails>(&reply))
        return finished(*details);
    return finished(TokenDetails{.token = std::get<base::Secret>(reply)}); // RSA16b
}

std::optional<std::chrono::milliseconds> Rest::clockOffset() const
{
    const std::optional<qint64> server = serverMs();
    if (!server)
        return std::nullopt;
    // The computer slept, or its clock was set: which of the two is known when the service has been asked again.
    const auto drift = std::chrono::milliseconds(m_clock.wallMs()) - m_clock.now() - m_serverTime->wallAhead;
    if (std::chrono::abs(drift) > maxDrift)
        return std::nullopt;
    return std::chrono::milliseconds(*server - m_clock.wallMs());
}

bool Rest::isKnownToBeExpired(const TokenDetails &token) const
{
    const std::optional<qint64> server = serverMs();
    return server && token.expires && *server >= *token.expires;
}

/// By the monotonic clock: somebody setting the wall clock changes nothing.
std::optional<qint64> Rest::serverMs() const
{
    return m_serverTime ? std::optional(m_serverTime->atMs + qint64((m_clock.now() - m_serverTime->measuredAt).count()))
                        : std::nullopt;
}

} // namespace gm::ably
