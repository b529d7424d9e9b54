/// The fields of a frame, written down once for both wire formats: jsonframes.cpp and msgpackframes.cpp instantiate it.
#pragma once

#include "core/ably/entryreading.h"

namespace gm::ably
{

/// Reads a frame out of a tree of nodes (see fieldreading.h).
template <typename Node>
class FrameReading : private EntryReading<Node>
{
public:
    using EntryReading<Node>::hasTooManyEntries;

    FrameReading(ProtocolMessage &frame, base::RecentTexts &recent)
        : EntryReading<Node>(frame, recent)
    {
    }

    /// False when @p root, which offers eachField(), has no usable action.
    template <typename Root>
    bool read(Root &root)
    {
        root.eachField([this](std::string_view key, Node &node) {
            if (node.type() != NodeType::Null)
                frameField(key, node);
        });
        return m_hasAction;
    }

private:
    using Fields = FieldReading<Node>;
    using Place = typename Fields::Place;
    using EntryReading<Node>::m_frame, EntryReading<Node>::messages, EntryReading<Node>::presence;
    using Fields::asText, Fields::duration, Fields::each, Fields::json, Fields::list, Fields::number, Fields::object,
        Fields::repeatedText, Fields::secret, Fields::text, Fields::toText;

    void frameField(std::string_view key, Node &node)
    {
        using namespace std::string_view_literals;
        const Place top{};
        if (key == "action"sv)
            m_hasAction = number(top, key, node, [this](qint64 value) { m_frame.action = Action(int(value)); });
        else if (key == "messages"sv)
            messages(node);
        else if (key == "id"sv)
            text(top, key, node, m_frame.id);
        else if (key == "channel"sv)
            repeatedText(top, key, node, m_frame.channel.emplace());
        else if (key == "channelSerial"sv)
            text(top, key, node, m_frame.channelSerial);
        else if (key == "connectionId"sv)
            repeatedText(top, key, node, m_frame.connectionId);
        else if (key == "timestamp"sv)
            number(top, key, node, [this](qint64 value) { m_frame.timestamp = value; });
        else if (key == "flags"sv)
            number(top, key, node, [this](qint64 value) { m_frame.flags = quint32(value); });
        else if (key == "msgSerial"sv)
            number(top, key, node, [this](qint64 value) { m_frame.msgSerial = value; });
        else if (key == "count"sv)
            number(top, key, node, [this](qint64 value) { m_frame.count = int(value); });
        else
            rareFrameField(key, node);
    }

    void rareFrameField(std::string_view key, Node &node)
    {
        using namespace std::string_view_literals;
        const Place top{};
        if (key == "connectionKey"sv)
            secret(top, key, node, m_frame.connectionKey);
        else if (key == "connectionDetails"sv)
            object(top, key, node, [this](Node &details) { connectionDetails(details); });
        else if (key == "error"sv)
            object(top, key, node, [this](Node &error) { m_frame.error = errorInfo(error, 0); });
        else if (key == "auth"sv)
            object(top, key, node, [this](Node &auth) {
                each(auth, [this](std::string_view field, Node &value) {
                    if (field == "accessToken"sv)
                        secret({"auth"}, field, value, m_frame.accessToken);
                });
            });
        else if (key == "params"sv)
            object(top, key, node, [this](Node &params) {
                each(params, [this](std::string_view field, Node &value) {
                    if (this->countEntry())
                        m_frame.params[toText(field)] = asText(value);
                });
            });
        else if (key == "presence"sv)
            presence(node);
        else if (key == "annotations"sv)
            list(key, node, [this](Node &entry) { m_frame.annotations.append(entry.jsonText()); });
    }

    void connectionDetails(Node &node)
    {
        using namespace std::string_view_literals;
        ConnectionDetails &details = m_frame.connectionDetails.emplace();
        each(node, [this, &details](std::string_view key, Node &value) {
            const Place place{"connectionDetails"};
            if (key == "clientId"sv)
                text(place, key, value, details.clientId);
            else if (key == "connectionKey"sv)
                secret(place, key, value, details.connectionKey);
            else if (key == "connectionStateTtl"sv)
                duration(place, key, value, details.connectionStateTtl);
            else if (key == "maxIdleInterval"sv)
                duration(place, key, value, details.maxIdleInterval);
            else if (key == "maxMessageSize"sv)
                number(place, key, value, [&details](qint64 bytes) { details.maxMessageSize = bytes; });
            else if (key == "maxFrameSize"sv)
                number(place, key, value, [&details](qint64 bytes) { details.maxFrameSize = bytes; });
            else if (key == "maxInboundRate"sv)
                number(place, key, value, [&details](qint64 rate) { details.maxInboundRate = rate; });
            else if (key == "serverId"sv)
                text(place, key, value, details.serverId);
            else if (key == "siteCode"sv)
                text(place, key, value, details.siteCode);
            else if (key == "objectsGCGracePeriod"sv)
                duration(place, key, value, details.objectsGCGracePeriod);
        });
    }

    ErrorInfo errorInfo(Node &node, int depth)
    {
        using namespace std::string_view_literals;
        constexpr int maxCauses = 8;
        ErrorInfo error;
        each(node, [this, &error, depth](std::string_view key, Node &value) {
            const Place place{"error"};
            if (key == "code"sv)
                number(place, key, value, [&error](qint64 code) { error.code = int(code); });
            else if (key == "statusCode"sv)
                number(place, key, value, [&error](qint64 status) { error.statusCode = int(status); });
            else if (key == "message"sv)
                text(place, key, value, error.message);
            else if (key == "href"sv)
                text(place, key, value, error.href);
            else if (key == "requestId"sv)
                text(place, key, value, error.requestId);
            else if (key == "detail"sv)
                json(place, key, value, error.detail);
            else if (key == "cause"sv && depth < maxCauses && value.type() == NodeType::Object)
                error.cause = std::make_shared<const ErrorInfo>(errorInfo(value, depth + 1));
        });
        return error;
    }

    bool m_hasAction = false;
};

} // namespace gm::ably
