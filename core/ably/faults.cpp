#include "core/ably/faults.h"

#include <QCoreApplication>

namespace gm::ably::faults
{

using std::chrono::milliseconds;

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(gm::ably::faults)
};

ErrorInfo fault(int code, int status, const QString &message, std::shared_ptr<const ErrorInfo> cause = {})
{
    return {.code = code, .statusCode = status, .message = message, .cause = std::move(cause)};
}

std::shared_ptr<const ErrorInfo> shared(const std::optional<ErrorInfo> &cause)
{
    return cause ? std::make_shared<const ErrorInfo>(*cause) : nullptr;
}

QString seconds(milliseconds limit)
{
    return QString::number(double(limit.count()) / 1000.0);
}

} // namespace

ErrorInfo connectionLost(const base::Error &socketFault)
{
    const bool isTold = socketFault.code != 0 || !socketFault.what.isEmpty();
    return fault(80003, 400, Words::tr("The connection was lost."),
                 isTold ? std::make_shared<const ErrorInfo>(toErrorInfo(socketFault)) : nullptr);
}

ErrorInfo disconnectedByService()
{
    return fault(80003, 400, Words::tr("The service ended the connection without a reason."));
}

ErrorInfo idleTooLong(milliseconds limit)
{
    return fault(80003, 408, Words::tr("Nothing was received for more than %1 s.").arg(seconds(limit)));
}

ErrorInfo networkLost()
{
    return fault(80003, 400, Words::tr("The computer has lost its network."));
}

ErrorInfo timedOut(milliseconds limit)
{
    return fault(80014, 408, Words::tr("Timeout: the service gave no answer within %1 s.").arg(seconds(limit)));
}

ErrorInfo suspended(const std::optional<ErrorInfo> &cause)
{
    return fault(80002, 400, Words::tr("No connection could be made for a long time."), shared(cause));
}

ErrorInfo closed()
{
    return fault(80017, 400, Words::tr("The connection is closed."));
}

ErrorInfo failed()
{
    return fault(80000, 400, Words::tr("The connection has failed."));
}

ErrorInfo connectionIs(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Suspended:
        return suspended({});
    case ConnectionState::Closing:
    case ConnectionState::Closed:
        return closed();
    case ConnectionState::Failed:
        return failed();
    default:
        return fault(80009, 400, Words::tr("There is no connection (state: %1).").arg(stateName(state)));
    }
}

ErrorInfo tokenUnavailable(const base::Error &cause)
{
    const bool isForbidden = cause.status == 403;
    const QString message =
        isForbidden ? Words::tr("The token source refused to give a token.") : Words::tr("No token could be obtained.");
    ErrorInfo inner = toErrorInfo(cause);
    if (inner.code == 0)
        inner.code = 40170;
    return fault(80019, isForbidden ? 403 : 401, message, std::make_shared<const ErrorInfo>(std::move(inner)));
}

ErrorInfo cannotRenew(const std::optional<ErrorInfo> &cause)
{
    return fault(40171, 401, Words::tr("The token has ended and there is no way to renew it."), shared(cause));
}

ErrorInfo noCredentials()
{
    return fault(40106, 401, Words::tr("There is neither a token nor a way to get one."));
}

ErrorInfo clientIdMismatch(const QString &configured, const QString &told)
{
    return fault(40102, 401,
                 Words::tr("The token is for client id \"%1\", but \"%2\" is configured.").arg(told, configured));
}

ErrorInfo noAnswerToAttach(milliseconds limit)
{
    return fault(90007, 408, Words::tr("The service did not answer ATTACH within %1 s.").arg(seconds(limit)));
}

ErrorInfo noAnswerToDetach(milliseconds limit)
{
    return fault(90007, 408, Words::tr("The service did not answer DETACH within %1 s.").arg(seconds(limit)));
}

ErrorInfo attachRefused()
{
    return fault(90000, 400, Words::tr("The service refused the channel without a reason."));
}

ErrorInfo overtaken()
{
    return fault(90000, 400, Words::tr("The channel was detached meanwhile."));
}

ErrorInfo channelFailed()
{
    return fault(90001, 400, Words::tr("The channel has failed: attach it again first."));
}

ErrorInfo channelNotAttached()
{
    return fault(90001, 400, Words::tr("The channel is not attached."));
}

ErrorInfo presenceOutOfStep()
{
    return fault(91005, 400, Words::tr("The channel is suspended, so its members may have changed since."));
}

ErrorInfo presenceModeMissing()
{
    return fault(91008, 400, Words::tr("The channel was attached without the presence_subscribe mode."));
}

ErrorInfo deltaFailed(const std::optional<base::Error> &cause)
{
    return fault(40018, 400, Words::tr("A delta could not be applied."),
                 cause ? std::make_shared<const ErrorInfo>(toErrorInfo(*cause)) : nullptr);
}

ErrorInfo deltaOfAnother(const QString &base, const QString &last)
{
    return fault(40018, 400,
                 Words::tr("A delta was made against the message \"%1\", but \"%2\" came before it.").arg(base, last));
}

ErrorInfo noDeltaDecoder()
{
    return fault(40019, 400, Words::tr("Deltas arrive, and there is no decoder for them."));
}

base::Error toError(const ErrorInfo &info)
{
    return {.code = info.code,
            .status = info.statusCode,
            .what = info.message,
            .help = info.helpUrl(),
            .cause = info.cause ? std::make_shared<const base::Error>(toError(*info.cause)) : nullptr};
}

ErrorInfo toErrorInfo(const base::Error &error)
{
    return {.code = error.code,
            .statusCode = error.status,
            .message = error.why.isEmpty() ? error.what : QStringLiteral("%1 %2").arg(error.what, error.why),
            .href = error.help.toString(),
            .cause = error.cause ? std::make_shared<const ErrorInfo>(toErrorInfo(*error.cause)) : nullptr};
}

} // namespace gm::ably::faults
