/// Numbers and times as the window writes them. Number and unit are joined by a no-break space. Nothing here follows the
/// locale save month and day names: what is shown as evidence must compare.
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace gm::models
{

/// Local time zone, or UTC for the whole window.
enum class Zone { Local, Utc };

/// "14:02:51.227"; an en dash for 0.
[[nodiscard]] QString formatTime(qint64 ms, Zone zone);
/// "14:02:36".
[[nodiscard]] QString formatTimeShort(qint64 ms, Zone zone);
/// "Thursday 6 November 2025".
[[nodiscard]] QString formatDay(qint64 ms, Zone zone);
/// For lists: "18:40" today, "yesterday 18:40", "Tue 4 Nov" in the last two weeks,
/// "2025-10-12" before.
[[nodiscard]] QString formatRelativeDay(qint64 ms, qint64 nowMs, Zone zone);
/// RFC 3339 in both zones, for tooltips and copies: "2025-11-06T14:02:51.227Z"; with the local form behind it where it
/// differs.
[[nodiscard]] QString formatRfc3339(qint64 ms, Zone zone);

/// "41 ms", "8.7 s", "1 m 05 s", "2 h 04 m", "3 d 02 h": cut, never rounded; negative with a true minus.
[[nodiscard]] QString formatDuration(qint64 ms);
/// The same with a plus sign: "+470 ms".
[[nodiscard]] QString formatDelta(qint64 ms);
/// A duration as lag; an en dash for none; a word for what cannot be: received before it was published.
[[nodiscard]] QString formatLag(std::optional<qint64> ms);
/// Two significant digits, for medians: "6.9 s", "24 s", "1 m 12 s".
[[nodiscard]] QString formatReference(qint64 ms);
/// "54:10"; 0 and less is "expired".
[[nodiscard]] QString formatCountdown(qint64 ms);
/// For screen readers: "39 milliseconds", "4.2 seconds", "1 minute 35 seconds".
[[nodiscard]] QString speakDuration(qint64 ms);

/// "1 284": thousands parted by a narrow no-break space.
[[nodiscard]] QString formatCount(qint64 number);
/// "36.2 ev/s" needs the unit; without one "34/s" for pieces. One decimal below 100 for units, none for plain rates.
[[nodiscard]] QString formatEventRate(double perSecond);
[[nodiscard]] QString formatPieceRate(double perSecond);
/// "612", "38 kB", "6.1 MB": decimal units, at most one decimal.
[[nodiscard]] QString formatBytes(qint64 bytes);
/// The first 8 characters and "…"; ids up to 12 characters stay whole.
[[nodiscard]] QString shortId(const QString &id);
/// An en dash: nothing is there.
[[nodiscard]] QString nothing();
/// Blanks, line ends and control characters become one space each, so a text fits one line and cannot disturb it.
[[nodiscard]] QString oneLine(QStringView text, qsizetype limit = 400);

} // namespace gm::models
