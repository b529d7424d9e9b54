#include "core/ably/connectionmachine.h"

#include "core/ably/faults.h"

#include <algorithm>

namespace gm::ably
{

using std::chrono::milliseconds;

using State = ConnectionState;
using Trigger = ConnectionTrigger;
using Kind = ConnectionInput::Kind;

namespace
{

/// Builds one step: changes the model and notes the effects, in order.
class Stepper
{
public:
    Stepper(const ConnectionRules &rules, ConnectionModel model, const ConnectionInput &input)
        : m_rules(rules)
        , m(std::move(model))
        , m_input(input)
        , m_reason(reasonOf(rules, m, input))
    {
    }

    void act(Trigger trigger, State to)
    {
        switch (trigger) {
        case Trigger::Connect:
        case Trigger::RetryDue:
            return begin();
        case Trigger::TokenArrived:
            return onToken();
        case Trigger::TokenUnavailable:
            return onNoToken();
        case Trigger::ConnectedReceived:
            return onConnected();
        case Trigger::HostFailed:
            return tryNextHost();
        case Trigger::AttemptFailed:
        case Trigger::AttemptFailedLate:
            return failAttempt(to);
        case Trigger::TokenRejected:
            m.isTokenRejected = true;
            return m.state == State::Connected ? loseLink() : restart(m_reason);
        case Trigger::LinkLost:
            return loseLink();
        case Trigger::NetworkLost:
            return m.state == State::Connected ? loseLink() : failAttempt(to);
        case Trigger::NetworkAvailable:
            return m.state == State::Connecting ? restart(std::nullopt) : begin();
        case Trigger::Refused:
            return refuse();
        case Trigger::Authorize:
            return authorize();
        case Trigger::AuthRequested:
            return reauthorize();
        case Trigger::Close:
            return close(to);
        case Trigger::GoodbyeDone:
            return end(State::Closed, std::nullopt);
        case Trigger::StateTtlPassed:
            m.hasTtlPassed = true;
            if (to == State::Suspended)
                wait(to, m_reason);
            return;
        }
    }

    ConnectionStep result() && { return {std::move(m), std::move(m_effects)}; }

private:
    template <typename Effect>
    void add(Effect effect)
    {
        m_effects.append(ConnectionEffect(std::move(effect)));
    }

    void enter(State to, const std::optional<ErrorInfo> &reason, std::optional<bool> resumed = std::nullopt)
    {
        if (!factsOf(to).keepsIdentity) { // RTN8d, RTN9d
            m.connectionId.clear();
            m.connectionKey = {};
            m.details.reset();
        }
        if (reason && (to == State::Disconnected || to == State::Suspended || to == State::Failed))
            m.errorReason = reason; // RTN25
        const State previous = std::exchange(m.state, to);
        add(effect::TellChannels{to, reason}); // RTL3, and before listeners: RTL3d1
        if (previous != to) {                  // RTN4h
            add(effect::Emit{{.previous = previous,
                              .current = to,
                              .event = ConnectionEvent::StateEntered,
                              .reason = reason,
                              .connectionId = m.connectionId,
                              .resumed = resumed}});
        }
    }

    /// A new attempt from a state without one.
    void begin()
    {
        if (m.state == State::Closing) { // RTN11b: the old socket ends by itself, its CLOSED concerns nobody
            add(effect::DropSocket{});
            add(effect::TellChannels{State::Closed, std::nullopt});
        }
        if (m.state == State::Closing || factsOf(m.state).isTerminal) { // RTN11d
            m.errorReason.reset();
            add(effect::ReinitializeChannels{});
        }
        if (!factsOf(m.state).isRetrying) {
            m.hasTtlPassed = false;
            m.retries = 0;
            add(effect::StopTimer{ConnectionTimer::Request});
            add(effect::StartTimer{ConnectionTimer::StateTtl, m_rules.timeouts.connectionStateTtl}); // RTN14e
        }
        add(effect::StopTimer{ConnectionTimer::Retry});
        m.connectsWhenTokenIs = false;
        enter(State::Connecting, std::nullopt);
        startAttempt(false);
    }

    /// Always from the primary host (RTN17i), with a token first (RTN2e).
    void startAttempt(bool supersedes)
    {
        m.host = 0;
        m.hasCheckedInternet = false;
        m.hasRenewed = m.isTokenRejected;
        m.attemptError.reset();
        m.phase = AttemptPhase::Token;
        add(effect::FetchToken{m.isTokenRejected, supersedes});
    }

    void onToken()
    {
        m.isTokenRejected = false;
        if (m.state == State::Connected) { // RTC8a
            m.reauth = ReauthPhase::Answer;
            add(effect::SendAuth{});
        } else if (m.state != State::Connecting) { // RTC8c
            begin();
        } else if (std::exchange(m.skipsPrimary, false) && m_rules.fallbacks > 0) { // RTN17f1
            m.attemptError = m.errorReason;
            checkInternet();
        } else {
            openSocket(0);
        }
    }

    void onNoToken() // RSA4c1, RSA4c3
    {
        m.reauth = ReauthPhase::None;
        m.connectsWhenTokenIs = false;
        m.errorReason = m_reason;
        add(effect::FinishAuthorize{m_reason});
    }

    void openSocket(int host)
    {
        m.phase = AttemptPhase::Socket;
        m.host = host;
        add(effect::OpenSocket{host, m.connectionKey}); // RTN15b1, RTN14h
        add(effect::StartTimer{ConnectionTimer::Request, m_rules.timeouts.realtimeRequest});
    }

    void dropSocket(const std::optional<ErrorInfo> &fault)
    {
        if (m.phase == AttemptPhase::Socket && fault)
            add(effect::ReportHost{fault});
        add(effect::DropSocket{});
        add(effect::StopTimer{ConnectionTimer::Request});
    }

    void checkInternet() // RTN17j
    {
        m.phase = AttemptPhase::Internet;
        add(effect::CheckInternet{});
    }

    void tryNextHost()
    {
        if (m_input.kind == Kind::InternetChecked)
            m.hasCheckedInternet = true;
        else
            m.attemptError = m_reason;
        if (m.phase == AttemptPhase::Socket)
            dropSocket(m_reason);
        if (m.hasCheckedInternet)
            openSocket(m.host + 1);
        else
            checkInternet();
    }

    /// Drops what this attempt has reached and starts over, without leaving CONNECTING.
    void restart(const std::optional<ErrorInfo> &fault, bool supersedes = false)
    {
        dropSocket(fault);
        startAttempt(supersedes);
    }

    void failAttempt(State to)
    {
        if (m_input.kind == Kind::Frame && m_reason && m_reason->isTokenError())
            m.isTokenRejected = true;
        if (m_input.kind == Kind::TokenFailed)
            add(effect::FinishAuthorize{m_reason});
        dropSocket(m_reason);
        wait(to, m_reason);
    }

    /// DISCONNECTED or SUSPENDED, until the next attempt.
    void wait(State state, const std::optional<ErrorInfo> &reason)
    {
        m.phase = AttemptPhase::None;
        if (state == State::Disconnected) {
            add(effect::ScheduleRetry{m_rules.timeouts.disconnectedRetry, ++m.retries}); // RTN14d
        } else {
            add(effect::ScheduleRetry{m_rules.timeouts.suspendedRetry, 0}); // RTN14f
            add(effect::StopTimer{ConnectionTimer::StateTtl});
        }
        enter(state, reason);
        if (state == State::Suspended)
            add(effect::FinishAuthorize{reason}); // RTC8b1
    }

    /// CONNECTED has ended: DISCONNECTED for an instant, then the attempt to resume (RTN15a, RTN15h2i).
    void loseLink()
    {
        const bool isSentAway = m_input.kind == Kind::Frame && m_reason && isWorthAnotherHost(*m_reason);
        m.skipsPrimary = isSentAway && m.host == 0; // RTN17f1
        m.reauth = ReauthPhase::None;
        m.phase = AttemptPhase::None;
        m.hasTtlPassed = false;
        const milliseconds ttl = m.details ? m.details->connectionStateTtl : m_rules.timeouts.connectionStateTtl;
        add(effect::DropSocket{});
        add(effect::WatchIdle{});
        add(effect::StartTimer{ConnectionTimer::StateTtl, ttl});
        if (m_reason && asksToSlowDown(*m_reason))
            return wait(State::Disconnected, m_reason);
        const milliseconds delay = delayBeforeImmediateRetry();
        m.lastImmediateRetry = m_input.at + delay;
        add(effect::ScheduleRetry{delay, 0});
        enter(State::Disconnected, m_reason);
    }

    /// Nothing, unless the last one was less than a second ago: a server that accepts and drops is not to be hammered.
    [[nodiscard]] milliseconds delayBeforeImmediateRetry() const
    {
        if (!m.lastImmediateRetry)
            return milliseconds(0);
        const milliseconds since = m_input.at - *m.lastImmediateRetry;
        return std::max(milliseconds(0), m_rules.timeouts.immediateRetryGap - since);
    }

    void onConnected()
    {
        const ProtocolMessage &frame = m_input.frame;
        if (m.state == State::Closing) { // RTN12f
            add(effect::SendClose{});
            add(effect::StartTimer{ConnectionTimer::Request, m_rules.timeouts.realtimeRequest});
            return;
        }
        if (m.state == State::Connected)
            return update(frame);

        const bool triedResume = !m.connectionKey.isEmpty();
        const bool isSame = triedResume && m.connectionId == frame.connectionId; // RTN15c6
        // An error beside the same id, or on a first connection, is a notice; beside a new id it tells why (RTN15c7).
        m.errorReason = triedResume && !isSame ? frame.error : std::nullopt;
        m.connectionId = frame.connectionId;
        takeDetails(frame);
        m.phase = AttemptPhase::None;
        m.retries = 0;
        m.hasTtlPassed = false;
        add(effect::StopTimer{ConnectionTimer::Request});
        add(effect::StopTimer{ConnectionTimer::StateTtl});
        add(effect::ReportHost{});
        enter(State::Connected, frame.error, triedResume ? std::optional(isSame) : std::nullopt);
        add(effect::FinishAuthorize{}); // RTC8b1
    }

    void update(const ProtocolMessage &frame) // RTN24
    {
        if (!frame.connectionId.isEmpty())
            m.connectionId = frame.connectionId; // the key that comes with it belongs to it
        takeDetails(frame);
        if (!frame.error)
            m.errorReason.reset();
        add(effect::Emit{{.previous = State::Connected,
                          .current = State::Connected,
                          .event = ConnectionEvent::Update,
                          .reason = frame.error,
                          .connectionId = m.connectionId}});
        if (m.reauth == ReauthPhase::Answer) { // RTC8a3
            m.reauth = ReauthPhase::None;
            add(effect::FinishAuthorize{});
        }
    }

    void takeDetails(const ProtocolMessage &frame) // RTN21, RTN15e
    {
        m.details = frame.connectionDetails.value_or(ConnectionDetails{});
        m.connectionKey = frame.newestKey();
        add(effect::WatchIdle{idleLimit(m_rules, m.details)});
    }

    void refuse()
    {
        // The next connect() should not offer again what was refused as a credential.
        m.isTokenRejected = m_rules.canRenew && m_reason && m_reason->statusCode == 401;
        if (m_reason && m_reason->code == 40171)
            add(effect::DiscardToken{});
        if (m.state == State::Connecting && m.phase == AttemptPhase::Socket)
            add(effect::ReportHost{m_reason});
        end(State::Failed, m_reason);
    }

    void authorize() // RTC8
    {
        if (m.state == State::Connecting) { // RTC8b
            m.isTokenRejected = true;
            return restart(std::nullopt, true);
        }
        if (m.state == State::Connected)
            m.reauth = ReauthPhase::Token;
        else
            m.connectsWhenTokenIs = true;
        add(effect::FetchToken{true, true});
    }

    void reauthorize() // RTN22: one fetch at a time
    {
        if (m.reauth == ReauthPhase::Token)
            return;
        m.reauth = ReauthPhase::Token;
        add(effect::FetchToken{true, false});
    }

    void close(State to)
    {
        if (to != State::Closing) // RTN12d
            return end(to, std::nullopt);
        m.reauth = ReauthPhase::None;
        add(effect::WatchIdle{});
        add(effect::StopTimer{ConnectionTimer::StateTtl});
        const bool isConnected = m.state == State::Connected;
        const bool hasSocket = isConnected || m.phase == AttemptPhase::Socket;
        if (isConnected)
            add(effect::SendClose{}); // RTN12a
        // RTN12b, RTN12f; without a socket there is nothing to wait for.
        add(effect::StartTimer{ConnectionTimer::Request,
                               hasSocket ? m_rules.timeouts.realtimeRequest : milliseconds(0)});
        m.phase = AttemptPhase::None;
        enter(State::Closing, std::nullopt);
    }

    /// CLOSED or FAILED: nothing runs any more.
    void end(State state, const std::optional<ErrorInfo> &reason)
    {
        m.phase = AttemptPhase::None;
        m.reauth = ReauthPhase::None;
        m.connectsWhenTokenIs = false;
        m.skipsPrimary = false;
        add(effect::DropSocket{});
        add(effect::WatchIdle{});
        for (const auto timer : {ConnectionTimer::Request, ConnectionTimer::Retry, ConnectionTimer::StateTtl})
            add(effect::StopTimer{timer});
        enter(state, reason);
        add(effect::FinishAuthorize{reason ? reason : faults::closed()}); // RTC8b1
    }

    const ConnectionRules &m_rules;
    ConnectionModel m;
    const ConnectionInput &m_input;
    std::optional<ErrorInfo> m_reason;
    QList<ConnectionEffect> m_effects;
};

} // namespace

ConnectionStep step(const ConnectionRules &rules, ConnectionModel model, const ConnectionInput &input)
{
    const auto trigger = judge(rules, model, input);
    const auto to = trigger ? next(model.state, *trigger) : std::nullopt;
    if (!to)
        return {std::move(model), {}};
    Stepper stepper(rules, std::move(model), input);
    stepper.act(*trigger, *to);
    return std::move(stepper).result();
}

} // namespace gm::ably
