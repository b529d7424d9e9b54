#include "core/ably/protocolmessage.h"

#include "core/ably/errorcatalogue.h"

#include <array>

namespace gm::ably
{

QUrl ErrorInfo::helpUrl() const
{
    return href.isEmpty() ? helpUrlOf(code) : QUrl(href);
}

bool ErrorInfo::isTokenError() const
{
    return statusCode == 401 && code >= 40140 && code < 40150;
}

bool operator==(const ErrorInfo &a, const ErrorInfo &b)
{
    const bool isSameCause = (a.cause && b.cause) ? *a.cause == *b.cause : !a.cause == !b.cause;
    return isSameCause && a.code == b.code && a.statusCode == b.statusCode && a.message == b.message &&
           a.href == b.href && a.requestId == b.requestId && a.detail == b.detail;
}

const base::Secret &ProtocolMessage::newestKey() const
{
    const bool hasDetailsKey = connectionDetails && !connectionDetails->connectionKey.isEmpty();
    return hasDetailsKey ? connectionDetails->connectionKey : connectionKey;
}

void ProtocolMessage::fillInMessages()
{
    int index = 0;
    for (Message &message : messages) {
        if (message.id.isEmpty() && !id.isEmpty())
            message.id = QStringLiteral("%1:%2").arg(id).arg(index);
        if (message.connectionId.isEmpty())
            message.connectionId = connectionId;
        if (!message.timestamp)
            message.timestamp = timestamp;
        if (message.version.serial.isEmpty())
            message.version.serial = message.serial;
        if (!message.version.timestamp)
            message.version.timestamp = message.timestamp;
        ++index;
    }
}

QString actionName(Action action)
{
    static constexpr std::array<QStringView, 22> names{
        u"HEARTBEAT", u"ACK",   u"NACK",     u"CONNECT",  u"CONNECTED",   u"DISCONNECT", u"DISCONNECTED", u"CLOSE",
        u"CLOSED",    u"ERROR", u"ATTACH",   u"ATTACHED", u"DETACH",      u"DETACHED",   u"PRESENCE",     u"MESSAGE",
        u"SYNC",      u"AUTH",  u"ACTIVATE", u"OBJECT",   u"OBJECT_SYNC", u"ANNOTATION",
    };
    const auto number = int(action);
    if (number >= 0 && size_t(number) < names.size())
        return names[size_t(number)].toString();
    return QStringLiteral("ACTION %1").arg(number);
}

} // namespace gm::ably
