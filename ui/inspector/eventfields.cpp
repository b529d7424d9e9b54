#include "ui/inspector/eventfields.h"

#include "ui/models/messageaction.h"

#include <QCoreApplication>

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using Field = common::FieldGrid::Field;
using timeline::Event;

namespace
{

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("gm::inspector::EventFields", text, nullptr, n);
}

Field receivedField(const Event &event, models::Zone zone)
{
    const std::optional<qint64> lag = event.lagMs();
    return {.name = tr("received"),
            .value = models::formatTime(event->receivedMs, zone),
            .note = lag ? tr("lag %1").arg(models::formatLag(lag)) : QString()};
}

Field runField(const timeline::Runs &runs, base::RowIndex row)
{
    const timeline::Run &run = runs.at(runs.runOf(row));
    const int all = int(runs.runsOf(run.conversation).size());
    QString note = tr("going on");
    if (run.isEnded() && run.lastRow == row)
        note = tr("ended here, %1").arg(models::formatDuration(run.lengthMs));
    else if (run.isEnded())
        note = tr("ended after %1").arg(models::formatDuration(run.lengthMs));
    else if (run.firstRow == row)
        note = tr("began here");
    return {.name = tr("run"), .value = tr("run %1 of %2").arg(run.number).arg(all), .note = note};
}

/// Nothing for a message in its first version.
void addRevision(QList<Field> &fields, const Event &event, models::Zone zone)
{
    if (event->action != timeline::EventAction::Create)
        fields.append({.name = tr("action"), .value = models::actionText(event->action)});
    const timeline::Revision *revision = event->revision.get();
    if (!revision)
        return;
    if (!revision->serial.isEmpty()) {
        const QString note =
            event.has(timeline::EventFlag::Superseded) ? tr("a newer one came before") : tr("the newest so far");
        fields.append({.name = tr("version"), .value = revision->serial, .note = note, .isMono = true});
    }
    const auto add = [&fields](const QString &name, const QString &value, const QString &note = {}) {
        if (!value.isEmpty())
            fields.append({.name = name, .value = value, .note = note});
    };
    if (revision->createdMs != 0)
        add(tr("created"), models::formatTime(revision->createdMs, zone), tr("the first version"));
    add(tr("changed by"), revision->clientId);
    add(tr("because"), revision->description);
    add(tr("metadata"), QString::fromUtf8(revision->metadata));
    add(tr("summary"), QString::fromUtf8(revision->annotations), tr("of annotations"));
    add(tr("delta of"), revision->deltaFrom, tr("%1 bytes came").arg(models::formatCount(event->wireBytes)));
}

/// What had to be undone, and what could not be.
void addEncoding(QList<Field> &fields, const Event &event)
{
    const bool isEncrypted = event->wireEncoding.contains(u"cipher+");
    if (isEncrypted || event->wireEncoding.contains(u"vcdiff")) {
        QString note = tr("undone");
        if (!event->encoding.isEmpty())
            note = tr("undone in part");
        else if (isEncrypted)
            note = tr("decrypted");
        fields.append({.name = tr("came as"), .value = event->wireEncoding, .note = note, .isMono = true});
    }
    if (event->encoding.isEmpty())
        return;
    const bool needsKey = event->encoding.section(u'/', -1).startsWith(u"cipher+");
    fields.append({.name = tr("encoding"),
                   .value = event->encoding,
                   .note = needsKey ? tr("encrypted: no key that fits") : tr("left to undo"),
                   .isMono = true});
}

Field flagsField(const Event &event)
{
    QStringList words;
    for (const timeline::EventFlag flag : timeline::allFlags()) {
        if (event.has(flag))
            words.append(timeline::flagWord(flag));
    }
    return words.isEmpty() ? Field{.name = tr("flags"), .note = tr("none")}
                           : Field{.name = tr("flags"), .value = words.join(u", "_s)};
}

} // namespace

QList<Field> eventFields(const timeline::EventStore &store, base::RowIndex row, const timeline::Runs *runs,
                         models::Zone zone)
{
    const Event event = store.at(row);
    QList<Field> fields{
        {.name = tr("id"), .value = event->id.text(), .isMono = true},
        event->publishedMs == 0 ? Field{.name = tr("published"), .note = tr("not told")}
                                : Field{.name = tr("published"), .value = models::formatTime(event->publishedMs, zone)},
        receivedField(event, zone),
    };
    const auto addId = [&fields](const QString &name, const QString &value, const QString &note = {}) {
        if (!value.isEmpty())
            fields.append({.name = name, .value = value, .note = note, .isMono = true});
    };
    addId(tr("serial"), event->serial);
    addId(tr("connection"), event->connectionId, tr("of the publisher"));
    addId(tr("client id"), event->clientId, tr("of the publisher"));
    addEncoding(fields, event);
    addRevision(fields, event, zone);
    if (runs)
        fields.append(runField(*runs, row));
    fields.append(flagsField(event));
    return fields;
}

QString describeData(const Event &event)
{
    QString form;
    switch (event->form) {
    case genie::DataForm::Json:
        form = tr("json");
        break;
    case genie::DataForm::Text:
        form = tr("text");
        break;
    case genie::DataForm::Binary:
        form = tr("binary");
        break;
    case genie::DataForm::None:
        return tr("no data");
    }
    return form + u" · "_s +
           (event->payload.size() == 1 ? tr("1 byte") : tr("%1 bytes").arg(models::formatCount(event->payload.size())));
}

} // namespace gm::inspector
