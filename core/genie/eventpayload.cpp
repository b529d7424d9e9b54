#include "core/genie/eventpayload.h"

#include "core/genie/payloadfields.h"

#include <QCoreApplication>

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

/// The start of the data as it came, cut between characters.
QString snippet(QByteArrayView data)
{
    const QString text = QString::fromUtf8(data.first(std::min(data.size(), 4 * longestSnippet)));
    return text.left(longestSnippet);
}

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
    void readJson(EventName name, QByteArrayView data, PayloadDepth depth, EventPayload &payload)
    {
        PayloadFields fields(payload, depth);
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

EventPayload PayloadReader::read(QStringView name, QByteArrayView data, DataForm form, PayloadDepth depth)
{
    const EventName event = eventName(name);
    EventPayload payload{.kind = kindOf(event),
                         .isStreamEnd = event == EventName::StreamEnd,
                         .isUnknownName = event == EventName::Other};
    if (event != EventName::Other) {
        if (form == DataForm::None)
            payload.fault = ShapeFault::NoData;
        else if (form == DataForm::Json)
            m_impl->readJson(event, data, depth, payload);
        else
            payload.fault = ShapeFault::NotAnObject;
    }
    const bool isShownRaw = depth == PayloadDepth::Whole && (payload.isUnknownName || payload.isWrongShape());
    if (isShownRaw && payload.text.isEmpty() && form != DataForm::Binary)
        payload.text = snippet(data);
    return payload;
}

} // namespace gm::genie
