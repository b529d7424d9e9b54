#include "core/base/duration.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace gm::base
{

Result<std::chrono::milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^\\s*(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h)\\s*$"));
    const auto match = form.match(text);
    if (match.hasMatch()) {
        const QString unit = match.captured(2);
        const double factor = unit == u"ms" ? 1 : unit == u"s" ? 1'000 : unit == u"m" ? 60'000 : 3'600'000;
        const double ms = match.captured(1).toDouble() * factor;
        if (ms <= 1000.0 * 3'600'000)
            return std::chrono::milliseconds(qint64(ms));
    }
    return Error{.code = 1110,
                 .what = QCoreApplication::translate("gm::base::Duration", "\"%1\" is not a duration.").arg(text),
                 .next = QCoreApplication::translate("gm::base::Duration", "Write 500ms, 1s or 2m.")};
}

QString durationWords(std::chrono::milliseconds length)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("gm::base::Duration", text); };
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    if (seconds >= 3'600)
        return words("%1 h %2 min").arg(seconds / 3'600).arg(seconds / 60 % 60);
    if (seconds >= 60)
        return words("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return words("%1 s").arg(seconds);
}

} // namespace gm::base
