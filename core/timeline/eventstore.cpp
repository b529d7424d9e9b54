#include "core/timeline/eventstore.h"

#include "core/base/recenttexts.h"

#include <algorithm>

namespace gm::timeline
{

using base::isSameText;
using base::RowIndex;

namespace
{

/// True if both have the same label: everything of labelOf() compared as it is, without looking anything up.
bool areLabelledAlike(const Event::Fields &a, const Event::Fields &b)
{
    return isSameText(a.conversation.text(), b.conversation.text()) && a.kind == b.kind && a.form == b.form &&
           a.action == b.action && isSameText(a.name, b.name) && isSameText(a.status, b.status) &&
           isSameText(a.role, b.role) && isSameText(a.type, b.type) && isSameText(a.encoding, b.encoding) &&
           isSameText(a.wireEncoding, b.wireEncoding) && isSameText(a.connectionId, b.connectionId) &&
           isSameText(a.clientId, b.clientId) && isSameText(a.channel.text(), b.channel.text());
}

} // namespace

EventStore::EventStore(QObject *parent)
    : QObject(parent)
{
}

EventStore::~EventStore() = default;

RowIndex EventStore::append(const Event &event)
{
    const RowIndex row(m_size);
    Q_EMIT rowsAboutToBeAppended(row, row);
    store(event);
    Q_EMIT rowsAppended(row, row);
    return row;
}

void EventStore::append(const QList<Event> &events)
{
    if (events.isEmpty())
        return;
    const RowIndex first(m_size);
    const RowIndex last(m_size + events.size() - 1);
    Q_EMIT rowsAboutToBeAppended(first, last);
    for (const Event &event : events)
        store(event);
    Q_EMIT rowsAppended(first, last);
}

void EventStore::store(const Event &event)
{
    if (m_segments.empty() || m_segments.back()->isFull()) {
        m_segments.push_back(std::make_unique<Segment>());
        m_firstRows.push_back(m_size);
    }
    m_segments.back()->append(event.fields(), labelFor(event), m_texts);
    ++m_size;
}

LabelId EventStore::labelFor(const Event &event)
{
    if (m_size == 0 || !areLabelledAlike(event.fields(), m_labelled.fields())) {
        m_newestLabel = m_labels.idOf(labelOf(event.fields()));
        m_labelled = event;
    }
    return m_newestLabel;
}

Label EventStore::labelOf(const Event::Fields &fields)
{
    return {.conversation = m_texts.keyOf(fields.conversation.text()),
            .channel = m_texts.keyOf(fields.channel.text()),
            .name = m_texts.keyOf(fields.name),
            .status = m_texts.keyOf(fields.status),
            .role = m_texts.keyOf(fields.role),
            .type = m_texts.keyOf(fields.type),
            .encoding = m_texts.keyOf(fields.encoding),
            .wireEncoding = m_texts.keyOf(fields.wireEncoding),
            .connection = m_texts.keyOf(fields.connectionId),
            .client = m_texts.keyOf(fields.clientId),
            .kind = fields.kind,
            .form = fields.form,
            .action = fields.action};
}

EventStore::Place EventStore::placeOf(RowIndex row) const
{
    Q_ASSERT(row.isValid() && row.value() < m_size);
    const auto after = std::upper_bound(m_firstRows.begin(), m_firstRows.end(), row.value());
    const auto index = size_t(after - m_firstRows.begin()) - 1;
    return {m_segments[index].get(), quint32(row.value() - m_firstRows[index])};
}

Event EventStore::at(RowIndex row) const
{
    const Place place = placeOf(row);
    const Label &label = m_labels.at(place.segment->label(place.index));
    Event::Fields fields;
    place.segment->readDetails(place.index, m_texts, fields);
    fields.conversation = base::ConversationId(text(label.conversation));
    fields.channel = base::ChannelName(text(label.channel));
    fields.name = text(label.name);
    fields.kind = label.kind;
    fields.status = text(label.status);
    fields.role = text(label.role);
    fields.type = text(label.type);
    fields.payload = place.segment->payload(place.index).toByteArray();
    fields.form = label.form;
    fields.encoding = text(label.encoding);
    fields.wireEncoding = text(label.wireEncoding);
    fields.connectionId = text(label.connection);
    fields.clientId = text(label.client);
    fields.flags = place.segment->flags(place.index);
    fields.action = label.action;
    return Event(std::move(fields));
}

qint64 EventStore::receivedMs(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->receivedMs(place.index);
}

qint64 EventStore::receivedMonoMs(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->receivedMonoMs(place.index);
}

std::optional<qint64> EventStore::lagMs(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->lagMs(place.index);
}

qint64 EventStore::publishedMs(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->publishedMs(place.index);
}

EventFlags EventStore::flags(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->flags(place.index);
}

QByteArrayView EventStore::payload(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->payload(place.index);
}

LabelId EventStore::labelId(RowIndex row) const
{
    const Place place = placeOf(row);
    return place.segment->label(place.index);
}

EventStore::Block EventStore::block(RowIndex first) const
{
    const Place place = placeOf(first);
    return {.first = first,
            .labels = place.segment->labels().subspan(place.index),
            .flags = place.segment->allFlags().subspan(place.index),
            .receivedMs = place.segment->allReceivedMs().subspan(place.index),
            .lag = place.segment->lags().subspan(place.index)};
}

qint64 EventStore::bytes() const
{
    qint64 sum = m_texts.bytes() + m_labels.bytes();
    for (const auto &segment : m_segments)
        sum += segment->bytes();
    return sum;
}

} // namespace gm::timeline
