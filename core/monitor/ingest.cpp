#include "core/monitor/ingest.h"

#include "core/ably/deltas.h"
#include "core/ably/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

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
    constexpr int largest = std::numeric_limits<quint16>::max();
    const int number = int(action);
    return timeline::EventAction(number >= 0 && number < largest ? number : largest);
}

/// New content of a message: anything else is news about one, and says nothing of the work that goes on.
bool bringsContent(ably::MessageAction action)
{
    using enum ably::MessageAction;
    return action == Create || action == Update || action == Append;
}

/// What stands inside a frame was not looked at yet: as it is where it is JSON, else as a text.
QByteArray checkedJson(const QByteArray &json)
{
    if (json.isEmpty() || ably::isJsonText(json))
        return json;
    return QJsonDocument(QJsonArray{QString::fromUtf8(json)}).toJson(QJsonDocument::Compact).sliced(1).chopped(1);
}

/// Null for a message that came whole, in its first version, without annotations.
std::shared_ptr<const timeline::Revision> revisionOf(const ably::Message &message)
{
    const ably::MessageVersion &version = message.version;
    const bool isSame = version.serial.isEmpty() || version.serial == message.serial;
    const bool isFirst =
        isSame && version.clientId.isEmpty() && version.description.isEmpty() && version.metadata.isEmpty();
    if (isFirst && message.annotations.isEmpty() && message.deltaEncoding.isEmpty())
        return nullptr;
    auto revision = std::make_shared<timeline::Revision>();
    if (!isFirst) {
        revision->serial = version.serial;
        revision->createdMs = message.timestamp.value_or(0);
    }
    revision->clientId = version.clientId;
    revision->description = version.description;
    revision->metadata = checkedJson(version.metadata);
    revision->annotations = checkedJson(message.annotations);
    if (!message.deltaEncoding.isEmpty())
        revision->deltaFrom = ably::deltaBaseOf(message);
    return revision;
}

QString wireEncodingOf(const ably::Message &message)
{
    if (message.deltaEncoding.isEmpty())
        return message.encoding;
    return message.encoding.isEmpty() ? message.deltaEncoding
                                      : QString(message.encoding + u'/' + message.deltaEncoding);
}

} // namespace

Ingest::Ingest(timeline::EventStore &store, base::Clock &clock, KeyOf keyOf, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_keyOf(std::move(keyOf))
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

/// Events come in stretches of one conversation: its channel's name and key are looked up once for each.
void Ingest::enterChannelOf(const base::ConversationId &conversation)
{
    if (!m_channel.isEmpty() && conversation == m_conversation)
        return;
    m_conversation = conversation;
    m_channel = base::channelOf(conversation);
    m_key = m_keyOf ? m_keyOf(m_channel) : ably::CipherKey();
}

/// The reader of Genie's payloads finds out by itself whether they are JSON: most are, and so are looked through once.
Ingest::Reading Ingest::readMessage(const ably::Message &message)
{
    const auto read = [&](ably::JsonCheck check) {
        Reading reading{.payload = ably::decodePayload(message, m_key, check)};
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
    enterChannelOf(received.conversation);
    const auto [payload, form, content] = readMessage(message);

    Event::Fields fields;
    fields.receivedMs = received.receivedMs;
    fields.receivedMonoMs = m_clock.now().count();
    fields.publishedMs = message.version.timestamp.value_or(message.timestamp.value_or(0));
    fields.conversation = received.conversation;
    fields.channel = m_channel;
    fields.id = base::EventId(message.id);
    fields.name = message.name;
    fields.kind = bringsContent(message.action) ? content.kind : genie::EventKind::Other;
    fields.status = content.status;
    fields.role = content.role;
    fields.type = content.type;
    fields.payload = payload.bytes;
    fields.form = form;
    fields.encoding = payload.remaining;
    fields.wireEncoding = wireEncodingOf(message);
    fields.serial = message.serial;
    fields.connectionId = message.connectionId;
    fields.clientId = message.clientId;
    fields.action = actionOf(message.action);
    fields.revision = revisionOf(message);
    fields.wireBytes = quint32(message.deltaEncoding.isEmpty() ? message.data.size() : message.deltaBytes);
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
    // What could not be decoded cannot be judged by its shape, nor what is a part of the whole or none of it.
    const bool hasShape =
        payload.isWhole() && bringsContent(message.action) && message.action != ably::MessageAction::Append;
    fields.flags.setFlag(EventFlag::WrongShape, hasShape && content.isWrongShape());

    if (fields.flags.testFlag(EventFlag::WrongShape))
        Q_EMIT wrongShape(received.conversation, message.name, genie::describeFault(content));
    if (fields.flags.testFlag(EventFlag::Undecodable))
        Q_EMIT undecodable(received.conversation, message.name, *payload.error);
    return Event(std::move(fields));
}

} // namespace gm::monitor
