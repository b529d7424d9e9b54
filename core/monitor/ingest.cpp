#include "core/monitor/ingest.h"

#include "core/ably/payload.h"

namespace gm::monitor
{

using timeline::Event;
using timeline::EventFlag;

namespace
{

genie::DataForm formOf(ably::PayloadKind kind)
{
    switch (kind) {
    case ably::PayloadKind::None:
        return genie::DataForm::None;
    case ably::PayloadKind::Text:
        return genie::DataForm::Text;
    case ably::PayloadKind::Bytes:
        return genie::DataForm::Binary;
    case ably::PayloadKind::Json:
        return genie::DataForm::Json;
    }
    return genie::DataForm::None;
}

timeline::EventAction actionOf(ably::MessageAction action)
{
    const int number = int(action);
    return number >= 0 && number <= int(timeline::EventAction::Append) ? timeline::EventAction(number)
                                                                       : timeline::EventAction::Create;
}

} // namespace

Ingest::Ingest(timeline::EventStore &store, base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
}

void Ingest::add(const QList<ReceivedMessage> &messages)
{
    QList<Event> events;
    events.reserve(messages.size());
    for (const ReceivedMessage &received : messages) {
        if (auto event = eventFrom(received))
            events.append(*std::move(event));
    }
    if (!events.isEmpty())
        m_store.append(events);
}

/// Events come in stretches of one conversation: its channel's name is made once for each.
const base::ChannelName &Ingest::channelOf(const base::ConversationId &conversation)
{
    if (m_channel.isEmpty() || conversation != m_conversation) {
        m_conversation = conversation;
        m_channel = base::channelOf(conversation);
    }
    return m_channel;
}

/// The reader of Genie's payloads finds out by itself whether they are JSON: most are, and so are looked through once.
Ingest::Reading Ingest::readMessage(const ably::Message &message)
{
    const auto read = [&](ably::JsonCheck check) {
        Reading reading{.payload = ably::decodePayload(message, {}, check)};
        reading.form = formOf(reading.payload.kind);
        reading.content = m_reader.read(message.name, reading.payload.bytes, reading.form, genie::PayloadDepth::Labels);
        return reading;
    };
    const bool isGenies = genie::kindOfName(message.name) != genie::EventKind::Other;
    Reading reading = read(isGenies ? ably::JsonCheck::ByReader : ably::JsonCheck::Here);
    if (reading.content.fault == genie::ShapeFault::NotJson)
        return read(ably::JsonCheck::Here);
    return reading;
}

std::optional<Event> Ingest::eventFrom(const ReceivedMessage &received)
{
    const ably::Message &message = *received.message;
    const auto [payload, form, content] = readMessage(message);

    Event::Fields fields;
    fields.receivedMs = received.receivedMs;
    fields.receivedMonoMs = m_clock.now().count();
    fields.publishedMs = message.timestamp.value_or(0);
    fields.conversation = received.conversation;
    fields.channel = channelOf(received.conversation);
    fields.id = base::EventId(message.id);
    fields.name = message.name;
    fields.kind = content.kind;
    fields.status = content.status;
    fields.role = content.role;
    fields.type = content.type;
    fields.payload = payload.bytes;
    fields.form = form;
    fields.encoding = payload.remaining;
    fields.serial = message.serial;
    fields.connectionId = message.connectionId;
    fields.clientId = message.clientId;
    fields.action = actionOf(message.action);
    fields.wireBytes = quint32(message.data.size());
    fields.frame = quint32(received.frameNumber);

    fields.flags = m_sequence.judge(fields, received.isBacklog);
    if (received.isBacklog && fields.flags.testFlag(EventFlag::Duplicate)) {
        ++m_repeatedByRewind;
        Q_EMIT rewindJoined(received.conversation);
        return std::nullopt;
    }
    fields.flags.setFlag(EventFlag::Backlog, received.isBacklog);
    fields.flags.setFlag(EventFlag::UnknownName, content.isUnknownName);
    fields.flags.setFlag(EventFlag::Undecodable, !payload.isWhole());
    // What could not be decoded cannot be judged by its shape.
    fields.flags.setFlag(EventFlag::WrongShape, payload.isWhole() && content.isWrongShape());

    if (fields.flags.testFlag(EventFlag::WrongShape))
        Q_EMIT wrongShape(received.conversation, message.name, genie::describeFault(content));
    if (fields.flags.testFlag(EventFlag::Undecodable))
        Q_EMIT undecodable(received.conversation, message.name, payload.error->what);
    return Event(std::move(fields));
}

} // namespace gm::monitor
