/// Answers that arrive in pieces: many `stream_token` events and a `stream_end` become one growing text.
#pragma once

#include "core/timeline/column.h"
#include "core/timeline/eventstore.h"

#include <QObject>

#include <deque>

namespace gm::timeline
{

/// Number of a stream in order of its first piece, from 0.
enum class StreamIndex : quint32 {};

enum class StreamState {
    Live,        ///< More is expected.
    Ended,       ///< `stream_end`, or the finished message with its id, has come.
    Interrupted, ///< The run ended without it.
};

enum class StreamFlag : quint8 {
    GapInside = 1U << 0,   ///< Events may be missing between its first and last piece.
    OutOfOrder = 1U << 1,  ///< A piece was published before one that had arrived already.
    TextDiffers = 1U << 2, ///< The pieces together are not the text the stream ended with.
};
Q_DECLARE_FLAGS(StreamFlags, StreamFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(StreamFlags)

struct Stream {
    base::ConversationId conversation{};
    QString messageId{};
    base::RowIndex firstRow{}; ///< The row that stands for it.
    base::RowIndex lastRow{};
    int pieces = 0;        ///< Received once each; without repeats and without the end.
    QString text{};        ///< The pieces in the order received; the end's content where no piece came.
    qint64 startedMs = 0;  ///< Wall clock of its first event, ms UTC.
    qint64 lastMs = 0;     ///< Of its last one.
    qint64 durationMs = 0; ///< From first to last event, by the monotonic clock.
    StreamState state = StreamState::Live;
    StreamFlags flags{};
    QString endText{}; ///< Content of `stream_end`.

    [[nodiscard]] bool isLive() const { return state == StreamState::Live; }
    /// Pieces a second from the first piece to the last; 0 for fewer than two.
    [[nodiscard]] double piecesPerSecond() const;

private:
    friend class Streams;
    qint64 startedMonoMs = 0;
    qint64 lastPublishedMs = 0;
};

/// Watches the store. Pieces without a message id stay rows of their own. A repeat (flag Duplicate) belongs to the stream
/// but adds nothing to it. GUI thread.
class Streams : public QObject
{
    Q_OBJECT

public:
    explicit Streams(const EventStore &store, QObject *parent = nullptr);

    [[nodiscard]] qint64 count() const { return qint64(m_streams.size()); }
    [[nodiscard]] const Stream &at(StreamIndex index) const { return m_streams[size_t(index)]; }
    /// The stream a row belongs to; nothing for rows of no stream.
    [[nodiscard]] std::optional<StreamIndex> streamOf(base::RowIndex row) const;
    /// Whether the row is shown by its stream's first row instead of by itself.
    [[nodiscard]] bool isMember(base::RowIndex row) const { return (m_rows.at(row) & memberBit) != 0; }
    /// For scans: one value for each row from @p row on, as far as they lie in one piece; shifted by memberShift they are 1
    /// for members and 0 for others.
    [[nodiscard]] std::span<const quint32> marksFrom(base::RowIndex row) const { return m_rows.from(row); }
    static constexpr unsigned memberShift = 31;
    /// All rows isMember() is true for.
    [[nodiscard]] qint64 memberCount() const { return m_members; }
    /// Number of the first stream whose first row is @p row or later; count() when there is none.
    [[nodiscard]] qint64 lowerBound(base::RowIndex row) const;
    /// Any stream of this conversation that is live; the newest.
    [[nodiscard]] std::optional<StreamIndex> liveIn(const base::ConversationId &conversation) const;

    /// Events may have been missed in the conversation from now on: live streams get GapInside.
    void markGap(const base::ConversationId &conversation);

Q_SIGNALS:
    /// A new stream, or one that grew, ended or got a flag. Once per stream and batch of the store, before the views hear
    /// of the batch.
    void changed(gm::timeline::StreamIndex index);

private:
    static constexpr quint32 memberBit = 1U << memberShift;
    static constexpr quint32 noStream = memberBit - 1;
    using Key = std::pair<base::ConversationId, QString>;

    void take(base::RowIndex first, base::RowIndex last);
    void takeStreamEvent(base::RowIndex row, const genie::EventPayload &payload);
    void takeMessage(base::RowIndex row, const genie::EventPayload &payload);
    void end(StreamIndex index, const QString &content);
    void interruptLive(const base::ConversationId &conversation);
    void noteChange(StreamIndex index);

    const EventStore &m_store;
    genie::PayloadReader m_reader;
    std::deque<Stream> m_streams; ///< References stay good as it grows.
    Column<quint32> m_rows;       ///< Stream of each row, with memberBit where it is not the first.
    QHash<Key, StreamIndex> m_byMessage;
    QHash<base::ConversationId, QList<StreamIndex>> m_live;
    QList<StreamIndex> m_changed;
    qint64 m_members = 0;
};

} // namespace gm::timeline
