/// The timeline as a table: events that the filter lets through, and between them days, gaps, reconnects and markers.
#pragma once

#include "core/base/clock.h"
#include "core/timeline/filteredrows.h"
#include "core/timeline/gaps.h"

#include <QAbstractTableModel>

#include <memory>

namespace gm::models
{

/// New rows are shown in batches, by one 60 ms timer; streams that grew at most ten times a second. A paused model shows
/// what it showed, while the store goes on. Rows are only ever added, except when the filter changes (model reset).
/// GUI thread.
class TimelineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Time,
        Delta,
        Conversation,
        Kind,
        What,
        Lag,
        Run,
        Role,
        EventId,
        ClientId,
        Published,
        Bytes,
        Serial,
        ColumnCount
    };
    Q_ENUM(Column)

    /// Answered for every column alike, by the row.
    enum Roles {
        RowTypeRole = Qt::UserRole, ///< RowType.
        StoreRowRole,               ///< base::RowIndex as qint64; −1 in separators.
        ConversationRole,           ///< base::ConversationId.
        EventKindRole,              ///< genie::EventKind as int.
        StatusRole,                 ///< QString as it came: of a status its value.
        FlagsRole,                  ///< timeline::EventFlags as int.
        FlagTextsRole,              ///< QStringList: "unknown name", "data is a text, not an object" … for pills.
        RoleTypeRole,               ///< QString "role · type" of a message; name of an other event.
        TextRole,                   ///< QString: the words of the What cell.
        LagMsRole,                  ///< qint64; invalid when there is no lag.
        StreamIndexRole,            ///< int; invalid when the row is no stream.
        StreamTextRole,             ///< QString: all of it so far.
        StreamLiveRole,             ///< bool.
        StreamMetaRole,             ///< QString "34/s · 8.7 s", "212 pieces · 6.8 s".
        StreamOpenMetaRole,         ///< QString "296 pieces · 34/s · 8.7 s".
        StreamFlagsRole,            ///< QStringList: "gap inside" …
        GapTitleRole,               ///< QString "Gap 4.2 s", "Gap, 3 s so far"; separators of type Gap.
        GapTextRole,  ///< QString "connection lost, resume refused (80008). Events may be missing in 6 conversations".
        GapIndexRole, ///< int.
        SeparatorTextRole, ///< QString: the words of a day, reconnect, or paused row.
    };

    enum class RowType { Event, Stream, Day, Gap, Reconnect, Paused };
    Q_ENUM(RowType)

    /// All outlive the model.
    struct Sources {
        const timeline::EventStore &store;
        timeline::Streams &streams;
        timeline::Runs &runs;
        timeline::Gaps &gaps;
        timeline::Titles &titles;
        base::Clock &clock;
    };

    explicit TimelineModel(const Sources &sources, QObject *parent = nullptr);
    ~TimelineModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Separators are neither selectable nor editable.
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    void setFilter(const timeline::Filter &filter);
    [[nodiscard]] const timeline::Filter &filter() const;
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    /// Freezes the rows, and leaves a "Paused here" row; going on shows all that came meanwhile.
    void setPaused(bool paused);
    void setUtc(bool utc);
    [[nodiscard]] bool isUtc() const { return m_isUtc; }

    /// The event a row shows; invalid for separators.
    [[nodiscard]] base::RowIndex storeRow(int row) const;
    /// The row that shows an event, of a stream member its stream's; −1 when it is not shown.
    [[nodiscard]] int rowOf(base::RowIndex storeRow) const;
    /// When an event was first looked at for the list, wall clock in ms UTC; nothing while it has not been, or long ago.
    [[nodiscard]] std::optional<qint64> shownMs(base::RowIndex storeRow) const;
    /// The separator row of a gap; −1: not shown.
    [[nodiscard]] int rowOfGap(timeline::GapIndex gap) const;
    /// Of the rows shown; while a filter scans, of those looked at.
    [[nodiscard]] timeline::FilteredRows::Totals totals() const;
    /// Matching events that arrived while paused; a stream counts once.
    [[nodiscard]] qint64 heldBack() const;

Q_SIGNALS:
    /// After each batch: totals() and heldBack() may be others.
    void totalsChanged();

private:
    struct Data;
    /// What a batch adds at the end, beside events.
    struct Appended;

    void scheduleBatch();
    void publishBatch();
    bool extendRows();
    void takeSeparators();
    void showRows();
    void insertLateSeparators();
    [[nodiscard]] Appended planAppended() const;
    void append(const Appended &plan);
    void showGrown();
    void insertStream(timeline::StreamIndex index);
    void showTitles();
    void showGap(timeline::GapIndex gap);
    void onGapChanged(timeline::GapIndex gap);
    void tickGaps();
    [[nodiscard]] QVariant separatorValue(int index, int column, int role) const;

    std::unique_ptr<Data> m_data;
    bool m_isPaused = false;
    bool m_isUtc = false;
};

} // namespace gm::models
