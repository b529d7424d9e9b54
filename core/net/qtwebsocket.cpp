#include "core/net/qtwebsocket.h"

#include "core/base/logging.h"
#include "core/net/certificatefault.h"
#include "core/net/httpclient.h"
#include "core/net/systemproxy.h"

#include <QNetworkProxy>
#include <QRegularExpression>
#include <QSslError>
#include <QWebSocket>

namespace gm::net
{

using base::Error;

namespace
{

class QtWebSocket final : public WebSocket
{
public:
    QtWebSocket()
    {
        m_socket.setMaxAllowedIncomingFrameSize(maxWebSocketFrameBytes);
        m_socket.setMaxAllowedIncomingMessageSize(maxWebSocketFrameBytes);
        connect(&m_socket, &QWebSocket::connected, this, &WebSocket::opened);
        connect(&m_socket, &QWebSocket::textMessageReceived, this, &WebSocket::textReceived);
        connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &WebSocket::binaryReceived);
        connect(&m_socket, &QWebSocket::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_tlsProblems = errors; });
        connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
                [this](QAbstractSocket::SocketError error) {
                    m_fault = faultFor(error);
                    // A failed attempt has no disconnected() of its own.
                    if (m_socket.state() == QAbstractSocket::UnconnectedState)
                        QMetaObject::invokeMethod(this, &QtWebSocket::reportEnd, Qt::QueuedConnection);
                });
        connect(&m_socket, &QWebSocket::disconnected, this, &QtWebSocket::reportEnd, Qt::QueuedConnection);
    }

    void open(const QUrl &url) override
    {
        m_origin = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery).toString();
        if (url.scheme() != u"wss" && !(url.scheme() == u"ws" && isLoopback(url))) {
            m_fault = {.code = PlainHttpRefused,
                       .what = tr("Plain websockets are used for this computer only, not for %1.").arg(m_origin),
                       .next = tr("Use an address with TLS.")};
            QMetaObject::invokeMethod(this, &QtWebSocket::reportEnd, Qt::QueuedConnection);
            return;
        }
        qCDebug(base::lcNet) << "opening" << m_origin;
        m_socket.setProxy(systemProxyFor(url));
        m_socket.open(url);
    }

    void sendText(const QString &text) override { m_socket.sendTextMessage(text); }
    void sendBinary(const QByteArray &bytes) override { m_socket.sendBinaryMessage(bytes); }
    void close() override { m_socket.close(QWebSocketProtocol::CloseCodeNormal); }

    void abort() override
    {
        m_isEnded = true;
        m_socket.abort();
    }

private:
    void reportEnd()
    {
        if (std::exchange(m_isEnded, true))
            return;
        // Qt reports CloseCodeNormal by default, also where no close frame came.
        const bool hasCloseFrame =
            m_fault.code == 0 && m_socket.closeCode() != QWebSocketProtocol::CloseCodeAbnormalDisconnection;
        Q_EMIT closed(hasCloseFrame ? int(m_socket.closeCode()) : 1006, m_fault);
    }

    [[nodiscard]] Error faultFor(QAbstractSocket::SocketError error) const
    {
        static const QRegularExpression httpStatus(
            QStringLiteral("(?:Unhandled http status code|http status code)\\D*(\\d{3})"),
            QRegularExpression::CaseInsensitiveOption);
        if (const auto match = httpStatus.match(m_socket.errorString()); match.hasMatch()) {
            return {.code = upgradeRefused,
                    .status = match.captured(1).toInt(),
                    .what = tr("%1 answered %2 in place of opening a websocket.").arg(m_origin, match.captured(1))};
        }
        // Qt's word for a proxy that says no.
        if (error == QAbstractSocket::SocketAccessError &&
            systemProxyFor(m_socket.requestUrl()).type() != QNetworkProxy::NoProxy)
            return proxyRefused();
        switch (error) {
        case QAbstractSocket::ConnectionRefusedError:
            return {.code = ConnectionRefused, .what = tr("Nothing listens at %1 (connection refused).").arg(m_origin)};
        case QAbstractSocket::HostNotFoundError:
            return {.code = HostNotFound, .what = tr("The host of %1 is not known.").arg(m_origin)};
        case QAbstractSocket::RemoteHostClosedError:
            return {.code = ConnectionLost, .what = tr("%1 closed the connection without a goodbye.").arg(m_origin)};
        case QAbstractSocket::SocketTimeoutError:
            return {.code = TimedOut, .what = tr("%1 gave no answer in time.").arg(m_origin)};
        case QAbstractSocket::SslHandshakeFailedError:
        case QAbstractSocket::SslInternalError:
        case QAbstractSocket::SslInvalidUserDataError:
            return certificateFault(m_tlsProblems, m_origin, m_socket.errorString());
        case QAbstractSocket::ProxyAuthenticationRequiredError:
            return proxyWantsLogin(m_origin);
        case QAbstractSocket::ProxyConnectionRefusedError:
        case QAbstractSocket::ProxyConnectionClosedError:
        case QAbstractSocket::ProxyConnectionTimeoutError:
        case QAbstractSocket::ProxyNotFoundError:
        case QAbstractSocket::ProxyProtocolError:
            return proxyRefused();
        default:
            return {.code = OtherNetworkFault,
                    .what = tr("%1 could not be reached.").arg(m_origin),
                    .why = m_socket.errorString()};
        }
    }

    [[nodiscard]] Error proxyRefused() const
    {
        return {.code = ProxyFailed,
                .what = tr("The proxy on the way to %1 does not let the connection through.").arg(m_origin),
                .why = m_socket.errorString()};
    }

    QWebSocket m_socket;
    QString m_origin;
    QList<QSslError> m_tlsProblems;
    Error m_fault;
    bool m_isEnded = false;
};

} // namespace

std::unique_ptr<WebSocket> QtWebSocketFactory::create()
{
    return std::make_unique<QtWebSocket>();
}

} // namespace gm::net
