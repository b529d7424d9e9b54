#include "core/ably/msgpack.h"

#include <QLocale>
#include <QtEndian>

#include <array>
#include <cmath>
#include <limits>

namespace gm::ably
{

using Type = MsgpackItem::Type;

MsgpackReader::MsgpackReader(QByteArrayView bytes)
    : m_bytes(bytes)
{
}

bool MsgpackReader::fail(qsizetype at)
{
    m_hasFailed = true;
    m_at = at;
    return false;
}

template <typename T>
bool MsgpackReader::take(T &value)
{
    if (left() < qsizetype(sizeof(T)))
        return false;
    value = qFromBigEndian<T>(m_bytes.data() + m_at);
    m_at += sizeof(T);
    return true;
}

bool MsgpackReader::takeBytes(MsgpackItem &item, Type type, quint32 size)
{
    if (left() < qsizetype(size))
        return false;
    item.type = type;
    item.bytes = m_bytes.sliced(m_at, size);
    m_at += size;
    return true;
}

bool MsgpackReader::takeCount(MsgpackItem &item, Type type, quint32 count)
{
    // Each item is at least one byte: a count beyond that is a lie, found out before anybody reserves memory for it.
    if (left() / (type == Type::Map ? 2 : 1) < qsizetype(count))
        return false;
    item.type = type;
    item.count = count;
    return true;
}

template <typename Size>
bool MsgpackReader::takeSizedBytes(MsgpackItem &item, Type type, quint32 extra)
{
    Size size = 0;
    return take(size) && quint64(size) + extra <= std::numeric_limits<quint32>::max() &&
           takeBytes(item, type, quint32(size) + extra);
}

template <typename Size>
bool MsgpackReader::takeSizedCount(MsgpackItem &item, Type type)
{
    Size count = 0;
    return take(count) && takeCount(item, type, count);
}

template <typename T>
bool MsgpackReader::takeInteger(MsgpackItem &item)
{
    T value = 0;
    if (!take(value))
        return false;
    if (std::is_same_v<T, quint64> && quint64(value) > quint64(std::numeric_limits<qint64>::max())) {
        item.type = Type::Real;
        item.real = double(value);
        return true;
    }
    item.type = Type::Integer;
    item.integer = qint64(value);
    return true;
}

template <typename T>
bool MsgpackReader::takeReal(MsgpackItem &item)
{
    T value = 0;
    if (!take(value))
        return false;
    item.type = Type::Real;
    item.real = value;
    return true;
}

bool MsgpackReader::next(MsgpackItem &item)
{
    const qsizetype start = m_at;
    quint8 tag = 0;
    item = MsgpackItem{};
    if (m_hasFailed || !take(tag))
        return fail(start);
    bool isRead = true;
    if (tag <= 0x7f || tag >= 0xe0) { // small integers, positive and negative
        item.type = Type::Integer;
        item.integer = qint8(tag);
    } else if (tag <= 0x8f) {
        isRead = takeCount(item, Type::Map, tag & 0x0fU);
    } else if (tag <= 0x9f) {
        isRead = takeCount(item, Type::Array, tag & 0x0fU);
    } else if (tag <= 0xbf) {
        isRead = takeBytes(item, Type::Text, tag & 0x1fU);
    } else {
        isRead = takeTagged(item, tag);
    }
    return isRead || fail(start);
}

bool MsgpackReader::takeTagged(MsgpackItem &item, quint8 tag)
{
    switch (tag) {
    case 0xc0:
        return true;
    case 0xc2:
    case 0xc3:
        item.type = Type::Boolean;
        item.integer = tag & 1;
        return true;
    case 0xc4:
        return takeSizedBytes<quint8>(item, Type::Binary);
    case 0xc5:
        return takeSizedBytes<quint16>(item, Type::Binary);
    case 0xc6:
        return takeSizedBytes<quint32>(item, Type::Binary);
    case 0xc7: // extensions have one more byte: their type
        return takeSizedBytes<quint8>(item, Type::Extension, 1);
    case 0xc8:
        return takeSizedBytes<quint16>(item, Type::Extension, 1);
    case 0xc9:
        return takeSizedBytes<quint32>(item, Type::Extension, 1);
    case 0xca:
        return takeReal<float>(item);
    case 0xcb:
        return takeReal<double>(item);
    case 0xcc:
        return takeInteger<quint8>(item);
    case 0xcd:
        return takeInteger<quint16>(item);
    case 0xce:
        return takeInteger<quint32>(item);
    case 0xcf:
        return takeInteger<quint64>(item);
    case 0xd0:
        return takeInteger<qint8>(item);
    case 0xd1:
        return takeInteger<qint16>(item);
    case 0xd2:
        return takeInteger<qint32>(item);
    case 0xd3:
        return takeInteger<qint64>(item);
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8: // 1, 2, 4, 8, 16 bytes and the type
        return takeBytes(item, Type::Extension, (1U << (tag - 0xd4U)) + 1);
    case 0xd9:
        return takeSizedBytes<quint8>(item, Type::Text);
    case 0xda:
        return takeSizedBytes<quint16>(item, Type::Text);
    case 0xdb:
        return takeSizedBytes<quint32>(item, Type::Text);
    case 0xdc:
        return takeSizedCount<quint16>(item, Type::Array);
    case 0xdd:
        return takeSizedCount<quint32>(item, Type::Array);
    case 0xde:
        return takeSizedCount<quint16>(item, Type::Map);
    case 0xdf:
        return takeSizedCount<quint32>(item, Type::Map);
    default: // 0xc1, never used
        return false;
    }
}

bool MsgpackReader::skipContent(const MsgpackItem &item)
{
    // Items still to skip, one number per open container.
    std::array<quint64, maxDepth> open{};
    int depth = 0;
    const auto enter = [&](const MsgpackItem &head) {
        if (head.type != Type::Map && head.type != Type::Array)
            return true;
        if (depth == maxDepth)
            return fail(m_at);
        open[size_t(depth++)] = quint64(head.count) * (head.type == Type::Map ? 2 : 1);
        return true;
    };
    if (!enter(item))
        return false;
    while (depth > 0) {
        if (open[size_t(depth - 1)] == 0) {
            --depth;
            continue;
        }
        --open[size_t(depth - 1)];
        MsgpackItem inner;
        if (!next(inner) || !enter(inner))
            return false;
    }
    return true;
}

bool MsgpackReader::appendJson(const MsgpackItem &item, QByteArray &out, int depth)
{
    switch (item.type) {
    case Type::Nil:
    case Type::Extension:
        out += "null";
        return true;
    case Type::Boolean:
        out += item.integer ? "true" : "false";
        return true;
    case Type::Integer:
        out += QByteArray::number(item.integer);
        return true;
    case Type::Real:
        out += std::isfinite(item.real) ? QByteArray::number(item.real, 'g', QLocale::FloatingPointShortest) : "null";
        return true;
    case Type::Text:
        appendJsonString(item.bytes, out);
        return true;
    case Type::Binary:
        appendJsonString(item.bytes.toByteArray().toBase64(), out);
        return true;
    case Type::Array:
    case Type::Map:
        break;
    }
    return appendJsonContainer(item, out, depth);
}

bool MsgpackReader::appendJsonContainer(const MsgpackItem &head, QByteArray &out, int depth)
{
    if (depth == maxDepth)
        return fail(m_at);
    const bool isMap = head.type == Type::Map;
    out += isMap ? '{' : '[';
    for (quint32 i = 0; i < head.count; ++i) {
        if (i > 0)
            out += ',';
        if (isMap && !appendJsonKey(out, depth + 1))
            return false;
        MsgpackItem inner;
        if (!next(inner) || !appendJson(inner, out, depth + 1))
            return false;
    }
    out += isMap ? '}' : ']';
    return true;
}

bool MsgpackReader::appendJsonKey(QByteArray &out, int depth)
{
    MsgpackItem key;
    if (!next(key))
        return false;
    QByteArray text = key.bytes.toByteArray();
    if (key.type == Type::Array || key.type == Type::Map) { // quoted level by level it would double with each
        text = "[]";
        if (!skipContent(key))
            return false;
    } else if (key.type != Type::Text) { // msgpack allows any value as a key, JSON texts only
        text.clear();
        if (!appendJson(key, text, depth))
            return false;
    }
    appendJsonString(text, out);
    out += ':';
    return true;
}

template <typename T>
void MsgpackWriter::tagged(quint8 tag, T value)
{
    m_out += char(tag);
    const T bigEndian = qToBigEndian(value);
    m_out.append(reinterpret_cast<const char *>(&bigEndian), sizeof(T));
}

/// The head of something with a length; @p tag8 0: there is no form with one byte of length.
void MsgpackWriter::sized(quint32 size, quint8 tag8, quint8 tag16, quint8 tag32)
{
    if (tag8 != 0 && size <= 0xff)
        tagged(tag8, quint8(size));
    else if (size <= 0xffff)
        tagged(tag16, quint16(size));
    else
        tagged(tag32, size);
}

void MsgpackWriter::nil()
{
    m_out += char(0xc0);
}

void MsgpackWriter::boolean(bool value)
{
    m_out += char(value ? 0xc3 : 0xc2);
}

void MsgpackWriter::integer(qint64 value)
{
    if (value >= -32 && value <= 0x7f)
        m_out += char(value);
    else if (value >= 0 && value <= 0xff)
        tagged(0xcc, quint8(value));
    else if (value >= 0 && value <= 0xffff)
        tagged(0xcd, quint16(value));
    else if (value >= 0 && value <= 0xffffffffLL)
        tagged(0xce, quint32(value));
    else if (value >= std::numeric_limits<qint8>::min() && value < 0)
        tagged(0xd0, qint8(value));
    else if (value >= std::numeric_limits<qint16>::min() && value < 0)
        tagged(0xd1, qint16(value));
    else if (value >= std::numeric_limits<qint32>::min() && value < 0)
        tagged(0xd2, qint32(value));
    else
        tagged(0xd3, value);
}

void MsgpackWriter::real(double value)
{
    tagged(0xcb, value);
}

void MsgpackWriter::text(QByteArrayView utf8)
{
    if (utf8.size() <= 31)
        m_out += char(0xa0 | utf8.size());
    else
        sized(quint32(utf8.size()), 0xd9, 0xda, 0xdb);
    m_out += utf8;
}

void MsgpackWriter::binary(QByteArrayView bytes)
{
    sized(quint32(bytes.size()), 0xc4, 0xc5, 0xc6);
    m_out += bytes;
}

void MsgpackWriter::array(quint32 count)
{
    if (count <= 15)
        m_out += char(0x90 | count);
    else
        sized(count, 0, 0xdc, 0xdd);
}

void MsgpackWriter::map(quint32 count)
{
    if (count <= 15)
        m_out += char(0x80 | count);
    else
        sized(count, 0, 0xde, 0xdf);
}

} // namespace gm::ably
