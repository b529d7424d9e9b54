#include "core/sandbox/ablyinbox.h"

#include "core/sandbox/ablychange.h"

#include <QCborArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr qint64 answersKept = 1000;

/// Without `[?…]`: publishing takes no notice of channel params.
QString channelIn(const QCborMap &frame)
{
    const QString name = textIn(frame, "channel"_L1);
    return name.startsWith("[?"_L1) ? name.mid(name.indexOf(u']') + 1) : name;
}

} // namespace

AblyInbox::AblyInbox(AblyPeer &peer)
    : m_peer(peer)
{
}

PublishRights AblyInbox::rights() const
{
    return {.capability = m_peer.grant.capability, .clientId = m_peer.clientId, .connectionId = m_peer.id};
}

void AblyInbox::startAgain()
{
    m_lastSerialHere = -1;
}

bool AblyInbox::isRepeated(qint64 msgSerial)
{
    if (msgSerial > m_lastSerial)
        return false;
    if (msgSerial > m_lastSerialHere)
        answer(msgSerial, m_answered.value(msgSerial));
    return true;
}

void AblyInbox::takeMessage(const QCborMap &frame)
{
    const qint64 msgSerial = integerIn(frame, "msgSerial"_L1).value_or(m_lastSerial + 1);
    if (!isRepeated(msgSerial))
        answer(msgSerial, publish(frame, msgSerial));
}

void AblyInbox::takeAnnotation(const QCborMap &frame)
{
    const qint64 msgSerial = integerIn(frame, "msgSerial"_L1).value_or(m_lastSerial + 1);
    if (!isRepeated(msgSerial))
        answer(msgSerial, annotate(frame));
}

void AblyInbox::takePresence(const QCborMap &frame)
{
    const qint64 msgSerial = integerIn(frame, "msgSerial"_L1).value_or(m_lastSerial + 1);
    if (!isRepeated(msgSerial))
        answer(msgSerial, changePresence(frame, msgSerial));
}

AblyInbox::Outcome AblyInbox::publish(const QCborMap &frame, qint64 msgSerial)
{
    const Result<StoredPublication> stored =
        publishAs(rights(), m_peer.service.channels, channelIn(frame), frame.value("messages"_L1).toArray(),
                  u"%1:%2"_s.arg(m_peer.id).arg(msgSerial));
    if (!stored)
        return stored.error();
    QStringList serials;
    for (const Message &message : (*stored)->messages)
        serials += serialTold(message);
    m_published += serials.size();
    return serials;
}

AblyInbox::Outcome AblyInbox::annotate(const QCborMap &frame)
{
    const QCborArray annotations = frame.value("annotations"_L1).toArray();
    const QString serial = textIn(annotations.first().toMap(), "messageSerial"_L1);
    const auto stored = annotateAs(rights(), m_peer.service.channels, channelIn(frame), serial, annotations);
    if (!stored)
        return stored.error();
    return QStringList();
}

AblyInbox::Outcome AblyInbox::changePresence(const QCborMap &frame, qint64 msgSerial)
{
    const QString channel = channelIn(frame);
    if (!m_peer.grant.capability.allows(channel, "presence"_L1))
        return capabilityMissing(channel);
    const QCborArray members = frame.value("presence"_L1).toArray();
    qint64 index = 0;
    for (const QCborValue item : members) {
        Message member = messageFrom(item.toMap());
        const Result<QString> clientId = effectiveClientId(member.clientId, m_peer.clientId);
        if (!clientId)
            return clientId.error();
        if (clientId->isEmpty())
            return Error{.code = 91000, .status = 400, .what = u"A member needs a client id."_s};
        member.clientId = *clientId;
        const QString frameId = u"%1:%2:%3"_s.arg(m_peer.id).arg(msgSerial).arg(index++);
        if (!m_peer.service.channels.changePresence(channel, member, m_peer.id, frameId))
            return Error{.code = 91003, .status = 400, .what = u"The channel has as many members as it may have."_s};
    }
    return QStringList();
}

void AblyInbox::answer(qint64 msgSerial, const Outcome &outcome)
{
    m_lastSerial = std::max(m_lastSerial, msgSerial);
    m_lastSerialHere = std::max(m_lastSerialHere, msgSerial);
    QCborMap reply = frame(outcome ? Action::Ack : Action::Nack);
    reply.insert("msgSerial"_L1, msgSerial);
    reply.insert("count"_L1, 1);
    if (outcome) {
        m_answered.insert(msgSerial, *outcome);
        m_answered.remove(msgSerial - answersKept);
        reply.insert("res"_L1, QCborArray{QCborMap{{"serials"_L1, QCborArray::fromStringList(*outcome)}}});
    } else {
        reply.insert("error"_L1, toMap(outcome.error()));
    }
    m_peer.send(reply);
}

} // namespace gm::sandbox
