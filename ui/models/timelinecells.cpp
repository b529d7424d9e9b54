#include "ui/models/timelinecells.h"

#include "core/timeline/moment.h"
#include "ui/models/messageaction.h"

#include <QCoreApplication>

#include <cmath>

namespace gm::models
{

using namespace Qt::StringLiterals;
using base::RowIndex;
using genie::EventKind;
using timeline::EventFlag;
using timeline::Stream;
using timeline::StreamFlag;
using timeline::StreamIndex;

namespace
{

constexpr qsizetype longestCell = 400;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TimelineCells)
};

/// What the data is, by the way JSON begins: "data is a text, not an object".
QString notAnObjectText(QByteArrayView payload)
{
    const QByteArray start = payload.first(std::min<qsizetype>(payload.size(), 64)).toByteArray().trimmed();
    if (start.startsWith('['))
        return Words::tr("data is a list, not an object");
    if (start == "true" || start == "false")
        return Words::tr("data is true or false, not an object");
    if (start == "null")
        return Words::tr("data is null, not an object");
    bool isNumber = false;
    (void)start.toDouble(&isNumber);
    // A text comes in quotes where it was JSON, and bare where it was not.
    return isNumber ? Words::tr("data is a number, not an object") : Words::tr("data is a text, not an object");
}

QString shapeText(const genie::EventPayload &payload, QByteArrayView data)
{
    switch (payload.fault) {
    case genie::ShapeFault::None:
        return {};
    case genie::ShapeFault::NoData:
        return Words::tr("no data");
    case genie::ShapeFault::NotJson:
        return Words::tr("data is not JSON");
    case genie::ShapeFault::NotAnObject:
        return notAnObjectText(data);
    case genie::ShapeFault::MissingField:
        return Words::tr("\"%1\" is missing").arg(payload.faultField);
    case genie::ShapeFault::WrongType:
        return Words::tr("\"%1\" is of another type").arg(payload.faultField);
    }
    return {};
}

QStringList streamFlagTexts(const Stream &stream)
{
    QStringList texts;
    if (stream.flags.testFlag(StreamFlag::GapInside))
        texts << Words::tr("gap inside");
    if (stream.flags.testFlag(StreamFlag::OutOfOrder))
        texts << Words::tr("pieces out of order");
    if (stream.flags.testFlag(StreamFlag::TextDiffers))
        texts << Words::tr("text differs from stream end");
    if (stream.state == timeline::StreamState::Interrupted)
        texts << Words::tr("no stream end");
    return texts;
}

QString piecesText(const Stream &stream)
{
    return stream.pieces == 1 ? Words::tr("1 piece") : Words::tr("%1 pieces").arg(formatCount(stream.pieces));
}

} // namespace

TimelineCells::TimelineCells(const TimelineModel::Sources &sources)
    : m_sources(sources)
    , m_conversationRows(sources.store)
{
}

void TimelineCells::freezeLiveStreams()
{
    const timeline::Streams &streams = m_sources.streams;
    for (qint64 i = 0; i < streams.count(); ++i) {
        if (streams.at(StreamIndex(i)).isLive())
            m_frozen.insert(StreamIndex(i), streams.at(StreamIndex(i)));
    }
}

QString TimelineCells::text(RowIndex row, int column)
{
    const timeline::EventStore &store = m_sources.store;
    switch (column) {
    case TimelineModel::Time:
        return formatTime(store.receivedMs(row), m_zone);
    case TimelineModel::Delta:
        return deltaText(row);
    case TimelineModel::Conversation:
        return m_sources.titles.nameOf(base::ConversationId(store.conversation(row)));
    case TimelineModel::Kind:
        return timeline::kindWord(store.kind(row));
    case TimelineModel::What:
        return whatText(row);
    case TimelineModel::Lag:
        return formatLag(store.lagMs(row));
    case TimelineModel::Run:
        return QString::number(m_sources.runs.at(m_sources.runs.runOf(row)).number);
    case TimelineModel::Role:
        return store.role(row);
    case TimelineModel::Published:
        return formatTime(store.publishedMs(row), m_zone);
    default:
        return detailText(row, column);
    }
}

QString TimelineCells::detailText(RowIndex row, int column) const
{
    const timeline::Event event = m_sources.store.at(row);
    switch (column) {
    case TimelineModel::EventId:
        return event->id.text();
    case TimelineModel::ClientId:
        return event->clientId;
    case TimelineModel::Bytes:
        return formatBytes(event->wireBytes != 0 ? event->wireBytes : event->payload.size());
    case TimelineModel::Serial:
        return event->serial;
    default:
        return {};
    }
}

QVariant TimelineCells::value(RowIndex row, int column, int role)
{
    const timeline::EventStore &store = m_sources.store;
    const std::optional<StreamIndex> index = streamOf(row);
    switch (role) {
    case TimelineModel::RowTypeRole:
        return QVariant::fromValue(index ? TimelineModel::RowType::Stream : TimelineModel::RowType::Event);
    case TimelineModel::StoreRowRole:
        return row.value();
    case TimelineModel::ConversationRole:
        return QVariant::fromValue(base::ConversationId(store.conversation(row)));
    case TimelineModel::EventKindRole:
        return int(store.kind(row));
    case TimelineModel::StatusRole:
        return store.kind(row) == EventKind::Status ? store.status(row) : QString();
    case TimelineModel::FlagsRole:
        return int(store.flags(row).toInt());
    case TimelineModel::FlagTextsRole:
        return index ? streamFlagTexts(stream(*index)) : flagTexts(row);
    case TimelineModel::RoleTypeRole:
        return leadText(row);
    case TimelineModel::TextRole:
        return whatText(row);
    case TimelineModel::LagMsRole:
        return store.lagMs(row) ? QVariant(*store.lagMs(row)) : QVariant();
    case Qt::ToolTipRole:
        if (column == TimelineModel::Time)
            return formatRfc3339(store.receivedMs(row), m_zone);
        return column == TimelineModel::Published ? formatRfc3339(store.publishedMs(row), m_zone) : QVariant();
    case Qt::AccessibleTextRole:
        return speak(row);
    case TimelineModel::StreamIndexRole:
        return index ? QVariant(int(*index)) : QVariant();
    default:
        return index ? streamValue(stream(*index), role) : QVariant();
    }
}

QVariant TimelineCells::streamValue(const Stream &stream, int role) const
{
    const QString rate = formatPieceRate(stream.piecesPerSecond());
    const QString length = formatDuration(stream.durationMs);
    switch (role) {
    case TimelineModel::StreamTextRole:
        return stream.text;
    case TimelineModel::StreamLiveRole:
        return stream.isLive();
    case TimelineModel::StreamMetaRole:
        return QStringList{stream.isLive() ? rate : piecesText(stream), length}.join(u" \u00B7 "_s);
    case TimelineModel::StreamOpenMetaRole:
        return QStringList{piecesText(stream), rate, length}.join(u" \u00B7 "_s);
    case TimelineModel::StreamFlagsRole:
        return streamFlagTexts(stream);
    default:
        return {};
    }
}

std::optional<StreamIndex> TimelineCells::streamOf(RowIndex row) const
{
    return m_sources.streams.streamOf(row);
}

const Stream &TimelineCells::stream(StreamIndex index) const
{
    const auto frozen = m_frozen.constFind(index);
    return frozen != m_frozen.constEnd() ? *frozen : m_sources.streams.at(index);
}

const genie::EventPayload &TimelineCells::payload(RowIndex row)
{
    if (const genie::EventPayload *known = m_payloads.object(row.value()))
        return *known;
    const timeline::EventStore &store = m_sources.store;
    auto *fresh = new genie::EventPayload(m_reader.read(store.name(row), store.payload(row), store.form(row)));
    m_payloads.insert(row.value(), fresh);
    return *fresh;
}

QString TimelineCells::deltaText(RowIndex row) const
{
    const RowIndex before = m_conversationRows.previous(row);
    if (!before.isValid())
        return {};
    return formatDelta(momentOf(m_sources.store, row).monoMs - momentOf(m_sources.store, before).monoMs);
}

QString TimelineCells::whatText(RowIndex row)
{
    if (const std::optional<StreamIndex> index = streamOf(row)) {
        const Stream &shown = stream(*index);
        return oneLine(shown.isLive() ? QStringView(shown.text).right(longestCell) : QStringView(shown.text),
                       longestCell);
    }
    const genie::EventPayload &read = payload(row);
    if (read.isWrongShape() || read.kind == EventKind::Other)
        return rawText(row);
    if (read.kind != EventKind::Complete)
        return oneLine(read.text, longestCell);
    if (!read.count)
        return Words::tr("complete");
    return *read.count == 1 ? Words::tr("1 opportunity") : Words::tr("%1 opportunities").arg(formatCount(*read.count));
}

QString TimelineCells::leadText(RowIndex row) const
{
    const timeline::EventStore &store = m_sources.store;
    const QString action = actionText(store.label(row).action);
    QStringList parts{action, store.role(row), store.type(row)};
    if (store.kind(row) == EventKind::Other)
        parts = {action, oneLine(store.name(row))};
    parts.removeAll(QString());
    return parts.join(u" \u00B7 "_s);
}

QString TimelineCells::rawText(RowIndex row) const
{
    const timeline::EventStore &store = m_sources.store;
    if (store.label(row).action == timeline::EventAction::Summary && store.form(row) == genie::DataForm::None) {
        const timeline::Event event = store.at(row);
        return event->revision ? oneLine(QString::fromUtf8(event->revision->annotations), longestCell) : QString();
    }
    const QByteArrayView data = store.payload(row);
    // A letter takes at most four bytes.
    return oneLine(QString::fromUtf8(data.first(std::min<qsizetype>(data.size(), 4 * longestCell))), longestCell);
}

QStringList TimelineCells::flagTexts(RowIndex row)
{
    const timeline::EventFlags flags = m_sources.store.flags(row);
    QStringList texts;
    if (flags.testFlag(EventFlag::WrongShape))
        texts << shapeText(payload(row), m_sources.store.payload(row));
    if (flags.testFlag(EventFlag::UnknownName))
        texts << Words::tr("unknown name");
    if (flags.testFlag(EventFlag::Undecodable))
        texts << Words::tr("cannot be decoded");
    if (flags.testFlag(EventFlag::Duplicate))
        texts << Words::tr("received twice");
    if (flags.testFlag(EventFlag::OutOfOrder))
        texts << Words::tr("out of order");
    if (flags.testFlag(EventFlag::Superseded))
        texts << Words::tr("older version");
    texts.removeAll(QString());
    return texts;
}

QString TimelineCells::speak(RowIndex row)
{
    const timeline::EventStore &store = m_sources.store;
    const QString conversation = text(row, TimelineModel::Conversation);
    QStringList parts;
    if (const std::optional<StreamIndex> index = streamOf(row)) {
        const Stream &shown = stream(*index);
        parts << Words::tr("Stream") << (shown.isLive() ? Words::tr("live") : Words::tr("ended")) << conversation
              << piecesText(shown) << Words::tr("%1 a second").arg(std::llround(shown.piecesPerSecond()))
              << whatText(row) << streamFlagTexts(shown);
    } else {
        parts << text(row, TimelineModel::Time) << conversation << text(row, TimelineModel::Kind)
              << value(row, 0, TimelineModel::StatusRole).toString() << leadText(row) << whatText(row);
        if (const std::optional<qint64> lag = store.lagMs(row); lag && *lag >= 0)
            parts << Words::tr("lag %1").arg(speakDuration(*lag));
        parts << flagTexts(row);
        if (store.flags(row).testFlag(EventFlag::Late))
            parts << Words::tr("late");
    }
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace gm::models
