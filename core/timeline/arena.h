/// Bytes kept one after the other in large chunks that never move.
#pragma once

#include <QByteArrayView>

#include <memory>
#include <vector>

namespace gm::timeline
{

/// Append-only. A piece lies in one chunk, so it can be read and searched as it stands; views stay good for the arena's
/// lifetime. Addresses reach 4 GiB, counted in whole chunks: its owner stops filling it long before.
class Arena
{
public:
    static constexpr quint32 chunkBits = 20; ///< Chunks of 1 MiB; a longer piece gets a chunk of its own length.
    static constexpr quint32 chunkSize = 1U << chunkBits;

    /// A filled stretch of one chunk and the address of its first byte.
    struct Stretch {
        quint32 address = 0;
        QByteArrayView bytes{};
    };

    /// Room for @p size bytes, and its address. Addresses grow with each call.
    char *allocate(qsizetype size, quint32 *address);
    [[nodiscard]] const char *at(quint32 address) const
    {
        return m_chunks[address >> chunkBits].get() + (address & (chunkSize - 1));
    }
    [[nodiscard]] size_t stretchCount() const { return m_used.size(); }
    /// The @p index-th chunk's filled part, in the order of addresses.
    [[nodiscard]] Stretch stretch(size_t index) const;
    /// Memory taken from the system.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    /// Bytes handed out.
    [[nodiscard]] qint64 used() const { return m_usedBytes; }

private:
    struct Used {
        quint32 chunk = 0;
        quint32 size = 0;
    };
    /// By the upper bits of an address; a piece longer than a chunk leaves the places after its first one empty.
    std::vector<std::unique_ptr<char[]>> m_chunks;
    std::vector<Used> m_used;
    quint32 m_free = 0; ///< Bytes left in the last chunk.
    qint64 m_bytes = 0;
    qint64 m_usedBytes = 0;
};

} // namespace gm::timeline
