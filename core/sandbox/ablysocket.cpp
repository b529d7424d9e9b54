#include "core/sandbox/ablysocket.h"

#include "core/sandbox/faults.h"

#include <QWebSocket>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

AblySocket::AblySocket(QWebSocket *socket, Format format, base::Clock &clock, Faults &faults, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_format(format)
    , m_clock(clock)
    , m_faults(faults)
{
    socket->setParent(this);
    connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) { receive(text.toUtf8()); });
    connect(socket, &QWebSocket::binaryMessageReceived, this, &AblySocket::receive);
    connect(socket, &QWebSocket::pong, this,
            [this](quint64 /*elapsed*/, const QByteArray &payload) { m_receipts.remove(payload); });
    connect(socket, &QWebSocket::disconnected, this, [this] {
        if (m_isClosing)
            deleteLater();
        else
            Q_EMIT lost();
    });
    connect(&faults, &Faults::ended, this, [this](const Fault &fault) {
        if (fault.kind == u"black-hole" && !isSilent())
            endSilence();
    });
}

AblySocket::~AblySocket()
{
    // Its last signals would reach an object half gone.
    m_socket->disconnect(this);
}

bool AblySocket::isSilent() const
{
    return m_isSilentForGood || m_faults.peek(u"black-hole"_s);
}

void AblySocket::fallSilent()
{
    m_isSilentForGood = true;
}

void AblySocket::receive(const QByteArray &bytes)
{
    if (m_isClosing)
        return;
    if (isSilent()) {
        m_heldIn += bytes;
        return;
    }
    const auto value = decode(bytes, m_format);
    if (value && value->isMap())
        Q_EMIT frameReceived(value->toMap());
    else
        Q_EMIT unreadableReceived();
}

void AblySocket::send(const QCborMap &frame)
{
    sendEncoded(encode(frame, m_format));
}

void AblySocket::sendEncoded(const QByteArray &frame)
{
    write(frame, m_format == Format::Json);
}

void AblySocket::sendRaw(const QString &text)
{
    write(text.toUtf8(), true);
}

void AblySocket::write(const QByteArray &bytes, bool isText)
{
    if (m_isClosing)
        return;
    if (isSilent()) {
        m_heldOut += {bytes, isText};
        return;
    }
    m_lastSent = m_clock.now();
    if (isText)
        m_socket->sendTextMessage(QString::fromUtf8(bytes));
    else
        m_socket->sendBinaryMessage(bytes);
}

void AblySocket::endSilence()
{
    const QList<Held> out = std::exchange(m_heldOut, {});
    for (const Held &held : out)
        write(held.bytes, held.isText);
    const QList<QByteArray> in = std::exchange(m_heldIn, {});
    for (const QByteArray &bytes : in)
        receive(bytes);
}

void AblySocket::keepUntilRead(const std::shared_ptr<void> &receipt)
{
    if (m_isClosing)
        return;
    const QByteArray payload = QByteArray::number(++m_lastReceipt);
    m_receipts.insert(payload, receipt);
    m_socket->ping(payload);
}

void AblySocket::keepAlive(std::chrono::milliseconds interval, bool asFrames)
{
    m_interval = interval;
    m_beatsAsFrames = asFrames;
    scheduleBeat();
}

void AblySocket::scheduleBeat()
{
    m_beatTimer = m_clock.after(m_lastSent + m_interval - m_clock.now(), [this] { beat(); });
}

void AblySocket::beat()
{
    const bool isIdle = m_clock.now() - m_lastSent >= m_interval;
    if (isIdle && !isSilent() && !m_faults.peek(u"stop-heartbeats"_s)) {
        if (m_beatsAsFrames)
            send(frame(Action::Heartbeat));
        else
            m_socket->ping();
    }
    if (isIdle)
        m_lastSent = m_clock.now();
    scheduleBeat();
}

void AblySocket::close(int code, const QString &reason)
{
    m_isClosing = true;
    m_beatTimer.cancel();
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void AblySocket::abort()
{
    m_isClosing = true;
    m_beatTimer.cancel();
    m_socket->abort();
}

} // namespace gm::sandbox
