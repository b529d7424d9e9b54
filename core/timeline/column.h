/// A column beside the store: one value for each row, never moved as it grows.
#pragma once

#include "core/base/ids.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace gm::timeline
{

/// Values in blocks of 65,536, so growing copies nothing and a block can be scanned as a plain array.
template <typename T>
class Column
{
public:
    static constexpr qint64 blockRows = 65'536;

    void append(const T &value)
    {
        if ((m_size & (blockRows - 1)) == 0)
            m_blocks.push_back(std::make_unique_for_overwrite<Block>());
        (*m_blocks.back())[size_t(m_size & (blockRows - 1))] = value;
        ++m_size;
    }
    [[nodiscard]] const T &at(base::RowIndex row) const
    {
        return (*m_blocks[size_t(row.value() / blockRows)])[size_t(row.value() & (blockRows - 1))];
    }
    void set(base::RowIndex row, const T &value)
    {
        (*m_blocks[size_t(row.value() / blockRows)])[size_t(row.value() & (blockRows - 1))] = value;
    }
    /// The values from @p row to the end of its block.
    [[nodiscard]] std::span<const T> from(base::RowIndex row) const
    {
        const qint64 offset = row.value() & (blockRows - 1);
        const qint64 count = std::min(blockRows - offset, m_size - row.value());
        return {m_blocks[size_t(row.value() / blockRows)]->data() + offset, size_t(count)};
    }
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] qint64 bytes() const { return qint64(m_blocks.size() * sizeof(Block)); }

private:
    using Block = std::array<T, size_t(blockRows)>;
    std::vector<std::unique_ptr<Block>> m_blocks;
    qint64 m_size = 0;
};

} // namespace gm::timeline
