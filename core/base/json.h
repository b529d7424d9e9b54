/// Typed reading of JSON objects whose mistakes name the place: `messages[3].id: a text was expected`.
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gm::base
{

/// Parses one JSON value (object, array, text, number …). Errors carry the offset.
[[nodiscard]] Result<QJsonValue> parseJson(const QByteArray &text);

/// A JSON object together with where it stands, for messages. Null fields count as absent.
class JsonReader
{
public:
    explicit JsonReader(QJsonObject object, QString path = {});

    /// @name Required fields: an Error with code 1100 names the path when missing or of another type.
    /// @{
    [[nodiscard]] Result<QString> text(QStringView name) const;
    [[nodiscard]] Result<qint64> integer(QStringView name) const; ///< Also accepts a decimal string.
    [[nodiscard]] Result<JsonReader> object(QStringView name) const;
    [[nodiscard]] Result<QJsonArray> array(QStringView name) const;
    /// @}

    /// @name Optional fields: the default when absent or of another type.
    /// @{
    [[nodiscard]] QString textOr(QStringView name, const QString &fallback = {}) const;
    [[nodiscard]] qint64 integerOr(QStringView name, qint64 fallback = 0) const;
    [[nodiscard]] bool boolOr(QStringView name, bool fallback = false) const;
    /// @}

    [[nodiscard]] bool has(QStringView name) const;
    [[nodiscard]] const QJsonObject &raw() const { return m_object; }

private:
    [[nodiscard]] Error wrongType(QStringView name, const QString &expected) const;
    [[nodiscard]] QString pathTo(QStringView name) const;

    QJsonObject m_object;
    QString m_path;
};

} // namespace gm::base
