#include "core/timeline/streams.h"

#include "core/timeline/moment.h"

namespace gm::timeline
{

using base::ConversationId;
using base::RowIndex;
using genie::EventKind;

double Stream::piecesPerSecond() const
{
    if (pieces < 2 || durationMs <= 0)
        return 0;
    return double(pieces - 1) * 1000.0 / double(durationMs);
}

Streams::Streams(const EventStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(&store, &EventStore::rowsAppended, this, &Streams::take);
    if (!store.isEmpty())
        take(RowIndex(0), RowIndex(store.size() - 1));
}

std::optional<StreamIndex> Streams::streamOf(RowIndex row) const
{
    const quint32 stream = m_rows.at(row) & ~memberBit;
    if (stream == noStream)
        return std::nullopt;
    return StreamIndex(stream);
}

std::optional<StreamIndex> Streams::liveIn(const ConversationId &conversation) const
{
    const QList<StreamIndex> live = m_live.value(conversation);
    if (live.isEmpty())
        return std::nullopt;
    return live.last();
}

qint64 Streams::lowerBound(RowIndex row) const
{
    const auto place = std::lower_bound(m_streams.begin(), m_streams.end(), row,
                                        [](const Stream &stream, RowIndex wanted) { return stream.firstRow < wanted; });
    return place - m_streams.begin();
}

void Streams::take(RowIndex first, RowIndex last)
{
    for (qint64 i = first.value(); i <= last.value(); ++i) {
        const RowIndex row(i);
        m_rows.append(noStream);
        const Label &label = m_store.label(row);
        const ConversationId conversation(m_store.conversation(row));
        if (label.kind == EventKind::Stream)
            takeStreamEvent(row, m_reader.read(m_store.name(row), m_store.payload(row), label.form));
        else if (!m_live.contains(conversation))
            continue;
        else if (label.kind == EventKind::Message)
            takeMessage(row, m_reader.read(m_store.name(row), m_store.payload(row), label.form));
        else if (label.kind == EventKind::Complete || m_store.status(row) == u"error")
            interruptLive(conversation);
    }
    for (const StreamIndex index : std::exchange(m_changed, {}))
        Q_EMIT changed(index);
}

void Streams::takeStreamEvent(RowIndex row, const genie::EventPayload &payload)
{
    if (payload.messageId.isEmpty())
        return;
    const ConversationId conversation(m_store.conversation(row));
    const Moment moment = momentOf(m_store, row);
    const Key key{conversation, payload.messageId};
    const auto known = m_byMessage.constFind(key);
    const bool isNew = known == m_byMessage.constEnd();
    const StreamIndex index = isNew ? StreamIndex(m_streams.size()) : *known;
    if (isNew) {
        m_byMessage.insert(key, index);
        m_live[conversation].append(index);
        Stream fresh;
        fresh.conversation = conversation;
        fresh.messageId = payload.messageId;
        fresh.firstRow = row;
        fresh.startedMs = moment.wallMs;
        fresh.startedMonoMs = moment.monoMs;
        m_streams.push_back(std::move(fresh));
        m_rows.set(row, quint32(index));
    } else {
        m_rows.set(row, quint32(index) | memberBit);
        ++m_members;
    }
    if (!isNew && m_store.flags(row).testFlag(EventFlag::Duplicate))
        return;
    noteChange(index);
    Stream &stream = m_streams[size_t(index)];
    stream.lastRow = row;
    stream.lastMs = moment.wallMs;
    stream.durationMs = std::max(stream.durationMs, moment.monoMs - stream.startedMonoMs);
    if (payload.isStreamEnd) {
        end(index, payload.text);
        return;
    }
    const qint64 publishedMs = m_store.publishedMs(row);
    if (!stream.isLive() || (publishedMs != 0 && publishedMs < stream.lastPublishedMs))
        stream.flags |= StreamFlag::OutOfOrder;
    stream.lastPublishedMs = std::max(stream.lastPublishedMs, publishedMs);
    ++stream.pieces;
    stream.text += payload.text;
}

void Streams::takeMessage(RowIndex row, const genie::EventPayload &payload)
{
    const auto known = m_byMessage.constFind(Key{ConversationId(m_store.conversation(row)), payload.messageId});
    if (known == m_byMessage.constEnd() || !at(*known).isLive())
        return;
    noteChange(*known);
    end(*known, payload.text);
}

void Streams::end(StreamIndex index, const QString &content)
{
    Stream &stream = m_streams[size_t(index)];
    stream.state = StreamState::Ended;
    stream.endText = content;
    if (stream.pieces == 0)
        stream.text = content;
    else
        stream.flags.setFlag(StreamFlag::TextDiffers, stream.text != content);
    const auto live = m_live.find(stream.conversation);
    if (live == m_live.end())
        return;
    live->removeOne(index);
    if (live->isEmpty())
        m_live.erase(live);
}

void Streams::interruptLive(const ConversationId &conversation)
{
    for (const StreamIndex index : m_live.take(conversation)) {
        m_streams[size_t(index)].state = StreamState::Interrupted;
        noteChange(index);
    }
}

void Streams::markGap(const ConversationId &conversation)
{
    for (const StreamIndex index : m_live.value(conversation)) {
        m_streams[size_t(index)].flags |= StreamFlag::GapInside;
        Q_EMIT changed(index);
    }
}

void Streams::noteChange(StreamIndex index)
{
    // Pieces of one stream mostly follow each other.
    if (m_changed.isEmpty() || (m_changed.last() != index && !m_changed.contains(index)))
        m_changed << index;
}

} // namespace gm::timeline
