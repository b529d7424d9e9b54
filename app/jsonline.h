/// One line of JSONL, its fields in the order given.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace gm::app
{

/// Every text is escaped so that the line stays one line and valid UTF-8.
class JsonLine
{
public:
    /// The first field, `"type"`.
    explicit JsonLine(QByteArrayView type);
    /// An object inside a line.
    JsonLine() = default;

    /// An empty text is written as null: absent.
    JsonLine &text(QByteArrayView name, const QString &value);
    JsonLine &number(QByteArrayView name, std::optional<qint64> value);
    JsonLine &boolean(QByteArrayView name, bool value);
    JsonLine &list(QByteArrayView name, const QStringList &values);
    /// RFC 3339 in UTC with milliseconds; 0 is written as null.
    JsonLine &time(QByteArrayView name, qint64 ms);
    /// JSON that is known to be valid, null where it is empty; line feeds between its parts become blanks.
    JsonLine &raw(QByteArrayView name, QByteArray json);

    /// The object without a line feed, for raw().
    [[nodiscard]] QByteArray object() const { return m_line + '}'; }
    /// The whole line with its line feed.
    [[nodiscard]] QByteArray finished() const { return object() + '\n'; }

private:
    void begin(QByteArrayView name);

    QByteArray m_line = "{";
};

/// @p text as a JSON string, quotes included.
[[nodiscard]] QByteArray jsonString(const QString &text);

} // namespace gm::app
