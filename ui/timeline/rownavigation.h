/// From one event to the next by keyboard: separators are stepped over.
#pragma once

#include <QAbstractItemModel>

namespace gm::timelineview
{

/// Whether the row is an event or a stream, not a separator.
[[nodiscard]] bool isEventRow(const QAbstractItemModel &model, int row);

/// The nearest event row @p steps event rows away from @p from (negative: upwards), or the last one there is in that
/// direction. @p from may be a separator, or −1 and rowCount() for "from outside". −1: there is none.
[[nodiscard]] int eventRowFrom(const QAbstractItemModel &model, int from, int steps);

/// The next (@p isDown) or previous event row of the conversation of row @p from; −1: there is none.
[[nodiscard]] int rowOfSameConversation(const QAbstractItemModel &model, int from, bool isDown);

} // namespace gm::timelineview
