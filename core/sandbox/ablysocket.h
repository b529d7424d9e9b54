/// One websocket of an Ably client, seen by the server: frames in the client's format, heartbeats, and silence on demand.
#pragma once

#include "core/base/clock.h"
#include "core/sandbox/wire.h"

#include <QHash>
#include <QObject>

#include <memory>

class QWebSocket;

namespace gm::sandbox
{

class Faults;

/// Owns its websocket, and deletes itself once close() or abort() is done. While the fault `black-hole` is in force nothing goes out or comes in; when it ends, what was held
/// follows, as it would on a line that comes back.
class AblySocket : public QObject
{
    Q_OBJECT

public:
    AblySocket(QWebSocket *socket, Format format, base::Clock &clock, Faults &faults, QObject *parent);
    ~AblySocket() override;

    [[nodiscard]] Format format() const { return m_format; }

    void send(const QCborMap &frame);
    /// An already encoded frame, in this socket's format.
    void sendEncoded(const QByteArray &frame);
    /// A text frame as it is, well-formed or not.
    void sendRaw(const QString &text);
    /// Lets go of @p receipt once the client has answered a websocket ping sent now, so has read all that went before; or
    /// when the socket is gone.
    void keepUntilRead(const std::shared_ptr<void> &receipt);
    /// After @p interval in which nothing was sent: a HEARTBEAT frame, or a websocket ping. Not while `stop-heartbeats`.
    void keepAlive(std::chrono::milliseconds interval, bool asFrames);
    /// For good: neither reads nor writes any more, and stays open until the client gives up.
    void fallSilent();

    /// With a close frame, after all that was sent.
    void close(int code = 1000, const QString &reason = {});
    /// Resets the TCP connection.
    void abort();

Q_SIGNALS:
    void frameReceived(const QCborMap &frame);
    /// What came was not a frame in the format agreed on.
    void unreadableReceived();
    /// The client or the network ended it. Not emitted after close() or abort().
    void lost();

private:
    void receive(const QByteArray &bytes);
    void write(const QByteArray &bytes, bool isText);
    void scheduleBeat();
    void beat();
    [[nodiscard]] bool isSilent() const;
    void endSilence();

    struct Held {
        QByteArray bytes;
        bool isText;
    };

    QWebSocket *m_socket;
    Format m_format;
    base::Clock &m_clock;
    Faults &m_faults;
    bool m_isSilentForGood = false;
    bool m_isClosing = false;
    QList<Held> m_heldOut;
    QList<QByteArray> m_heldIn;
    QHash<QByteArray, std::shared_ptr<void>> m_receipts; ///< By the payload of their ping.
    int m_lastReceipt = 0;
    bool m_beatsAsFrames = false;
    std::chrono::milliseconds m_interval{0};
    std::chrono::milliseconds m_lastSent{0};
    base::TimerHandle m_beatTimer;
};

} // namespace gm::sandbox
