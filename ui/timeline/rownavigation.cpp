#include "ui/timeline/rownavigation.h"

#include "ui/models/timelinemodel.h"

namespace gm::timelineview
{

using models::TimelineModel;

bool isEventRow(const QAbstractItemModel &model, int row)
{
    const auto type = model.index(row, 0).data(TimelineModel::RowTypeRole).value<TimelineModel::RowType>();
    return type == TimelineModel::RowType::Event || type == TimelineModel::RowType::Stream;
}

int eventRowFrom(const QAbstractItemModel &model, int from, int steps)
{
    const int direction = steps < 0 ? -1 : 1;
    int left = qAbs(steps);
    int found = -1;
    for (int row = from + direction; left > 0 && row >= 0 && row < model.rowCount(); row += direction) {
        if (!isEventRow(model, row))
            continue;
        found = row;
        --left;
    }
    return found;
}

int rowOfSameConversation(const QAbstractItemModel &model, int from, bool isDown)
{
    const auto conversation = model.index(from, 0).data(TimelineModel::ConversationRole).value<base::ConversationId>();
    const int direction = isDown ? 1 : -1;
    for (int row = from + direction; row >= 0 && row < model.rowCount(); row += direction) {
        if (isEventRow(model, row) &&
            model.index(row, 0).data(TimelineModel::ConversationRole).value<base::ConversationId>() == conversation)
            return row;
    }
    return -1;
}

} // namespace gm::timelineview
