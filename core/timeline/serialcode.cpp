#include "core/timeline/serialcode.h"

#include <optional>

namespace gm::timeline
{

namespace
{

constexpr quint64 compactMark = 1; // Odd: compact. Even: twice the length of the text that follows.

struct Serial {
    qint64 ms = 0;
    int counter = 0;
    QString series{};
    int index = 0;

    [[nodiscard]] QString toText() const
    {
        return QStringLiteral("%1-%2@%3:%4")
            .arg(ms, 14, 10, QLatin1Char('0'))
            .arg(counter, 3, 10, QLatin1Char('0'))
            .arg(series)
            .arg(index, 3, 10, QLatin1Char('0'));
    }
};

std::optional<Serial> split(const QString &text)
{
    const qsizetype dash = text.indexOf(u'-');
    const qsizetype at = text.indexOf(u'@', dash);
    const qsizetype colon = text.lastIndexOf(u':');
    if (dash < 0 || at < 0 || colon < at)
        return std::nullopt;
    const QStringView view(text);
    const Serial serial{.ms = view.left(dash).toLongLong(),
                        .counter = view.mid(dash + 1, at - dash - 1).toInt(),
                        .series = text.mid(at + 1, colon - at - 1),
                        .index = view.mid(colon + 1).toInt()};
    // What cannot be put together again to the same letters is kept as text.
    if (serial.series.contains(u'%') || serial.ms < 0 || serial.counter < 0 || serial.index < 0 ||
        serial.toText() != text)
        return std::nullopt;
    return serial;
}

} // namespace

void writeSerial(RecordBuffer &buffer, const QString &text, qint64 nearMs, StringPool &texts)
{
    if (const std::optional<Serial> serial = split(text)) {
        appendVarint(buffer, compactMark);
        appendVarint(buffer, zigzag(serial->ms - nearMs));
        appendVarint(buffer, quint64(serial->counter));
        appendVarint(buffer, quint64(texts.keyOf(serial->series)));
        appendVarint(buffer, quint64(serial->index));
        return;
    }
    const QByteArray plain = text.toUtf8();
    appendVarint(buffer, quint64(plain.size()) * 2);
    buffer.append(plain.constData(), plain.size());
}

QString readSerial(const char *&at, qint64 nearMs, const StringPool &texts)
{
    const quint64 head = readVarint(at);
    if (head != compactMark) {
        const auto length = qsizetype(head / 2);
        at += length;
        return QString::fromUtf8(at - length, length);
    }
    Serial serial;
    serial.ms = nearMs + unzigzag(readVarint(at));
    serial.counter = int(readVarint(at));
    serial.series = texts.at(TextKey(readVarint(at)));
    serial.index = int(readVarint(at));
    return serial.toText();
}

} // namespace gm::timeline
