#include "core/ably/authorizer.h"

#include "core/ably/errorcatalogue.h"
#include "core/ably/faults.h"
#include "core/base/whendone.h"

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

/// RSA4f: what a source hands over as a value is held to the same rules as what comes as text.
std::optional<Error> whatIsWrongWith(const base::Secret &token)
{
    if (token.isEmpty())
        return Error{.code = 40170, .status = 401, .what = Authorizer::tr("The token source gave an empty token.")};
    if (token.size() > maxTokenBytes)
        return Error{.code = 40170,
                     .status = 401,
                     .what = Authorizer::tr("The token source gave a token of more than 128 KiB.")};
    return std::nullopt;
}

/// RSA4e: what the connection calls 80019 has a name of its own in a REST call.
Error asRestError(const ErrorInfo &error)
{
    Error result = faults::toError(error);
    if (result.code == 80019) {
        result.code = 40170;
        result.status = 401;
        result.help = helpUrlOf(40170);
        if (result.cause)
            result.why = result.cause->what;
    }
    return result;
}

} // namespace

Authorizer::Authorizer(TokenSource *source, Rest &rest, base::Clock &clock, const ClientOptions &options,
                       QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_rest(rest)
    , m_clock(clock)
    , m_clientId(options.clientId)
    , m_params(options.tokenParams)
    , m_queriesTime(options.queryTime)
    , m_limit(options.timeouts.realtimeRequest)
    , m_token(options.token)
    , m_hadToken(options.token.has_value())
{
}

void Authorizer::need(bool isFresh, bool supersedes)
{
    if (m_isFetching && !supersedes)
        return;
    if (const auto fault = whyNot(isFresh))
        Q_EMIT failed(*fault);
    else if (!isFresh && isUsable())
        Q_EMIT ready(false);
    else
        fetch();
}

QFuture<Result<TokenDetails>> Authorizer::obtain(bool isFresh, bool supersedes)
{
    QPromise<Result<TokenDetails>> promise;
    promise.start();
    QFuture<Result<TokenDetails>> future = promise.future();
    const bool isAwaited = m_isFetching && !supersedes;
    const std::optional<ErrorInfo> fault = whyNot(isFresh);
    if (isAwaited || (!fault && (isFresh || !isUsable()))) {
        m_waiting.push_back(std::move(promise));
        if (!isAwaited)
            fetch();
    } else {
        promise.addResult(fault ? Result<TokenDetails>(faults::toError(*fault)) : Result<TokenDetails>(*m_token));
        promise.finish();
    }
    return future;
}

QString Authorizer::clientId() const
{
    if (!m_clientId.isEmpty()) // RSA7a
        return m_clientId;
    return m_token ? describeToken(*m_token).clientId : QString(); // RSA7b
}

std::optional<ErrorInfo> Authorizer::whyNot(bool isFresh) const
{
    if (!isFresh && isUsable())
        return foreignerFault(*m_token);
    return m_source ? std::nullopt : std::optional(whyNoRenewal());
}

/// RSA15: what the token says of its client must agree with what is configured.
std::optional<ErrorInfo> Authorizer::foreignerFault(const TokenDetails &token) const
{
    const QString &told = token.clientId;
    const bool isForeign = !m_clientId.isEmpty() && !told.isEmpty() && told != u"*" && told != m_clientId;
    return isForeign ? std::optional(faults::clientIdMismatch(m_clientId, told)) : std::nullopt; // RSA15b
}

bool Authorizer::isUsable() const
{
    return m_token && !m_rest.isKnownToBeExpired(*m_token); // RSA4b1
}

void Authorizer::discard()
{
    m_token.reset();
}

ErrorInfo Authorizer::whyNoRenewal() const
{
    return m_hadToken ? faults::cannotRenew({}) : faults::noCredentials();
}

void Authorizer::fetch()
{
    const quint64 flight = ++m_flight;
    m_isFetching = true;
    m_overdue = m_clock.after(m_limit, [this] {
        land(faults::tokenUnavailable(
            {.code = 40170,
             .status = 401,
             .what = tr("The token source gave no answer within %1 s.").arg(double(m_limit.count()) / 1000.0)}));
    });
    if (m_queriesTime && !m_rest.clockOffset()) // RSA10k: once
        base::whenDone(m_rest.time(), this, [this, flight](const Result<qint64> &) { askSource(flight); });
    else
        askSource(flight);
}

void Authorizer::askSource(quint64 flight)
{
    if (flight != m_flight)
        return;
    base::whenDone(m_source->fetchToken(paramsToAskFor()), this,
                   [this, flight](const Result<TokenReply> &reply) { onReply(flight, reply); });
}

TokenParams Authorizer::paramsToAskFor() const
{
    TokenParams params = m_params;
    if (params.clientId.isEmpty())
        params.clientId = m_clientId; // RSA12a
    if (m_queriesTime && !params.timestamp && m_rest.clockOffset())
        params.timestamp = m_rest.serverMs(); // RSA9d
    return params;
}

void Authorizer::onReply(quint64 flight, const Result<TokenReply> &reply)
{
    if (flight != m_flight)
        return;
    if (!reply) {
        land(faults::tokenUnavailable(reply.error()));
        return;
    }
    base::whenDone(m_rest.tokenFrom(*reply), this,
                   [this, flight](const Result<TokenDetails> &token) { onToken(flight, token); });
}

void Authorizer::onToken(quint64 flight, const Result<TokenDetails> &token)
{
    if (flight != m_flight)
        return;
    if (!token) {
        land(faults::tokenUnavailable(token.error()));
        return;
    }
    if (const auto fault = whatIsWrongWith(token->token)) {
        land(faults::tokenUnavailable(*fault));
        return;
    }
    if (const auto fault = foreignerFault(*token)) {
        land(fault);
        return;
    }
    m_token = *token;
    m_hadToken = true;
    land(std::nullopt);
}

/// The fetch has ended; whatever still comes of it is late.
void Authorizer::land(const std::optional<ErrorInfo> &error)
{
    ++m_flight;
    m_isFetching = false;
    m_overdue.cancel();
    const Result<TokenDetails> outcome = error ? Result<TokenDetails>(asRestError(*error)) : *m_token;
    std::vector<QPromise<Result<TokenDetails>>> waiting;
    waiting.swap(m_waiting);
    if (error)
        Q_EMIT failed(*error);
    else
        Q_EMIT ready(true);
    for (QPromise<Result<TokenDetails>> &promise : waiting) {
        promise.addResult(outcome);
        promise.finish();
    }
}

} // namespace gm::ably
