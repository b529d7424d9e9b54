#include "core/sandbox/ablyattachments.h"

#include "core/base/ids.h"
#include "core/sandbox/ablypublish.h"
#include "core/sandbox/faults.h"

#include <QCborArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::Result;

namespace
{

constexpr qsizetype mostChannels = 200;
constexpr int deliveriesPerSecond = 50;
constexpr int presentAction = 1;

QString conversationIn(const QString &channel)
{
    return base::conversationOf(base::ChannelName(channel)).text();
}

QCborArray arrayOf(const QList<Message> &messages, Format format)
{
    QCborArray array;
    for (const Message &message : messages)
        array.append(toMap(message, format));
    return array;
}

} // namespace

AblyAttachments::AblyAttachments(AblyPeer &peer)
    : m_peer(peer)
{
}

std::optional<Error> AblyAttachments::refusalOf(const AttachRequest &request, quint32 modes) const
{
    if (modes == 0 || m_peer.service.faults.take(u"deny-channel"_s, conversationIn(request.channel)))
        return capabilityMissing(request.channel);
    if (!m_attached.contains(request.name) && m_attached.size() >= mostChannels)
        return Error{.code = 90010, .status = 400, .what = u"This connection has as many channels as it may have."_s};
    return std::nullopt;
}

QString AblyAttachments::attach(const QCborMap &frame)
{
    const Result<AttachRequest> request = readAttach(frame);
    if (!request) {
        sendError(textIn(frame, "channel"_L1), request.error());
        return {};
    }
    const quint32 modes = grantedModes(request->modes, m_peer.grant.capability, request->channel);
    if (const auto refused = refusalOf(*request, modes)) {
        m_attached.remove(request->name);
        sendError(request->name, *refused);
        return {};
    }
    const Answer answer = answerTo(*request);
    Attachment &attachment = m_attached[request->name];
    attachment = {.request = *request, .modes = modes};
    sendAttached(attachment, answer);
    for (const Delivery &delivery : answer.backlog)
        deliverTo(attachment, delivery);
    sendMembers(attachment);
    if (const auto fault = m_peer.service.faults.take(u"detach-channel"_s, conversationIn(request->channel)))
        detachNow(*fault);
    return receives(request->channel) ? request->channel : QString();
}

AblyAttachments::Answer AblyAttachments::answerTo(const AttachRequest &request)
{
    AblyChannel &channel = m_peer.service.channels.at(request.channel);
    const qint64 nowMs = m_peer.service.clock.wallMs();
    Answer answer{.position = channel.position()};
    const bool isAttached = m_attached.contains(request.name);
    if (isAttached && !request.wantsDeltas) {
        // All there is has been sent on this socket already.
        if (request.channelSerial.isEmpty() || channel.since(request.channelSerial, nowMs).isWhole)
            answer.flags = flag::resumed;
    } else if (!request.channelSerial.isEmpty()) {
        answer = continued(request, isAttached); // also for a client that could not undo the deltas after that place
    }
    const bool isContinued = isAttached || !answer.backlog.isEmpty() || (answer.flags & flag::resumed) != 0;
    if (request.rewind && !isContinued && !request.isResuming) {
        bool isCut = false;
        answer.backlog = channel.rewind(*request.rewind, nowMs, &isCut);
        if (isCut)
            answer.notice = Error{.code = 90004, .status = 400, .what = u"Rewind goes back 100 messages at most."_s};
    }
    if (!answer.backlog.isEmpty())
        answer.flags |= flag::hasBacklog;
    return answer;
}

AblyAttachments::Answer AblyAttachments::continued(const AttachRequest &request, bool isAttached)
{
    AblyChannel &channel = m_peer.service.channels.at(request.channel);
    const bool isRefused =
        !isAttached && (m_peer.isContinuityRefused ||
                        m_peer.service.faults.take(u"lose-continuity"_s, conversationIn(request.channel)));
    const Continuation continuation = channel.since(request.channelSerial, m_peer.service.clock.wallMs());
    if (!isRefused && continuation.isWhole) {
        // Not the newest place: should the socket break before the backlog is through, the client goes on from here.
        return {.flags = flag::resumed, .position = request.channelSerial, .backlog = continuation.missed};
    }
    Answer answer{.position = isRefused ? channel.position() : continuation.from,
                  .notice = Error{.code = 90003,
                                  .status = 404,
                                  .what = u"The channel cannot be continued without loss from the place asked for."_s}};
    if (!isRefused)
        answer.backlog = continuation.missed;
    return answer;
}

void AblyAttachments::sendAttached(const Attachment &attachment, const Answer &answer) const
{
    const AttachRequest &request = attachment.request;
    const bool hasMembers = !m_peer.service.channels.at(request.channel).members.isEmpty();
    const bool tellsMembers = hasMembers && (attachment.modes & flag::presenceSubscribe) != 0;
    QCborMap reply = frame(Action::Attached);
    reply.insert("channel"_L1, request.name);
    reply.insert("channelSerial"_L1, answer.position);
    reply.insert("flags"_L1, qint64(attachment.modes | answer.flags | (tellsMembers ? flag::hasPresence : 0)));
    if (!request.params.isEmpty()) {
        QCborMap params;
        for (auto it = request.params.begin(); it != request.params.end(); ++it)
            params.insert(it.key(), it.key() == "modes"_L1 ? modesText(attachment.modes) : *it);
        reply.insert("params"_L1, params);
    }
    if (answer.notice)
        reply.insert("error"_L1, toMap(*answer.notice));
    m_peer.send(reply);
}

void AblyAttachments::detach(const QCborMap &frame)
{
    const QString name = textIn(frame, "channel"_L1);
    m_attached.remove(name);
    sendDetached(name, std::nullopt);
}

void AblyAttachments::clear()
{
    m_attached.clear();
    m_dropTimer.cancel();
}

void AblyAttachments::deliver(const QString &channel, const Delivery &delivery)
{
    for (Attachment &attachment : m_attached) {
        if (attachment.request.channel == channel)
            deliverTo(attachment, delivery);
    }
}

void AblyAttachments::deliverTo(Attachment &attachment, const Delivery &delivery)
{
    const bool isOwn = delivery.publication->connectionId == m_peer.id && !m_peer.wantsEcho;
    if (!m_peer.socket || isOwn || (attachment.modes & flag::subscribe) == 0)
        return;
    const qsizetype count = delivery.publication->messages.size();
    const auto cap = m_peer.service.faults.peek(u"rate-cap"_s);
    if (cap && !m_cap.take(double(count), cap->number(deliveriesPerSecond), m_peer.service.clock.now())) {
        m_dropped += count;
        attachment.droppedAt = delivery.position;
        m_dropTimer = m_peer.service.clock.after(1s, [this] {
            for (Attachment &each : m_attached)
                tellDropped(each);
        });
        return;
    }
    tellDropped(attachment);
    m_delivered += count;
    sendMessages(attachment, delivery);
}

void AblyAttachments::tellDropped(Attachment &attachment)
{
    if (attachment.droppedAt.isEmpty())
        return;
    const Error dropped{.code = 80020,
                        .status = 429,
                        .what = u"Messages were dropped: more were to be delivered than the connection may receive."_s};
    sendAttached(attachment, {.position = std::exchange(attachment.droppedAt, {}), .notice = dropped});
}

void AblyAttachments::sendMessages(Attachment &attachment, const Delivery &delivery)
{
    const Publication &publication = *delivery.publication;
    QList<Message> messages = publication.messages;
    for (Message &each : messages) {
        if (attachment.request.wantsWholeAppends)
            each = wholeOf(publication, each);
        if (attachment.request.wantsDeltas)
            each = attachment.deltas.next(each);
    }
    QCborMap message = frame(Action::Message);
    message.insert("channel"_L1, attachment.request.name);
    message.insert("channelSerial"_L1, delivery.position);
    message.insert("id"_L1, publication.id);
    if (!publication.connectionId.isEmpty())
        message.insert("connectionId"_L1, publication.connectionId);
    message.insert("timestamp"_L1, publication.timestampMs);
    message.insert("messages"_L1, arrayOf(messages, m_peer.socket->format()));
    m_peer.send(message);
}

void AblyAttachments::sendMembers(const Attachment &attachment) const
{
    const AblyChannel &channel = m_peer.service.channels.at(attachment.request.channel);
    if (!m_peer.socket || channel.members.isEmpty() || (attachment.modes & flag::presenceSubscribe) == 0)
        return;
    QList<Message> members = channel.members.values();
    for (Message &member : members)
        member.action = presentAction;
    QCborMap sync = frame(Action::Sync);
    sync.insert("channel"_L1, attachment.request.name);
    // One page, so the cursor behind the colon is empty.
    sync.insert("channelSerial"_L1, QString(QString::fromLatin1(m_peer.service.random.token(6)) % u':'));
    sync.insert("presence"_L1, arrayOf(members, m_peer.socket->format()));
    m_peer.send(sync);
}

void AblyAttachments::tellPresence(const QString &channel, const Message &member)
{
    for (const Attachment &attachment : std::as_const(m_attached)) {
        const bool isConcerned =
            attachment.request.channel == channel && (attachment.modes & flag::presenceSubscribe) != 0 && m_peer.socket;
        if (!isConcerned)
            continue;
        QCborMap presence = frame(Action::Presence);
        presence.insert("channel"_L1, attachment.request.name);
        presence.insert("channelSerial"_L1, m_peer.service.channels.at(channel).position());
        presence.insert("connectionId"_L1, member.connectionId);
        presence.insert("timestamp"_L1, member.timestampMs);
        presence.insert("presence"_L1, arrayOf({member}, m_peer.socket->format()));
        m_peer.send(presence);
    }
}

void AblyAttachments::recheck()
{
    const QStringList all = names();
    for (const QString &name : all) {
        Attachment &attachment = m_attached[name];
        const QString channel = attachment.request.channel;
        const quint32 modes = grantedModes(attachment.request.modes, m_peer.grant.capability, channel);
        if (modes == 0) {
            m_attached.remove(name);
            sendError(name, capabilityMissing(channel));
        } else if (std::exchange(attachment.modes, modes) != modes) {
            sendAttached(attachment,
                         {.flags = flag::resumed, .position = m_peer.service.channels.at(channel).position()});
        }
    }
}

QStringList AblyAttachments::affectedBy(const Fault &fault) const
{
    QStringList affected;
    for (const Attachment &attachment : m_attached) {
        if (fault.conversation.isEmpty() || conversationIn(attachment.request.channel) == fault.conversation)
            affected += attachment.request.name;
    }
    return affected;
}

bool AblyAttachments::has(const QString &conversation) const
{
    return std::any_of(m_attached.begin(), m_attached.end(), [&conversation](const Attachment &attachment) {
        return conversationIn(attachment.request.channel) == conversation;
    });
}

quint32 AblyAttachments::modesOn(const QString &channel) const
{
    quint32 modes = 0;
    for (const Attachment &attachment : m_attached) {
        if (m_peer.socket && attachment.request.channel == channel)
            modes |= attachment.modes;
    }
    return modes;
}

void AblyAttachments::deny(const Fault &fault)
{
    const QStringList affected = affectedBy(fault);
    for (const QString &name : affected)
        sendError(name, capabilityMissing(m_attached.take(name).request.channel));
}

void AblyAttachments::detachNow(const Fault &fault)
{
    const Error reason{.code = 90000, .status = 400, .what = u"The channel was detached by the service."_s};
    const QStringList affected = affectedBy(fault);
    for (const QString &name : affected) {
        m_attached.remove(name);
        sendDetached(name, reason);
    }
}

void AblyAttachments::sendError(const QString &name, const Error &error) const
{
    QCborMap reply = frame(Action::Error);
    reply.insert("channel"_L1, name); // also when empty: its presence is what makes it the channel's error
    reply.insert("error"_L1, toMap(error));
    m_peer.send(reply);
}

void AblyAttachments::sendDetached(const QString &name, const std::optional<Error> &error) const
{
    QCborMap reply = frame(Action::Detached);
    reply.insert("channel"_L1, name);
    if (error)
        reply.insert("error"_L1, toMap(*error));
    m_peer.send(reply);
}

} // namespace gm::sandbox
