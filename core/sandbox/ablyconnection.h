/// One Ably connection: it outlives its sockets, so that a client can resume it for two minutes.
#pragma once

#include "core/sandbox/ablyattachments.h"
#include "core/sandbox/ablyhello.h"
#include "core/sandbox/ablyinbox.h"
#include "core/sandbox/ablypeer.h"

#include <QJsonObject>

namespace gm::sandbox
{

class AblyConnection : public QObject
{
    Q_OBJECT

public:
    AblyConnection(AblyService &service, QString id, QObject *parent);
    ~AblyConnection() override;

    /// Takes @p socket over, in place of the one before, and sends CONNECTED with @p notice.
    void open(AblySocket *socket, const Hello &hello, const std::optional<base::Error> &notice,
              bool isContinuityRefused);
    /// True while @p key, given in the latest or last but one CONNECTED, may resume it.
    [[nodiscard]] bool canResume(const QString &key) const;
    /// Finishes it when it has been without a socket for longer than two minutes.
    void forgetIfLost();

    void deliver(const QString &channel, const Delivery &delivery) { m_attachments.deliver(channel, delivery); }
    void tellPresence(const QString &channel, const Message &member) { m_attachments.tellPresence(channel, member); }

    /// Its token, as long as a client is there; else empty.
    [[nodiscard]] QString tokenInUse() const { return m_peer.grant.token; }
    /// Looks at the grant again: ends the socket when it has run out (40142) or the key is revoked (40131), else waits on.
    void checkGrant();

    /// @name Faults, done at once.
    /// @{
    void dropSocket(const Fault &fault);
    void closeSocket(const Fault &fault); ///< status, or value: the close code; 1011 by default.
    void askForAuth(const Fault &fault);
    void sendBadFrame(const Fault &fault);
    void detachChannel(const Fault &fault);
    void denyChannel(const Fault &fault);
    /// @}
    [[nodiscard]] bool isOpen() const { return m_peer.socket != nullptr; }
    [[nodiscard]] bool hasAttached(const QString &conversation) const { return m_attachments.has(conversation); }
    [[nodiscard]] bool receives(const QString &channel) const { return m_attachments.receives(channel); }
    [[nodiscard]] quint32 modesOn(const QString &channel) const { return m_attachments.modesOn(channel); }
    /// Lets go of @p receipt once the client has read all that was sent until now, or the socket is gone.
    void keepUntilRead(const std::shared_ptr<void> &receipt)
    {
        if (m_peer.socket)
            m_peer.socket->keepUntilRead(receipt);
    }

    [[nodiscard]] qint64 delivered() const { return m_attachments.delivered(); }
    [[nodiscard]] qint64 dropped() const { return m_attachments.dropped(); }
    [[nodiscard]] QJsonObject toJson() const;

Q_SIGNALS:
    /// CONNECTED has been sent.
    void opened();
    /// ATTACHED has been sent, and messages of @p channel go to the client.
    void attached(const QString &channel);
    /// Another token has been accepted on the open socket.
    void reauthorised();
    /// Closed by the client, or failed: it cannot be resumed.
    void finished();

private:
    [[nodiscard]] bool isForgotten() const;
    void receive(const QCborMap &frame);
    void answerHeartbeat(const QCborMap &frame);
    void authoriseAgain(const QCborMap &frame);
    void sendConnected(const std::optional<base::Error> &notice);
    void disconnectWith(const base::Error &error);
    void failWith(const base::Error &error);
    void leaveSocket();
    void finish();

    AblyPeer m_peer;
    AblyAttachments m_attachments;
    AblyInbox m_inbox;
    std::chrono::milliseconds m_idleInterval{0};
    std::chrono::milliseconds m_presenceRemains{0};
    QStringList m_keys;    ///< The connection keys given out, newest first.
    qint64 m_lostAtMs = 0; ///< Wall clock; 0 while it has a socket.
    base::TimerHandle m_authTimer;
    base::TimerHandle m_expiryTimer;
    base::TimerHandle m_leaveTimer;
};

} // namespace gm::sandbox
