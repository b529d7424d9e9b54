#include "tests/support/frameproxy.h"

#include <QJsonDocument>
#include <QTcpSocket>

namespace gm::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int anyAction = -1;

QString textOf(const QJsonObject &frame)
{
    return frame.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact));
}

} // namespace

FrameProxy::FrameProxy(const QUrl &service)
    : m_service(service)
    , m_upgrader(u"proxy"_s, QWebSocketServer::NonSecureMode)
{
    m_service.setScheme(u"ws"_s);
    connect(&m_tcp, &QTcpServer::newConnection, this, &FrameProxy::acceptTcp);
    connect(&m_upgrader, &QWebSocketServer::newConnection, this, &FrameProxy::acceptWebSocket);
    if (!m_tcp.listen(QHostAddress::LocalHost))
        qFatal("There is no port to listen on.");
}

FrameProxy::~FrameProxy() = default;

QUrl FrameProxy::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_tcp.serverPort()));
}

void FrameProxy::swallow(Way way, int action, int times)
{
    edit(
        way, action, [](const QJsonObject &) { return QJsonObject(); }, times);
}

void FrameProxy::swallowEverything(Way way)
{
    swallow(way, anyAction, 0);
}

void FrameProxy::replace(Way way, int action, const QJsonObject &frame, int times)
{
    edit(
        way, action, [frame](const QJsonObject &) { return frame; }, times);
}

void FrameProxy::edit(Way way, int action, const Edit &edit, int times)
{
    m_rules.prepend({.way = way, .action = action, .timesLeft = times, .edit = edit});
}

void FrameProxy::inject(const QJsonObject &frame)
{
    m_client->sendTextMessage(textOf(frame));
}

void FrameProxy::closeClient()
{
    m_client->close();
}

void FrameProxy::resetClient()
{
    m_client->abort();
}

QList<QJsonObject> FrameProxy::seen(Way way, int action) const
{
    QList<QJsonObject> frames;
    for (const Seen &each : m_seen) {
        if (each.way == way && each.frame.value(u"action"_s).toInt() == action)
            frames += each.frame;
    }
    return frames;
}

void FrameProxy::acceptTcp()
{
    while (QTcpSocket *socket = m_tcp.nextPendingConnection()) {
        if (m_refusalsLeft > 0) {
            --m_refusalsLeft;
            socket->abort();
            socket->deleteLater();
        } else {
            m_upgrader.handleConnection(socket);
        }
    }
}

void FrameProxy::acceptWebSocket()
{
    while (QWebSocket *client = m_upgrader.nextPendingConnection()) {
        m_upgrades += QUrlQuery(client->requestUrl());
        m_client = client;
        connectThrough(client);
    }
}

void FrameProxy::connectThrough(QWebSocket *client)
{
    auto *service = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, client);
    QUrl url = m_service;
    url.setPath(u"/"_s);
    url.setQuery(QUrlQuery(client->requestUrl()));
    connect(service, &QWebSocket::textMessageReceived, client, [this, client](const QString &text) {
        if (const QString passed = ruled(Way::ToClient, text); !passed.isEmpty())
            client->sendTextMessage(passed);
    });
    // The client waits for CONNECTED before it says anything, so the service's socket is open by then.
    connect(client, &QWebSocket::textMessageReceived, service, [this, service](const QString &text) {
        if (const QString passed = ruled(Way::ToService, text); !passed.isEmpty())
            service->sendTextMessage(passed);
    });
    connect(service, &QWebSocket::disconnected, client, [client] { client->close(); });
    // Without a close frame: what the service makes of it is a lost connection, which can be resumed.
    connect(client, &QWebSocket::disconnected, service, [service, client] {
        service->disconnect(client);
        service->abort();
        client->deleteLater();
    });
    service->open(url);
}

QString FrameProxy::ruled(Way way, const QString &text)
{
    const QJsonObject frame = QJsonDocument::fromJson(text.toUtf8()).object();
    const int action = frame.value(u"action"_s).toInt();
    m_seen.append({way, frame});
    for (auto rule = m_rules.begin(); rule != m_rules.end(); ++rule) {
        if (rule->way != way || (rule->action != anyAction && rule->action != action))
            continue;
        const Edit edit = rule->edit;
        if (rule->timesLeft == 1)
            m_rules.erase(rule);
        else if (rule->timesLeft > 1)
            --rule->timesLeft;
        return textOf(edit(frame));
    }
    return text;
}

} // namespace gm::test
