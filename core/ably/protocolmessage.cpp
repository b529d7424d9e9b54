#include "core/ably/protocolmessage.h"

#include "core/ably/errorcatalogue.h"
#include "core/ably/framelimits.h"

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

QString ErrorInfo::toText() const
{
    const QString page = helpUrl().toString();
    return QStringLiteral("%1 (code %2, status %3)%4")
        .arg(message)
        .arg(code)
        .arg(statusCode)
        .arg(page.isEmpty() ? page : QStringLiteral(", see %1").arg(page));
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
    const auto fillIn = [this](auto &entry, qsizetype index) {
        if (entry.id.isEmpty() && !id.isEmpty() && id.size() <= maxIdLength)
            entry.id = QString(id + u':' + QString::number(index));
        if (entry.connectionId.isEmpty())
            entry.connectionId = connectionId;
        if (!entry.timestamp)
            entry.timestamp = timestamp;
    };
    for (qsizetype i = 0; i < messages.size(); ++i) {
        Message &message = messages[i];
        fillIn(message, i);
        if (message.version.serial.isEmpty())
            message.version.serial = message.serial;
        if (!message.version.timestamp)
            message.version.timestamp = message.timestamp;
    }
    for (qsizetype i = 0; i < presence.size(); ++i)
        fillIn(presence[i], i);
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

QString presenceActionName(PresenceAction action)
{
    static constexpr std::array<QStringView, 5> names{u"absent", u"present", u"enter", u"leave", u"update"};
    const auto number = int(action);
    if (number >= 0 && size_t(number) < names.size())
        return names[size_t(number)].toString();
    return QStringLiteral("action %1").arg(number);
}

} // namespace gm::ably
