/// What the cells of an event's row say.
#pragma once

#include "core/timeline/conversationrows.h"
#include "ui/models/format.h"
#include "ui/models/timelinemodel.h"

#include <QCache>

namespace gm::models
{

/// Reads the store and words what it finds; the last few hundred payloads read are kept, since each row is asked many
/// times while it is painted.
class TimelineCells
{
public:
    explicit TimelineCells(const TimelineModel::Sources &sources);

    void setZone(Zone zone) { m_zone = zone; }
    [[nodiscard]] Zone zone() const { return m_zone; }
    /// From now on live streams are shown as they are now, until thaw().
    void freezeLiveStreams();
    void thaw() { m_frozen.clear(); }

    /// The text of a cell.
    [[nodiscard]] QString text(base::RowIndex row, int column);
    /// TimelineModel's roles, and Qt's for tooltips and screen readers; invalid for roles an event has no answer to.
    [[nodiscard]] QVariant value(base::RowIndex row, int column, int role);

private:
    [[nodiscard]] const genie::EventPayload &payload(base::RowIndex row);
    [[nodiscard]] std::optional<timeline::StreamIndex> streamOf(base::RowIndex row) const;
    [[nodiscard]] const timeline::Stream &stream(timeline::StreamIndex index) const;
    [[nodiscard]] QVariant streamValue(const timeline::Stream &stream, int role) const;
    [[nodiscard]] QString deltaText(base::RowIndex row) const;
    [[nodiscard]] QString whatText(base::RowIndex row);
    [[nodiscard]] QString leadText(base::RowIndex row) const;
    [[nodiscard]] QString rawText(base::RowIndex row) const;
    [[nodiscard]] QStringList flagTexts(base::RowIndex row);
    [[nodiscard]] QString detailText(base::RowIndex row, int column) const;
    [[nodiscard]] QString speak(base::RowIndex row);

    TimelineModel::Sources m_sources;
    timeline::ConversationRows m_conversationRows;
    genie::PayloadReader m_reader;
    QCache<qint64, genie::EventPayload> m_payloads{512};
    QHash<timeline::StreamIndex, timeline::Stream> m_frozen;
    Zone m_zone = Zone::Local;
};

} // namespace gm::models
