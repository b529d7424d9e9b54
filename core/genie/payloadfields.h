/// The fields of Genie's payloads, read one by one. Private to this folder: nobody else needs simdjson.
#pragma once

#include "core/base/recenttexts.h"
#include "core/genie/eventpayload.h"

#include <simdjson.h>

#include <string_view>

namespace gm::genie
{

/// The events Genie publishes, by their names.
enum class EventName { Message, Status, Complete, StreamToken, StreamEnd, Other };

/// Fills a payload from one JSON object, field by field in the order they came. The first fault counts.
class PayloadFields
{
public:
    PayloadFields(EventPayload &payload, PayloadDepth depth, base::RecentTexts &recent)
        : m_payload(payload)
        , m_depth(depth)
        , m_recent(recent)
    {
    }

    void read(EventName name, simdjson::dom::object object);
    void fault(ShapeFault fault, QLatin1String field = {});

private:
    using Object = simdjson::dom::object;
    using Value = simdjson::dom::element;

    /// True when the value is there: a null is like an absent field.
    bool takeText(Value value, QString &target, QLatin1String field);
    /// The same for a text that says the same in many events.
    bool takeLabel(Value value, QString &target, QLatin1String field);
    /// The same for a text that is no label: only its type is looked at where labels are all that is wanted.
    bool takeProse(Value value, QString &target, QLatin1String field);
    bool takeCount(Value value, QLatin1String field);
    /// A null is no fault by itself; any other type than the expected one is.
    bool isNullOrFault(Value value, QLatin1String field);
    void require(bool isThere, QLatin1String field);

    void readMessageEvent(Object object);
    void readMessage(Object object);
    void readMessageMetadata(Value value);
    void readStatus(Object object);
    void readStatusMetadata(Value value);
    void readComplete(Object object);
    void readStreamToken(Object object);
    void readStreamEnd(Object object);

    EventPayload &m_payload;
    PayloadDepth m_depth;
    base::RecentTexts &m_recent;
};

[[nodiscard]] inline QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace gm::genie
