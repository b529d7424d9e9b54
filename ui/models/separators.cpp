#include "ui/models/separators.h"

#include <algorithm>
#include <tuple>

namespace gm::models
{

bool Separator::precedes(const Separator &other) const
{
    // At one place: a gap above the reconnect that ended it, and the day of the next event last.
    const auto rank = [](const Separator &s) { return std::tuple(s.beforeRow, s.kind == Kind::Day, s.timeMs); };
    return rank(*this) < rank(other);
}

qint64 Separators::countBefore(qint64 row) const
{
    // The i-th separator stands in table row event + i, which grows with i.
    qint64 low = 0;
    qint64 high = count();
    while (low < high) {
        const qint64 middle = (low + high) / 2;
        if (m_list[size_t(middle)].event + middle < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::optional<int> Separators::separatorIn(qint64 row) const
{
    const auto index = int(countBefore(row));
    if (index < count() && rowOf(index) == row)
        return index;
    return std::nullopt;
}

qint64 Separators::rowOfEvent(qint64 event) const
{
    const auto after = std::upper_bound(m_list.begin(), m_list.end(), event,
                                        [](qint64 wanted, const Separator &s) { return wanted < s.event; });
    return event + (after - m_list.begin());
}

int Separators::find(Separator::Kind kind, int source) const
{
    for (int i = 0; i < count(); ++i) {
        if (at(i).kind == kind && at(i).source == source)
            return i;
    }
    return -1;
}

int Separators::placeFor(const Separator &separator) const
{
    const auto after = std::upper_bound(m_list.begin(), m_list.end(), separator,
                                        [](const Separator &a, const Separator &b) { return a.precedes(b); });
    return int(after - m_list.begin());
}

void Separators::eventInserted(qint64 event, base::RowIndex row)
{
    bool hasMoved = false;
    for (Separator &separator : m_list) {
        if (separator.event < event)
            continue;
        const bool isDay = separator.kind == Separator::Kind::Day;
        if (separator.event == event && !hasMoved && (separator.beforeRow <= row.value() || isDay)) {
            separator.beforeRow = std::min(separator.beforeRow, row.value());
            continue;
        }
        hasMoved = true;
        ++separator.event;
    }
}

} // namespace gm::models
