#include "tests/integration/barepeer.h"

#include "tests/integration/realtimeharness.h"

#include <QJsonDocument>
#include <QUrlQuery>

namespace gm::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int ack = 1;
constexpr int nack = 2;
constexpr int connected = 4;
constexpr int presence = 14;
constexpr int message = 15;

} // namespace

BarePeer::BarePeer(AblyService &service, const QString &clientId)
{
    QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                     [this](const QString &text) { receive(text); });
    QUrlQuery query{{u"v"_s, u"6"_s}, {u"key"_s, service.ably.key()}};
    if (!clientId.isEmpty())
        query.addQueryItem(u"clientId"_s, clientId);
    QUrl url = service.url();
    url.setScheme(u"ws"_s);
    url.setPath(u"/"_s);
    url.setQuery(query);
    m_socket.open(url);
    if (!soon([this] { return !m_connectionId.isEmpty(); }))
        qWarning("The other client was not connected.");
}

void BarePeer::receive(const QString &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text.toUtf8()).object();
    const int action = frame.value(u"action"_s).toInt();
    if (action == connected)
        m_connectionId = frame.value(u"connectionId"_s).toString();
    else if (action == ack || action == nack)
        m_answer = frame;
}

bool BarePeer::send(QJsonObject frame)
{
    const qint64 msgSerial = m_msgSerial++;
    frame.insert(u"msgSerial"_s, msgSerial);
    m_answer = {};
    m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    const bool isAnswered = soon([&] { return m_answer.value(u"msgSerial"_s).toInteger(-1) == msgSerial; });
    return isAnswered && m_answer.value(u"action"_s) == ack;
}

QStringList BarePeer::publish(const QString &channel, const QJsonArray &messages)
{
    QStringList serials;
    if (send({{u"action"_s, message}, {u"channel"_s, channel}, {u"messages"_s, messages}})) {
        const QJsonArray given = m_answer.value(u"res"_s)[0][u"serials"_s].toArray();
        for (const QJsonValue serial : given)
            serials += serial.toString();
    }
    return serials;
}

QStringList BarePeer::publish(const QString &channel, const QString &name, const QJsonValue &data)
{
    return publish(channel, {QJsonObject{{u"name"_s, name}, {u"data"_s, data}}});
}

bool BarePeer::changePresence(const QString &channel, int action, const QString &clientId, const QJsonValue &data)
{
    QJsonObject member{{u"action"_s, action}, {u"clientId"_s, clientId}};
    if (!data.isNull())
        member.insert(u"data"_s, data);
    return send({{u"action"_s, presence}, {u"channel"_s, channel}, {u"presence"_s, QJsonArray{member}}});
}

} // namespace gm::test
