#include "core/genie/eventpayload.h"

#include "core/base/json.h"
#include "core/genie/payloadfields.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <string>

namespace gm::genie
{

using namespace Qt::StringLiterals;
namespace dom = simdjson::dom;

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

/// In JSON as Qt writes it the only escapes of surrogates are those of half pairs.
void replaceHalfPairs(QByteArray &json)
{
    for (qsizetype at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
        const bool isSurrogate = json.mid(at, 3) == "\\ud" && json.at(at + 3) >= '8';
        if (isSurrogate)
            json.replace(at, 6, "\\ufffd");
    }
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
        PayloadFields fields(payload, depth, m_recent);
        dom::element root;
        if (!parse(data, root) && !parseLeniently(data, root)) {
            fields.fault(ShapeFault::NotJson);
            return;
        }
        dom::object object;
        if (root.get_object().get(object) == simdjson::SUCCESS) {
            fields.read(name, object);
            return;
        }
        fields.fault(ShapeFault::NotAnObject);
        std::string_view text;
        if (root.get_string().get(text) == simdjson::SUCCESS)
            payload.text = textOf(text).left(longestSnippet);
    }

private:
    bool parse(QByteArrayView data, dom::element &root)
    {
        // simdjson reads a few bytes past the end: they must be ours.
        m_buffer.reserve(size_t(data.size()) + simdjson::SIMDJSON_PADDING);
        m_buffer.assign(data.data(), size_t(data.size()));
        return m_parser.parse(m_buffer.data(), m_buffer.size(), false).get(root) == simdjson::SUCCESS;
    }

    /// Half a surrogate pair, and numbers no integer holds: simdjson refuses them, Qt puts up with them.
    bool parseLeniently(QByteArrayView data, dom::element &root)
    {
        const auto value = base::parseJson(data.toByteArray());
        if (!value)
            return false;
        QByteArray asArray = QJsonDocument(QJsonArray{*value}).toJson(QJsonDocument::Compact);
        replaceHalfPairs(asArray);
        dom::element list;
        return parse(asArray, list) && list.at(0).get(root) == simdjson::SUCCESS;
    }

    dom::parser m_parser;
    std::string m_buffer;
    base::RecentTexts m_recent;
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
