#include "core/timeline/idmemory.h"

#include <algorithm>
#include <utility>

namespace gm::timeline
{

IdMemory::IdMemory(qsizetype remembered)
    : m_remembered(remembered)
{
}

bool IdMemory::insert(quint64 hash)
{
    hash |= 1; // 0 means free
    if (m_older.contains(hash) || !m_newer.insert(hash))
        return false;
    if (m_newer.size() >= m_remembered)
        m_older = std::exchange(m_newer, {});
    return true;
}

/// Where @p hash is, or the free place where it belongs.
size_t IdMemory::Table::placeOf(quint64 hash) const
{
    const size_t mask = m_places.size() - 1;
    size_t place = size_t(hash >> 1) & mask;
    while (m_places[place] != 0 && m_places[place] != hash)
        place = (place + 1) & mask;
    return place;
}

bool IdMemory::Table::contains(quint64 hash) const
{
    return m_size > 0 && m_places[placeOf(hash)] == hash;
}

bool IdMemory::Table::insert(quint64 hash)
{
    if (size_t(m_size) * 2 >= m_places.size())
        grow();
    quint64 &place = m_places[placeOf(hash)];
    if (place == hash)
        return false;
    place = hash;
    ++m_size;
    return true;
}

void IdMemory::Table::grow()
{
    constexpr size_t smallest = 256;
    const std::vector<quint64> before =
        std::exchange(m_places, std::vector<quint64>(std::max(smallest, m_places.size() * 2)));
    for (const quint64 hash : before) {
        if (hash != 0)
            m_places[placeOf(hash)] = hash;
    }
}

} // namespace gm::timeline
