#include "core/sandbox/packer.h"

#include <QCborArray>
#include <QCborMap>
#include <QtEndian>

#include <bit>
#include <limits>

namespace gm::sandbox
{

namespace
{

constexpr int maxDepth = 64;

/// Reads from the front; after the first failure every further read fails too.
class Unpacker
{
public:
    explicit Unpacker(const QByteArray &bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] bool isAtEnd() const { return m_at == m_bytes.size(); }

    QCborValue value(int depth)
    {
        if (depth > maxDepth)
            return fail();
        const quint8 tag = number<quint8>();
        if (!m_isGood)
            return {};
        if (tag <= 0x7f)
            return qint64(tag);
        if (tag >= 0xe0)
            return qint64(qint8(tag));
        if (tag <= 0x8f)
            return map(tag & 0x0f, depth);
        if (tag <= 0x9f)
            return array(tag & 0x0f, depth);
        if (tag <= 0xbf)
            return text(tag & 0x1f);
        return tagged(tag, depth);
    }

private:
    QCborValue tagged(quint8 tag, int depth)
    {
        switch (tag) {
        case 0xc0:
            return nullptr;
        case 0xc2:
            return false;
        case 0xc3:
            return true;
        case 0xc4:
            return take(number<quint8>());
        case 0xc5:
            return take(number<quint16>());
        case 0xc6:
            return take(number<quint32>());
        case 0xc7:
            return extension(number<quint8>());
        case 0xc8:
            return extension(number<quint16>());
        case 0xc9:
            return extension(number<quint32>());
        case 0xca:
            return double(std::bit_cast<float>(number<quint32>()));
        case 0xcb:
            return std::bit_cast<double>(number<quint64>());
        case 0xcc:
            return qint64(number<quint8>());
        case 0xcd:
            return qint64(number<quint16>());
        case 0xce:
            return qint64(number<quint32>());
        case 0xcf:
            return unsignedNumber(number<quint64>());
        case 0xd0:
            return qint64(qint8(number<quint8>()));
        case 0xd1:
            return qint64(qint16(number<quint16>()));
        case 0xd2:
            return qint64(qint32(number<quint32>()));
        case 0xd3:
            return qint64(number<quint64>());
        case 0xd4:
            return extension(1);
        case 0xd5:
            return extension(2);
        case 0xd6:
            return extension(4);
        case 0xd7:
            return extension(8);
        case 0xd8:
            return extension(16);
        case 0xd9:
            return text(number<quint8>());
        case 0xda:
            return text(number<quint16>());
        case 0xdb:
            return text(number<quint32>());
        case 0xdc:
            return array(number<quint16>(), depth);
        case 0xdd:
            return array(number<quint32>(), depth);
        case 0xde:
            return map(number<quint16>(), depth);
        case 0xdf:
            return map(number<quint32>(), depth);
        default:
            return fail();
        }
    }

    QCborValue fail()
    {
        m_isGood = false;
        return {};
    }

    template <typename T>
    T number()
    {
        if (!m_isGood || m_bytes.size() - m_at < qsizetype(sizeof(T))) {
            m_isGood = false;
            return 0;
        }
        const T value = qFromBigEndian<T>(m_bytes.constData() + m_at);
        m_at += sizeof(T);
        return value;
    }

    static QCborValue unsignedNumber(quint64 value)
    {
        if (value > quint64(std::numeric_limits<qint64>::max()))
            return double(value);
        return qint64(value);
    }

    QByteArray take(qsizetype count)
    {
        if (!m_isGood || m_bytes.size() - m_at < count) {
            m_isGood = false;
            return {};
        }
        const QByteArray part = m_bytes.mid(m_at, count);
        m_at += count;
        return part;
    }

    QCborValue text(qsizetype count) { return QString::fromUtf8(take(count)); }

    QCborValue extension(qsizetype count)
    {
        number<quint8>();
        take(count);
        return QCborValue(QCborValue::Undefined);
    }

    QCborValue array(qsizetype count, int depth)
    {
        QCborArray items;
        for (qsizetype i = 0; i < count && m_isGood; ++i)
            items.append(value(depth + 1));
        return items;
    }

    QCborValue map(qsizetype count, int depth)
    {
        QCborMap fields;
        for (qsizetype i = 0; i < count && m_isGood; ++i) {
            const QCborValue key = value(depth + 1);
            const QCborValue field = value(depth + 1);
            fields.insert(key, field);
        }
        return fields;
    }

    const QByteArray &m_bytes;
    qsizetype m_at = 0;
    bool m_isGood = true;
};

template <typename T>
void putNumber(QByteArray &out, quint8 tag, T value)
{
    char raw[sizeof(T)];
    qToBigEndian(value, raw);
    out.append(char(tag)).append(raw, sizeof(T));
}

/// The head of a str, bin, array or map: the short form where there is one, else with 8, 16 or 32 bits of length.
struct Head {
    quint8 shortTag;
    qsizetype shortBelow; ///< 0: no short form.
    quint8 tag8;          ///< 0: no form with 8 bits.
    quint8 tag16;
    quint8 tag32;
};

void putHead(QByteArray &out, const Head &head, qsizetype count)
{
    if (count < head.shortBelow)
        out.append(char(head.shortTag | count));
    else if (head.tag8 != 0 && count <= 0xff)
        putNumber(out, head.tag8, quint8(count));
    else if (count <= 0xffff)
        putNumber(out, head.tag16, quint16(count));
    else
        putNumber(out, head.tag32, quint32(count));
}

void putInteger(QByteArray &out, qint64 value)
{
    if (value >= -32 && value <= 0x7f)
        out.append(char(value));
    else if (value >= 0 && value <= 0xff)
        putNumber(out, 0xcc, quint8(value));
    else if (value >= 0 && value <= 0xffff)
        putNumber(out, 0xcd, quint16(value));
    else if (value >= 0 && value <= 0xffffffffLL)
        putNumber(out, 0xce, quint32(value));
    else
        putNumber(out, 0xd3, value);
}

void put(QByteArray &out, const QCborValue &value)
{
    switch (value.type()) {
    case QCborValue::Integer:
        putInteger(out, value.toInteger());
        break;
    case QCborValue::Double:
        putNumber(out, 0xcb, std::bit_cast<quint64>(value.toDouble()));
        break;
    case QCborValue::False:
        out.append(char(0xc2));
        break;
    case QCborValue::True:
        out.append(char(0xc3));
        break;
    case QCborValue::String: {
        const QByteArray text = value.toString().toUtf8();
        putHead(out, {0xa0, 32, 0xd9, 0xda, 0xdb}, text.size());
        out.append(text);
        break;
    }
    case QCborValue::ByteArray: {
        const QByteArray bytes = value.toByteArray();
        putHead(out, {0, 0, 0xc4, 0xc5, 0xc6}, bytes.size());
        out.append(bytes);
        break;
    }
    case QCborValue::Array: {
        const QCborArray items = value.toArray();
        putHead(out, {0x90, 16, 0, 0xdc, 0xdd}, items.size());
        for (const QCborValue item : items)
            put(out, item);
        break;
    }
    case QCborValue::Map: {
        const QCborMap fields = value.toMap();
        putHead(out, {0x80, 16, 0, 0xde, 0xdf}, fields.size());
        for (const auto &[key, field] : fields) {
            put(out, key);
            put(out, field);
        }
        break;
    }
    default:
        out.append(char(0xc0));
        break;
    }
}

} // namespace

std::optional<QCborValue> unpack(const QByteArray &bytes)
{
    Unpacker unpacker(bytes);
    const QCborValue value = unpacker.value(0);
    if (!unpacker.isGood() || !unpacker.isAtEnd())
        return std::nullopt;
    return value;
}

QByteArray pack(const QCborValue &value)
{
    QByteArray out;
    put(out, value);
    return out;
}

} // namespace gm::sandbox
