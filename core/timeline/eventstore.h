/// Everything received, in the order it came: the one place where events are kept.
#pragma once

#include "core/timeline/event.h"
#include "core/timeline/label.h"
#include "core/timeline/segment.h"
#include "core/timeline/textsearch.h"

#include <QObject>

#include <functional>
#include <memory>
#include <span>

namespace gm::timeline
{

/// Append-only. Columns, interned labels and a UTF-8 arena in segments; about 70 bytes an event beside its payload.
/// Rows are numbered from 0. Reading a row that is not there is a programming error. GUI thread.
class EventStore : public QObject
{
    Q_OBJECT

public:
    explicit EventStore(QObject *parent = nullptr);
    ~EventStore() override;

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    /// One batch of one event; answers its row.
    base::RowIndex append(const Event &event);
    /// One batch: one pair of signals for all.
    void append(const QList<Event> &events);

    /// The event put together again, with all its fields.
    [[nodiscard]] Event at(base::RowIndex row) const;

    /// @name One field of a row; nothing is allocated.
    /// @{
    [[nodiscard]] qint64 receivedMs(base::RowIndex row) const;
    [[nodiscard]] std::optional<qint64> lagMs(base::RowIndex row) const;
    [[nodiscard]] qint64 publishedMs(base::RowIndex row) const; ///< 0: absent.
    [[nodiscard]] EventFlags flags(base::RowIndex row) const;
    [[nodiscard]] genie::EventKind kind(base::RowIndex row) const { return label(row).kind; }
    [[nodiscard]] genie::DataForm form(base::RowIndex row) const { return label(row).form; }
    [[nodiscard]] const QString &conversation(base::RowIndex row) const { return text(label(row).conversation); }
    [[nodiscard]] const QString &name(base::RowIndex row) const { return text(label(row).name); }
    [[nodiscard]] const QString &status(base::RowIndex row) const { return text(label(row).status); }
    [[nodiscard]] const QString &role(base::RowIndex row) const { return text(label(row).role); }
    [[nodiscard]] const QString &type(base::RowIndex row) const { return text(label(row).type); }
    [[nodiscard]] QByteArrayView payload(base::RowIndex row) const;
    [[nodiscard]] LabelId labelId(base::RowIndex row) const;
    [[nodiscard]] const Label &label(base::RowIndex row) const { return m_labels.at(labelId(row)); }
    /// @}
    [[nodiscard]] qint64 receivedMonoMs(base::RowIndex row) const;

    [[nodiscard]] const QString &text(TextKey key) const { return m_texts.at(key); }
    [[nodiscard]] const LabelTable &labels() const { return m_labels; }

    /// @name Scans, segment by segment
    /// @{
    /// A stretch of rows whose columns lie in one piece.
    struct Block {
        base::RowIndex first{};
        std::span<const LabelId> labels{};
        std::span<const quint16> flags{};
        std::span<const qint64> receivedMs{};
        std::span<const qint32> lag{}; ///< In ms; values below Segment::lagLimit have no or a far published time.

        /// @p count of its rows, from the @p offset-th on.
        [[nodiscard]] Block part(size_t offset, size_t count) const
        {
            return {.first = base::RowIndex(first.value() + qint64(offset)),
                    .labels = labels.subspan(offset, count),
                    .flags = flags.subspan(offset, count),
                    .receivedMs = receivedMs.subspan(offset, count),
                    .lag = lag.subspan(offset, count)};
        }
    };
    /// The stretch that begins at @p first and goes at most to the end of its segment.
    [[nodiscard]] Block block(base::RowIndex first) const;
    /// Calls @p hit with each row of the stretch whose payload contains what is searched, once, in order.
    void search(const TextSearch &what, const Block &block, const std::function<void(base::RowIndex)> &hit) const;
    /// @}

    /// Memory in use, side tables included.
    [[nodiscard]] qint64 bytes() const;

Q_SIGNALS:
    /// Before the rows can be read.
    void rowsAboutToBeAppended(gm::base::RowIndex first, gm::base::RowIndex last);
    /// The rows can be read. Listeners are told in the order they connected: streams, runs, then views.
    void rowsAppended(gm::base::RowIndex first, gm::base::RowIndex last);

private:
    struct Place {
        const Segment *segment = nullptr;
        quint32 index = 0;
    };
    [[nodiscard]] Place placeOf(base::RowIndex row) const;
    void store(const Event &event);
    [[nodiscard]] LabelId labelFor(const Event &event);
    [[nodiscard]] Label labelOf(const Event::Fields &fields);

    StringPool m_texts;
    LabelTable m_labels;
    Event m_labelled; ///< The first of the newest events that all have one label: the next has mostly the same.
    LabelId m_newestLabel{};
    std::vector<std::unique_ptr<Segment>> m_segments;
    std::vector<qint64> m_firstRows; ///< Of each segment.
    qint64 m_size = 0;
};

} // namespace gm::timeline
