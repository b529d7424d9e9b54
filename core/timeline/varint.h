/// Small whole numbers in few bytes.
#pragma once

#include <QVarLengthArray>

namespace gm::timeline
{

/// A record being written; most fit the stack.
using RecordBuffer = QVarLengthArray<char, 256>;

/// Seven bits a byte, lowest first, the eighth says that more follow.
inline void appendVarint(RecordBuffer &buffer, quint64 value)
{
    while (value >= 0x80) {
        buffer.append(char(quint8(value) | 0x80U));
        value >>= 7U;
    }
    buffer.append(char(value));
}

/// Signed numbers near zero, of either sign, become small unsigned ones.
[[nodiscard]] inline quint64 zigzag(qint64 value)
{
    return (quint64(value) << 1U) ^ quint64(value >> 63);
}
[[nodiscard]] inline qint64 unzigzag(quint64 value)
{
    return qint64(value >> 1U) ^ -qint64(value & 1U);
}

/// Reads what appendVarint() wrote, and moves @p at behind it.
[[nodiscard]] inline quint64 readVarint(const char *&at)
{
    quint64 value = 0;
    unsigned shift = 0;
    quint8 byte = 0;
    do {
        byte = quint8(*at++);
        value |= quint64(byte & 0x7FU) << shift;
        shift += 7;
    } while ((byte & 0x80U) != 0);
    return value;
}

} // namespace gm::timeline
