#include "core/genie/loghead.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace gm::genie
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int deepestWrapping = 3; ///< Docker's JSON around Python's JSON, and one to spare.

/// How a line may begin, the usual way first: group 1 is the time, where there is one, group 2 the text. The last form is
/// what docker puts before a line of any other form.
constexpr std::array headForms{
    // 2025-11-06 14:02:51,204 - app.services.ably_service - INFO - text
    u"^(TIME)\\s+-\\s+LOGGER\\s+-\\s+LEVEL\\s+-\\s(.*)$",
    // 2025-11-06 14:02:51.204 | INFO     | app.services:publish:12 - text
    u"^(TIME)\\s+\\|\\s+LEVEL\\s+\\|\\s+LOGGER\\s+-\\s(.*)$",
    // [2025-11-06 14:02:51,204] [7] [INFO] [app.services] text, with or without each bracket and part
    u"^\\[?(TIME)\\]?\\s+(?:\\[\\d+\\]\\s+)?\\[?LEVEL\\s*\\]?:?\\s+(?:in\\s+)?(?:\\[LOGGER\\]:?\\s+|LOGGER:\\s+)?(.*)$",
    // INFO:app.services:text and INFO:     text
    u"^()\\[?LEVEL\\]?:\\s*(?:[\\w.]{1,200}:)?\\s*(.*)$",
    // 2025-11-06T14:02:51.204000000Z text
    u"^\\[?(TIME)\\]?:?\\s+(.*)$",
};

QRegularExpression compiled(const char16_t *form)
{
    return QRegularExpression(
        QString::fromUtf16(form)
            .replace(
                u"TIME"_s,
                u"\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?"_s)
            .replace(u"LEVEL"_s,
                     u"(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL|debug|info|warning|error|critical)"_s)
            .replace(u"LOGGER"_s, u"[\\w.<>$:/-]{1,200}"_s));
}

QString withoutColours(QString line)
{
    static const QRegularExpression escape(u"\\x1b\\[[0-9;?]*[A-Za-z]"_s);
    if (line.contains(u'\x1b'))
        line.remove(escape);
    return line;
}

/// `backend-1  | ` and its like; a bar within the line's own head is another thing and has a time or a level before it.
QStringView withoutService(QStringView line)
{
    constexpr qsizetype longestName = 100;
    const qsizetype bar = line.indexOf(u'|');
    if (bar < 1 || bar > longestName)
        return line;
    const QStringView name = line.first(bar).trimmed();
    const bool isName =
        !name.isEmpty() && name.front().isLetter() && std::all_of(name.begin(), name.end(), [](QChar c) {
            return c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.' || c == u'/';
        });
    return isName ? line.sliced(bar + 1).trimmed() : line;
}

/// ms since 1970 UTC of a text in one of the forms above; nothing for a day or an hour there is not.
std::optional<qint64> timeOf(const QString &text, std::chrono::minutes zone)
{
    static const QRegularExpression form(
        u"^(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?(?: ?(Z|UTC|([+-])(\\d\\d):?(\\d\\d)))?$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    const QTime time = QTime::fromString(match.captured(2), Qt::ISODate);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    const int ms = match.captured(3).leftJustified(3, u'0').left(3).toInt();
    std::chrono::minutes ahead = match.hasCaptured(4) ? std::chrono::minutes(0) : zone;
    if (match.hasCaptured(5)) {
        ahead = std::chrono::minutes(match.captured(6).toInt() * 60 + match.captured(7).toInt());
        if (match.capturedView(5) == u"-")
            ahead = -ahead;
    }
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch() + ms - std::chrono::milliseconds(ahead).count();
}

/// A JSON time: a text in one of the forms above, or seconds since 1970.
std::optional<qint64> timeOf(const QJsonValue &value, std::chrono::minutes zone)
{
    constexpr double latestSeconds = 1e11; // some three thousand years
    if (value.isDouble() && value.toDouble() >= 0 && value.toDouble() < latestSeconds)
        return qint64(value.toDouble() * 1000);
    return timeOf(value.toString(), zone);
}

QJsonValue firstOf(const QJsonObject &object, std::initializer_list<QStringView> names)
{
    for (const QStringView name : names) {
        if (const QJsonValue value = object.value(name); !value.isUndefined() && !value.isNull())
            return value;
    }
    return {};
}

/// A head and its text.
struct Head {
    LogText text{};
    bool isTimeOnly = false; ///< What follows the time may have a head of its own.
};

Head readHead(QStringView line, std::chrono::minutes zone)
{
    static const std::array forms = [] {
        std::array<QRegularExpression, headForms.size()> list;
        std::transform(headForms.begin(), headForms.end(), list.begin(), compiled);
        return list;
    }();
    for (const QRegularExpression &form : forms) {
        if (const auto match = form.match(line); match.hasMatch())
            return {.text = {.message = match.captured(2).trimmed(), .atMs = timeOf(match.captured(1), zone)},
                    .isTimeOnly = &form == &forms.back()};
    }
    return {.text = {.message = line.toString()}};
}

LogText read(const QString &raw, std::chrono::minutes zone, int depth)
{
    const QString plain = withoutColours(raw);
    const QStringView line = withoutService(QStringView(plain).trimmed());
    if (line.startsWith(u'{') && depth < deepestWrapping) {
        const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
        const QString inner = firstOf(object, {u"log", u"message", u"msg", u"event"}).toString();
        if (inner.isEmpty())
            return {};
        LogText text = read(inner, zone, depth + 1);
        if (!text.atMs)
            text.atMs = timeOf(firstOf(object, {u"asctime", u"timestamp", u"time", u"ts", u"@timestamp"}), zone);
        return text;
    }
    Head head = readHead(line, zone);
    if (head.isTimeOnly && depth < deepestWrapping) {
        // Docker's time stands before whatever the program wrote, which may tell a better one.
        LogText inner = read(head.text.message, zone, depth + 1);
        if (!inner.atMs)
            inner.atMs = head.text.atMs;
        return inner;
    }
    return head.text;
}

} // namespace

LogText readLogHead(const QString &line, std::chrono::minutes zone)
{
    return read(line, zone, 0);
}

} // namespace gm::genie
