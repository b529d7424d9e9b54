/// The entries a frame carries, messages and members, written down once for both wire formats (see framereading.h).
#pragma once

#include "core/ably/fieldreading.h"
#include "core/ably/protocolmessage.h"

namespace gm::ably
{

/// Reads entries into a frame (for Node see fieldreading.h).
template <typename Node>
class EntryReading : protected FieldReading<Node>
{
protected:
    using Fields = FieldReading<Node>;
    using Place = typename Fields::Place;
    using Fields::each, Fields::json, Fields::list, Fields::number, Fields::object, Fields::repeatedText, Fields::text;

    EntryReading(ProtocolMessage &frame, base::RecentTexts &recent)
        : FieldReading<Node>(frame.misfits, recent)
        , m_frame(frame)
    {
    }

    void messages(Node &node)
    {
        list("messages", node, [this](Node &entry) {
            const Place place{"messages", int(m_frame.messages.size())};
            Message &message = m_frame.messages.emplaceBack();
            if (entry.type() == NodeType::Object) {
                each(entry, [&](std::string_view key, Node &value) { messageField(place, key, value, message); });
                return;
            }
            // Not a message, but nothing received is lost: its bytes are shown as data.
            m_frame.misfits.append(QStringLiteral("messages[%1]").arg(place.index));
            message.kind = entry.type() == NodeType::Null ? DataKind::Absent : DataKind::Json;
            message.data = entry.type() == NodeType::Null ? QByteArray() : entry.jsonText();
        });
    }

    void presence(Node &node)
    {
        list("presence", node, [this](Node &entry) {
            const Place place{"presence", int(m_frame.presence.size())};
            PresenceMessage &member = m_frame.presence.emplaceBack();
            if (entry.type() == NodeType::Object)
                each(entry, [&](std::string_view key, Node &value) { presenceField(place, key, value, member); });
            else
                m_frame.misfits.append(QStringLiteral("presence[%1]").arg(place.index));
        });
    }

    ProtocolMessage &m_frame;

private:
    void messageField(Place place, std::string_view key, Node &node, Message &message)
    {
        using namespace std::string_view_literals;
        if (key == "data"sv)
            data(node, message);
        else if (key == "name"sv)
            repeatedText(place, key, node, message.name);
        else if (key == "id"sv)
            text(place, key, node, message.id);
        else if (key == "encoding"sv)
            repeatedText(place, key, node, message.encoding);
        else if (key == "clientId"sv)
            repeatedText(place, key, node, message.clientId);
        else if (key == "connectionId"sv)
            repeatedText(place, key, node, message.connectionId);
        else if (key == "timestamp"sv)
            number(place, key, node, [&message](qint64 ms) { message.timestamp = ms; });
        else if (key == "serial"sv)
            text(place, key, node, message.serial);
        else if (key == "action"sv)
            number(place, key, node, [&message](qint64 action) { message.action = MessageAction(int(action)); });
        else if (key == "extras"sv)
            json(place, key, node, message.extras);
        else if (key == "annotations"sv)
            json(place, key, node, message.annotations);
        else if (key == "version"sv)
            version(place, node, message.version);
    }

    void presenceField(Place place, std::string_view key, Node &node, PresenceMessage &member)
    {
        using namespace std::string_view_literals;
        if (key == "action"sv)
            number(place, key, node, [&member](qint64 action) { member.action = PresenceAction(int(action)); });
        else if (key == "clientId"sv)
            repeatedText(place, key, node, member.clientId);
        else if (key == "connectionId"sv)
            repeatedText(place, key, node, member.connectionId);
        else if (key == "id"sv)
            text(place, key, node, member.id);
        else if (key == "timestamp"sv)
            number(place, key, node, [&member](qint64 ms) { member.timestamp = ms; });
        else if (key == "data"sv)
            data(node, member);
        else if (key == "encoding"sv)
            repeatedText(place, key, node, member.encoding);
        else if (key == "extras"sv)
            json(place, key, node, member.extras);
    }

    void version(Place place, Node &node, MessageVersion &version)
    {
        using namespace std::string_view_literals;
        object(place, "version", node, [&](Node &content) {
            each(content, [&](std::string_view key, Node &value) {
                if (key == "serial"sv)
                    text(place, key, value, version.serial);
                else if (key == "timestamp"sv)
                    number(place, key, value, [&version](qint64 ms) { version.timestamp = ms; });
                else if (key == "clientId"sv)
                    text(place, key, value, version.clientId);
                else if (key == "description"sv)
                    text(place, key, value, version.description);
                else if (key == "metadata"sv)
                    json(place, key, value, version.metadata);
            });
        });
    }

    template <typename Carrier>
    void data(Node &node, Carrier &message)
    {
        switch (node.type()) {
        case NodeType::Null:
            return;
        case NodeType::Text:
        case NodeType::Binary: {
            message.kind = node.type() == NodeType::Text ? DataKind::Text : DataKind::Binary;
            const std::string_view bytes = node.bytes();
            message.data = QByteArray(bytes.data(), qsizetype(bytes.size()));
            return;
        }
        default:
            message.data = node.jsonText();
            // A number JSON has not, such as infinity in msgpack, becomes a null, and a null is no data.
            if (message.data == "null")
                message.data.clear();
            else
                message.kind = DataKind::Json;
        }
    }
};

} // namespace gm::ably
