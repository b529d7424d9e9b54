#include "core/sandbox/durations.h"

#include <QHash>
#include <QRegularExpression>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

std::optional<milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression form(u"^([+-]?\\d+(?:\\.\\d+)?)(ms|s|m|h)?$"_s);
    static const QHash<QString, double> units{{u"ms"_s, 1}, {u"s"_s, 1000}, {u"m"_s, 60'000}, {u"h"_s, 3'600'000}};
    const QRegularExpressionMatch match = form.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const double count = match.captured(1).toDouble();
    return milliseconds(qRound64(count * units.value(match.captured(2), 1)));
}

std::optional<milliseconds> parseDuration(const QJsonValue &value)
{
    if (value.isDouble())
        return milliseconds(qRound64(value.toDouble()));
    return parseDuration(value.toString());
}

} // namespace gm::sandbox
