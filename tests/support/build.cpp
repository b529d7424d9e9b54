#include "tests/support/build.h"

namespace gm::test::build
{

using namespace ably;

ErrorInfo error(int code, int status, const QString &message)
{
    return {.code = code, .statusCode = status, .message = message};
}

ErrorInfo tokenExpired()
{
    return error(40142, 401, QStringLiteral("Token expired"));
}

ProtocolMessage frame(Action action)
{
    ProtocolMessage result;
    result.action = action;
    return result;
}

ProtocolMessage connected(const QString &id, const QString &key)
{
    ProtocolMessage result = frame(Action::Connected);
    result.connectionId = id;
    result.connectionDetails.emplace().connectionKey = base::Secret(key);
    return result;
}

ProtocolMessage with(Action action, const ErrorInfo &error)
{
    ProtocolMessage result = frame(action);
    result.error = error;
    return result;
}

ProtocolMessage onChannel(Action action, const QString &channel, const std::optional<ErrorInfo> &error)
{
    ProtocolMessage result = frame(action);
    result.channel = channel;
    result.error = error;
    return result;
}

ProtocolMessage attached(const QString &channel, const QString &serial, quint32 notices)
{
    ProtocolMessage result = onChannel(Action::Attached, channel);
    result.channelSerial = serial;
    result.flags = flag::Subscribe | notices;
    return result;
}

ProtocolMessage message(const QString &channel, const QString &serial, const QString &id, const QString &name,
                        const QByteArray &data)
{
    ProtocolMessage result = onChannel(Action::Message, channel);
    result.channelSerial = serial;
    result.id = id;
    result.messages.append({.name = name, .kind = DataKind::Text, .data = data});
    return result;
}

} // namespace gm::test::build
