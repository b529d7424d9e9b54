#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cmath>

namespace gm::base
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::base::Json", text);
}

std::optional<qint64> asInteger(const QJsonValue &value)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (std::isfinite(number) && std::abs(number) <= 9.2e18)
            return qint64(number);
    } else if (value.isString()) {
        bool ok = false;
        const qint64 number = value.toString().toLongLong(&ok);
        if (ok)
            return number;
    }
    return std::nullopt;
}

} // namespace

Result<QJsonValue> parseJson(const QByteArray &text)
{
    // QJsonDocument takes objects and arrays only; wrapping lets every JSON value through.
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson("[" + text + "]", &problem);
    if (problem.error != QJsonParseError::NoError || document.array().size() != 1) {
        return Error{.code = 1101,
                     .what = tr("This is not JSON."),
                     .why = tr("%1 at byte %2.").arg(problem.errorString()).arg(std::max(0, problem.offset - 1))};
    }
    return document.array().first();
}

JsonReader::JsonReader(QJsonObject object, QString path)
    : m_object(std::move(object))
    , m_path(std::move(path))
{
}

Result<QString> JsonReader::text(QStringView name) const
{
    const QJsonValue value = m_object.value(name);
    if (!value.isString())
        return wrongType(name, tr("a text"));
    return value.toString();
}

Result<qint64> JsonReader::integer(QStringView name) const
{
    if (const auto number = asInteger(m_object.value(name)))
        return *number;
    return wrongType(name, tr("a whole number"));
}

Result<JsonReader> JsonReader::object(QStringView name) const
{
    const QJsonValue value = m_object.value(name);
    if (!value.isObject())
        return wrongType(name, tr("an object"));
    return JsonReader(value.toObject(), pathTo(name));
}

Result<QJsonArray> JsonReader::array(QStringView name) const
{
    const QJsonValue value = m_object.value(name);
    if (!value.isArray())
        return wrongType(name, tr("a list"));
    return value.toArray();
}

QString JsonReader::textOr(QStringView name, const QString &fallback) const
{
    const QJsonValue value = m_object.value(name);
    return value.isString() ? value.toString() : fallback;
}

qint64 JsonReader::integerOr(QStringView name, qint64 fallback) const
{
    return asInteger(m_object.value(name)).value_or(fallback);
}

bool JsonReader::boolOr(QStringView name, bool fallback) const
{
    return m_object.value(name).toBool(fallback);
}

bool JsonReader::has(QStringView name) const
{
    const QJsonValue value = m_object.value(name);
    return !value.isUndefined() && !value.isNull();
}

Error JsonReader::wrongType(QStringView name, const QString &expected) const
{
    return Error{.code = 1100, .what = tr("%1: %2 was expected.").arg(pathTo(name), expected)};
}

QString JsonReader::pathTo(QStringView name) const
{
    return m_path.isEmpty() ? name.toString() : m_path + u'.' + name;
}

} // namespace gm::base
