#include "core/ably/jsontext.h"

#include <QString>
#include <QtEndian>

#include <bit>

namespace gm::ably
{

namespace
{

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Marks, by its highest bit, the first of eight bytes that ends or interrupts a string: `"`, `\`, or below 0x20. 0: there is
/// none. The classic "is there a zero byte" trick, once for each; marks above the first may be wrong.
quint64 specialBytes(quint64 littleEndian)
{
    constexpr quint64 ones = 0x0101010101010101;
    constexpr quint64 highBits = 0x8080808080808080;
    const auto zeroBytes = [](quint64 word) { return (word - ones) & ~word & highBits; };
    const quint64 controls = (littleEndian - ones * 0x20) & ~littleEndian & highBits;
    return controls | zeroBytes(littleEndian ^ (ones * '"')) | zeroBytes(littleEndian ^ (ones * '\\'));
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Walks over JSON text; each function takes what its name says, or returns false.
class Walker
{
public:
    explicit Walker(QByteArrayView text)
        : m_at(text.begin())
        , m_end(text.end())
    {
    }

    bool wholeText()
    {
        space();
        if (!value(0))
            return false;
        space();
        return m_at == m_end;
    }

private:
    [[nodiscard]] char peek() const { return m_at == m_end ? '\0' : *m_at; }

    bool take(char wanted)
    {
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    void space()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    bool value(int depth)
    {
        switch (peek()) {
        case '{':
            return depth < maxJsonDepth && object(depth);
        case '[':
            return depth < maxJsonDepth && array(depth);
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool object(int depth)
    {
        ++m_at;
        space();
        if (take('}'))
            return true;
        do {
            space();
            if (!string())
                return false;
            space();
            if (!take(':'))
                return false;
            space();
            if (!value(depth + 1))
                return false;
            space();
        } while (take(','));
        return take('}');
    }

    bool array(int depth)
    {
        ++m_at;
        space();
        if (take(']'))
            return true;
        do {
            space();
            if (!value(depth + 1))
                return false;
            space();
        } while (take(','));
        return take(']');
    }

    bool string()
    {
        if (!take('"'))
            return false;
        while (m_at != m_end) {
            skipPlainText();
            if (m_at == m_end)
                return false;
            const char c = *m_at++;
            if (c == '"')
                return true;
            if (c == '\\' ? !escape() : static_cast<unsigned char>(c) < 0x20)
                return false;
        }
        return false;
    }

    /// To the next byte that is not plain text of a string; the last seven bytes are left to the caller.
    void skipPlainText()
    {
        while (m_end - m_at >= qsizetype(sizeof(quint64))) {
            if (const quint64 marks = specialBytes(qFromLittleEndian<quint64>(m_at))) {
                m_at += std::countr_zero(marks) / 8;
                return;
            }
            m_at += sizeof(quint64);
        }
    }

    bool escape()
    {
        if (m_at == m_end)
            return false;
        const char c = *m_at++;
        if (c != 'u')
            return QByteArrayView("\"\\/bfnrt").contains(c);
        for (int i = 0; i < 4; ++i) {
            if (!isHexDigit(peek()))
                return false;
            ++m_at;
        }
        return true;
    }

    bool digits()
    {
        const auto *const start = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at != start;
    }

    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            return digits();
        }
        return true;
    }

    bool word(QByteArrayView wanted)
    {
        if (m_end - m_at < wanted.size() || QByteArrayView(m_at, wanted.size()) != wanted)
            return false;
        m_at += wanted.size();
        return true;
    }

    const char *m_at;
    const char *m_end;
};

} // namespace

bool isJsonText(QByteArrayView utf8)
{
    return Walker(utf8).wholeText() && utf8.isValidUtf8();
}

void appendJsonString(QByteArrayView utf8, QByteArray &out)
{
    if (!utf8.isValidUtf8()) {
        appendJsonString(QString::fromUtf8(utf8).toUtf8(), out);
        return;
    }
    out += '"';
    for (const char c : utf8) {
        if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00" + QByteArray::number(0x100 + c, 16).right(2);
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
}

} // namespace gm::ably
