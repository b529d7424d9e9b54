/// The channels one connection has attached, and all that goes out on them.
#pragma once

#include "core/sandbox/ablyattach.h"
#include "core/sandbox/ablydelta.h"
#include "core/sandbox/ablypeer.h"
#include "core/sandbox/ratecap.h"

namespace gm::sandbox
{

struct Fault;

class AblyAttachments
{
public:
    explicit AblyAttachments(AblyPeer &peer);

    /// Answers the channel attached, without qualifier; empty when it was refused or brings no messages.
    QString attach(const QCborMap &frame);
    void detach(const QCborMap &frame);
    /// The socket is gone: a client attaches anew on the next one.
    void clear();

    void deliver(const QString &channel, const Delivery &delivery);
    void tellPresence(const QString &channel, const Message &member);

    /// The grant has changed: channels no longer covered are refused (40160), the modes of others follow.
    void recheck();
    /// The faults `deny-channel` and `detach-channel`: on their conversation's channel, or on all.
    void deny(const Fault &fault);
    void detachNow(const Fault &fault);
    [[nodiscard]] bool has(const QString &conversation) const;
    /// The modes granted on @p channel, by whatever name it was attached; 0: not attached, or no client is there.
    [[nodiscard]] quint32 modesOn(const QString &channel) const;
    /// True while messages of @p channel go to the client.
    [[nodiscard]] bool receives(const QString &channel) const { return (modesOn(channel) & flag::subscribe) != 0; }

    [[nodiscard]] QStringList names() const { return m_attached.keys(); }
    [[nodiscard]] qint64 delivered() const { return m_delivered; }
    [[nodiscard]] qint64 dropped() const { return m_dropped; }

private:
    struct Attachment {
        AttachRequest request{};
        quint32 modes = 0;   ///< Granted.
        QString droppedAt{}; ///< Position of the newest message the rate cap threw away, until that has been told.
        DeltaStream deltas{};
    };
    /// What an ATTACHED says besides the modes.
    struct Answer {
        quint32 flags = 0;
        QString position{};
        std::optional<base::Error> notice{};
        QList<Delivery> backlog{};
    };

    [[nodiscard]] std::optional<base::Error> refusalOf(const AttachRequest &request, quint32 modes) const;
    [[nodiscard]] Answer answerTo(const AttachRequest &request);
    [[nodiscard]] Answer continued(const AttachRequest &request, bool isAttached);
    void sendAttached(const Attachment &attachment, const Answer &answer) const;
    void sendError(const QString &name, const base::Error &error) const;
    void sendDetached(const QString &name, const std::optional<base::Error> &error) const;
    void deliverTo(Attachment &attachment, const Delivery &delivery);
    void sendMessages(Attachment &attachment, const Delivery &delivery);
    void sendMembers(const Attachment &attachment) const;
    void tellDropped(Attachment &attachment);
    [[nodiscard]] QStringList affectedBy(const Fault &fault) const;

    AblyPeer &m_peer;
    QMap<QString, Attachment> m_attached; ///< By name as the client wrote it.
    RateCap m_cap;
    base::TimerHandle m_dropTimer; ///< Tells of drops when nothing more comes.
    qint64 m_delivered = 0;
    qint64 m_dropped = 0;
};

} // namespace gm::sandbox
