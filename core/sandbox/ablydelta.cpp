#include "core/sandbox/ablydelta.h"

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

/// Of the default code table: instructions whose size follows them.
constexpr char addAnySize = 1;
constexpr char copyAnySize = 19; ///< From an address given in full.
constexpr char hasSource = 1;

/// Seven bits a byte, the highest first, all but the last with the top bit set.
QByteArray varint(qsizetype number)
{
    QByteArray bytes(1, char(number & 0x7f));
    while (number >>= 7)
        bytes.prepend(char(0x80 | (number & 0x7f)));
    return bytes;
}

qsizetype commonBeginning(const QByteArray &a, const QByteArray &b)
{
    const auto length = std::min(a.size(), b.size());
    return std::mismatch(a.begin(), a.begin() + length, b.begin()).first - a.begin();
}

qsizetype commonEnd(const QByteArray &a, const QByteArray &b, qsizetype atMost)
{
    return std::mismatch(a.rbegin(), a.rbegin() + atMost, b.rbegin()).first - a.rbegin();
}

/// The three sections of a window.
struct Sections {
    QByteArray data;
    QByteArray instructions;
    QByteArray addresses;

    void copy(qsizetype address, qsizetype size)
    {
        if (size == 0)
            return;
        instructions += copyAnySize + varint(size);
        addresses += varint(address);
    }
    void add(const QByteArray &bytes)
    {
        if (bytes.isEmpty())
            return;
        instructions += addAnySize + varint(bytes.size());
        data += bytes;
    }
};

std::optional<QByteArray> bytesOf(const Payload &payload)
{
    if (payload.data.isString())
        return payload.data.toString().toUtf8();
    return payload.data.isByteArray() ? std::optional(payload.data.toByteArray()) : std::nullopt;
}

} // namespace

QByteArray vcdiffOf(const QByteArray &source, const QByteArray &target)
{
    const qsizetype beginning = commonBeginning(source, target);
    const qsizetype end = commonEnd(source, target, std::min(source.size(), target.size()) - beginning);
    Sections sections;
    sections.copy(0, beginning);
    sections.add(target.mid(beginning, target.size() - beginning - end));
    sections.copy(source.size() - end, end);
    const QByteArray delta = varint(target.size()) + char(0) + varint(sections.data.size()) +
                             varint(sections.instructions.size()) + varint(sections.addresses.size()) + sections.data +
                             sections.instructions + sections.addresses;
    const QByteArray header = QByteArrayLiteral("\xd6\xc3\xc4\0\0"); // no compression, no code table of its own
    return header + hasSource + varint(source.size()) + varint(0) + varint(delta.size()) + delta;
}

Message DeltaStream::next(const Message &message)
{
    Message out = message;
    const std::optional<QByteArray> payload = bytesOf(message.payload);
    if (payload && m_base) {
        const QByteArray patch = vcdiffOf(*m_base, *payload);
        if (patch.size() < payload->size()) {
            QStringList steps = message.payload.encoding.split(u'/', Qt::SkipEmptyParts);
            if (message.payload.data.isString())
                steps += u"utf-8"_s;
            steps += u"vcdiff"_s;
            out.payload = {.data = patch, .encoding = steps.join(u'/')};
            QCborMap extras = message.extras.toMap();
            extras.insert("delta"_L1, QCborMap{{"from"_L1, m_lastId}, {"format"_L1, u"vcdiff"_s}});
            out.extras = extras;
        }
    }
    m_base = payload;
    m_lastId = message.id;
    return out;
}

} // namespace gm::sandbox
