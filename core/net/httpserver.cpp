#include "core/net/httpserver.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

namespace gm::net
{

using base::Error;
using base::Result;

namespace
{

constexpr qsizetype maxBodyBytes = 16 * 1024 * 1024;

QByteArray reasonPhrase(int status)
{
    static const QHash<int, QByteArray> phrases{
        {101, "Switching Protocols"},
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {302, "Found"},
        {303, "See Other"},
        {307, "Temporary Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {422, "Unprocessable Content"},
        {426, "Upgrade Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    return phrases.value(status, "Status");
}

QByteArray headOf(const ServerResponse &response, bool isKeptAlive)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    for (const HttpHeader &header : response.headers)
        head += header.name + ": " + header.value + "\r\n";
    if (response.status != 204)
        head += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    head += isKeptAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

} // namespace

/// The socket behind a Responder, as long as it lives.
class Responder::Peer
{
public:
    using Write = std::function<void(const ServerResponse &, qsizetype bodyBytes)>;
    Peer(QObject *connection, Write write, std::function<void()> close)
        : m_connection(connection)
        , m_write(std::move(write))
        , m_close(std::move(close))
    {
    }
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;
    ~Peer() { drop(); }

    void send(const ServerResponse &response, qsizetype bodyBytes)
    {
        if (!std::exchange(m_isAnswered, true) && m_connection)
            m_write(response, bodyBytes);
    }
    void drop()
    {
        if (!std::exchange(m_isAnswered, true) && m_connection)
            m_close();
    }

private:
    QPointer<QObject> m_connection;
    Write m_write;
    std::function<void()> m_close;
    bool m_isAnswered = false;
};

Responder::Responder(std::shared_ptr<Peer> peer)
    : m_peer(std::move(peer))
{
}

void Responder::send(const ServerResponse &response) const
{
    m_peer->send(response, response.body.size());
}

void Responder::sendTruncated(const ServerResponse &response, qsizetype bodyBytes) const
{
    m_peer->send(response, std::min(bodyBytes, response.body.size()));
}

void Responder::drop() const
{
    m_peer->drop();
}

/// One client's socket: requests are read and answered one after the other.
class HttpServer::Connection final : public QObject
{
public:
    Connection(HttpServer &server, QTcpSocket *socket)
        : QObject(&server)
        , m_server(server)
        , m_socket(socket)
    {
        m_socket->setParent(this);
        connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
        connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    }

private:
    void read()
    {
        while (!m_isAnswering && m_socket && m_socket->bytesAvailable() > 0) {
            if (!m_request && !readHead())
                return;
            if (m_request && !readBody())
                return;
        }
    }

    /// True when a head was taken from the socket.
    bool readHead()
    {
        const QByteArray seen = m_socket->peek(m_server.m_maxHeadBytes);
        const qsizetype end = seen.indexOf("\r\n\r\n");
        if (end < 0) {
            if (seen.size() >= m_server.m_maxHeadBytes)
                refuse(431);
            return false;
        }
        auto head = parseHead(seen.left(end));
        if (const auto *refusal = std::get_if<HeadRefusal>(&head)) {
            refuse(refusal->status);
            return false;
        }
        m_request = std::get<ServerRequest>(std::move(head));
        if (m_request->isUpgrade() && m_server.m_upgradeHandler) {
            handOver();
            return false;
        }
        m_socket->read(end + 4);
        m_bodyBytes = bodyBytes(*m_request);
        return true;
    }

    /// True when the body was whole and the request has been handled.
    bool readBody()
    {
        m_request->body += m_socket->read(m_bodyBytes - m_request->body.size());
        if (m_request->body.size() < m_bodyBytes)
            return false;
        const ServerRequest request = *std::exchange(m_request, std::nullopt);
        m_isAnswering = true;
        const bool isKeptAlive = request.header("connection").toLower() != "close";
        const Responder responder(std::make_shared<Responder::Peer>(
            this,
            [this, isKeptAlive](const ServerResponse &response, qsizetype bodyBytes) {
                answer(response, bodyBytes, isKeptAlive);
            },
            [this] { m_socket->abort(); }));
        if (request.isUpgrade())
            responder.send({.status = 426});
        else if (m_server.m_handler)
            m_server.m_handler(request, responder);
        else
            responder.send({.status = 404});
        return true;
    }

    void answer(const ServerResponse &response, qsizetype bodyBytes, bool isKeptAlive)
    {
        const bool isWhole = bodyBytes == response.body.size();
        // In one write: with two, the second waits for the client's delayed acknowledgement of the first.
        m_socket->write(headOf(response, isKeptAlive && isWhole) + response.body.left(bodyBytes));
        m_isAnswering = false;
        if (!isKeptAlive || !isWhole)
            m_socket->disconnectFromHost();
        else if (m_socket->bytesAvailable() > 0)
            QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
    }

    void handOver()
    {
        QTcpSocket *socket = std::exchange(m_socket, nullptr);
        socket->disconnect(this);
        socket->setParent(nullptr);
        m_server.m_upgradeHandler(*m_request, socket);
        deleteLater();
    }

    void refuse(int status)
    {
        m_isAnswering = true; // the rest of the request is not looked at
        m_socket->write(headOf({.status = status}, false));
        m_socket->disconnectFromHost();
    }

    HttpServer &m_server;
    QTcpSocket *m_socket;
    std::optional<ServerRequest> m_request;
    qint64 m_bodyBytes = 0;
    bool m_isAnswering = false;
};

HttpServer::HttpServer(QObject *parent)
    : QObject(parent)
    , m_server(std::make_unique<QTcpServer>())
{
    connect(m_server.get(), &QTcpServer::newConnection, this, [this] { accept(*m_server); });
}

HttpServer::~HttpServer()
{
    stop();
}

Result<quint16> HttpServer::listen(quint16 port, Family family)
{
    const auto first = family == Family::IPv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost;
    if (!m_server->listen(first, port)) {
        return Error{.code = 1220,
                     .what = QCoreApplication::translate("gm::net::HttpServer", "Port %1 cannot be used.").arg(port),
                     .why = m_server->errorString(),
                     .next = QCoreApplication::translate("gm::net::HttpServer", "Use 0 for any free port.")};
    }
    m_port = m_server->serverPort();
    if (family == Family::Both) {
        m_second = std::make_unique<QTcpServer>();
        connect(m_second.get(), &QTcpServer::newConnection, this, [this] { accept(*m_second); });
        if (!m_second->listen(QHostAddress::LocalHostIPv6, m_port))
            qCInfo(base::lcNet) << "port" << m_port << "is not to be had on ::1:" << m_second->errorString();
    }
    return m_port;
}

void HttpServer::stop()
{
    m_server->close();
    m_second.reset();
    const auto connections = findChildren<Connection *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(connections);
}

bool HttpServer::isListening() const
{
    return m_server->isListening();
}

quint16 HttpServer::port() const
{
    return m_port;
}

void HttpServer::setHandler(Handler handler)
{
    m_handler = std::move(handler);
}

void HttpServer::setUpgradeHandler(UpgradeHandler handler)
{
    m_upgradeHandler = std::move(handler);
}

void HttpServer::accept(QTcpServer &server)
{
    while (QTcpSocket *socket = server.nextPendingConnection())
        new Connection(*this, socket);
}

} // namespace gm::net
