#include "core/genie/payloadfields.h"

#include <cmath>

namespace gm::genie
{

using namespace Qt::StringLiterals;
namespace dom = simdjson::dom;

void PayloadFields::read(EventName name, dom::object object)
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

bool PayloadFields::takeText(dom::element value, QString &target, QLatin1String field)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return !isNullOrFault(value, field);
    target = textOf(text);
    return true;
}

bool PayloadFields::takeLabel(dom::element value, QString &target, QLatin1String field)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return !isNullOrFault(value, field);
    target = m_recent.textOf(text);
    return true;
}

bool PayloadFields::takeProse(dom::element value, QString &target, QLatin1String field)
{
    return (m_depth == PayloadDepth::Labels && value.is_string()) || takeText(value, target, field);
}

bool PayloadFields::takeCount(dom::element value, QLatin1String field)
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

bool PayloadFields::isNullOrFault(dom::element value, QLatin1String field)
{
    if (value.is_null())
        return true;
    fault(ShapeFault::WrongType, field);
    return false;
}

void PayloadFields::require(bool isThere, QLatin1String field)
{
    if (!isThere)
        fault(ShapeFault::MissingField, field);
}

void PayloadFields::readMessageEvent(dom::object object)
{
    bool hasMessage = false;
    for (const auto [key, value] : object) {
        if (key != "message")
            continue;
        dom::object inner;
        if (value.get_object().get(inner) == simdjson::SUCCESS) {
            hasMessage = true;
            readMessage(inner);
        } else {
            hasMessage = !isNullOrFault(value, "message"_L1);
        }
    }
    require(hasMessage, "message"_L1);
}

void PayloadFields::readMessage(dom::object object)
{
    bool hasId = false;
    bool hasRole = false;
    bool hasContent = false;
    for (const auto [key, value] : object) {
        if (key == "id")
            hasId = takeProse(value, m_payload.messageId, "message.id"_L1);
        else if (key == "role")
            hasRole = takeLabel(value, m_payload.role, "message.role"_L1);
        else if (key == "content")
            hasContent = takeProse(value, m_payload.text, "message.content"_L1);
        else if (key == "created_at")
            takeProse(value, m_payload.createdAt, "message.created_at"_L1);
        else if (key == "metadata")
            readMessageMetadata(value);
    }
    require(hasId, "message.id"_L1);
    require(hasRole, "message.role"_L1);
    require(hasContent, "message.content"_L1);
}

void PayloadFields::readMessageMetadata(dom::element value)
{
    dom::object metadata;
    if (value.get_object().get(metadata) != simdjson::SUCCESS) {
        isNullOrFault(value, "message.metadata"_L1);
        return;
    }
    for (const auto [key, field] : metadata) {
        if (key == "type")
            takeLabel(field, m_payload.type, "message.metadata.type"_L1);
        else if (key == "status")
            takeLabel(field, m_payload.status, "message.metadata.status"_L1);
    }
}

void PayloadFields::readStatus(dom::object object)
{
    bool hasStatus = false;
    for (const auto [key, value] : object) {
        if (key == "status")
            hasStatus = takeLabel(value, m_payload.status, "status"_L1);
        else if (key == "message")
            takeProse(value, m_payload.text, "message"_L1);
        else if (key == "metadata")
            readStatusMetadata(value);
    }
    require(hasStatus, "status"_L1);
}

void PayloadFields::readStatusMetadata(dom::element value)
{
    dom::object metadata;
    if (value.get_object().get(metadata) != simdjson::SUCCESS) {
        isNullOrFault(value, "metadata"_L1);
        return;
    }
    for (const auto [key, field] : metadata) {
        if (key == "count")
            takeCount(field, "metadata.count"_L1);
        else if (key == "goal_id")
            takeProse(field, m_payload.goalId, "metadata.goal_id"_L1);
    }
}

void PayloadFields::readComplete(dom::object object)
{
    bool hasCount = false;
    for (const auto [key, value] : object) {
        if (key == "opportunities_count")
            hasCount = takeCount(value, "opportunities_count"_L1);
        else if (key == "goal_id")
            takeProse(value, m_payload.goalId, "goal_id"_L1);
    }
    require(hasCount, "opportunities_count"_L1);
}

void PayloadFields::readStreamToken(dom::object object)
{
    bool hasId = false;
    bool hasToken = false;
    for (const auto [key, value] : object) {
        if (key == "message_id")
            hasId = takeProse(value, m_payload.messageId, "message_id"_L1);
        else if (key == "token")
            hasToken = takeProse(value, m_payload.text, "token"_L1);
    }
    require(hasId, "message_id"_L1);
    require(hasToken, "token"_L1);
}

void PayloadFields::readStreamEnd(dom::object object)
{
    bool hasId = false;
    bool hasContent = false;
    for (const auto [key, value] : object) {
        if (key == "message_id")
            hasId = takeProse(value, m_payload.messageId, "message_id"_L1);
        else if (key == "content")
            hasContent = takeProse(value, m_payload.text, "content"_L1);
        else if (key == "created_at")
            takeProse(value, m_payload.createdAt, "created_at"_L1);
    }
    require(hasId, "message_id"_L1);
    require(hasContent, "content"_L1);
}

} // namespace gm::genie
