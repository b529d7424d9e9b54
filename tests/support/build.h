/// Frames as the service sends them, in one line each.
#pragma once

#include "core/ably/protocolmessage.h"

namespace gm::test::build
{

[[nodiscard]] ably::ErrorInfo error(int code, int status = 400,
                                    const QString &message = QStringLiteral("said the test"));
/// 40142/401
[[nodiscard]] ably::ErrorInfo tokenExpired();

[[nodiscard]] ably::ProtocolMessage frame(ably::Action action);
/// CONNECTED with the usual details: 120 s of state, 15 s of idle interval.
[[nodiscard]] ably::ProtocolMessage connected(const QString &id = QStringLiteral("conn-1"),
                                              const QString &key = QStringLiteral("key-1"));
/// ERROR, DISCONNECTED … about the connection.
[[nodiscard]] ably::ProtocolMessage with(ably::Action action, const ably::ErrorInfo &error);

[[nodiscard]] ably::ProtocolMessage onChannel(ably::Action action, const QString &channel,
                                              const std::optional<ably::ErrorInfo> &error = {});
/// ATTACHED with SUBSCRIBE granted and @p notices beside it.
[[nodiscard]] ably::ProtocolMessage attached(const QString &channel, const QString &serial = QStringLiteral("serial-1"),
                                             quint32 notices = 0);
/// MESSAGE with one message named @p name and text as data.
[[nodiscard]] ably::ProtocolMessage message(const QString &channel, const QString &serial, const QString &id = {},
                                            const QString &name = QStringLiteral("status"),
                                            const QByteArray &data = QByteArrayLiteral("hello"));

} // namespace gm::test::build
