#include "ui/inspector/eventfields.h"

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
    addId(tr("encoding"), event->encoding, tr("left to undo"));
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
