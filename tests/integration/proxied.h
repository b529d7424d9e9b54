/// The sandbox's Ably behind a proxy that spoils frames.
#pragma once

#include "tests/integration/realtimeharness.h"
#include "tests/support/frameproxy.h"

namespace gm::test
{

/// Options lead a client to the proxy, with waits a test can afford; its tokens should be JWTs, since the proxy speaks no
/// REST.
struct Proxied {
    Proxied()
    {
        options = service.options();
        options.endpoint = ably::Endpoint::parse(proxy.url().toString()).value();
        options.timeouts.disconnectedRetry = std::chrono::milliseconds(100);
        options.timeouts.channelRetry = std::chrono::milliseconds(100);
    }

    AblyService service;
    FrameProxy proxy{service.url()};
    ably::ClientOptions options;
};

/// A client behind it, not connected yet.
class ProxiedClient : public RealtimeClient
{
public:
    explicit ProxiedClient(Proxied &to)
        : RealtimeClient(to.service, to.options)
    {
        tokens.form = SandboxTokens::Form::Jwt;
    }
};

/// `{error: {code, statusCode, message}}` in a frame with that action; @p channel: whose it is.
inline QJsonObject frameWithError(int action, int code, int status, const QString &channel = {})
{
    QJsonObject frame{{QStringLiteral("action"), action},
                      {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), code},
                                                            {QStringLiteral("statusCode"), status},
                                                            {QStringLiteral("message"), QStringLiteral("Made up.")}}}};
    if (!channel.isEmpty())
        frame.insert(QStringLiteral("channel"), channel);
    return frame;
}

/// Numbers of ProtocolMessage.action.
namespace frameaction
{
inline constexpr int connected = 4;
inline constexpr int disconnected = 6;
inline constexpr int error = 9;
inline constexpr int attach = 10;
inline constexpr int attached = 11;
inline constexpr int detach = 12;
inline constexpr int detached = 13;
inline constexpr int message = 15;
inline constexpr int auth = 17;
} // namespace frameaction

} // namespace gm::test
