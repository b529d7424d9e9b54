/// Up to 65,536 events in narrow columns, with their texts in two arenas: payloads, and what only the Inspector reads.
#pragma once

#include "core/timeline/arena.h"
#include "core/timeline/event.h"
#include "core/timeline/label.h"

#include <memory>
#include <span>

namespace gm::timeline
{

/// Append-only; once sealed it never changes again, so that a worker can read it.
class Segment
{
public:
    static constexpr quint32 maxRows = 65'536;
    static constexpr qint64 maxArenaBytes = 64LL << 20; ///< Full before its rows are, where events are large.

    /// Stored lags below this are marks: no published time, or one that lies further away than 24 days.
    static constexpr qint32 lagLimit = std::numeric_limits<qint32>::min() + 2;

    Segment();

    [[nodiscard]] quint32 size() const { return m_size; }
    [[nodiscard]] bool isFull() const;

    /// @p label holds the texts of @p fields that repeat; parts of the serial go to @p texts.
    void append(const Event::Fields &fields, LabelId label, StringPool &texts);

    [[nodiscard]] qint64 receivedMs(quint32 row) const { return m_columns->receivedMs[row]; }
    [[nodiscard]] qint64 receivedMonoMs(quint32 row) const;
    [[nodiscard]] qint64 publishedMs(quint32 row) const;
    [[nodiscard]] std::optional<qint64> lagMs(quint32 row) const;
    [[nodiscard]] EventFlags flags(quint32 row) const { return EventFlags::fromInt(m_columns->flags[row]); }
    [[nodiscard]] LabelId label(quint32 row) const { return m_columns->labels[row]; }
    [[nodiscard]] QByteArrayView payload(quint32 row) const;
    /// Fields of the second arena: id, serial, revision, wire bytes, frame, and the two times.
    void readDetails(quint32 row, const StringPool &texts, Event::Fields &fields) const;

    [[nodiscard]] std::span<const LabelId> labels() const { return {m_columns->labels, m_size}; }
    [[nodiscard]] std::span<const quint16> allFlags() const { return {m_columns->flags, m_size}; }
    [[nodiscard]] std::span<const qint64> allReceivedMs() const { return {m_columns->receivedMs, m_size}; }
    [[nodiscard]] std::span<const qint32> lags() const { return {m_columns->lag, m_size}; }
    /// Where payload @p row begins in the arena of payloads; ascending.
    [[nodiscard]] std::span<const quint32> payloadAddresses() const { return {m_columns->payload, m_size}; }
    [[nodiscard]] const Arena &payloads() const { return m_payloads; }

    [[nodiscard]] qint64 bytes() const;

private:
    struct Columns {
        qint64 receivedMs[maxRows];
        qint32 lag[maxRows];
        LabelId labels[maxRows];
        quint32 payload[maxRows]; ///< Address in the arena of payloads.
        quint32 details[maxRows]; ///< Address in the arena of details; the payload's length comes first there.
        quint16 flags[maxRows];
    };

    std::unique_ptr<Columns> m_columns;
    Arena m_payloads;
    Arena m_details;
    qint64 m_monoOffset = 0; ///< Monotonic − wall clock at the first row: later rows differ little from it.
    quint32 m_size = 0;
};

} // namespace gm::timeline
