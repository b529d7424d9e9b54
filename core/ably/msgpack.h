/// Generic msgpack: a cursor over untrusted bytes and a writer. Knows no frames.
#pragma once

#include "core/ably/jsontext.h"

#include <QByteArray>
#include <QByteArrayView>

namespace gm::ably
{

/// One item under the cursor. Of a map or an array it is the head: `count` pairs or items follow.
struct MsgpackItem {
    enum class Type { Nil, Boolean, Integer, Real, Text, Binary, Array, Map, Extension };
    Type type = Type::Nil;
    qint64 integer = 0; ///< Also 0 or 1 of Boolean. Unsigned values above the signed range become a Real.
    double real = 0;
    QByteArrayView bytes{}; ///< Of Text (str, old-style raw), Binary and Extension; points into the input.
    quint32 count = 0;
};

/// Reads items one after another. Every length is checked against what is left, so no input makes it read beyond its end
/// or loop longer than the input is. After the first fault all calls fail.
class MsgpackReader
{
public:
    static constexpr int maxDepth = maxJsonDepth; ///< What is written as JSON can be read again.

    explicit MsgpackReader(QByteArrayView bytes);

    /// The next head or scalar; false at a fault, which the end of the input is, too: ask atEnd() where it may come.
    [[nodiscard]] bool next(MsgpackItem &item);
    /// Skips what follows the head @p item: nothing for scalars. False at a fault, also when nested deeper than maxDepth.
    bool skipContent(const MsgpackItem &item);
    /// @p item and what follows it as JSON text: binary as base64, extensions and numbers JSON has not as null, keys
    /// as texts, a key that is an array or a map as "[]". False at a fault, also when nested deeper than maxDepth.
    bool appendJson(const MsgpackItem &item, QByteArray &out, int depth = 0);

    [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] qsizetype offset() const
    {
        return m_at;
    } ///< Of a fault: where the item began that could not be read.

private:
    bool fail(qsizetype at);
    [[nodiscard]] qsizetype left() const { return m_bytes.size() - m_at; }
    template <typename T>
    bool take(T &value);
    bool takeBytes(MsgpackItem &item, MsgpackItem::Type type, quint32 size);
    bool takeCount(MsgpackItem &item, MsgpackItem::Type type, quint32 count);
    template <typename Size>
    bool takeSizedBytes(MsgpackItem &item, MsgpackItem::Type type, quint32 extra = 0);
    template <typename Size>
    bool takeSizedCount(MsgpackItem &item, MsgpackItem::Type type);
    template <typename T>
    bool takeInteger(MsgpackItem &item);
    template <typename T>
    bool takeReal(MsgpackItem &item);
    bool takeTagged(MsgpackItem &item, quint8 tag);
    bool appendJsonContainer(const MsgpackItem &head, QByteArray &out, int depth);
    bool appendJsonKey(QByteArray &out, int depth);

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_hasFailed = false;
};

/// Appends msgpack to a buffer, integers and lengths in the shortest form.
class MsgpackWriter
{
public:
    explicit MsgpackWriter(QByteArray &out)
        : m_out(out)
    {
    }

    void nil();
    void boolean(bool value);
    void integer(qint64 value);
    void real(double value);
    void text(QByteArrayView utf8);
    void binary(QByteArrayView bytes);
    void array(quint32 count); ///< Head only: @p count items follow.
    void map(quint32 count);   ///< Head only: @p count pairs follow.

private:
    template <typename T>
    void tagged(quint8 tag, T value);
    void sized(quint32 size, quint8 tag8, quint8 tag16, quint8 tag32);

    QByteArray &m_out;
};

} // namespace gm::ably
