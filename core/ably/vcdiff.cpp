#include "core/ably/vcdiff.h"

#include "core/ably/vcdiffcode.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace gm::ably
{

using base::Error;
using base::Result;
using vcdiff::Instruction;
using vcdiff::Op;

namespace
{

namespace bits
{
constexpr quint8 secondaryCompression = 1; // header
constexpr quint8 ownCodeTable = 2;         // header
constexpr quint8 applicationHeader = 4;    // header; xdelta3's extension
constexpr quint8 fromSource = 1;           // window
constexpr quint8 fromTarget = 2;           // window
constexpr quint8 checksum = 4;             // window; xdelta3's extension
} // namespace bits

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Vcdiff", text);
}

Error fault(const QString &why)
{
    return {.code = 40018, .status = 400, .what = tr("A delta could not be applied."), .why = why};
}

Error cutOff()
{
    return fault(tr("The delta is cut off, or a length in it is wrong."));
}

/// Reads a section from its start; everything answers nothing past its end.
class Section
{
public:
    explicit Section(QByteArrayView bytes = {})
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_bytes.isEmpty(); }

    [[nodiscard]] std::optional<quint8> byte()
    {
        if (m_bytes.isEmpty())
            return std::nullopt;
        const auto value = quint8(m_bytes.front());
        m_bytes = m_bytes.sliced(1);
        return value;
    }

    [[nodiscard]] std::optional<QByteArrayView> take(qint64 count)
    {
        if (count > m_bytes.size())
            return std::nullopt;
        const QByteArrayView taken = m_bytes.first(count);
        m_bytes = m_bytes.sliced(count);
        return taken;
    }

    /// Seven bits a byte, highest first; nothing larger than 32 bits has a meaning here.
    [[nodiscard]] std::optional<qint64> number()
    {
        qint64 value = 0;
        while (const std::optional<quint8> next = byte()) {
            value = (value << 7) | (*next & 0x7f);
            if (value > 0xffffffffLL)
                return std::nullopt;
            if ((*next & 0x80) == 0)
                return value;
        }
        return std::nullopt;
    }

private:
    QByteArrayView m_bytes;
};

/// The addresses used last, by which later ones are told more shortly (RFC 3284, section 5.1).
class AddressCache
{
public:
    /// Where the next COPY takes its bytes from; nothing where it lies outside of what is there before @p here.
    [[nodiscard]] std::optional<qint64> next(quint8 mode, qint64 here, Section &addresses)
    {
        std::optional<qint64> address;
        if (mode >= firstSame) {
            const std::optional<quint8> slot = addresses.byte();
            if (slot)
                address = m_same[size_t(mode - firstSame) * 256 + *slot];
        } else {
            address = addresses.number();
            if (address && mode == hereMode)
                address = here - *address;
            else if (address && mode >= firstNear)
                *address += m_near[size_t(mode - firstNear)];
        }
        if (!address || *address < 0 || *address >= here)
            return std::nullopt;
        m_near[m_nextNear] = *address;
        m_nextNear = (m_nextNear + 1) % m_near.size();
        m_same[size_t(*address) % m_same.size()] = *address;
        return address;
    }

private:
    static constexpr quint8 hereMode = 1;
    static constexpr quint8 firstNear = 2;
    static constexpr quint8 firstSame = 6;

    std::array<qint64, 4> m_near{};
    std::array<qint64, 768> m_same{};
    size_t m_nextNear = 0;
};

quint32 adler32(QByteArrayView bytes)
{
    constexpr quint32 modulus = 65521;
    constexpr qsizetype stretch = 5552; // the most that cannot overflow 32 bits
    quint32 low = 1;
    quint32 high = 0;
    while (!bytes.isEmpty()) {
        const qsizetype count = std::min(stretch, bytes.size());
        for (const char byte : bytes.first(count)) {
            low += quint8(byte);
            high += low;
        }
        low %= modulus;
        high %= modulus;
        bytes = bytes.sliced(count);
    }
    return (high << 16) | low;
}

/// What a window may copy from besides itself: a part of the source, or of the target made before it. Told by its place,
/// since the target moves as it grows.
struct Segment {
    bool isOfTarget = false;
    qint64 position = 0;
    qint64 size = 0;
};

/// One window: a stretch of the target, and what it is made from.
class Window
{
public:
    /// Adds @p size bytes to @p target.
    Window(QByteArrayView source, Segment segment, QByteArray &target, qint64 size)
        : m_source(source)
        , m_segment(segment)
        , m_target(target)
        , m_start(target.size())
        , m_size(size)
    {
    }

    [[nodiscard]] std::optional<Error> run(Section data, Section instructions, Section addresses)
    {
        while (const std::optional<quint8> code = instructions.byte()) {
            const vcdiff::CodePair &pair = vcdiff::codeTable[*code];
            for (const Instruction &instruction : {pair.first, pair.second}) {
                if (auto error = perform(instruction, data, instructions, addresses))
                    return error;
            }
        }
        if (made() != m_size)
            return fault(tr("It makes %1 bytes where it promises %2.").arg(made()).arg(m_size));
        if (!data.isAtEnd() || !addresses.isAtEnd())
            return fault(tr("It brings more than its instructions use."));
        return std::nullopt;
    }

private:
    [[nodiscard]] qint64 made() const { return m_target.size() - m_start; }

    [[nodiscard]] std::optional<Error> perform(const Instruction &instruction, Section &data, Section &instructions,
                                               Section &addresses)
    {
        if (instruction.op == Op::Noop)
            return std::nullopt;
        const std::optional<qint64> size = instruction.size != 0 ? instruction.size : instructions.number();
        if (!size)
            return cutOff();
        if (*size > m_size - made())
            return fault(tr("It makes more bytes than it promises."));
        switch (instruction.op) {
        case Op::Add:
            return add(data.take(*size));
        case Op::Run:
            return repeat(data.byte(), *size);
        default:
            return copy(m_addresses.next(instruction.mode, m_segment.size + made(), addresses), *size);
        }
    }

    [[nodiscard]] std::optional<Error> add(std::optional<QByteArrayView> bytes)
    {
        if (!bytes)
            return cutOff();
        m_target.append(*bytes);
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Error> repeat(std::optional<quint8> byte, qint64 count)
    {
        if (!byte)
            return cutOff();
        m_target.append(count, char(*byte));
        return std::nullopt;
    }

    /// May begin in the segment, and may read what it is just writing.
    [[nodiscard]] std::optional<Error> copy(std::optional<qint64> from, qint64 count)
    {
        if (!from)
            return fault(tr("It copies from a place that is not there."));
        const qint64 inSegment = std::clamp(m_segment.size - *from, 0LL, count);
        if (m_segment.isOfTarget)
            repeatTarget(m_segment.position + *from, inSegment);
        else if (inSegment > 0)
            m_target.append(m_source.sliced(m_segment.position + *from, inSegment));
        repeatTarget(m_start + *from + inSegment - m_segment.size, count - inSegment);
        return std::nullopt;
    }

    void repeatTarget(qint64 from, qint64 count)
    {
        for (const qint64 end = from + count; from < end; ++from)
            m_target.append(m_target.at(from));
    }

    QByteArrayView m_source;
    Segment m_segment;
    QByteArray &m_target;
    qint64 m_start;
    qint64 m_size;
    AddressCache m_addresses;
};

/// The whole delta, window by window.
class Decoder
{
public:
    Decoder(QByteArrayView source, QByteArrayView delta, qint64 maxBytes)
        : m_source(source)
        , m_delta(delta)
        , m_maxBytes(maxBytes)
    {
    }

    [[nodiscard]] Result<QByteArray> run()
    {
        if (auto error = readHeader())
            return *std::move(error);
        while (!m_delta.isAtEnd()) {
            if (auto error = readWindow())
                return *std::move(error);
        }
        return std::move(m_target);
    }

private:
    [[nodiscard]] std::optional<Error> readHeader();
    [[nodiscard]] std::optional<Error> readWindow();
    [[nodiscard]] Result<Segment> readSegment(quint8 indicator);
    [[nodiscard]] std::optional<Error> readSections(Segment segment, Section encoding, bool hasChecksum);

    QByteArrayView m_source;
    Section m_delta;
    qint64 m_maxBytes;
    QByteArray m_target{};
};

std::optional<Error> Decoder::readHeader()
{
    const auto magic = m_delta.take(4);
    if (!magic || *magic != QByteArrayView("\xd6\xc3\xc4\0", 4))
        return fault(tr("It does not begin like a VCDIFF delta of version 0."));
    const auto indicator = m_delta.byte();
    if (!indicator)
        return cutOff();
    if ((*indicator & bits::secondaryCompression) != 0)
        return fault(tr("It is compressed once more, which this program does not undo."));
    if ((*indicator & bits::ownCodeTable) != 0)
        return fault(tr("It brings an instruction table of its own, which this program does not use."));
    if ((*indicator & ~bits::applicationHeader) != 0)
        return fault(tr("Its header has parts that are not known."));
    if ((*indicator & bits::applicationHeader) != 0) {
        const auto length = m_delta.number();
        if (!length || !m_delta.take(*length))
            return cutOff();
    }
    return std::nullopt;
}

Result<Segment> Decoder::readSegment(quint8 indicator)
{
    const quint8 kind = indicator & (bits::fromSource | bits::fromTarget);
    if (kind == 0)
        return Segment();
    if (kind == (bits::fromSource | bits::fromTarget))
        return fault(tr("A window asks for the source and the target at once."));
    const auto size = m_delta.number();
    const auto position = m_delta.number();
    if (!size || !position)
        return cutOff();
    const bool isOfTarget = kind == bits::fromTarget;
    const qint64 there = isOfTarget ? m_target.size() : m_source.size();
    if (*position + *size > there)
        return fault(
            tr("It is made against a text of at least %1 bytes; there are %2.").arg(*position + *size).arg(there));
    return Segment{isOfTarget, *position, *size};
}

std::optional<Error> Decoder::readWindow()
{
    const auto indicator = m_delta.byte();
    if (!indicator || (*indicator & ~(bits::fromSource | bits::fromTarget | bits::checksum)) != 0)
        return fault(tr("A window has parts that are not known."));
    const Result<Segment> segment = readSegment(*indicator);
    if (!segment)
        return segment.error();
    const auto length = m_delta.number();
    const auto encoding = length ? m_delta.take(*length) : std::nullopt;
    if (!encoding)
        return cutOff();
    return readSections(*segment, Section(*encoding), (*indicator & bits::checksum) != 0);
}

std::optional<Error> Decoder::readSections(Segment segment, Section encoding, bool hasChecksum)
{
    const auto size = encoding.number();
    const auto compression = encoding.byte();
    const auto dataLength = encoding.number();
    const auto instructionsLength = encoding.number();
    const auto addressesLength = encoding.number();
    const auto checksum = hasChecksum ? encoding.take(4) : QByteArrayView();
    if (!size || !compression || !dataLength || !instructionsLength || !addressesLength || !checksum)
        return cutOff();
    if (*compression != 0)
        return fault(tr("It is compressed once more, which this program does not undo."));
    if (*size > m_maxBytes - m_target.size())
        return fault(tr("It would make more than %1 bytes.").arg(m_maxBytes));
    const auto data = encoding.take(*dataLength);
    const auto instructions = encoding.take(*instructionsLength);
    const auto addresses = encoding.take(*addressesLength);
    if (!data || !instructions || !addresses || !encoding.isAtEnd())
        return cutOff();

    const qsizetype start = m_target.size();
    if (auto error =
            Window(m_source, segment, m_target, *size).run(Section(*data), Section(*instructions), Section(*addresses)))
        return error;
    if (!hasChecksum)
        return std::nullopt;
    quint32 wanted = 0;
    for (const char byte : *checksum)
        wanted = (wanted << 8) | quint8(byte);
    if (adler32(QByteArrayView(m_target).sliced(start)) != wanted)
        return fault(tr("Its checksum does not fit: it was made against another text."));
    return std::nullopt;
}

} // namespace

Result<QByteArray> applyVcdiff(QByteArrayView source, QByteArrayView delta, qint64 maxBytes)
{
    return Decoder(source, delta, maxBytes).run();
}

} // namespace gm::ably
