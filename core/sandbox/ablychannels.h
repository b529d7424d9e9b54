/// All channels of the Ably stand-in: publishing, with the faults that fall on deliveries, and presence.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sandbox/ablychannel.h"

#include <QObject>

#include <map>

namespace gm::sandbox
{

class Faults;

class AblyChannels : public QObject
{
    Q_OBJECT

public:
    AblyChannels(base::Clock &clock, base::Random &random, Faults &faults, QObject *parent = nullptr);

    /// The channel of that name, made on first use.
    AblyChannel &at(const QString &name);
    [[nodiscard]] const std::map<QString, AblyChannel> &all() const { return m_channels; }

    /// Stores and delivers; `lose`, `delay`, `reorder` and `repeat` change the delivering. Messages that carry the id of a
    /// known one are not stored again: the first publication is answered.
    StoredPublication publish(const QString &channel, Publication draft);

    /// ENTER, UPDATE or LEAVE of one member; the message has its client id and payload. @p frameId is
    /// `connectionId:msgSerial:index` and becomes the id. False when 200 members are present and one more would enter.
    bool changePresence(const QString &channel, Message message, const QString &connectionId, const QString &frameId);
    /// The LEAVE of all members a connection had. Their ids tell that the service made them, not the client.
    void leaveAll(const QString &connectionId);

Q_SIGNALS:
    void delivered(const QString &channel, const gm::sandbox::Delivery &delivery);
    void presenceChanged(const QString &channel, const gm::sandbox::Message &message);

private:
    void deliver(const QString &channel, const StoredPublication &publication, bool isRepeated);
    void deliverLater(const QString &channel, const StoredPublication &publication, bool isRepeated,
                      std::chrono::milliseconds delay);
    void hold(const QString &channel, const StoredPublication &publication, std::chrono::milliseconds atMost);
    void releaseHeld(const QString &channel);

    base::Clock &m_clock;
    base::Random &m_random;
    Faults &m_faults;
    QString m_series;
    std::map<QString, AblyChannel> m_channels;
    QHash<QString, StoredPublication> m_held;      ///< By channel: to go out after the next one.
    std::map<quint64, base::TimerHandle> m_timers; ///< Deliveries that wait, and the last resort of held ones.
    quint64 m_lastTimer = 0;
};

} // namespace gm::sandbox
