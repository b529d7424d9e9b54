#include "ui/models/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace gm::models
{

using namespace Qt::StringLiterals;

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr QChar noBreak(0x00A0);
constexpr QChar narrowNoBreak(0x202F);
constexpr QChar minusSign(0x2212);
constexpr QChar ellipsis(0x2026);

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

QDateTime inZone(qint64 ms, Zone zone)
{
    return QDateTime::fromMSecsSinceEpoch(ms, zone == Zone::Utc ? Qt::UTC : Qt::LocalTime);
}

QString withUnit(const QString &number, const QString &unit)
{
    return QString(number + noBreak + unit);
}

QString twoDigits(qint64 number)
{
    return u"%1"_s.arg(number, 2, 10, QLatin1Char('0'));
}

/// "8.7": the decimals that do not fit are cut.
QString oneDecimal(qint64 value, qint64 unit)
{
    const qint64 tenths = value * 10 / unit;
    return QString(QString::number(tenths / 10) + u'.' + QString::number(tenths % 10));
}

QString twoParts(qint64 ms, qint64 large, const QString &largeUnit, qint64 small, const QString &smallUnit)
{
    return QString(withUnit(QString::number(ms / large), largeUnit) + noBreak +
                   withUnit(twoDigits(ms % large / small), smallUnit));
}

QString unsignedDuration(qint64 ms)
{
    if (ms < second)
        return withUnit(QString::number(ms), Words::tr("ms", "milliseconds"));
    if (ms < minute)
        return withUnit(oneDecimal(ms, second), Words::tr("s", "seconds"));
    if (ms < hour)
        return twoParts(ms, minute, Words::tr("m", "minutes"), second, Words::tr("s", "seconds"));
    if (ms < day)
        return twoParts(ms, hour, Words::tr("h", "hours"), minute, Words::tr("m", "minutes"));
    return twoParts(ms, day, Words::tr("d", "days"), hour, Words::tr("h", "hours"));
}

} // namespace

QString formatTime(qint64 ms, Zone zone)
{
    return ms == 0 ? nothing() : inZone(ms, zone).toString(u"HH:mm:ss.zzz"_s);
}

QString formatTimeShort(qint64 ms, Zone zone)
{
    return ms == 0 ? nothing() : inZone(ms, zone).toString(u"HH:mm:ss"_s);
}

QString formatDay(qint64 ms, Zone zone)
{
    return QLocale().toString(inZone(ms, zone).date(), u"dddd d MMMM yyyy"_s);
}

QString formatRelativeDay(qint64 ms, qint64 nowMs, Zone zone)
{
    if (ms == 0)
        return nothing();
    const QDateTime then = inZone(ms, zone);
    const qint64 days = then.date().daysTo(inZone(nowMs, zone).date());
    const QString time = then.toString(u"HH:mm"_s);
    if (days == 0)
        return time;
    if (days == 1)
        return Words::tr("yesterday %1").arg(time);
    if (days > 1 && days <= 14)
        return QLocale().toString(then.date(), u"ddd d MMM"_s);
    return then.date().toString(Qt::ISODate);
}

QString formatRfc3339(qint64 ms, Zone zone)
{
    if (ms == 0)
        return nothing();
    const QString utc = inZone(ms, Zone::Utc).toString(Qt::ISODateWithMs);
    const QDateTime local = inZone(ms, Zone::Local);
    if (zone == Zone::Utc || local.offsetFromUtc() == 0)
        return utc;
    const QString withOffset = local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs);
    return QString(utc + u'\n' + withOffset);
}

QString formatDuration(qint64 ms)
{
    return ms < 0 ? QString(minusSign + unsignedDuration(-ms)) : unsignedDuration(ms);
}

QString formatDelta(qint64 ms)
{
    return ms < 0 ? formatDuration(ms) : QString(u'+' + unsignedDuration(ms));
}

QString formatLag(std::optional<qint64> ms)
{
    if (!ms)
        return nothing();
    return *ms < 0 ? Words::tr("clock?", "received before it was published: the clocks disagree") : formatDuration(*ms);
}

QString formatReference(qint64 ms)
{
    if (ms < 100)
        return formatDuration(ms);
    if (ms < second)
        return formatDuration(ms / 10 * 10);
    if (ms < 10 * second || ms >= minute)
        return formatDuration(ms);
    return withUnit(QString::number(ms / second), Words::tr("s", "seconds"));
}

QString formatCountdown(qint64 ms)
{
    if (ms <= 0)
        return Words::tr("expired", "a token");
    return QString(twoDigits(ms / minute) + u':' + twoDigits(ms % minute / second));
}

QString speakDuration(qint64 ms)
{
    const auto spoken = [](qint64 number, const QString &one, const QString &many) {
        return number == 1 ? one : many.arg(number);
    };
    const auto minutes = [&](qint64 n) { return spoken(n, Words::tr("1 minute"), Words::tr("%1 minutes")); };
    const auto hours = [&](qint64 n) { return spoken(n, Words::tr("1 hour"), Words::tr("%1 hours")); };
    if (ms < 0)
        return Words::tr("minus %1").arg(speakDuration(-ms));
    if (ms < second)
        return spoken(ms, Words::tr("1 millisecond"), Words::tr("%1 milliseconds"));
    if (ms < minute)
        return Words::tr("%1 seconds").arg(oneDecimal(ms, second));
    if (ms < hour)
        return QString(minutes(ms / minute) + u' ' +
                       spoken(ms % minute / second, Words::tr("1 second"), Words::tr("%1 seconds")));
    if (ms < day)
        return QString(hours(ms / hour) + u' ' + minutes(ms % hour / minute));
    return QString(spoken(ms / day, Words::tr("1 day"), Words::tr("%1 days")) + u' ' + hours(ms % day / hour));
}

QString formatCount(qint64 number)
{
    QString digits = QString::number(std::abs(number));
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, narrowNoBreak);
    return number < 0 ? QString(minusSign + digits) : digits;
}

QString formatEventRate(double perSecond)
{
    return withUnit(QString::number(perSecond, 'f', 1), Words::tr("ev/s", "events a second"));
}

QString formatPieceRate(double perSecond)
{
    return Words::tr("%1/s", "pieces a second").arg(std::llround(perSecond));
}

QString formatBytes(qint64 bytes)
{
    static constexpr std::array units{"kB", "MB", "GB", "TB"};
    if (bytes < 1'000)
        return QString::number(bytes);
    qint64 unit = 1'000;
    size_t index = 0;
    while (bytes >= unit * 1'000 && index + 1 < units.size()) {
        unit *= 1'000;
        ++index;
    }
    const QString number = bytes < 10 * unit ? oneDecimal(bytes, unit) : QString::number(bytes / unit);
    return withUnit(number, QLatin1String(units[index]));
}

QString shortId(const QString &id)
{
    return id.size() <= 12 ? id : QString(id.left(8) + ellipsis);
}

QString nothing()
{
    return u"\u2013"_s;
}

QString oneLine(QStringView text, qsizetype limit)
{
    QString line;
    line.reserve(std::min(text.size(), limit));
    bool wasBlank = true;
    for (const QChar c : text) {
        if (line.size() >= limit)
            break;
        const bool isBlank = c.isSpace() || c.category() == QChar::Other_Control;
        if (!isBlank)
            line += c;
        else if (!wasBlank)
            line += u' ';
        wasBlank = isBlank;
    }
    return line;
}

} // namespace gm::models
