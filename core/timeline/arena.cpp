#include "core/timeline/arena.h"

namespace gm::timeline
{

char *Arena::allocate(qsizetype size, quint32 *address)
{
    const auto bytes = quint32(size);
    // A piece of no bytes needs a place too: its address must be one that at() can follow.
    if (bytes > m_free || m_free == 0) {
        const quint32 length = std::max(bytes, chunkSize);
        m_used.push_back({quint32(m_chunks.size()), 0});
        m_chunks.push_back(std::make_unique_for_overwrite<char[]>(length));
        m_chunks.resize(m_chunks.size() + (length - 1) / chunkSize);
        m_free = length;
        m_bytes += length;
    }
    Used &last = m_used.back();
    *address = (last.chunk << chunkBits) + last.size;
    char *place = m_chunks[last.chunk].get() + last.size;
    last.size += bytes;
    m_free -= bytes;
    m_usedBytes += bytes;
    return place;
}

Arena::Stretch Arena::stretch(size_t index) const
{
    const Used &used = m_used[index];
    return {used.chunk << chunkBits, QByteArrayView(m_chunks[used.chunk].get(), qsizetype(used.size))};
}

} // namespace gm::timeline
