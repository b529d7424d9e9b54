/// One websocket that carries Ably's frames, from opening to its end.
#pragma once

#include "core/ably/jsonframes.h"
#include "core/ably/protocolmessage.h"
#include "core/base/clock.h"
#include "core/net/websocket.h"

#include <QObject>

#include <memory>

namespace gm::ably
{

/// Made for one attempt, retired with it. Signals come from the event loop.
class Transport : public QObject
{
    Q_OBJECT

public:
    Transport(std::unique_ptr<net::WebSocket> socket, bool useMsgpack, QObject *parent = nullptr);
    ~Transport() override;

    /// @p url holds the token: it is not kept.
    void open(const QUrl &url);
    void send(const ProtocolMessage &frame);
    /// No signal follows. Says goodbye in the websocket's way where there is a link, then deletes this object: at the
    /// socket's end, but @p limit from now at the latest.
    void retire(base::Clock &clock, std::chrono::milliseconds limit);

Q_SIGNALS:
    void frameReceived(const gm::ably::ProtocolMessage &frame, const QByteArray &raw);
    /// Whatever it was: the connection goes on without it.
    void frameUndecodable(const QByteArray &raw, const gm::base::Error &error);
    /// The socket's end, also of an attempt that never opened; nothing follows.
    void ended(const gm::base::Error &fault);

private:
    void onText(const QString &text);
    void onBinary(const QByteArray &bytes);
    void report(const base::Result<ProtocolMessage> &frame, const QByteArray &raw);

    std::unique_ptr<net::WebSocket> m_socket;
    JsonFrameReader m_jsonReader;
    base::TimerHandle m_farewell;
    bool m_useMsgpack;
    bool m_isOpen = false;
    bool m_hasEnded = false;
};

} // namespace gm::ably
