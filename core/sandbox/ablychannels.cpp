#include "core/sandbox/ablychannels.h"

#include "core/base/ids.h"
#include "core/sandbox/faults.h"

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr qsizetype mostMembers = 200;

constexpr int leaveAction = 3;

QString conversationIn(const QString &channel)
{
    return base::conversationOf(base::ChannelName(channel)).text();
}

} // namespace

AblyChannels::AblyChannels(base::Clock &clock, base::Random &random, Faults &faults, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_random(random)
    , m_faults(faults)
    , m_series(QString::fromLatin1(random.bytes(5).toHex()))
{
}

AblyChannel &AblyChannels::at(const QString &name)
{
    return m_channels.try_emplace(name, name, m_series, m_clock.wallMs()).first->second;
}

StoredPublication AblyChannels::publish(const QString &channelName, Publication draft)
{
    AblyChannel &channel = at(channelName);
    if (const QString id = draft.messages.constFirst().id; !id.isEmpty()) {
        if (const StoredPublication known = channel.known(id))
            return known;
    }
    if (draft.id.isEmpty())
        draft.id = QString::fromLatin1(m_random.token(8));
    const StoredPublication publication = channel.store(std::move(draft), m_clock.wallMs());
    const QString conversation = conversationIn(channelName);
    if (m_faults.take(u"lose"_s, conversation))
        return publication;
    const bool isRepeated = m_faults.take(u"repeat"_s, conversation).has_value();
    if (const auto delay = m_faults.take(u"delay"_s, conversation)) {
        deliverLater(channelName, publication, isRepeated, delay->duration(2s));
        return publication;
    }
    // One at a time: the next message overtakes the one that is held.
    const auto reorder = m_held.contains(channelName) ? std::nullopt : m_faults.take(u"reorder"_s, conversation);
    if (reorder) {
        hold(channelName, publication, reorder->duration(1s));
    } else {
        deliver(channelName, publication, isRepeated);
        releaseHeld(channelName);
    }
    return publication;
}

void AblyChannels::deliver(const QString &channel, const StoredPublication &publication, bool isRepeated)
{
    for (int times = isRepeated ? 2 : 1; times > 0; --times)
        Q_EMIT delivered(channel, at(channel).deliver(publication, m_clock.wallMs()));
}

void AblyChannels::deliverLater(const QString &channel, const StoredPublication &publication, bool isRepeated,
                                std::chrono::milliseconds delay)
{
    const quint64 timer = ++m_lastTimer;
    m_timers[timer] = m_clock.after(delay, [this, timer, channel, publication, isRepeated] {
        m_timers.erase(timer);
        deliver(channel, publication, isRepeated);
    });
}

void AblyChannels::hold(const QString &channel, const StoredPublication &publication, std::chrono::milliseconds atMost)
{
    m_held.insert(channel, publication);
    const quint64 timer = ++m_lastTimer;
    m_timers[timer] = m_clock.after(atMost, [this, timer, channel, publication] {
        m_timers.erase(timer);
        if (m_held.value(channel) == publication)
            releaseHeld(channel);
    });
}

void AblyChannels::releaseHeld(const QString &channel)
{
    if (const StoredPublication held = m_held.take(channel))
        deliver(channel, held, false);
}

bool AblyChannels::changePresence(const QString &channelName, Message message, const QString &connectionId,
                                  const QString &frameId)
{
    AblyChannel &channel = at(channelName);
    const QString member = connectionId % u':' % message.clientId;
    message.connectionId = connectionId;
    message.timestampMs = m_clock.wallMs();
    if (message.id.isEmpty())
        message.id = frameId;
    if (message.action == leaveAction) {
        channel.members.remove(member);
    } else {
        if (!channel.members.contains(member) && channel.members.size() >= mostMembers)
            return false;
        channel.members.insert(member, message);
    }
    Q_EMIT presenceChanged(channelName, message);
    return true;
}

void AblyChannels::leaveAll(const QString &connectionId)
{
    for (auto &[name, channel] : m_channels) {
        const QList<Message> members = channel.members.values();
        for (Message member : members) {
            if (member.connectionId != connectionId)
                continue;
            // An id that does not begin with the connection's makes receivers go by the time stamp.
            member.id = QString::fromLatin1(m_random.token(8)) % u":0:0";
            member.action = leaveAction;
            changePresence(name, member, connectionId, member.id);
        }
    }
}

} // namespace gm::sandbox
