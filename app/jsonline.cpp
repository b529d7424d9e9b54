#include "app/jsonline.h"

#include <QDateTime>

#include <algorithm>

namespace gm::app
{

QByteArray jsonString(const QString &text)
{
    QByteArray result = "\"";
    const QByteArray utf8 = text.toUtf8();
    result.reserve(utf8.size() + 2);
    for (const char c : utf8) {
        switch (c) {
        case '"':
            result += "\\\"";
            break;
        case '\\':
            result += "\\\\";
            break;
        case '\n':
            result += "\\n";
            break;
        case '\r':
            result += "\\r";
            break;
        case '\t':
            result += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                result += "\\u" + QByteArray::number(static_cast<unsigned char>(c), 16).rightJustified(4, '0');
            else
                result += c;
        }
    }
    return result + '"';
}

JsonLine::JsonLine(QByteArrayView type)
{
    begin("type");
    m_line += '"' + type.toByteArray() + '"';
}

JsonLine &JsonLine::text(QByteArrayView name, const QString &value)
{
    begin(name);
    m_line += value.isEmpty() ? QByteArrayLiteral("null") : jsonString(value);
    return *this;
}

JsonLine &JsonLine::number(QByteArrayView name, std::optional<qint64> value)
{
    begin(name);
    m_line += value ? QByteArray::number(*value) : QByteArrayLiteral("null");
    return *this;
}

JsonLine &JsonLine::boolean(QByteArrayView name, bool value)
{
    begin(name);
    m_line += value ? "true" : "false";
    return *this;
}

JsonLine &JsonLine::list(QByteArrayView name, const QStringList &values)
{
    begin(name);
    QByteArrayList parts;
    for (const QString &value : values)
        parts << jsonString(value);
    m_line += '[' + parts.join(',') + ']';
    return *this;
}

JsonLine &JsonLine::time(QByteArrayView name, qint64 ms)
{
    const QString rfc3339 = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
    return text(name, ms == 0 ? QString() : rfc3339);
}

JsonLine &JsonLine::raw(QByteArrayView name, QByteArray json)
{
    begin(name);
    // Inside a JSON string a line feed is escaped, so one that stands bare is space between parts.
    std::replace_if(
        json.begin(), json.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    m_line += json.isEmpty() ? QByteArrayLiteral("null") : json;
    return *this;
}

void JsonLine::begin(QByteArrayView name)
{
    if (m_line.size() > 1)
        m_line += ',';
    m_line += '"' + name.toByteArray() + "\":";
}

} // namespace gm::app
