#include "tests/support/fakewebsocket.h"

#include "core/ably/jsonframes.h"
#include "core/ably/msgpackframes.h"

#include <QPointer>
#include <QUrlQuery>

namespace gm::test
{

using ably::Action;
using ably::ProtocolMessage;

/// The client's side.
class FakeWebSocket final : public net::WebSocket
{
public:
    explicit FakeWebSocket(FakeWebSockets &factory)
        : m_factory(factory)
    {
    }

    ~FakeWebSocket() override { leave(); }

    void open(const QUrl &url) override
    {
        m_peer = std::make_shared<FakePeer>(m_factory.m_clock, url);
        m_peer->m_socket = this;
        m_factory.m_peers.append(m_peer);
        if (m_factory.onAttempt)
            m_factory.onAttempt(*m_peer);
    }

    void sendText(const QString &text) override
    {
        ably::JsonFrameReader reader;
        take(reader.read(QStringView(text)));
    }

    void sendBinary(const QByteArray &bytes) override
    {
        m_peer->m_receivedBinary.append(bytes);
        take(ably::readMsgpackFrame(bytes));
    }

    void close() override
    {
        if (m_peer) {
            m_peer->m_isLeft = true;
            m_peer->later([](FakeWebSocket &socket) { socket.end(1000, {}); });
        }
    }

    void abort() override { leave(); }

    void end(int code, const base::Error &fault)
    {
        leave();
        Q_EMIT closed(code, fault);
    }

private:
    void take(const base::Result<ProtocolMessage> &frame)
    {
        if (!frame || !m_peer)
            qFatal("the client sent something that is no frame");
        m_peer->m_received.append(*frame);
        if (m_factory.onFrame)
            m_factory.onFrame(*m_peer, *frame);
    }

    void leave()
    {
        if (!m_peer)
            return;
        m_peer->m_isLeft = true;
        m_peer->m_socket = nullptr;
    }

    FakeWebSockets &m_factory;
    std::shared_ptr<FakePeer> m_peer;
};

QString FakePeer::param(const QString &name) const
{
    return QUrlQuery(m_url).queryItemValue(name, QUrl::FullyDecoded);
}

bool FakePeer::hasParam(const QString &name) const
{
    return QUrlQuery(m_url).hasQueryItem(name);
}

void FakePeer::accept()
{
    later([](FakeWebSocket &socket) { Q_EMIT socket.opened(); });
}

void FakePeer::refuse(int fault, int status)
{
    later([fault, status](FakeWebSocket &socket) {
        socket.end(1006, {.code = fault, .status = status, .what = QStringLiteral("refused by the test")});
    });
}

void FakePeer::send(const ProtocolMessage &frame)
{
    if (param(QStringLiteral("format")) == u"msgpack")
        sendBinary(ably::writeMsgpackFrame(frame));
    else
        sendRaw(QString::fromUtf8(ably::writeJsonFrame(frame)));
}

void FakePeer::sendRaw(const QString &text)
{
    later([text](FakeWebSocket &socket) { Q_EMIT socket.textReceived(text); });
}

void FakePeer::sendBinary(const QByteArray &bytes)
{
    later([bytes](FakeWebSocket &socket) { Q_EMIT socket.binaryReceived(bytes); });
}

void FakePeer::drop()
{
    later([](FakeWebSocket &socket) { socket.end(1006, {}); });
}

void FakePeer::close(int code)
{
    later([code](FakeWebSocket &socket) { socket.end(code, {}); });
}

QList<ProtocolMessage> FakePeer::received(Action action) const
{
    QList<ProtocolMessage> result;
    for (const ProtocolMessage &frame : m_received) {
        if (frame.action == action)
            result.append(frame);
    }
    return result;
}

void FakePeer::later(std::function<void(FakeWebSocket &)> deed)
{
    const quint64 number = ++m_lastDeed;
    m_deeds[number] = m_clock.after(std::chrono::milliseconds(0), [this, number, deed = std::move(deed)] {
        const auto alive = shared_from_this();
        m_deeds.erase(number);
        if (m_socket)
            deed(*m_socket);
    });
}

std::unique_ptr<net::WebSocket> FakeWebSockets::create()
{
    return std::make_unique<FakeWebSocket>(*this);
}

QStringList FakeWebSockets::hosts() const
{
    QStringList result;
    for (const auto &peer : m_peers)
        result.append(peer->host());
    return result;
}

} // namespace gm::test
