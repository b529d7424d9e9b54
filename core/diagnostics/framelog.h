/// The last protocol frames, masked, in bounded memory.
#pragma once

#include "core/ably/protocolmessage.h"

#include <QByteArray>
#include <QObject>

#include <deque>

namespace gm::diagnostics
{

enum class FrameDirection { In, Out };

/// One frame as it may be shown: no secret is in it.
struct FrameRecord {
    qint64 number = 0; ///< From 1, in order of time over the whole session.
    qint64 timeMs = 0; ///< Wall clock, ms UTC.
    FrameDirection direction = FrameDirection::In;
    int action = -1; ///< As on the wire; -1: the frame could not be read.
    QString channel{};
    qint64 bytes = 0;  ///< On the wire, without the websocket's own header.
    QByteArray text{}; ///< JSON text, masked; of a msgpack frame what it says as JSON.
};

/// A ring of frames: the oldest go when the count or the bytes are reached. GUI thread.
class FrameLog : public QObject
{
    Q_OBJECT

public:
    struct Limits {
        qsizetype count = 20'000;
        qint64 bytes = 32 * 1024 * 1024;
    };

    explicit FrameLog(Limits limits, QObject *parent = nullptr);

    /// Masks and keeps a frame that was read or is sent. @p raw is what went over the wire, text or binary.
    qint64 append(FrameDirection direction, const ably::ProtocolMessage &frame, const QByteArray &raw, bool isText,
                  qint64 timeMs);
    /// Keeps what could not be read as a frame.
    qint64 appendUnreadable(const QByteArray &raw, bool isText, qint64 timeMs);

    /// Null when it was never there or has gone. Valid until the next append.
    [[nodiscard]] const FrameRecord *find(qint64 number) const;
    [[nodiscard]] const std::deque<FrameRecord> &frames() const { return m_frames; }
    /// Frames that have gone from the ring.
    [[nodiscard]] qint64 dropped() const { return m_dropped; }
    /// Frames and bytes since the start, the dropped ones included.
    struct Totals {
        qint64 framesIn = 0, framesOut = 0, bytesIn = 0, bytesOut = 0;
    };
    [[nodiscard]] const Totals &totals() const { return m_totals; }

Q_SIGNALS:
    void appended(qint64 number);

private:
    qint64 keep(FrameRecord record);

    Limits m_limits;
    std::deque<FrameRecord> m_frames;
    Totals m_totals;
    qint64 m_keptBytes = 0;
    qint64 m_dropped = 0;
    qint64 m_nextNumber = 1;
};

} // namespace gm::diagnostics
