#include "core/ably/transport.h"

#include "core/ably/msgpackframes.h"
#include "core/base/logging.h"

namespace gm::ably
{

Transport::Transport(std::unique_ptr<net::WebSocket> socket, bool useMsgpack, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_useMsgpack(useMsgpack)
{
    connect(m_socket.get(), &net::WebSocket::opened, this, [this] { m_isOpen = true; });
    connect(m_socket.get(), &net::WebSocket::textReceived, this, &Transport::onText);
    connect(m_socket.get(), &net::WebSocket::binaryReceived, this, &Transport::onBinary);
    connect(m_socket.get(), &net::WebSocket::closed, this, [this](int, const base::Error &fault) {
        m_hasEnded = true;
        Q_EMIT ended(fault);
    });
}

Transport::~Transport()
{
    if (!m_hasEnded)
        m_socket->abort();
}

void Transport::open(const QUrl &url)
{
    m_socket->open(url);
}

void Transport::send(const ProtocolMessage &frame)
{
    if (m_useMsgpack)
        m_socket->sendBinary(writeMsgpackFrame(frame));
    else
        m_socket->sendText(QString::fromUtf8(writeJsonFrame(frame)));
}

void Transport::retire(base::Clock &clock, std::chrono::milliseconds limit)
{
    m_socket->disconnect(this);
    if (!m_isOpen && !std::exchange(m_hasEnded, true))
        m_socket->abort();
    if (m_hasEnded) {
        deleteLater();
        return;
    }
    connect(m_socket.get(), &net::WebSocket::closed, this, [this] {
        m_hasEnded = true;
        deleteLater();
    });
    m_farewell = clock.after(limit, [this] { deleteLater(); });
    m_socket->close();
}

void Transport::onText(const QString &text)
{
    const QByteArray raw = text.toUtf8();
    report(m_jsonReader.read(QByteArrayView(raw)), raw);
}

void Transport::onBinary(const QByteArray &bytes)
{
    report(readMsgpackFrame(bytes), bytes);
}

void Transport::report(const base::Result<ProtocolMessage> &frame, const QByteArray &raw)
{
    if (frame) {
        Q_EMIT frameReceived(*frame, raw);
        return;
    }
    qCWarning(base::lcAbly) << "a frame of" << raw.size() << "bytes could not be read:" << frame.error().what;
    Q_EMIT frameUndecodable(raw, frame.error());
}

} // namespace gm::ably
