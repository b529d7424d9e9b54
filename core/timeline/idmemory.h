/// Has this id been seen lately? Asked for every event, so it costs one look into one table.
#pragma once

#include <QtGlobal>

#include <vector>

namespace gm::timeline
{

/// Remembers at least the last N ids, at most twice as many. Ids are 64-bit hashes of whatever they stand for: with a
/// hundred thousand remembered, the chance that a million new ones hold one false repeat is one in a hundred million.
class IdMemory
{
public:
    explicit IdMemory(qsizetype remembered);

    /// Remembers @p hash; false if it was there already.
    [[nodiscard]] bool insert(quint64 hash);

private:
    /// Open addressing in a table of a power of two, at most half full. 0 marks a free place.
    class Table
    {
    public:
        [[nodiscard]] bool contains(quint64 hash) const;
        [[nodiscard]] bool insert(quint64 hash);
        [[nodiscard]] qsizetype size() const { return m_size; }

    private:
        [[nodiscard]] size_t placeOf(quint64 hash) const;
        void grow();

        std::vector<quint64> m_places;
        qsizetype m_size = 0;
    };

    qsizetype m_remembered;
    Table m_newer;
    Table m_older; ///< The generation before; dropped whole when the newer one is full.
};

} // namespace gm::timeline
