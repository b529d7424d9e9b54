/// One channel of the Ably stand-in: two minutes of messages, the order they went out in, and who is present.
#pragma once

#include "core/sandbox/ablysummary.h"
#include "core/sandbox/wire.h"

#include <QHash>
#include <QMap>

#include <deque>
#include <memory>

namespace gm::sandbox
{

/// Messages published together, as stored: they have their ids and serials.
struct Publication {
    QString id{};           ///< Message ids are `<id>:<index>`, unless the publisher named them.
    QString connectionId{}; ///< Of the publisher; empty for REST.
    qint64 timestampMs = 0;
    QList<Message> messages{};
    Payload whole{}; ///< Of an append, which is published alone: all the data the message has after it.
};
using StoredPublication = std::shared_ptr<const Publication>;

/// @p message of @p publication for whoever has not seen it before: an append as an update with all the data.
[[nodiscard]] Message wholeOf(const Publication &publication, const Message &message);

/// A place in the channel's stream. What was held back has a later place than it was published at, so a client that
/// continues after a serial meets everything that went out after it, once each.
struct Delivery {
    QString position; ///< The channelSerial: sorts as text.
    StoredPublication publication;
};

/// What a client that was here before has missed.
struct Continuation {
    bool isWhole = false; ///< False: the place is unknown or older than what is kept.
    QString from{};       ///< The place right before the first delivery that is kept.
    QList<Delivery> missed{};
};

/// How far back an attach asks to see.
struct Rewind {
    int count = 0;       ///< Messages; 0: by time.
    qint64 periodMs = 0; ///< Only what is at most this old; 0: by count.
};

class AblyChannel
{
public:
    /// @p series tells this run of the sandbox from others in serials.
    AblyChannel(QString name, QString series, qint64 nowMs);

    [[nodiscard]] const QString &name() const { return m_name; }
    /// Where the stream stands: the last place given out.
    [[nodiscard]] const QString &position() const { return m_position; }
    [[nodiscard]] qint64 published() const { return m_published; }
    [[nodiscard]] qsizetype stored() const { return qsizetype(m_history.size()); }

    /// Gives serials and missing ids, and keeps the messages for history. They are not delivered yet. A change of a message
    /// keeps its serial and time; its version gets new ones.
    StoredPublication store(Publication draft, qint64 nowMs);
    /// Puts a publication into the stream. A second time makes a second delivery.
    Delivery deliver(const StoredPublication &publication, qint64 nowMs);
    /// What was stored under the id of a first message within the last two minutes; null when nothing was.
    [[nodiscard]] StoredPublication known(const QString &firstMessageId) const;

    [[nodiscard]] Continuation since(const QString &position, qint64 nowMs);
    /// The newest deliveries, oldest first; a publication's messages are cut where the limit falls, the newest kept.
    /// @p isCut: there were more than 100 that fitted.
    [[nodiscard]] QList<Delivery> rewind(const Rewind &rewind, qint64 nowMs, bool *isCut);
    /// All messages that are kept, in the order they were created, each as its newest version.
    [[nodiscard]] QList<Message> history(qint64 nowMs);
    /// Every version of a kept message, the first one first; empty when it is not known.
    [[nodiscard]] QList<Message> versions(const QString &serial) const;
    /// The newest of them, with the summary of its annotations.
    [[nodiscard]] std::optional<Message> newest(const QString &serial) const;

    /// Annotations of kept messages, by serial.
    QHash<QString, QList<Annotation>> annotations;
    /// Present members by `connectionId:clientId`.
    QMap<QString, Message> members;

private:
    [[nodiscard]] QString nextPosition(qint64 nowMs);
    void forget(qint64 nowMs);
    [[nodiscard]] Message asItIsNow(const Message &created) const;

    QString m_name;
    QString m_series;
    qint64 m_lastMs = 0;
    int m_counter = 0;
    qint64 m_published = 0;
    QString m_position;  ///< Of the last delivery.
    QString m_forgotten; ///< Position of the newest delivery that is no longer kept.
    std::deque<StoredPublication> m_history;
    std::deque<Delivery> m_stream;
    QHash<QString, QList<Message>> m_versions; ///< Of messages that were changed, by serial.
};

} // namespace gm::sandbox
