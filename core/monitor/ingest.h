/// Ably message → Event → store: the only way in.
#pragma once

#include "core/ably/payload.h"
#include "core/base/clock.h"
#include "core/genie/eventpayload.h"
#include "core/monitor/follower.h"
#include "core/timeline/eventstore.h"
#include "core/timeline/sequence.h"

#include <QObject>

#include <functional>

namespace gm::monitor
{

/// Decodes payloads, finds out what each event says and what deserves a look, and appends it. Nothing is dropped but what
/// a rewind brings a second time.
class Ingest : public QObject
{
    Q_OBJECT

public:
    /// The key of an encrypted channel; an invalid one where it has none.
    using KeyOf = std::function<ably::CipherKey(const base::ChannelName &)>;

    Ingest(timeline::EventStore &store, base::Clock &clock, KeyOf keyOf = {}, QObject *parent = nullptr);

    /// The messages of one frame become one batch of the store.
    void add(const QList<ReceivedMessage> &messages);

    /// Events a rewind brought that were in the store already; they are counted, not stored again.
    [[nodiscard]] qint64 repeatedByRewind() const { return m_repeatedByRewind; }

Q_SIGNALS:
    void wrongShape(const gm::base::ConversationId &conversation, const QString &name, const QString &why);
    void undecodable(const gm::base::ConversationId &conversation, const QString &name, const gm::base::Error &error);
    /// A rewind reached back to an event that is in the store: nothing is missing between the two.
    void rewindJoined(const gm::base::ConversationId &conversation);

private:
    struct Reading {
        ably::Payload payload{};
        genie::DataForm form{};
        genie::EventPayload content{};
    };
    [[nodiscard]] Reading readMessage(const ably::Message &message);
    [[nodiscard]] std::optional<timeline::Event> eventFrom(const ReceivedMessage &received);
    void enterChannelOf(const base::ConversationId &conversation);

    timeline::EventStore &m_store;
    base::Clock &m_clock;
    KeyOf m_keyOf;
    genie::PayloadReader m_reader;
    timeline::Sequence m_sequence;
    base::ConversationId m_conversation; ///< Of the last event.
    base::ChannelName m_channel;
    ably::CipherKey m_key;
    qint64 m_repeatedByRewind = 0;
};

} // namespace gm::monitor
