/// The errors our own client raises, as ErrorInfo: code, status, a short technical text, and the cause where there is one.
/// Words for people are made from code and facts in core/diagnostics/explain.
#pragma once

#include "core/ably/connectionstate.h"
#include "core/ably/protocolmessage.h"
#include "core/base/error.h"

namespace gm::ably::faults
{

/// @name Of the connection
/// @{
[[nodiscard]] ErrorInfo connectionLost(const base::Error &socketFault);   ///< 80003/400, the socket's fault as cause
[[nodiscard]] ErrorInfo disconnectedByService();                          ///< 80003/400, DISCONNECTED without an error
[[nodiscard]] ErrorInfo idleTooLong(std::chrono::milliseconds limit);     ///< 80003/408 (RTN23a)
[[nodiscard]] ErrorInfo networkLost();                                    ///< 80003/400 (RTN20a)
[[nodiscard]] ErrorInfo timedOut(std::chrono::milliseconds limit);        ///< 80014/408 (RTN14c, RTN13c)
[[nodiscard]] ErrorInfo suspended(const std::optional<ErrorInfo> &cause); ///< 80002/400 (RTN14e)
[[nodiscard]] ErrorInfo closed();                                         ///< 80017/400
[[nodiscard]] ErrorInfo failed();                                         ///< 80000/400
/// Why a call cannot be done in a state without a connection: 80002, 80017, 80000, else 80009.
[[nodiscard]] ErrorInfo connectionIs(ConnectionState state);
/// @}

/// @name Of tokens
/// @{
[[nodiscard]] ErrorInfo tokenUnavailable(const base::Error &cause);         ///< 80019/401, or 80019/403 (RSA4c1, RSA4d)
[[nodiscard]] ErrorInfo cannotRenew(const std::optional<ErrorInfo> &cause); ///< 40171/401 (RSA4a2)
[[nodiscard]] ErrorInfo noCredentials();                                    ///< 40106/401
[[nodiscard]] ErrorInfo clientIdMismatch(const QString &configured, const QString &told); ///< 40102/401 (RSA15)
/// @}

/// @name Of channels
/// @{
[[nodiscard]] ErrorInfo noAnswerToAttach(std::chrono::milliseconds limit); ///< 90007/408 (RTL4f)
[[nodiscard]] ErrorInfo noAnswerToDetach(std::chrono::milliseconds limit); ///< 90007/408 (RTL5f)
[[nodiscard]] ErrorInfo attachRefused();                                   ///< 90000/400, without a reason
[[nodiscard]] ErrorInfo overtaken();           ///< 90000/400, replaced by the opposite request
[[nodiscard]] ErrorInfo channelFailed();       ///< 90001/400 (RTL5b)
[[nodiscard]] ErrorInfo channelNotAttached();  ///< 90001/400
[[nodiscard]] ErrorInfo presenceOutOfStep();   ///< 91005/400 (RTP11d)
[[nodiscard]] ErrorInfo presenceModeMissing(); ///< 91008/400
/// 40018/400: @p cause says why, where the decoder did (RTL18).
[[nodiscard]] ErrorInfo deltaFailed(const std::optional<base::Error> &cause);
[[nodiscard]] ErrorInfo deltaOfAnother(const QString &base, const QString &last); ///< 40018/400 (RTL20)
[[nodiscard]] ErrorInfo noDeltaDecoder();                                         ///< 40019/400 (PC3)
/// @}

/// The error as Result carries it, causes included.
[[nodiscard]] base::Error toError(const ErrorInfo &info);
/// And back, for causes.
[[nodiscard]] ErrorInfo toErrorInfo(const base::Error &error);

} // namespace gm::ably::faults
