/// Rows between events, and where they stand: days, gaps, reconnects, "Paused here".
#pragma once

#include "core/base/ids.h"

#include <QtGlobal>

#include <optional>
#include <vector>

namespace gm::models
{

struct Separator {
    enum class Kind { Day, Gap, Reconnect, Paused };

    Kind kind = Kind::Day;
    qint64 beforeRow = 0; ///< It stands before this row of the store.
    qint64 timeMs = 0;    ///< Orders those at one place; of a day, any moment of it.
    int source = -1;      ///< Number of the gap or reconnect.
    qint64 event = 0;     ///< How many shown events stand before it.

    /// Order of separators among each other.
    [[nodiscard]] bool precedes(const Separator &other) const;
};

/// Maps rows of the table to events and separators, and back. There are few separators: a look-up halves its way.
class Separators
{
public:
    [[nodiscard]] int count() const { return int(m_list.size()); }
    [[nodiscard]] const Separator &at(int index) const { return m_list[size_t(index)]; }
    /// The separator in table row @p row; nothing when an event is there.
    [[nodiscard]] std::optional<int> separatorIn(qint64 row) const;
    /// The event in table row @p row, as its place among the events shown.
    [[nodiscard]] qint64 eventIn(qint64 row) const { return row - countBefore(row); }
    /// Table row of the @p event-th event.
    [[nodiscard]] qint64 rowOfEvent(qint64 event) const;
    /// Table row of the @p index-th separator.
    [[nodiscard]] qint64 rowOf(int index) const { return at(index).event + index; }
    /// Place of a gap's separator; −1: there is none.
    [[nodiscard]] int find(Separator::Kind kind, int source) const;

    void clear() { m_list.clear(); }
    /// Where @p separator belongs: its index once inserted.
    [[nodiscard]] int placeFor(const Separator &separator) const;
    void insert(int index, const Separator &separator) { m_list.insert(m_list.begin() + index, separator); }
    /// An event was put in as the @p event-th, with the store row @p row: those after it move on. A day that stands right
    /// there stays above it.
    void eventInserted(qint64 event, base::RowIndex row);

private:
    [[nodiscard]] qint64 countBefore(qint64 row) const;

    std::vector<Separator> m_list;
};

} // namespace gm::models
