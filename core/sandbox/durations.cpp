#include "core/sandbox/durations.h"

#include "core/base/duration.h"

namespace gm::sandbox
{

using std::chrono::milliseconds;

std::optional<milliseconds> readDuration(const QString &text)
{
    QString amount = text.trimmed();
    const bool isNegative = amount.startsWith(u'-');
    if (isNegative || amount.startsWith(u'+'))
        amount.remove(0, 1);
    bool isNumber = false;
    amount.toUInt(&isNumber);
    if (isNumber)
        amount += QStringLiteral("ms");
    const auto duration = base::parseDuration(amount);
    if (!duration)
        return std::nullopt;
    return isNegative ? -*duration : *duration;
}

std::optional<milliseconds> readDuration(const QJsonValue &value)
{
    if (value.isDouble())
        return milliseconds(qRound64(value.toDouble()));
    return readDuration(value.toString());
}

} // namespace gm::sandbox
