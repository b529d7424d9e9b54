/// Websockets without a network: a test plays the service at the other end.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/net/httpclient.h"
#include "core/net/websocket.h"
#include "tests/support/fakeclock.h"

#include <QList>

#include <functional>
#include <memory>

namespace gm::test
{

class FakeWebSocket;

/// The service's side of one socket. Whatever it does reaches the client by the clock: with runDue(), or in the next
/// advance(), in order, never from within a call.
class FakePeer : public std::enable_shared_from_this<FakePeer>
{
public:
    FakePeer(FakeClock &clock, QUrl url)
        : m_clock(clock)
        , m_url(std::move(url))
    {
    }

    [[nodiscard]] const QUrl &url() const { return m_url; }
    [[nodiscard]] QString host() const { return m_url.host(); }
    /// A parameter of the address, decoded; empty when absent.
    [[nodiscard]] QString param(const QString &name) const;
    [[nodiscard]] bool hasParam(const QString &name) const;

    void accept();                                                   ///< The websocket opens.
    void refuse(int fault = net::ConnectionRefused, int status = 0); ///< It never opens.
    void send(const ably::ProtocolMessage &frame);
    void sendRaw(const QString &text);
    void sendBinary(const QByteArray &bytes);
    void drop();                 ///< The link breaks without a close frame.
    void close(int code = 1000); ///< With a close frame.

    /// What the client has sent, in order.
    [[nodiscard]] const QList<ably::ProtocolMessage> &received() const { return m_received; }
    [[nodiscard]] QList<ably::ProtocolMessage> received(ably::Action action) const;
    [[nodiscard]] const QList<QByteArray> &receivedBinary() const { return m_receivedBinary; }
    /// The client said goodbye (close()) or dropped the link (abort(), deletion).
    [[nodiscard]] bool isLeft() const { return m_isLeft; }

private:
    friend class FakeWebSocket;
    void later(std::function<void(FakeWebSocket &)> deed);

    FakeClock &m_clock;
    QUrl m_url;
    FakeWebSocket *m_socket = nullptr;
    QList<ably::ProtocolMessage> m_received;
    QList<QByteArray> m_receivedBinary;
    bool m_isLeft = false;
    std::map<quint64, base::TimerHandle> m_deeds;
    quint64 m_lastDeed = 0;
};

/// Records every attempt and lets a script answer.
class FakeWebSockets final : public net::WebSocketFactory
{
public:
    explicit FakeWebSockets(FakeClock &clock)
        : m_clock(clock)
    {
    }

    [[nodiscard]] std::unique_ptr<net::WebSocket> create() override;

    /// Called for each attempt; without it attempts hang.
    std::function<void(FakePeer &)> onAttempt;
    /// Called for each frame of the client.
    std::function<void(FakePeer &, const ably::ProtocolMessage &)> onFrame;

    [[nodiscard]] int attempts() const { return int(m_peers.size()); }
    [[nodiscard]] FakePeer &peer(int index) const { return *m_peers.at(index); }
    [[nodiscard]] FakePeer &last() const { return *m_peers.last(); }
    [[nodiscard]] QStringList hosts() const; ///< Of all attempts.

private:
    friend class FakeWebSocket;

    FakeClock &m_clock;
    QList<std::shared_ptr<FakePeer>> m_peers;
};

} // namespace gm::test
