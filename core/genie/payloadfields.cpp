#include "core/genie/payloadfields.h"

#include "core/base/json.h"

#include <cmath>
#include <cstring>

namespace gm::genie
{

using namespace Qt::StringLiterals;
namespace ondemand = simdjson::ondemand;

namespace
{

std::optional<ondemand::json_type> typeOf(ondemand::value &value)
{
    ondemand::json_type type;
    return value.type().get(type) == simdjson::SUCCESS ? std::optional(type) : std::nullopt;
}

} // namespace

void PayloadFields::read(EventName name, Object object)
{
    switch (name) {
    case EventName::Message:
        readMessageEvent(object);
        break;
    case EventName::Status:
        readStatus(object);
        break;
    case EventName::Complete:
        readComplete(object);
        break;
    case EventName::StreamToken:
        readStreamToken(object);
        break;
    case EventName::StreamEnd:
        readStreamEnd(object);
        break;
    case EventName::Other:
        break;
    }
}

void PayloadFields::fault(ShapeFault fault, QLatin1String field)
{
    if (m_payload.fault == ShapeFault::None) {
        m_payload.fault = fault;
        m_payload.faultField = field;
    }
}

template <typename Visit>
void PayloadFields::forEachField(Object &object, Visit visit)
{
    for (auto next : object) {
        ondemand::field field;
        if (std::move(next).get(field) != simdjson::SUCCESS) {
            fault(ShapeFault::NotJson);
            return;
        }
        // As written: a name with escapes is none of Genie's.
        const char *const begin = field.key().raw();
        visit(std::string_view(begin, size_t(std::strchr(begin, '"') - begin)), field.value());
    }
}

bool PayloadFields::takeText(Value value, QString &target, QLatin1String field)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        target = textOf(text);
        return true;
    }
    // Half a surrogate pair: simdjson refuses it, Qt keeps the rest of the text.
    if (typeOf(value) == ondemand::json_type::string) {
        const std::string_view raw = value.raw_json_token();
        if (const auto lenient = base::parseJson(QByteArray(raw.data(), qsizetype(raw.size()))))
            target = lenient->toString();
        return true;
    }
    return !isNullOrFault(value, field);
}

bool PayloadFields::takeProse(Value value, QString &target, QLatin1String field)
{
    if (m_depth == PayloadDepth::Labels && typeOf(value) == ondemand::json_type::string)
        return true;
    return takeText(value, target, field);
}

bool PayloadFields::takeCount(Value value, QLatin1String field)
{
    int64_t number = 0;
    double decimal = 0;
    if (value.get_int64().get(number) == simdjson::SUCCESS) {
        m_payload.count = number;
        return true;
    }
    if (value.get_double().get(decimal) == simdjson::SUCCESS && std::abs(decimal) < 9e15 &&
        std::trunc(decimal) == decimal) {
        m_payload.count = qint64(decimal);
        return true;
    }
    return !isNullOrFault(value, field);
}

bool PayloadFields::isNullOrFault(Value value, QLatin1String field)
{
    if (typeOf(value) == ondemand::json_type::null)
        return true;
    fault(ShapeFault::WrongType, field);
    return false;
}

void PayloadFields::require(bool isThere, QLatin1String field)
{
    if (!isThere)
        fault(ShapeFault::MissingField, field);
}

void PayloadFields::readMessageEvent(Object &object)
{
    bool hasMessage = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key != "message")
            return;
        ondemand::object inner;
        if (value.get_object().get(inner) == simdjson::SUCCESS) {
            hasMessage = true;
            readMessage(inner);
        } else {
            hasMessage = !isNullOrFault(value, "message"_L1);
        }
    });
    require(hasMessage, "message"_L1);
}

void PayloadFields::readMessage(Object &object)
{
    bool hasId = false;
    bool hasRole = false;
    bool hasContent = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key == "id")
            hasId = takeProse(value, m_payload.messageId, "message.id"_L1);
        else if (key == "role")
            hasRole = takeText(value, m_payload.role, "message.role"_L1);
        else if (key == "content")
            hasContent = takeProse(value, m_payload.text, "message.content"_L1);
        else if (key == "created_at")
            takeProse(value, m_payload.createdAt, "message.created_at"_L1);
        else if (key == "metadata")
            readMessageMetadata(value);
    });
    require(hasId, "message.id"_L1);
    require(hasRole, "message.role"_L1);
    require(hasContent, "message.content"_L1);
}

void PayloadFields::readMessageMetadata(Value value)
{
    ondemand::object metadata;
    if (value.get_object().get(metadata) != simdjson::SUCCESS) {
        isNullOrFault(value, "message.metadata"_L1);
        return;
    }
    forEachField(metadata, [&](std::string_view key, ondemand::value field) {
        if (key == "type")
            takeText(field, m_payload.type, "message.metadata.type"_L1);
        else if (key == "status")
            takeText(field, m_payload.status, "message.metadata.status"_L1);
    });
}

void PayloadFields::readStatus(Object &object)
{
    bool hasStatus = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key == "status")
            hasStatus = takeText(value, m_payload.status, "status"_L1);
        else if (key == "message")
            takeProse(value, m_payload.text, "message"_L1);
        else if (key == "metadata")
            readStatusMetadata(value);
    });
    require(hasStatus, "status"_L1);
}

void PayloadFields::readStatusMetadata(Value value)
{
    ondemand::object metadata;
    if (value.get_object().get(metadata) != simdjson::SUCCESS) {
        isNullOrFault(value, "metadata"_L1);
        return;
    }
    forEachField(metadata, [&](std::string_view key, ondemand::value field) {
        if (key == "count")
            takeCount(field, "metadata.count"_L1);
        else if (key == "goal_id")
            takeProse(field, m_payload.goalId, "metadata.goal_id"_L1);
    });
}

void PayloadFields::readComplete(Object &object)
{
    bool hasCount = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key == "opportunities_count")
            hasCount = takeCount(value, "opportunities_count"_L1);
        else if (key == "goal_id")
            takeProse(value, m_payload.goalId, "goal_id"_L1);
    });
    require(hasCount, "opportunities_count"_L1);
}

void PayloadFields::readStreamToken(Object &object)
{
    bool hasId = false;
    bool hasToken = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key == "message_id")
            hasId = takeProse(value, m_payload.messageId, "message_id"_L1);
        else if (key == "token")
            hasToken = takeProse(value, m_payload.text, "token"_L1);
    });
    require(hasId, "message_id"_L1);
    require(hasToken, "token"_L1);
}

void PayloadFields::readStreamEnd(Object &object)
{
    bool hasId = false;
    bool hasContent = false;
    forEachField(object, [&](std::string_view key, ondemand::value value) {
        if (key == "message_id")
            hasId = takeProse(value, m_payload.messageId, "message_id"_L1);
        else if (key == "content")
            hasContent = takeProse(value, m_payload.text, "content"_L1);
        else if (key == "created_at")
            takeProse(value, m_payload.createdAt, "created_at"_L1);
    });
    require(hasId, "message_id"_L1);
    require(hasContent, "content"_L1);
}

} // namespace gm::genie
