#include "core/ably/connection.h"

#include "core/ably/connectionurl.h"
#include "core/ably/faults.h"
#include "core/ably/overloaded.h"
#include "core/base/backoff.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"

#include <utility>

namespace gm::ably
{

using base::Result;
using std::chrono::milliseconds;
using Kind = ConnectionInput::Kind;

Connection::Connection(const Needs &needs, ClientOptions options, QObject *parent)
    : QObject(parent)
    , m_needs(needs)
    , m_options(std::move(options))
    , m_rules{.timeouts = m_options.timeouts,
              .fallbacks = int(m_options.endpoint.fallbacks().size()),
              .canRenew = m_needs.authorizer.canRenew(),
              .clientId = m_options.clientId}
{
    connect(&m_needs.authorizer, &Authorizer::ready, this, [this] { feed({.kind = Kind::TokenReady}); });
    connect(&m_needs.authorizer, &Authorizer::failed, this,
            [this](const ErrorInfo &error) { feed({.kind = Kind::TokenFailed, .error = error}); });
}

void Connection::tell(Kind kind)
{
    feed({.kind = kind});
}

QFuture<Result<TokenDetails>> Connection::authorize()
{
    AuthorizePromise promise;
    promise.start();
    auto future = promise.future();
    if (!m_rules.canRenew) {
        promise.addResult(Result<TokenDetails>(faults::toError(m_needs.authorizer.whyNoRenewal())));
        promise.finish();
        return future;
    }
    m_authorizeCalls.push_back(std::move(promise));
    feed({.kind = Kind::Authorize});
    return future;
}

std::optional<milliseconds> Connection::sinceLastFrame() const
{
    return m_lastFrameAt ? std::optional(m_needs.clock.now() - *m_lastFrameAt) : std::nullopt;
}

void Connection::feed(ConnectionInput input)
{
    input.at = m_needs.clock.now();
    m_inputs.push_back(std::move(input));
    if (m_isRunning)
        return;
    m_isRunning = true;
    while (!m_inputs.empty()) {
        const ConnectionInput next = std::move(m_inputs.front());
        m_inputs.pop_front();
        if (next.kind == Kind::Authorize) {
            m_authorizing.push_back(std::move(m_authorizeCalls.front()));
            m_authorizeCalls.pop_front();
        }
        auto [model, effects] = step(m_rules, std::move(m_model), next);
        m_model = std::move(model);
        for (const ConnectionEffect &effect : std::as_const(effects))
            run(effect);
    }
    m_isRunning = false;
}

void Connection::run(const ConnectionEffect &effect)
{
    const auto runner = Overloaded{
        [this](const effect::FetchToken &e) { m_needs.authorizer.need(e.isFresh, e.supersedes); },
        [this](const effect::DiscardToken &) { m_needs.authorizer.discard(); },
        [this](const effect::CheckInternet &) { checkInternet(); },
        [this](const effect::OpenSocket &e) { openSocket(e); },
        [this](const effect::ReportHost &e) {
            if (m_host)
                Q_EMIT hostTried(*m_host, e.fault);
        },
        [this](const effect::SendClose &) {
            ProtocolMessage frame;
            frame.action = Action::Close;
            send(frame);
        },
        [this](const effect::SendAuth &) { sendAuth(); },
        [this](const effect::DropSocket &) { dropSocket(); },
        [this](const effect::StartTimer &e) { startTimer(e.timer, e.delay); },
        [this](const effect::StopTimer &e) { m_timers[size_t(e.timer)].cancel(); },
        [this](const effect::ScheduleRetry &e) { scheduleRetry(e); },
        [this](const effect::WatchIdle &e) { watchIdle(e.limit); },
        [this](const effect::ReinitializeChannels &) { Q_EMIT channelsMustReinitialize(); },
        [this](const effect::TellChannels &e) { Q_EMIT channelsMustKnow(e.state, e.reason); },
        [this](const effect::Emit &e) { emitChange(e.change); },
        [this](const effect::FinishAuthorize &e) { finishAuthorize(e.error); },
    };
    std::visit(runner, effect);
}

void Connection::openSocket(const effect::OpenSocket &effect)
{
    dropSocket();
    m_host = effect.host == 0 ? m_options.endpoint.primary() : m_fallbacks.at(effect.host - 1);
    m_transport = new Transport(m_needs.sockets.create(), m_options.useMsgpack, this);
    connect(m_transport, &Transport::frameReceived, this, &Connection::onFrame);
    connect(m_transport, &Transport::frameUndecodable, this, &Connection::frameUndecodable);
    connect(m_transport, &Transport::ended, this, &Connection::onSocketEnded);
    qCDebug(base::lcAbly) << "connecting to" << m_host->toText() << (effect.resumeKey.isEmpty() ? "" : "to resume");
    const auto &token = m_needs.authorizer.token();
    m_transport->open(connectionUrl(*m_host, m_options, token ? token->token : base::Secret(), effect.resumeKey));
}

/// The old socket says goodbye by itself; nothing of it is heard any more.
void Connection::dropSocket()
{
    ++m_check;
    m_lastFrameAt.reset();
    m_needs.rest.setHostInUse(std::nullopt);
    if (!m_transport)
        return;
    m_transport->retire(m_needs.clock, m_options.timeouts.realtimeRequest);
    m_transport = nullptr;
}

void Connection::send(const ProtocolMessage &frame)
{
    if (!m_transport)
        return;
    m_transport->send(frame);
    Q_EMIT frameSent(frame);
}

void Connection::onFrame(const ProtocolMessage &frame, const QByteArray &raw)
{
    m_lastFrameAt = m_needs.clock.now();
    Q_EMIT frameReceived(frame, raw);
    if (frame.channel)
        Q_EMIT channelFrameReceived(frame);
    else if (frame.action == Action::Heartbeat)
        Q_EMIT pingAnswered(frame.id);
    else
        feed({.kind = Kind::Frame, .frame = frame});
}

void Connection::onSocketEnded(const base::Error &fault)
{
    feed({.kind = Kind::SocketEnded,
          .error = faults::connectionLost(fault),
          .isWorthAnotherHost = fault.code == 0 || isWorthAnotherHost(fault)});
}

void Connection::checkInternet()
{
    m_fallbacks = m_options.endpoint.shuffledFallbacks(m_needs.random);
    const quint64 check = ++m_check;
    const net::HttpRequest request{.url = m_options.endpoint.connectivityCheckUrl(),
                                   .timeout = m_options.timeouts.realtimeRequest};
    base::whenDone(m_needs.http.send(request), this, [this, check](const Result<net::HttpReply> &answer) {
        if (check != m_check)
            return;
        const bool isUp = saysInternetIsUp(answer);
        Q_EMIT internetChecked(isUp);
        feed({.kind = Kind::InternetChecked, .isUp = isUp});
    });
}

void Connection::startTimer(ConnectionTimer timer, milliseconds delay)
{
    m_timers[size_t(timer)] =
        m_needs.clock.after(delay, [this, timer] { feed({.kind = Kind::TimedOut, .timer = timer}); });
}

void Connection::scheduleRetry(const effect::ScheduleRetry &effect)
{
    const milliseconds delay =
        effect.n > 0 ? base::delayBeforeRetry(effect.base, effect.n, m_needs.random) : effect.base;
    m_retryIn = delay;
    if (delay == milliseconds(0))
        feed({.kind = Kind::TimedOut, .timer = ConnectionTimer::Retry}); // waits for the end of this step
    else
        startTimer(ConnectionTimer::Retry, delay);
}

void Connection::watchIdle(milliseconds limit)
{
    m_idleLimit = limit;
    m_idleTimer.cancel();
    if (limit <= milliseconds(0))
        return;
    // The timer is not touched for every frame: when it fires it looks how long ago the last one was.
    const milliseconds rest = limit - sinceLastFrame().value_or(milliseconds(0));
    m_idleTimer = m_needs.clock.after(rest, [this] {
        if (sinceLastFrame().value_or(m_idleLimit) >= m_idleLimit)
            feed({.kind = Kind::IdleTooLong});
        else
            watchIdle(m_idleLimit);
    });
}

void Connection::sendAuth()
{
    ProtocolMessage frame;
    frame.action = Action::Auth;
    if (const auto &token = m_needs.authorizer.token())
        frame.accessToken = token->token;
    send(frame);
}

void Connection::emitChange(ConnectionChange change)
{
    if (change.current == ConnectionState::Connected && m_host)
        m_needs.rest.setHostInUse(m_host->isFallback ? m_host : std::nullopt); // RTN17e
    change.host = m_host ? m_host->toText() : QString();
    if (change.current == ConnectionState::Disconnected || change.current == ConnectionState::Suspended)
        change.retryIn = m_retryIn; // RTN14d
    qCInfo(base::lcAbly).noquote() << "connection" << stateName(change.previous) << "->" << stateName(change.current)
                                   << (change.reason ? change.reason->toText() : QString());
    Q_EMIT changed(change);
}

void Connection::finishAuthorize(const std::optional<ErrorInfo> &error)
{
    std::vector<AuthorizePromise> ended;
    ended.swap(m_authorizing);
    for (AuthorizePromise &promise : ended) {
        const auto &token = m_needs.authorizer.token();
        const bool isGood = !error && token;
        promise.addResult(isGood ? Result<TokenDetails>(*token)
                                 : Result<TokenDetails>(faults::toError(error.value_or(faults::failed()))));
        promise.finish();
    }
}

} // namespace gm::ably
