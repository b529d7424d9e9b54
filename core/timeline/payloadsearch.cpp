#include "core/timeline/eventstore.h"

#include <algorithm>

namespace gm::timeline
{

namespace
{

/// Turns places in a segment's arena into rows; places are asked for in ascending order.
class RowFinder
{
public:
    RowFinder(std::span<const quint32> addresses, quint32 first)
        : m_addresses(addresses)
        , m_row(first)
    {
    }

    /// The row whose payload holds the byte at @p address.
    quint32 rowAt(quint32 address)
    {
        // Hits mostly lie a few rows apart or very far: a short walk first, then halving what is left.
        for (int step = 0; step < 8; ++step, ++m_row) {
            if (m_row + 1 == m_addresses.size() || m_addresses[m_row + 1] > address)
                return m_row;
        }
        const auto after = std::upper_bound(m_addresses.begin() + m_row, m_addresses.end(), address);
        m_row = quint32(after - m_addresses.begin()) - 1;
        return m_row;
    }
    /// Where the payload of @p row ends, in a stretch of the arena that ends at @p limit.
    [[nodiscard]] quint64 endOf(quint32 row, quint64 limit) const
    {
        return row + 1 < m_addresses.size() ? std::min<quint64>(m_addresses[row + 1], limit) : limit;
    }

private:
    std::span<const quint32> m_addresses;
    quint32 m_row;
};

/// Rows from @p first on whose payload contains the needle, ascending, each once.
std::vector<quint32> rowsWith(const TextScan &scan, const Segment &segment, quint32 first, quint32 end)
{
    std::vector<quint32> rows;
    const std::span<const quint32> addresses = segment.payloadAddresses();
    RowFinder finder(addresses, first);
    for (size_t i = 0; i < segment.payloads().stretchCount(); ++i) {
        const Arena::Stretch stretch = segment.payloads().stretch(i);
        const quint64 limit = stretch.address + quint64(stretch.bytes.size());
        if (limit <= addresses[first])
            continue;
        if (end < addresses.size() && stretch.address >= addresses[end])
            break;
        qsizetype from = addresses[first] > stretch.address ? qsizetype(addresses[first] - stretch.address) : 0;
        while ((from = scan.find(stretch.bytes, from)) >= 0) {
            const quint32 row = finder.rowAt(stretch.address + quint32(from));
            if (row >= end)
                return rows;
            const quint64 rowEnd = finder.endOf(row, limit);
            if (stretch.address + quint64(from + scan.needleSize()) > rowEnd) {
                ++from; // The end of one payload and the begin of the next only look like the text.
                continue;
            }
            rows.push_back(row);
            from = qsizetype(rowEnd - stretch.address);
        }
    }
    return rows;
}

} // namespace

void EventStore::search(const TextSearch &what, const Block &block,
                        const std::function<void(base::RowIndex)> &hit) const
{
    const Place place = placeOf(block.first);
    const auto end = place.index + quint32(block.labels.size());
    std::vector<quint32> all;
    for (const TextScan &scan : what.scans()) {
        const std::vector<quint32> rows = rowsWith(scan, *place.segment, place.index, end);
        if (all.empty()) {
            all = rows;
            continue;
        }
        std::vector<quint32> merged;
        std::set_union(all.begin(), all.end(), rows.begin(), rows.end(), std::back_inserter(merged));
        all = std::move(merged);
    }
    for (const quint32 row : all)
        hit(base::RowIndex(block.first.value() + row - place.index));
}

} // namespace gm::timeline
