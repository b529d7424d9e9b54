/// A small HTTP/1.1 server on loopback: for the sign-in redirect and the sandbox. Not for the internet.
#pragma once

#include "core/base/result.h"
#include "core/net/httpclient.h"
#include "core/net/httphead.h"

#include <QObject>

#include <functional>
#include <memory>

class QTcpServer;
class QTcpSocket;

namespace gm::net
{

struct ServerResponse {
    int status = 200;
    QList<HttpHeader> headers{}; ///< Content-Length and Connection are added.
    QByteArray body{};
};

/// Answers one request, now or later, once. Copies share the one answer; the last copy to go without an answer closes the
/// connection. Safe to use after the server or the socket is gone.
class Responder
{
public:
    class Peer;
    explicit Responder(std::shared_ptr<Peer> peer);

    void send(const ServerResponse &response) const;
    /// The head and the first @p bodyBytes of the body, then the connection is closed: a truncated answer.
    void sendTruncated(const ServerResponse &response, qsizetype bodyBytes) const;
    /// Closes the connection without an answer.
    void drop() const;

private:
    std::shared_ptr<Peer> m_peer;
};

/// Listens on this computer only. One thread, keep-alive, no TLS. Heads above 64 KiB, or what was set, and bodies above 16 MiB are refused.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const ServerRequest &, const Responder &)>;
    /// Takes over a socket whose upgrade request is still unread in it, parsed as @p request for a look.
    using UpgradeHandler = std::function<void(const ServerRequest &request, QTcpSocket *socket)>;

    explicit HttpServer(QObject *parent = nullptr);
    ~HttpServer() override;

    /// Which of this computer's own addresses are listened on.
    enum class Family {
        IPv4, ///< 127.0.0.1
        IPv6, ///< ::1
        Both, ///< Both with one port; 127.0.0.1 alone where the computer has no IPv6.
    };

    /// Port 0: any free one. Fails with 1220 when the port is taken.
    [[nodiscard]] base::Result<quint16> listen(quint16 port = 0, Family family = Family::IPv4);
    /// Stops accepting and drops open connections; listen() may be called again.
    void stop();
    [[nodiscard]] bool isListening() const;
    [[nodiscard]] quint16 port() const; ///< The last port listened on; kept after stop().

    void setHandler(Handler handler);
    /// What a request may send before its body; 64 KiB when not set.
    void setMaxHeadBytes(qsizetype bytes) { m_maxHeadBytes = bytes; }
    /// Without one, upgrades are answered 426.
    void setUpgradeHandler(UpgradeHandler handler);

private:
    class Connection;
    void accept(QTcpServer &server);

    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpServer> m_second; ///< On ::1, beside the first.
    Handler m_handler;
    UpgradeHandler m_upgradeHandler;
    quint16 m_port = 0;
    qsizetype m_maxHeadBytes = net::maxHeadBytes;
};

} // namespace gm::net
