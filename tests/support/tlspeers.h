/// Servers of a test that are met over TLS or through a proxy; for tests that link Qt's Network.
#pragma once

#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <QFile>

namespace gm::test
{

/// Certificates made by openssl while the test runs: an authority of its own, and what it or nobody signs.
class Certificates
{
public:
    Certificates()
    {
        run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
             QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-subj"),
             QStringLiteral("/CN=Authority of the test"), QStringLiteral("-keyout"), path("ca.key"),
             QStringLiteral("-out"), path("ca.pem")});
    }

    /// False where openssl is missing or refused.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] QSslCertificate authority() const { return certificate("ca"); }

    /// Signed by the authority for @p host, to run out in @p days from now: negative ones are over.
    [[nodiscard]] QSslConfiguration signedFor(const QString &host, int days = 30)
    {
        request("server", host);
        write("san", "subjectAltName=DNS:" + host.toUtf8());
        run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path("server.csr"),
             QStringLiteral("-CA"), path("ca.pem"), QStringLiteral("-CAkey"), path("ca.key"),
             QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QString::number(days),
             QStringLiteral("-extfile"), path("san"), QStringLiteral("-out"), path("server.pem")});
        return configuration("server");
    }
    /// Made by the server itself.
    [[nodiscard]] QSslConfiguration selfSignedFor(const QString &host)
    {
        request("self", host);
        write("san", "subjectAltName=DNS:" + host.toUtf8());
        run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path("self.csr"),
             QStringLiteral("-signkey"), path("self.key"), QStringLiteral("-days"), QStringLiteral("30"),
             QStringLiteral("-extfile"), path("san"), QStringLiteral("-out"), path("self.pem")});
        return configuration("self");
    }

private:
    void request(const QString &name, const QString &host)
    {
        run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
             QStringLiteral("-subj"), QStringLiteral("/CN=") + host, QStringLiteral("-keyout"), path(name + u".key"),
             QStringLiteral("-out"), path(name + u".csr")});
    }
    void request(const char *name, const QString &host) { request(QString::fromLatin1(name), host); }
    void run(const QStringList &arguments)
    {
        m_isReady = QProcess::execute(QStringLiteral("openssl"), arguments) == 0 && m_isReady;
    }
    void write(const char *name, const QByteArray &text)
    {
        QFile file(path(name));
        m_isReady = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && m_isReady;
    }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString path(const char *name) const { return path(QString::fromLatin1(name)); }
    [[nodiscard]] QSslCertificate certificate(const char *name) const
    {
        const auto found = QSslCertificate::fromPath(path(QString::fromLatin1(name) + u".pem"));
        return found.isEmpty() ? QSslCertificate() : found.first();
    }
    [[nodiscard]] QSslConfiguration configuration(const char *name) const
    {
        QFile key(path(QString::fromLatin1(name) + u".key"));
        QSslConfiguration result = QSslConfiguration::defaultConfiguration();
        if (key.open(QIODevice::ReadOnly))
            result.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        result.setLocalCertificate(certificate(name));
        return result;
    }

    QTemporaryDir m_folder;
    bool m_isReady = true;
};

/// Answers every HTTPS request with 200 and "yes".
class TlsServer
{
public:
    explicit TlsServer(const QSslConfiguration &configuration)
    {
        m_server.setSslConfiguration(configuration);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                    if (!socket->readAll().contains("\r\n\r\n"))
                        return;
                    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes");
                    socket->disconnectFromHost();
                });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QSslServer m_server;
};

/// An HTTP proxy that knows CONNECT alone, and leads every tunnel to one port of this computer, whatever host is asked for.
class TunnelProxy
{
public:
    explicit TunnelProxy(quint16 target)
        : m_target(target)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *client = m_server.nextPendingConnection())
                serve(client);
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    /// In place of a tunnel: this status line.
    void refuse(const QByteArray &answer) { m_refusal = answer; }
    /// Base64 of "name:password": with it the tunnel is made, without it 407 is answered.
    void demand(const QByteArray &login) { m_login = login; }

    [[nodiscard]] QString url(const QString &login = {}) const
    {
        const QString host = login.isEmpty() ? QStringLiteral("127.0.0.1") : login + QStringLiteral("@127.0.0.1");
        return QStringLiteral("http://%1:%2").arg(host).arg(m_server.serverPort());
    }
    /// What was asked for with CONNECT, in order.
    [[nodiscard]] const QByteArrayList &asked() const { return m_asked; }

private:
    void serve(QTcpSocket *client)
    {
        QObject::connect(client, &QTcpSocket::readyRead, client, [this, client] {
            if (!client->peek(16'384).contains("\r\n\r\n"))
                return;
            const QByteArray head = client->readAll();
            m_asked << head.mid(8, head.indexOf(' ', 8) - 8); // behind "CONNECT "
            if (!m_refusal.isEmpty())
                client->write(QByteArray("HTTP/1.1 ") + m_refusal +
                              "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            else if (!m_login.isEmpty() && !head.contains(QByteArray("Basic " + m_login)))
                client->write("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                              "Content-Length: 0\r\n\r\n");
            else
                tunnel(client);
        });
    }

    void tunnel(QTcpSocket *client)
    {
        client->disconnect();
        auto *server = new QTcpSocket(client);
        QObject::connect(server, &QTcpSocket::connected, client, [client, server] {
            client->write("HTTP/1.1 200 Connection established\r\n\r\n");
            QObject::connect(client, &QTcpSocket::readyRead, server,
                             [client, server] { server->write(client->readAll()); });
        });
        QObject::connect(server, &QTcpSocket::readyRead, client,
                         [client, server] { client->write(server->readAll()); });
        QObject::connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        QObject::connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
        server->connectToHost(QHostAddress::LocalHost, m_target);
    }

    QTcpServer m_server;
    quint16 m_target;
    QByteArray m_refusal;
    QByteArray m_login;
    QByteArrayList m_asked;
};

} // namespace gm::test
