#include "core/ably/connectionmachine.h"

#include "core/ably/faults.h"

namespace gm::ably
{

using std::chrono::milliseconds;

using State = ConnectionState;
using Trigger = ConnectionTrigger;
using Kind = ConnectionInput::Kind;

namespace
{

/// RSA15: both known, neither a wildcard, and not the same.
bool hasForeignClientId(const ConnectionRules &rules, const ProtocolMessage &connected)
{
    if (rules.clientId.isEmpty() || !connected.connectionDetails)
        return false;
    const QString &told = connected.connectionDetails->clientId;
    return !told.isEmpty() && told != u"*" && told != rules.clientId;
}

Trigger attemptFailed(const ConnectionModel &model)
{
    return model.hasTtlPassed ? Trigger::AttemptFailedLate : Trigger::AttemptFailed;
}

/// The present host has failed; RTN17g: without hosts left the attempt has, too.
Trigger hostFailed(const ConnectionRules &rules, const ConnectionModel &model, bool isWorthAnother)
{
    return isWorthAnother && model.host < rules.fallbacks ? Trigger::HostFailed : attemptFailed(model);
}

std::optional<Trigger> judgeToken(const ConnectionModel &model, const ConnectionInput &input)
{
    const bool isAwaited = model.state == State::Connecting  ? model.phase == AttemptPhase::Token
                           : model.state == State::Connected ? model.reauth == ReauthPhase::Token
                                                             : model.connectsWhenTokenIs;
    if (!isAwaited)
        return std::nullopt;
    if (input.kind == Kind::TokenReady)
        return Trigger::TokenArrived;
    const bool mayBeTriedAgain = input.error && input.error->code == 80019 && input.error->statusCode != 403;
    if (!mayBeTriedAgain)
        return Trigger::Refused; // RSA4d, RSA15c, RSA4a2
    return model.state == State::Connecting ? attemptFailed(model) : Trigger::TokenUnavailable;
}

/// A token error (RSA4b), by DISCONNECTED or by ERROR without a channel.
Trigger judgeTokenError(const ConnectionRules &rules, const ConnectionModel &model)
{
    if (!rules.canRenew)
        return Trigger::Refused; // RSA4a2
    if (model.state == State::Connecting && model.hasRenewed)
        return attemptFailed(model); // RTN14b: one fresh token an attempt
    return Trigger::TokenRejected;
}

std::optional<Trigger> judgeFrame(const ConnectionRules &rules, const ConnectionModel &model,
                                  const ProtocolMessage &frame)
{
    const bool isAttempt = model.state == State::Connecting && model.phase == AttemptPhase::Socket;
    if (!isAttempt && model.state != State::Connected && model.state != State::Closing)
        return std::nullopt;

    const bool isTokenError = frame.error && frame.error->isTokenError();
    switch (frame.action) {
    case Action::Connected:
        if (model.state != State::Closing && hasForeignClientId(rules, frame))
            return Trigger::Refused;
        return Trigger::ConnectedReceived;
    case Action::Disconnected:
    case Action::Closed:
        if (model.state == State::Closing)
            return Trigger::GoodbyeDone;
        if (isTokenError)
            return judgeTokenError(rules, model);
        if (isAttempt)
            return hostFailed(rules, model, frame.error && isWorthAnotherHost(*frame.error));
        return Trigger::LinkLost;
    case Action::Error:
        if (model.state == State::Closing)
            return Trigger::GoodbyeDone;
        // RTC8a2: an ERROR in answer to AUTH is final, whatever its code.
        if (isTokenError && model.reauth != ReauthPhase::Answer)
            return judgeTokenError(rules, model);
        return Trigger::Refused;
    case Action::Auth:
        // Without a source nothing can be done until the service ends the connection (RSA4a2).
        return model.state == State::Connected && rules.canRenew ? std::optional(Trigger::AuthRequested) : std::nullopt;
    default:
        return std::nullopt;
    }
}

std::optional<Trigger> judgeSocketEnd(const ConnectionRules &rules, const ConnectionModel &model, bool isWorthAnother)
{
    switch (model.state) {
    case State::Connecting:
        if (model.phase != AttemptPhase::Socket)
            return std::nullopt;
        return hostFailed(rules, model, isWorthAnother);
    case State::Connected:
        return Trigger::LinkLost;
    case State::Closing:
        return Trigger::GoodbyeDone;
    default:
        return std::nullopt;
    }
}

std::optional<Trigger> judgeTimer(const ConnectionRules &rules, const ConnectionModel &model, ConnectionTimer timer)
{
    switch (timer) {
    case ConnectionTimer::Request:
        return model.state == State::Connected ? std::nullopt : judgeSocketEnd(rules, model, true);
    case ConnectionTimer::Retry:
        return Trigger::RetryDue;
    case ConnectionTimer::StateTtl:
        return Trigger::StateTtlPassed;
    }
    return std::nullopt;
}

} // namespace

milliseconds idleLimit(const ConnectionRules &rules, const std::optional<ConnectionDetails> &details)
{
    const bool isPromised = details && details->maxIdleInterval > milliseconds(0);
    return isPromised ? details->maxIdleInterval + rules.timeouts.realtimeRequest : milliseconds(0);
}

bool asksToSlowDown(const ErrorInfo &error)
{
    return error.statusCode == 429 || error.code == 42910 || error.code == 42922 || error.code == 80021;
}

std::optional<ConnectionTrigger> judge(const ConnectionRules &rules, const ConnectionModel &model,
                                       const ConnectionInput &input)
{
    switch (input.kind) {
    case Kind::Connect:
        return Trigger::Connect;
    case Kind::Close:
        return Trigger::Close;
    case Kind::Authorize:
        return Trigger::Authorize;
    case Kind::NetworkLost:
        return model.state == State::Connecting && model.hasTtlPassed ? Trigger::AttemptFailedLate
                                                                      : Trigger::NetworkLost;
    case Kind::NetworkAvailable:
        return Trigger::NetworkAvailable;
    case Kind::TokenReady:
    case Kind::TokenFailed:
        return judgeToken(model, input);
    case Kind::Frame:
        return judgeFrame(rules, model, input.frame);
    case Kind::SocketEnded:
        return judgeSocketEnd(rules, model, input.isWorthAnotherHost);
    case Kind::IdleTooLong:
        return Trigger::LinkLost;
    case Kind::InternetChecked:
        if (model.state != State::Connecting || model.phase != AttemptPhase::Internet)
            return std::nullopt;
        return input.isUp ? Trigger::HostFailed : attemptFailed(model);
    case Kind::TimedOut:
        return judgeTimer(rules, model, input.timer);
    }
    return std::nullopt;
}

std::optional<ErrorInfo> reasonOf(const ConnectionRules &rules, const ConnectionModel &model,
                                  const ConnectionInput &input)
{
    switch (input.kind) {
    case Kind::Frame:
        if (input.frame.action == Action::Connected && hasForeignClientId(rules, input.frame))
            return faults::clientIdMismatch(rules.clientId, input.frame.connectionDetails->clientId);
        if (input.frame.error)
            return input.frame.error->isTokenError() && !rules.canRenew ? faults::cannotRenew(input.frame.error)
                                                                        : input.frame.error;
        return input.frame.action == Action::Error ? faults::failed() : faults::disconnectedByService();
    case Kind::IdleTooLong:
        return faults::idleTooLong(idleLimit(rules, model.details));
    case Kind::NetworkLost:
        return faults::networkLost();
    case Kind::TimedOut:
        if (input.timer == ConnectionTimer::StateTtl)
            return faults::suspended(model.errorReason);
        return faults::timedOut(rules.timeouts.realtimeRequest);
    case Kind::InternetChecked:
        return model.attemptError.value_or(faults::networkLost());
    default:
        return input.error;
    }
}

} // namespace gm::ably
