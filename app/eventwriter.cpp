#include "app/eventwriter.h"

#include "app/jsonline.h"
#include "core/monitor/presentmember.h"

#include <QCoreApplication>
#include <QDateTime>

namespace gm::app
{

using timeline::PhaseKind;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::EventWriter", text);
}

/// The event's data as JSON. Bytes become base64, and that step stands in @p encoding with those left to undo.
QByteArray dataOf(const timeline::Event &event, QString &encoding)
{
    switch (event->form) {
    case genie::DataForm::Json:
        return event->payload;
    case genie::DataForm::Text:
        return jsonString(QString::fromUtf8(event->payload));
    case genie::DataForm::Binary:
        encoding += encoding.isEmpty() ? QStringLiteral("base64") : QStringLiteral("/base64");
        return '"' + event->payload.toBase64() + '"';
    case genie::DataForm::None:
        break;
    }
    return "null";
}

/// Which version of its message the event brings; null: the first.
QByteArray versionOf(const timeline::Event &event)
{
    const timeline::Revision *revision = event->revision.get();
    if (!revision || revision->serial.isEmpty())
        return "null";
    return JsonLine()
        .text("serial", revision->serial)
        .time("timestamp", event->publishedMs)
        .time("created", revision->createdMs)
        .text("clientId", revision->clientId)
        .text("description", revision->description)
        .raw("metadata", revision->metadata)
        .object();
}

/// Nothing was received before it was published: where the clocks say so, the lag is not known.
std::optional<qint64> knownLag(const timeline::Event &event)
{
    const std::optional<qint64> lag = event.lagMs();
    return lag && *lag >= 0 ? lag : std::nullopt;
}

QStringList flagWords(timeline::EventFlags flags)
{
    QStringList words;
    for (const timeline::EventFlag flag : timeline::allFlags()) {
        if (flags.testFlag(flag))
            words << timeline::flagWord(flag);
    }
    return words;
}

QString phaseWord(const timeline::Phase &phase)
{
    switch (phase.kind) {
    case PhaseKind::Started:
        return QStringLiteral("started");
    case PhaseKind::Answering:
        return QStringLiteral("streaming");
    case PhaseKind::WaitingForUser:
        return QStringLiteral("waiting");
    case PhaseKind::Searching:
        return QStringLiteral("searching");
    case PhaseKind::Processing:
        return QStringLiteral("processing");
    case PhaseKind::Other:
        return phase.word;
    case PhaseKind::Finished:
        return QStringLiteral("finished");
    case PhaseKind::Complete:
        return QStringLiteral("complete");
    case PhaseKind::Error:
        return QStringLiteral("error");
    }
    return {};
}

QString severityWord(diagnostics::Severity severity)
{
    switch (severity) {
    case diagnostics::Severity::Note:
        return QStringLiteral("note");
    case diagnostics::Severity::Warning:
        return QStringLiteral("warning");
    case diagnostics::Severity::Error:
        return QStringLiteral("error");
    }
    return {};
}

/// One line without anything a terminal would act on.
QString harmless(QString text)
{
    for (QChar &c : text) {
        if (c == u'\n' || c == u'\r' || c == u'\t')
            c = u' ';
        else if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = QChar(0xfffd);
    }
    return text;
}

} // namespace

EventWriter::EventWriter(const timeline::EventStore &store, const timeline::Runs &runs, const timeline::Titles &titles)
    : m_store(store)
    , m_runs(runs)
    , m_titles(titles)
{
}

QByteArray EventWriter::eventLine(base::RowIndex row) const
{
    const timeline::Event event = m_store.at(row);
    QString encoding = event->encoding;
    const QByteArray data = dataOf(event, encoding);
    return JsonLine("event")
        .time("received", event->receivedMs)
        .text("conversation", event->conversation.text())
        .text("channel", event->channel.text())
        .text("id", event->id.text())
        .text("name", event->name)
        .text("kind", timeline::kindWord(event->kind))
        .text("status", event->status)
        .raw("data", data)
        .time("published", event->publishedMs)
        .number("latencyMs", knownLag(event))
        .text("serial", event->serial)
        .text("connectionId", event->connectionId)
        .text("clientId", event->clientId)
        .text("encoding", encoding)
        .text("runId", m_runs.idOf(row).text())
        .list("flags", flagWords(event->flags))
        .text("action", timeline::actionWord(event->action))
        .raw("version", versionOf(event))
        .raw("annotations", event->revision ? event->revision->annotations : QByteArray())
        .text("receivedEncoding", event->wireEncoding)
        .text("deltaFrom", event->revision ? event->revision->deltaFrom : QString())
        .finished();
}

QByteArray EventWriter::gapLine(const timeline::Gap &gap, const base::ConversationId &conversation) const
{
    return JsonLine("gap")
        .text("conversation", conversation.text())
        .time("from", gap.fromMs)
        .time("to", gap.stillOpen.contains(conversation) ? 0 : gap.toMs)
        .text("cause", timeline::gapCauseWord(gap.cause))
        .number("code", gap.code == 0 ? std::nullopt : std::optional<qint64>(gap.code))
        .boolean("filled", gap.filled.contains(conversation))
        .finished();
}

QByteArray EventWriter::runLine(const timeline::Run &run) const
{
    const QString result = run.isEnded() ? phaseWord(run.phase()) : QString();
    return JsonLine("run")
        .text("runId", run.id.text())
        .text("conversation", run.conversation.text())
        .text("phase", phaseWord(run.phase()))
        .time("started", run.startedMs)
        .time("ended", run.endedMs)
        .text("result", result)
        .finished();
}

QByteArray EventWriter::connectionLine(const ably::ConnectionChange &change, int connection) const
{
    const auto reason = change.reason.value_or(ably::ErrorInfo{});
    return JsonLine("connection")
        .text("state", ably::stateName(change.current))
        .text("previous", ably::stateName(change.previous))
        .text("reason", reason.message)
        .number("code", reason.code == 0 ? std::nullopt : std::optional<qint64>(reason.code))
        .number("retryInMs", change.retryIn ? std::optional<qint64>(change.retryIn->count()) : std::nullopt)
        .text("host", change.host)
        .text("connectionId", change.connectionId)
        .number("connection", connection)
        .finished();
}

QByteArray EventWriter::channelLine(const base::ConversationId &conversation, const ably::ChannelChange &change) const
{
    const auto reason = change.reason.value_or(ably::ErrorInfo{});
    return JsonLine("channel")
        .text("conversation", conversation.text())
        .text("state", ably::stateName(change.current))
        .text("previous", ably::stateName(change.previous))
        .boolean("resumed", change.resumed)
        .number("code", reason.code == 0 ? std::nullopt : std::optional<qint64>(reason.code))
        .text("reason", reason.message)
        .finished();
}

QByteArray EventWriter::presenceLine(const base::ConversationId &conversation,
                                     const ably::PresenceMessage &message) const
{
    const monitor::PresentMember member = monitor::presentMemberOf(message);
    return JsonLine("presence")
        .text("conversation", conversation.text())
        .text("action", ably::presenceActionName(message.action))
        .text("clientId", member.clientId)
        .text("connectionId", member.connectionId)
        .time("published", member.changedMs)
        .text("data", member.data)
        .finished();
}

QByteArray EventWriter::problemLine(const diagnostics::Problem &problem) const
{
    return JsonLine("problem")
        .text("code", problem.code)
        .text("severity", severityWord(problem.severity))
        .text("conversation", problem.conversations.isEmpty() ? QString() : problem.conversations.first().text())
        .text("what", problem.what)
        .text("why", problem.why)
        .text("next", problem.next)
        .finished();
}

QByteArray EventWriter::eventText(base::RowIndex row) const
{
    const timeline::Event event = m_store.at(row);
    genie::PayloadReader reader;
    const genie::EventPayload content = reader.read(event->name, event->payload, event->form);
    QStringList what;
    if (!content.role.isEmpty())
        what << content.role;
    if (!content.status.isEmpty())
        what << content.status;
    if (event->kind == genie::EventKind::Complete && content.count)
        what << tr("%1 opportunities").arg(*content.count);
    else if (!content.text.isEmpty())
        what << content.text;
    if (event->kind == genie::EventKind::Other)
        what.prepend(event->name);
    if (event->action != timeline::EventAction::Create)
        what.prepend(timeline::actionWord(event->action));
    const QStringList flags = flagWords(event->flags);
    if (!flags.isEmpty())
        what << u'[' + flags.join(QStringLiteral(", ")) + u']';
    const auto lag = knownLag(event);
    const QString line = QStringLiteral("%1  %2  %3  %4  %5")
                             .arg(timeOfDay(event->receivedMs), m_titles.nameOf(event->conversation).leftJustified(24),
                                  timeline::kindWord(event->kind).leftJustified(8), what.join(u' '),
                                  lag ? tr("(%1 ms)").arg(*lag) : QString());
    return harmless(line).trimmed().toUtf8() + '\n';
}

QByteArray EventWriter::gapText(const timeline::Gap &gap, const base::ConversationId &conversation) const
{
    const QString until = gap.isOpen() ? tr("now") : timeOfDay(gap.toMs);
    return harmless(tr("%1  %2  gap: events may be missing from %1 to %3 (%4)")
                        .arg(timeOfDay(gap.fromMs), m_titles.nameOf(conversation).leftJustified(24), until,
                             timeline::gapCauseWord(gap.cause)))
               .toUtf8() +
           '\n';
}

QByteArray EventWriter::runText(const timeline::Run &run) const
{
    return harmless(tr("%1  %2  run %3: %4")
                        .arg(timeOfDay(run.lastEventMs), m_titles.nameOf(run.conversation).leftJustified(24))
                        .arg(run.number)
                        .arg(phaseWord(run.phase())))
               .toUtf8() +
           '\n';
}

QByteArray EventWriter::connectionText(const ably::ConnectionChange &change, int connection) const
{
    QString line = connection == 1 ? tr("connection: %1").arg(ably::stateName(change.current))
                                   : tr("connection %1: %2").arg(connection).arg(ably::stateName(change.current));
    if (!change.host.isEmpty())
        line += tr(" at %1").arg(change.host);
    if (change.retryIn)
        line += tr(", next try in %1 s").arg((change.retryIn->count() + 999) / 1000);
    if (change.reason)
        line += QStringLiteral(": %1 (%2)").arg(change.reason->message).arg(change.reason->code);
    return harmless(line).toUtf8() + '\n';
}

QByteArray EventWriter::channelText(const base::ConversationId &conversation, const ably::ChannelChange &change) const
{
    QString line = tr("channel %1: %2").arg(conversation.text(), ably::stateName(change.current));
    if (change.reason)
        line += QStringLiteral(": %1 (%2)").arg(change.reason->message).arg(change.reason->code);
    return harmless(line).toUtf8() + '\n';
}

QByteArray EventWriter::presenceText(const base::ConversationId &conversation,
                                     const ably::PresenceMessage &message) const
{
    const monitor::PresentMember member = monitor::presentMemberOf(message);
    QString line = QStringLiteral("presence %1: %2 %3")
                       .arg(conversation.text(), ably::presenceActionName(message.action),
                            member.clientId.isEmpty() ? tr("anonymous") : member.clientId);
    if (!member.data.isEmpty())
        line += QStringLiteral(": ") + member.data;
    return harmless(line).toUtf8() + '\n';
}

QByteArray EventWriter::problemText(const diagnostics::Problem &problem) const
{
    QStringList parts{severityWord(problem.severity) + u':'};
    for (const QString &part : {problem.what, problem.why, problem.next}) {
        if (!part.isEmpty())
            parts << part;
    }
    const QString quoted = problem.reference.isEmpty() ? problem.code : problem.code + u", " + problem.reference;
    parts << u'(' + quoted + u')';
    return harmless(parts.join(u' ')).toUtf8() + '\n';
}

QString EventWriter::timeOfDay(qint64 ms) const
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss.zzz"));
}

} // namespace gm::app
