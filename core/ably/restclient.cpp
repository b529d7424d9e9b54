#include "core/ably/restclient.h"

namespace gm::ably
{

RestClient::RestClient(net::HttpClient &http, TokenSource *source, base::Clock &clock, base::Random &random,
                       const ClientOptions &options, QObject *parent)
    : QObject(parent)
    , m_rest(http, clock, random, options)
    , m_authorizer(source, m_rest, clock, options)
    , m_calls(m_rest.calls(), m_authorizer)
{
}

QFuture<base::Result<TokenDetails>> RestClient::authorize(const std::optional<TokenParams> &params, TokenSource *source)
{
    if (params)
        m_authorizer.setParams(*params); // RSA10b, RSA10e
    if (source)
        m_authorizer.setSource(source); // RSA10h
    return m_authorizer.obtain(true, true);
}

} // namespace gm::ably
