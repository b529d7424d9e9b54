#include "core/ably/realtime.h"

#include "core/ably/authorizedcalls.h"
#include "core/ably/authorizer.h"
#include "core/ably/connection.h"
#include "core/ably/faults.h"
#include "core/ably/pings.h"
#include "core/ably/rest.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"

namespace gm::ably
{

using base::Result;
using std::chrono::milliseconds;
using Kind = ConnectionInput::Kind;

Realtime::Realtime(net::WebSocketFactory &sockets, net::HttpClient &http, TokenSource *source, base::Clock &clock,
                   base::Random &random, ClientOptions options, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_random(random)
    , m_timeouts(options.timeouts)
    , m_deltaDecoder(options.deltaDecoder)
    , m_rest(std::make_unique<Rest>(http, clock, random, options))
    , m_authorizer(std::make_unique<Authorizer>(source, *m_rest, clock, options))
    , m_calls(std::make_unique<AuthorizedCalls>(m_rest->calls(), *m_authorizer))
    , m_pings(std::make_unique<Pings>(clock, random, options.timeouts.realtimeRequest,
                                      [this](const ProtocolMessage &frame) { m_connection->send(frame); }))
    , m_connection(std::make_unique<Connection>(Connection::Needs{sockets, http, *m_rest, *m_authorizer, clock, random},
                                                options))
{
    listen();
    if (!source && options.token) { // RSA4a1
        qCInfo(base::lcAbly).noquote() << "the token given cannot be renewed, code 40171:"
                                       << m_authorizer->whyNoRenewal().helpUrl().toString();
    }
    if (options.autoConnect)
        m_autoConnect = clock.after(milliseconds(0), [this] { connectNow(); });
}

Realtime::~Realtime() = default;

void Realtime::listen()
{
    Connection *connection = m_connection.get();
    connect(connection, &Connection::channelsMustKnow, this, &Realtime::tellChannels);
    connect(connection, &Connection::channelsMustReinitialize, this, [this] {
        for (RealtimeChannel *channel : everyChannel())
            channel->reinitialize();
    });
    connect(connection, &Connection::changed, this, [this](const ConnectionChange &change) {
        Q_EMIT stateChanged(change);
        m_pings->onState(change.current);
    });
    connect(connection, &Connection::channelFrameReceived, this, &Realtime::routeFrame);
    connect(connection, &Connection::pingAnswered, this, [this](const QString &id) { m_pings->onAnswer(id); });
    connect(connection, &Connection::frameSent, this, &Realtime::frameSent);
    connect(connection, &Connection::frameReceived, this, &Realtime::frameReceived);
    connect(connection, &Connection::frameUndecodable, this, &Realtime::frameUndecodable);
    connect(connection, &Connection::hostTried, this, &Realtime::hostTried);
    connect(connection, &Connection::internetChecked, this, &Realtime::internetChecked);
    connect(m_authorizer.get(), &Authorizer::ready, this, [this](bool isNew) {
        if (isNew)
            Q_EMIT tokenRenewed(token().value_or(TokenSummary{}));
    });
    connect(m_authorizer.get(), &Authorizer::failed, this, &Realtime::tokenFetchFailed);
}

void Realtime::connectNow()
{
    m_connection->tell(Kind::Connect);
}

void Realtime::close()
{
    m_autoConnect.cancel();
    m_connection->tell(Kind::Close);
}

QFuture<Result<TokenDetails>> Realtime::authorize()
{
    return m_connection->authorize();
}

void Realtime::forgetToken()
{
    m_authorizer->discard();
}

QFuture<Result<milliseconds>> Realtime::ping()
{
    return m_pings->ping(state());
}

void Realtime::networkLost()
{
    m_connection->tell(Kind::NetworkLost);
}

void Realtime::networkAvailable()
{
    m_connection->tell(Kind::NetworkAvailable);
}

void Realtime::wakeUp()
{
    m_connection->tell(state() == ConnectionState::Connected ? Kind::IdleTooLong : Kind::NetworkAvailable);
}

ConnectionState Realtime::state() const
{
    return m_connection->model().state;
}

const std::optional<ErrorInfo> &Realtime::errorReason() const
{
    return m_connection->model().errorReason;
}

const QString &Realtime::connectionId() const
{
    return m_connection->model().connectionId;
}

const base::Secret &Realtime::connectionKey() const
{
    return m_connection->model().connectionKey;
}

const std::optional<ConnectionDetails> &Realtime::connectionDetails() const
{
    return m_connection->model().details;
}

const std::optional<Host> &Realtime::currentHost() const
{
    return m_connection->host();
}

std::optional<TokenSummary> Realtime::token() const
{
    const auto &details = m_authorizer->token();
    if (!details)
        return std::nullopt;
    const TokenDescription description = describeToken(*details);
    return TokenSummary{.issued = description.issued,
                        .expires = description.expires,
                        .capability = description.capability,
                        .clientId = description.clientId,
                        .keyName = description.keyName};
}

QString Realtime::clientId() const
{
    if (const QString known = m_authorizer->clientId(); !known.isEmpty())
        return known;
    return connectionDetails() ? connectionDetails()->clientId : QString();
}

std::optional<milliseconds> Realtime::sinceLastFrame() const
{
    return m_connection->sinceLastFrame();
}

RealtimeChannel &Realtime::channel(const base::ChannelName &name, const ChannelOptions &options)
{
    if (RealtimeChannel *known = find(name)) // RTS3a
        return *known;
    const RealtimeChannel::Link link{
        .clock = m_clock,
        .random = m_random,
        .timeouts = m_timeouts,
        .connectionState = [this] { return state(); },
        .whyNotConnected = [this] { return errorReason().value_or(faults::connectionIs(state())); },
        .send = [this](const ProtocolMessage &frame) { m_connection->send(frame); },
        .deltaDecoder = m_deltaDecoder,
        .calls = *m_calls,
    };
    auto *made = new RealtimeChannel(name, options, link, this);
    m_channels.insert(name, made);
    return *made;
}

RealtimeChannel *Realtime::find(const base::ChannelName &name) const
{
    return m_channels.value(name, nullptr);
}

void Realtime::release(const base::ChannelName &name)
{
    RealtimeChannel *channel = m_channels.take(name);
    if (!channel)
        return;
    m_released.append(channel);
    base::whenDone(channel->detach(), this, [this, channel](const Result<void> &) {
        if (m_released.removeOne(channel))
            channel->deleteLater();
    });
}

QList<RealtimeChannel *> Realtime::channels() const
{
    return m_channels.values();
}

QList<RealtimeChannel *> Realtime::everyChannel() const
{
    return m_released + m_channels.values();
}

void Realtime::tellChannels(ConnectionState state, const std::optional<ErrorInfo> &reason)
{
    for (RealtimeChannel *channel : everyChannel())
        channel->onConnection(state, reason);
}

void Realtime::routeFrame(const ProtocolMessage &frame)
{
    const base::ChannelName name(*frame.channel);
    for (RealtimeChannel *channel : std::as_const(m_released)) {
        if (channel->name() == name && frame.action == Action::Detached) // not meant for a newer channel of that name
            return channel->onFrame(frame);
    }
    if (RealtimeChannel *channel = find(name))
        channel->onFrame(frame);
    else
        qCDebug(base::lcAbly) << actionName(frame.action) << "for a channel nobody follows";
}

} // namespace gm::ably
