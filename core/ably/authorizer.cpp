#include "core/ably/authorizer.h"

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

} // namespace

Authorizer::Authorizer(TokenSource *source, Rest &rest, base::Clock &clock, const ClientOptions &options,
                       QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_rest(rest)
    , m_clock(clock)
    , m_clientId(options.clientId)
    , m_limit(options.timeouts.realtimeRequest)
    , m_token(options.token)
    , m_hadToken(options.token.has_value())
{
}

void Authorizer::need(bool isFresh, bool supersedes)
{
    if (m_isFetching && !supersedes)
        return;
    const bool isUsable = m_token && !m_rest.isKnownToBeExpired(*m_token); // RSA4b1
    if (!isFresh && isUsable) {
        Q_EMIT ready(false);
        return;
    }
    if (!m_source) {
        Q_EMIT failed(whyNoRenewal());
        return;
    }
    fetch();
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
    base::whenDone(m_source->fetchToken({.clientId = m_clientId}), this,
                   [this, flight](const Result<TokenReply> &reply) { onReply(flight, reply); });
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
    const QString &told = token->clientId;
    if (!m_clientId.isEmpty() && !told.isEmpty() && told != u"*" && told != m_clientId) { // RSA15a, RSA15b
        land(faults::clientIdMismatch(m_clientId, told));
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
    if (error)
        Q_EMIT failed(*error);
    else
        Q_EMIT ready(true);
}

} // namespace gm::ably
