#include "core/timeline/segment.h"

#include "core/timeline/serialcode.h"
#include "core/timeline/varint.h"

#include <cstring>

namespace gm::timeline
{

namespace
{

constexpr qint32 noLag = std::numeric_limits<qint32>::min();
constexpr qint32 farLag = noLag + 1; // The published time is in the details.

qint32 lagColumn(const Event::Fields &fields)
{
    if (fields.publishedMs == 0)
        return noLag;
    const qint64 lag = fields.receivedMs - fields.publishedMs;
    return lag >= Segment::lagLimit && lag <= std::numeric_limits<qint32>::max() ? qint32(lag) : farLag;
}

} // namespace

Segment::Segment()
    : m_columns(std::make_unique_for_overwrite<Columns>())
{
}

bool Segment::isFull() const
{
    return m_size == maxRows || m_payloads.used() >= maxArenaBytes || m_details.used() >= maxArenaBytes;
}

void Segment::append(const Event::Fields &fields, LabelId label, StringPool &texts)
{
    const quint32 row = m_size;
    if (row == 0)
        m_monoOffset = fields.receivedMonoMs - fields.receivedMs;
    m_columns->receivedMs[row] = fields.receivedMs;
    m_columns->lag[row] = lagColumn(fields);
    m_columns->labels[row] = label;
    m_columns->flags[row] = quint16(fields.flags.toInt());

    char *payload = m_payloads.allocate(fields.payload.size(), &m_columns->payload[row]);
    if (!fields.payload.isEmpty())
        std::memcpy(payload, fields.payload.constData(), size_t(fields.payload.size()));

    RecordBuffer record;
    appendVarint(record, quint64(fields.payload.size()));
    appendVarint(record, zigzag(fields.receivedMonoMs - fields.receivedMs - m_monoOffset));
    if (m_columns->lag[row] == farLag)
        appendVarint(record, zigzag(fields.publishedMs));
    appendVarint(record, fields.wireBytes);
    appendVarint(record, fields.frame);
    writeSerial(record, fields.serial, fields.publishedMs != 0 ? fields.publishedMs : fields.receivedMs, texts);
    writeRevision(record, fields.revision);
    const QByteArray id = fields.id.text().toUtf8();
    appendVarint(record, quint64(id.size()));
    record.append(id.constData(), id.size());
    std::memcpy(m_details.allocate(record.size(), &m_columns->details[row]), record.constData(), size_t(record.size()));
    ++m_size;
}

QByteArrayView Segment::payload(quint32 row) const
{
    const char *details = m_details.at(m_columns->details[row]);
    const auto length = qsizetype(readVarint(details));
    return {m_payloads.at(m_columns->payload[row]), length};
}

qint64 Segment::receivedMonoMs(quint32 row) const
{
    const char *details = m_details.at(m_columns->details[row]);
    std::ignore = readVarint(details);
    return m_columns->receivedMs[row] + m_monoOffset + unzigzag(readVarint(details));
}

qint64 Segment::publishedMs(quint32 row) const
{
    const qint32 lag = m_columns->lag[row];
    if (lag >= lagLimit)
        return m_columns->receivedMs[row] - lag;
    if (lag == noLag)
        return 0;
    const char *details = m_details.at(m_columns->details[row]);
    std::ignore = readVarint(details);
    std::ignore = readVarint(details);
    return unzigzag(readVarint(details));
}

std::optional<qint64> Segment::lagMs(quint32 row) const
{
    const qint32 lag = m_columns->lag[row];
    if (lag >= lagLimit)
        return lag;
    if (lag == noLag)
        return std::nullopt;
    return receivedMs(row) - publishedMs(row);
}

void Segment::readDetails(quint32 row, const StringPool &texts, Event::Fields &fields) const
{
    fields.receivedMs = receivedMs(row);
    fields.receivedMonoMs = receivedMonoMs(row);
    fields.publishedMs = publishedMs(row);
    const char *details = m_details.at(m_columns->details[row]);
    std::ignore = readVarint(details);
    std::ignore = readVarint(details);
    if (m_columns->lag[row] == farLag)
        std::ignore = readVarint(details);
    fields.wireBytes = quint32(readVarint(details));
    fields.frame = quint32(readVarint(details));
    fields.serial = readSerial(details, fields.publishedMs != 0 ? fields.publishedMs : fields.receivedMs, texts);
    fields.revision = readRevision(details);
    const auto idSize = qsizetype(readVarint(details));
    fields.id = base::EventId(QString::fromUtf8(details, idSize));
}

qint64 Segment::bytes() const
{
    return qint64(sizeof(Columns)) + m_payloads.bytes() + m_details.bytes();
}

} // namespace gm::timeline
