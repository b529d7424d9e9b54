#include "core/genie/eventpayload.h"

#include "core/base/json.h"

#include <QCoreApplication>

#include <simdjson.h>

#include <cmath>
#include <string>

namespace gm::genie
{

using namespace Qt::StringLiterals;
namespace ondemand = simdjson::ondemand;

namespace
{

constexpr qsizetype longestSnippet = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::genie::EventPayload", text);
}

enum class EventName { Message, Status, Complete, StreamToken, StreamEnd, Other };

EventName eventName(QStringView name)
{
    switch (name.size()) {
    case 6:
        return name == u"status" ? EventName::Status : EventName::Other;
    case 7:
        return name == u"message" ? EventName::Message : EventName::Other;
    case 8:
        return name == u"complete" ? EventName::Complete : EventName::Other;
    case 10:
        return name == u"stream_end" ? EventName::StreamEnd : EventName::Other;
    case 12:
        return name == u"stream_token" ? EventName::StreamToken : EventName::Other;
    default:
        return EventName::Other;
    }
}

EventKind kindOf(EventName name)
{
    switch (name) {
    case EventName::Message:
        return EventKind::Message;
    case EventName::Status:
        return EventKind::Status;
    case EventName::Complete:
        return EventKind::Complete;
    case EventName::StreamToken:
    case EventName::StreamEnd:
        return EventKind::Stream;
    case EventName::Other:
        break;
    }
    return EventKind::Other;
}

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// The start of the data as it came, cut between characters.
QString snippet(QByteArrayView data)
{
    const QString text = QString::fromUtf8(data.first(std::min(data.size(), 4 * longestSnippet)));
    return text.left(longestSnippet);
}

/// Fills a payload from one JSON object, field by field in the order they came. The first fault counts.
class FieldReader
{
public:
    explicit FieldReader(EventPayload &payload)
        : m_payload(payload)
    {
    }

    void read(EventName name, ondemand::object object)
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

    void fault(ShapeFault fault, QLatin1String field = {})
    {
        if (m_payload.fault == ShapeFault::None) {
            m_payload.fault = fault;
            m_payload.faultField = field;
        }
    }

private:
    template <typename Visit>
    void forEachField(ondemand::object &object, Visit visit)
    {
        for (auto next : object) {
            ondemand::field field;
            std::string_view key;
            if (std::move(next).get(field) != simdjson::SUCCESS ||
                field.unescaped_key().get(key) != simdjson::SUCCESS) {
                fault(ShapeFault::NotJson);
                return;
            }
            visit(key, field.value());
        }
    }

    /// True when the value is there: a null is like an absent field.
    bool takeText(ondemand::value value, QString &target, QLatin1String field)
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

    bool takeCount(ondemand::value value, QLatin1String field)
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

    /// A null is no fault by itself; any other type than the expected one is.
    bool isNullOrFault(ondemand::value value, QLatin1String field)
    {
        if (typeOf(value) == ondemand::json_type::null)
            return true;
        fault(ShapeFault::WrongType, field);
        return false;
    }

    static std::optional<ondemand::json_type> typeOf(ondemand::value &value)
    {
        ondemand::json_type type;
        return value.type().get(type) == simdjson::SUCCESS ? std::optional(type) : std::nullopt;
    }

    void require(bool isThere, QLatin1String field)
    {
        if (!isThere)
            fault(ShapeFault::MissingField, field);
    }

    void readMessageEvent(ondemand::object &object)
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

    void readMessage(ondemand::object &object)
    {
        bool hasId = false;
        bool hasRole = false;
        bool hasContent = false;
        forEachField(object, [&](std::string_view key, ondemand::value value) {
            if (key == "id")
                hasId = takeText(value, m_payload.messageId, "message.id"_L1);
            else if (key == "role")
                hasRole = takeText(value, m_payload.role, "message.role"_L1);
            else if (key == "content")
                hasContent = takeText(value, m_payload.text, "message.content"_L1);
            else if (key == "created_at")
                takeText(value, m_payload.createdAt, "message.created_at"_L1);
            else if (key == "metadata")
                readMessageMetadata(value);
        });
        require(hasId, "message.id"_L1);
        require(hasRole, "message.role"_L1);
        require(hasContent, "message.content"_L1);
    }

    void readMessageMetadata(ondemand::value value)
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

    void readStatus(ondemand::object &object)
    {
        bool hasStatus = false;
        forEachField(object, [&](std::string_view key, ondemand::value value) {
            if (key == "status")
                hasStatus = takeText(value, m_payload.status, "status"_L1);
            else if (key == "message")
                takeText(value, m_payload.text, "message"_L1);
            else if (key == "metadata")
                readStatusMetadata(value);
        });
        require(hasStatus, "status"_L1);
    }

    void readStatusMetadata(ondemand::value value)
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
                takeText(field, m_payload.goalId, "metadata.goal_id"_L1);
        });
    }

    void readComplete(ondemand::object &object)
    {
        bool hasCount = false;
        forEachField(object, [&](std::string_view key, ondemand::value value) {
            if (key == "opportunities_count")
                hasCount = takeCount(value, "opportunities_count"_L1);
            else if (key == "goal_id")
                takeText(value, m_payload.goalId, "goal_id"_L1);
        });
        require(hasCount, "opportunities_count"_L1);
    }

    void readStreamToken(ondemand::object &object)
    {
        bool hasId = false;
        bool hasToken = false;
        forEachField(object, [&](std::string_view key, ondemand::value value) {
            if (key == "message_id")
                hasId = takeText(value, m_payload.messageId, "message_id"_L1);
            else if (key == "token")
                hasToken = takeText(value, m_payload.text, "token"_L1);
        });
        require(hasId, "message_id"_L1);
        require(hasToken, "token"_L1);
    }

    void readStreamEnd(ondemand::object &object)
    {
        bool hasId = false;
        bool hasContent = false;
        forEachField(object, [&](std::string_view key, ondemand::value value) {
            if (key == "message_id")
                hasId = takeText(value, m_payload.messageId, "message_id"_L1);
            else if (key == "content")
                hasContent = takeText(value, m_payload.text, "content"_L1);
            else if (key == "created_at")
                takeText(value, m_payload.createdAt, "created_at"_L1);
        });
        require(hasId, "message_id"_L1);
        require(hasContent, "content"_L1);
    }

    EventPayload &m_payload;
};

} // namespace

bool EventPayload::isTerminal() const
{
    return kind == EventKind::Complete || (kind == EventKind::Status && status == u"error");
}

QString describeFault(const EventPayload &payload)
{
    switch (payload.fault) {
    case ShapeFault::None:
        return payload.isUnknownName ? tr("Genie publishes no event of this name; it is shown as received.")
                                     : QString();
    case ShapeFault::NoData:
        return tr("The event carries no data.");
    case ShapeFault::NotJson:
        return tr("The data is not JSON; it is shown as received.");
    case ShapeFault::NotAnObject:
        return tr("The data is not an object; it is shown as received.");
    case ShapeFault::MissingField:
        return tr("The field \"%1\" is missing.").arg(payload.faultField);
    case ShapeFault::WrongType:
        return tr("The field \"%1\" has another type than Genie's.").arg(payload.faultField);
    }
    return {};
}

EventKind kindOfName(QStringView name)
{
    return kindOf(eventName(name));
}

class PayloadReader::Impl
{
public:
    void readJson(EventName name, QByteArrayView data, EventPayload &payload)
    {
        FieldReader fields(payload);
        ondemand::document document;
        // simdjson reads a few bytes past the end: they must be ours.
        m_buffer.reserve(size_t(data.size()) + simdjson::SIMDJSON_PADDING);
        m_buffer.assign(data.data(), size_t(data.size()));
        const simdjson::padded_string_view padded(m_buffer.data(), m_buffer.size(), m_buffer.capacity());
        ondemand::json_type type;
        if (m_parser.iterate(padded).get(document) != simdjson::SUCCESS ||
            document.type().get(type) != simdjson::SUCCESS) {
            fields.fault(ShapeFault::NotJson);
            return;
        }
        if (type == ondemand::json_type::object) {
            ondemand::object object;
            if (document.get_object().get(object) == simdjson::SUCCESS)
                fields.read(name, object);
            else
                fields.fault(ShapeFault::NotJson);
            return;
        }
        fields.fault(ShapeFault::NotAnObject);
        std::string_view text;
        if (type == ondemand::json_type::string && document.get_string().get(text) == simdjson::SUCCESS)
            payload.text = textOf(text).left(longestSnippet);
    }

private:
    ondemand::parser m_parser;
    std::string m_buffer;
};

PayloadReader::PayloadReader()
    : m_impl(std::make_unique<Impl>())
{
}

PayloadReader::~PayloadReader() = default;

EventPayload PayloadReader::read(QStringView name, QByteArrayView data, DataForm form)
{
    const EventName event = eventName(name);
    EventPayload payload{.kind = kindOf(event),
                         .isStreamEnd = event == EventName::StreamEnd,
                         .isUnknownName = event == EventName::Other};
    if (event != EventName::Other) {
        if (form == DataForm::None)
            payload.fault = ShapeFault::NoData;
        else if (form == DataForm::Json)
            m_impl->readJson(event, data, payload);
        else
            payload.fault = ShapeFault::NotAnObject;
    }
    const bool isShownRaw = payload.isUnknownName || payload.isWrongShape();
    if (isShownRaw && payload.text.isEmpty() && form != DataForm::Binary)
        payload.text = snippet(data);
    return payload;
}

} // namespace gm::genie
