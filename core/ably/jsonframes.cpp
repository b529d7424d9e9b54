#include "core/ably/jsonframes.h"

#include "core/ably/framereading.h"
#include "core/ably/framewriting.h"
#include "core/ably/jsontext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringEncoder>

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <tuple>

namespace gm::ably
{

namespace ondemand = simdjson::ondemand;
using base::Error;
using base::Result;

namespace
{

Error unreadable(const QString &why)
{
    return {.code = 40013,
            .status = 400,
            .what = QCoreApplication::translate("gm::ably::JsonFrameReader", "A frame could not be read as JSON."),
            .why = why};
}

Error tooLong()
{
    return unreadable(QCoreApplication::translate("gm::ably::JsonFrameReader", "It is longer than %1 MiB.")
                          .arg(maxFrameBytes / (1024 * 1024)));
}

/// A token without the white space up to the next one.
std::string_view trimmed(std::string_view token)
{
    while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
        token.remove_suffix(1);
    return token;
}

NodeType typeOf(std::string_view token)
{
    const auto isOfReal = [](char c) { return c == '.' || c == 'e' || c == 'E'; };
    switch (token.empty() ? 'n' : token.front()) {
    case '{':
        return NodeType::Object;
    case '[':
        return NodeType::Array;
    case '"':
        return NodeType::Text;
    case 't':
    case 'f':
        return NodeType::Boolean;
    case 'n':
        return NodeType::Null;
    default:
        return std::any_of(token.begin(), token.end(), isOfReal) ? NodeType::Real : NodeType::Integer;
    }
}

/// A value of the frame under the cursor. The first fault of the input is kept in the shared error code.
class JsonNode
{
public:
    JsonNode(ondemand::value value, simdjson::error_code &fault, QByteArray &scratch)
        : m_value(value)
        , m_token(trimmed(m_value.raw_json_token()))
        , m_type(typeOf(m_token))
        , m_fault(fault)
        , m_scratch(scratch)
    {
    }

    NodeType type() const { return m_type; }

    /// Most texts have no escapes, and are what stands between the quotes.
    std::string_view bytes()
    {
        const std::string_view content = m_token.substr(1, m_token.size() - 2);
        if (content.find('\\') == std::string_view::npos)
            return content;
        std::string_view text;
        if (m_value.get_string().get(text) == simdjson::SUCCESS)
            return text;
        // Half a surrogate pair: simdjson refuses it, Qt keeps the rest of the text.
        const QByteArray asArray = '[' + QByteArray(m_token.data(), qsizetype(m_token.size())) + ']';
        m_scratch = QJsonDocument::fromJson(asArray).array().at(0).toString().toUtf8();
        return {m_scratch.constData(), size_t(m_scratch.size())};
    }

    std::optional<qint64> integer()
    {
        int64_t value = 0;
        return m_value.get_int64().get(value) == simdjson::SUCCESS ? std::optional<qint64>(value) : std::nullopt;
    }

    std::optional<double> real()
    {
        double value = 0;
        return m_value.get_double().get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
    }

    QByteArray jsonText()
    {
        std::string_view text;
        ondemand::object object;
        ondemand::array array;
        if (m_value.get_object().get(object) == simdjson::SUCCESS)
            note(object.raw_json().get(text));
        else if (m_value.get_array().get(array) == simdjson::SUCCESS)
            note(array.raw_json().get(text));
        else
            text = m_token;
        text = trimmed(text);
        return QByteArray(text.data(), qsizetype(text.size()));
    }

    template <typename F>
    void eachField(F f)
    {
        ondemand::object object;
        if (!note(m_value.get_object().get(object)))
            eachFieldOf(object, f, m_fault, m_scratch);
    }

    template <typename F>
    void eachItem(F f)
    {
        ondemand::array array;
        if (note(m_value.get_array().get(array)))
            return;
        for (auto item : array) {
            ondemand::value value;
            if (note(item.get(value)))
                return;
            JsonNode node(value, m_fault, m_scratch);
            f(node);
            if (m_fault != simdjson::SUCCESS)
                return;
        }
    }

    template <typename F>
    static void eachFieldOf(ondemand::object &object, F f, simdjson::error_code &fault, QByteArray &scratch)
    {
        for (auto result : object) {
            ondemand::field field;
            fault = std::move(result).get(field);
            if (fault != simdjson::SUCCESS)
                return;
            // Most names have no escapes; one that cannot be unescaped stays as written.
            const char *const begin = field.key().raw();
            std::string_view key(begin, size_t(std::strchr(begin, '"') - begin));
            if (key.find('\\') != std::string_view::npos)
                std::ignore = field.unescaped_key().get(key);
            JsonNode node(field.value(), fault, scratch);
            f(key, node);
            if (fault != simdjson::SUCCESS)
                return;
        }
    }

private:
    bool note(simdjson::error_code error)
    {
        if (error != simdjson::SUCCESS && m_fault == simdjson::SUCCESS)
            m_fault = error;
        return error != simdjson::SUCCESS;
    }

    ondemand::value m_value;
    std::string_view m_token; ///< A scalar as written; of objects and arrays the bracket they begin with.
    NodeType m_type;
    simdjson::error_code &m_fault;
    QByteArray &m_scratch;
};

/// The frame itself, as FrameReading wants its root.
struct JsonRoot {
    ondemand::object object;
    simdjson::error_code &fault;
    QByteArray &scratch;

    template <typename F>
    void eachField(F f)
    {
        JsonNode::eachFieldOf(object, f, fault, scratch);
    }
};

/// Appends compact JSON to a buffer.
class JsonWriter
{
public:
    explicit JsonWriter(QByteArray &out)
        : m_out(out)
    {
    }

    void beginObject() { begin('{'); }
    void endObject() { end('}'); }
    void beginArray(int /*count*/) { begin('['); }
    void endArray() { end(']'); }
    void text(const QString &value) { utf8(value.toUtf8()); }
    void integer(qint64 value) { json(QByteArray::number(value)); }
    void binary(const QByteArray &value) { utf8(value.toBase64()); }

    void key(QByteArrayView name)
    {
        utf8(name);
        m_out += ':';
        m_isFirst = true;
    }

    void json(QByteArrayView text)
    {
        separate();
        m_out += text;
    }

    void utf8(QByteArrayView text)
    {
        separate();
        appendJsonString(text, m_out);
    }

private:
    void begin(char bracket)
    {
        separate();
        m_out += bracket;
        m_isFirst = true;
    }

    void end(char bracket)
    {
        m_out += bracket;
        m_isFirst = false;
    }

    void separate()
    {
        if (!m_isFirst)
            m_out += ',';
        m_isFirst = false;
    }

    QByteArray &m_out;
    bool m_isFirst = true;
};

} // namespace

struct JsonFrameReader::Parser {
    ondemand::parser parser;
    std::vector<char> buffer;
    QByteArray scratch;
    base::RecentTexts recent;

    char *reserve(size_t bytes)
    {
        if (buffer.size() < bytes + simdjson::SIMDJSON_PADDING)
            buffer.resize(bytes + simdjson::SIMDJSON_PADDING);
        return buffer.data();
    }

    /// Reads the first @p size bytes of the buffer.
    Result<ProtocolMessage> read(size_t size);
    std::optional<Error> fill(ProtocolMessage &frame, size_t size);
};

JsonFrameReader::JsonFrameReader()
    : d(std::make_unique<Parser>())
{
}

JsonFrameReader::~JsonFrameReader() = default;

Result<ProtocolMessage> JsonFrameReader::read(QStringView text)
{
    if (text.size() > maxFrameBytes)
        return tooLong();
    QStringEncoder toUtf8(QStringEncoder::Utf8);
    char *const begin = d->reserve(size_t(toUtf8.requiredSpace(text.size())));
    const char *const end = toUtf8.appendToBuffer(begin, text);
    if (end - begin > maxFrameBytes)
        return tooLong();
    return d->read(size_t(end - begin));
}

Result<ProtocolMessage> JsonFrameReader::read(QByteArrayView utf8)
{
    if (utf8.size() > maxFrameBytes)
        return tooLong();
    std::memcpy(d->reserve(size_t(utf8.size())), utf8.data(), size_t(utf8.size()));
    return d->read(size_t(utf8.size()));
}

Result<ProtocolMessage> JsonFrameReader::Parser::read(size_t size)
{
    Result<ProtocolMessage> result(ProtocolMessage{}); // filled where it is: a frame is too large to be moved about
    if (std::optional<Error> error = fill(result.value(), size))
        result = *std::move(error);
    return result;
}

std::optional<Error> JsonFrameReader::Parser::fill(ProtocolMessage &frame, size_t size)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("gm::ably::JsonFrameReader", text); };
    ondemand::document document;
    ondemand::object object;
    if (parser.iterate(buffer.data(), size, buffer.size()).get(document) != simdjson::SUCCESS)
        return unreadable(tr("It is not valid JSON."));
    simdjson::error_code fault = document.get_object().get(object);
    if (fault == simdjson::INCORRECT_TYPE)
        return unreadable(tr("It is not an object."));

    FrameReading<JsonNode> reading(frame, recent);
    bool hasAction = false;
    if (fault == simdjson::SUCCESS) {
        JsonRoot root{object, fault, scratch};
        hasAction = reading.read(root);
    }
    if (reading.hasTooManyEntries())
        return unreadable(tr("It has more than %1 entries.").arg(maxFrameEntries));
    const char *place = nullptr;
    const bool isPlaceKnown = document.current_location().get(place) == simdjson::SUCCESS;
    if (fault != simdjson::SUCCESS || isPlaceKnown) { // a place left after the object is something that follows it
        return unreadable(isPlaceKnown ? tr("It is not valid JSON at byte %1.").arg(place - buffer.data())
                                       : tr("It is not valid JSON."));
    }
    if (!hasAction)
        return unreadable(tr("It has no action."));
    frame.fillInMessages();
    return std::nullopt;
}

QByteArray writeJsonFrame(const ProtocolMessage &frame)
{
    QByteArray out;
    JsonWriter writer(out);
    FrameWriting<JsonWriter>(writer).write(frame);
    return out;
}

} // namespace gm::ably
