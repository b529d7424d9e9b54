#include "core/sandbox/wire.h"

#include "core/sandbox/packer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray jsonText(const QCborValue &value)
{
    // QJsonDocument holds objects and arrays alone: other values are written as the only item of an array.
    const QByteArray array = QJsonDocument(QJsonArray{value.toJsonValue()}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QString withStep(const QString &encoding, QLatin1StringView step)
{
    return encoding.isEmpty() ? QString(step) : QString(encoding % u'/' % step);
}

/// The chain without its last step, when that is base64 and can be undone.
Payload withoutBase64(const QString &text, const QString &encoding)
{
    const qsizetype slash = encoding.lastIndexOf(u'/');
    if (QStringView(encoding).mid(slash + 1) == "base64"_L1) {
        // Old encoders break the lines.
        const QByteArray plain = text.toLatin1().replace('\n', "").replace('\r', "");
        const auto bytes = QByteArray::fromBase64Encoding(plain, QByteArray::AbortOnBase64DecodingErrors);
        if (bytes)
            return {QCborValue(*bytes), slash < 0 ? QString() : encoding.left(slash)};
    }
    return {QCborValue(text), encoding};
}

Payload payloadFrom(const QCborValue &data, const QString &encoding)
{
    if (data.isString())
        return withoutBase64(data.toString(), encoding);
    if (data.isByteArray())
        return {data, encoding};
    if (data.isUndefined() || data.isNull())
        return {QCborValue(QCborValue::Undefined), encoding};
    return {QCborValue(QString::fromUtf8(jsonText(data))), withStep(encoding, "json"_L1)};
}

qsizetype bytesOf(const QCborValue &value)
{
    if (value.isUndefined())
        return 0;
    if (value.isString())
        return value.toString().toUtf8().size();
    return value.isByteArray() ? value.toByteArray().size() : jsonText(value).size();
}

void insertText(QCborMap &map, QLatin1StringView field, const QString &text)
{
    if (!text.isEmpty())
        map.insert(field, text);
}

} // namespace

Payload Payload::fromJson(const QJsonValue &value)
{
    return payloadFrom(QCborValue::fromJsonValue(value), {});
}

qsizetype Message::size() const
{
    return name.toUtf8().size() + clientId.toUtf8().size() + bytesOf(payload.data) + bytesOf(extras);
}

std::optional<QCborValue> decode(const QByteArray &bytes, Format format)
{
    if (format == Format::Msgpack)
        return unpack(bytes);
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (document.isNull())
        return std::nullopt;
    return document.isArray() ? QCborValue::fromJsonValue(document.array())
                              : QCborValue::fromJsonValue(document.object());
}

QByteArray encode(const QCborValue &value, Format format)
{
    return format == Format::Msgpack ? pack(value) : jsonText(value);
}

QCborMap toMap(const Message &message, Format format)
{
    QCborMap map;
    insertText(map, "id"_L1, message.id);
    insertText(map, "connectionId"_L1, message.connectionId);
    insertText(map, "clientId"_L1, message.clientId);
    insertText(map, "name"_L1, message.name);
    insertText(map, "serial"_L1, message.serial);
    map.insert("timestamp"_L1, message.timestampMs);
    map.insert("action"_L1, message.action);
    QString encoding = message.payload.encoding;
    QCborValue data = message.payload.data;
    if (data.isByteArray() && format == Format::Json) {
        data = QString::fromLatin1(data.toByteArray().toBase64());
        encoding = withStep(encoding, "base64"_L1);
    }
    if (!data.isUndefined())
        map.insert("data"_L1, data);
    insertText(map, "encoding"_L1, encoding);
    if (message.extras.isMap())
        map.insert("extras"_L1, message.extras);
    if (!message.version.isEmpty())
        map.insert("version"_L1, message.version);
    if (!message.summary.isEmpty())
        map.insert("annotations"_L1, QCborMap{{"summary"_L1, message.summary}});
    return map;
}

Message messageFrom(const QCborMap &map)
{
    Message message;
    message.id = textIn(map, "id"_L1);
    message.clientId = textIn(map, "clientId"_L1);
    message.name = textIn(map, "name"_L1);
    message.payload = payloadFrom(map.value("data"_L1), textIn(map, "encoding"_L1));
    message.extras = map.value("extras"_L1);
    message.timestampMs = integerIn(map, "timestamp"_L1).value_or(0);
    message.action = int(integerIn(map, "action"_L1).value_or(0));
    message.serial = textIn(map, "serial"_L1);
    message.version = map.value("version"_L1).toMap();
    return message;
}

QCborMap toMap(const base::Error &error)
{
    QCborMap map{{"code"_L1, error.code}, {"statusCode"_L1, error.status}, {"message"_L1, error.what}};
    map.insert("href"_L1, QString(u"https://help.ably.io/error/"_s % QString::number(error.code)));
    return map;
}

QCborMap frame(Action action)
{
    return {{"action"_L1, int(action)}};
}

QString textIn(const QCborMap &map, QLatin1StringView field)
{
    return map.value(field).toString();
}

std::optional<qint64> integerIn(const QCborMap &map, QLatin1StringView field)
{
    const QCborValue value = map.value(field);
    if (value.isInteger())
        return value.toInteger();
    if (value.isDouble() && std::abs(value.toDouble()) < 9e18)
        return qint64(value.toDouble());
    bool isNumber = false;
    const qint64 number = value.toString().toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace gm::sandbox
