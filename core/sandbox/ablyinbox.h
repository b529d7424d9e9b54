/// What a client sends that must be acknowledged: messages, presence, annotations.
#pragma once

#include "core/sandbox/ablypublish.h"

namespace gm::sandbox
{

/// Answers every frame with one ACK or NACK, in order. A repeated msgSerial is not published again; it is acknowledged again
/// only when the first answer may have been lost with the socket.
class AblyInbox
{
public:
    explicit AblyInbox(AblyPeer &peer);

    void takeMessage(const QCborMap &frame);
    void takePresence(const QCborMap &frame);
    void takeAnnotation(const QCborMap &frame);
    /// A new socket has taken over.
    void startAgain();

    [[nodiscard]] qint64 published() const { return m_published; }

private:
    using Outcome = base::Result<QStringList>; ///< Serials.

    [[nodiscard]] Outcome publish(const QCborMap &frame, qint64 msgSerial);
    [[nodiscard]] Outcome changePresence(const QCborMap &frame, qint64 msgSerial);
    [[nodiscard]] Outcome annotate(const QCborMap &frame);
    [[nodiscard]] PublishRights rights() const;
    [[nodiscard]] bool isRepeated(qint64 msgSerial);
    void answer(qint64 msgSerial, const Outcome &outcome);

    AblyPeer &m_peer;
    qint64 m_published = 0;
    qint64 m_lastSerial = -1;              ///< The newest handled on any socket.
    qint64 m_lastSerialHere = -1;          ///< The newest answered on this socket.
    QHash<qint64, QStringList> m_answered; ///< Serials given out, for a repeat; the newest thousand.
};

} // namespace gm::sandbox
