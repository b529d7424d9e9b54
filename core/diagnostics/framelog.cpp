#include "core/diagnostics/framelog.h"

#include "core/ably/jsonframes.h"
#include "core/base/redact.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace gm::diagnostics
{

namespace
{

/// Frames that carry payloads and never a secret of ours; they are many, so they are kept without another look.
bool isPayloadFrame(ably::Action action)
{
    switch (action) {
    case ably::Action::Message:
    case ably::Action::Presence:
    case ably::Action::Sync:
    case ably::Action::Annotation:
    case ably::Action::Heartbeat:
        return true;
    default:
        return false;
    }
}

QByteArray masked(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return base::redactText(QString::fromUtf8(json)).toUtf8();
    return QJsonDocument(base::redactJson(document.object()).toObject()).toJson(QJsonDocument::Compact);
}

} // namespace

FrameLog::FrameLog(Limits limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
{
}

qint64 FrameLog::append(FrameDirection direction, const ably::ProtocolMessage &frame, const QByteArray &raw,
                        bool isText, qint64 timeMs)
{
    const QByteArray json = isText ? raw : ably::writeJsonFrame(frame);
    return keep({.timeMs = timeMs,
                 .direction = direction,
                 .action = int(frame.action),
                 .channel = frame.channel.value_or(QString()),
                 .bytes = raw.size(),
                 .text = isPayloadFrame(frame.action) ? json : masked(json)});
}

qint64 FrameLog::appendUnreadable(const QByteArray &raw, bool isText, qint64 timeMs)
{
    constexpr qsizetype shownBytes = 4096;
    const QByteArray start = raw.left(shownBytes);
    return keep({.timeMs = timeMs, .bytes = raw.size(), .text = isText ? masked(start) : "0x" + start.toHex()});
}

const FrameRecord *FrameLog::find(qint64 number) const
{
    if (m_frames.empty() || number < m_frames.front().number || number > m_frames.back().number)
        return nullptr;
    return &m_frames[size_t(number - m_frames.front().number)];
}

qint64 FrameLog::keep(FrameRecord record)
{
    record.number = m_nextNumber++;
    const bool isIn = record.direction == FrameDirection::In;
    (isIn ? m_totals.framesIn : m_totals.framesOut) += 1;
    (isIn ? m_totals.bytesIn : m_totals.bytesOut) += record.bytes;
    m_keptBytes += record.text.size();
    m_frames.push_back(std::move(record));
    while (qsizetype(m_frames.size()) > m_limits.count || (m_keptBytes > m_limits.bytes && m_frames.size() > 1)) {
        m_keptBytes -= m_frames.front().text.size();
        m_frames.pop_front();
        ++m_dropped;
    }
    Q_EMIT appended(m_frames.back().number);
    return m_frames.back().number;
}

} // namespace gm::diagnostics
