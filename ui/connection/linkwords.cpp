#include "ui/connection/linkwords.h"

#include "core/ably/capability.h"

#include <QCoreApplication>

#include <algorithm>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using ably::ConnectionState;
using Field = common::FieldGrid::Field;

namespace
{

constexpr qsizetype mostPatterns = 2;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("gm::connectionpanel::LinkWords", text, nullptr, n);
}

SummaryCell heartbeatCell(const monitor::LinkStatus &link)
{
    SummaryCell cell{.title = tr("Heartbeat"), .value = models::nothing()};
    if (!link.sinceLastFrame)
        return cell;
    cell.value = tr("%1 ago").arg(models::formatDuration(link.sinceLastFrame->count()));
    cell.note = tr("of %1").arg(models::formatDuration(link.idleLimit.count()));
    cell.isWarning = *link.sinceLastFrame > link.idleLimit;
    return cell;
}

} // namespace

QList<SummaryCell> summaryCells(const monitor::LinkStatus &link, const Continuity &continuity, int connections)
{
    const auto orNothing = [](const QString &text) { return text.isEmpty() ? models::nothing() : text; };
    QString continuityText = tr("no gap");
    if (continuity.gaps > 0)
        continuityText = (continuity.gaps == 1 ? tr("1 gap, %1") : tr("%n gaps, %1", continuity.gaps))
                             .arg(models::formatDuration(continuity.lengthMs));
    return {
        {.title = tr("Host"), .value = orNothing(link.host), .note = link.isEncrypted ? tr("TLS") : QString()},
        {.title = tr("Connection id"),
         .value = orNothing(link.connectionId),
         .note = connections > 1 ? tr("connection %1 of this session").arg(connections) : QString(),
         .isMono = true},
        {.title = tr("Round trip"),
         .value = link.roundTrip ? models::formatDuration(link.roundTrip->count()) : models::nothing()},
        heartbeatCell(link),
        {.title = tr("Channels"),
         .value = link.channelsWatched == 0
                      ? models::nothing()
                      : tr("%1 of %2 attached").arg(link.channelsAttached).arg(link.channelsWatched)},
        {.title = tr("Continuity"), .value = continuityText, .isWarning = continuity.gaps > 0},
    };
}

QString sinceWords(const monitor::LinkStatus &link, qint64 nowMs)
{
    if (link.retryAtMs)
        return tr("next try in %1").arg(models::formatDuration(std::max<qint64>(0, *link.retryAtMs - nowMs)));
    if (link.state == ConnectionState::Initialized || link.sinceMs == 0)
        return {};
    return tr("for %1").arg(models::formatDuration(std::max<qint64>(0, nowMs - link.sinceMs)));
}

QList<Field> tokenFields(const ably::TokenSummary &token, models::Zone zone)
{
    const auto time = [zone](const std::optional<qint64> &ms) {
        return ms ? models::formatTime(*ms, zone) : QString();
    };
    QList<Field> fields{{.name = tr("issued"), .value = time(token.issued)},
                        {.name = tr("expires"), .value = time(token.expires)},
                        {.name = tr("may do"), .value = capabilityWords(token.capability)},
                        {.name = tr("client id"), .value = token.clientId, .isMono = true},
                        {.name = tr("key name"),
                         .value = token.keyName,
                         .note = token.keyName.isEmpty() ? QString() : tr("the secret never leaves the backend"),
                         .isMono = true}};
    for (Field &field : fields) {
        if (field.value.isEmpty())
            field.note = tr("not told");
    }
    return fields;
}

QString tokenLeftWords(const ably::TokenSummary &token, qint64 nowMs)
{
    if (!token.expires)
        return tr("Lifetime not told");
    const qint64 leftMs = *token.expires - nowMs;
    return leftMs <= 0 ? tr("Expired") : tr("%1 left").arg(models::formatDuration(leftMs));
}

double tokenLeftFraction(const ably::TokenSummary &token, qint64 nowMs)
{
    if (!token.expires || !token.issued || *token.expires <= *token.issued)
        return -1;
    return std::clamp(double(*token.expires - nowMs) / double(*token.expires - *token.issued), 0.0, 1.0);
}

QString capabilityWords(const QString &capability)
{
    const base::Result<ably::Capability> parsed = ably::Capability::parse(capability);
    if (capability.isEmpty() || !parsed)
        return {};
    QStringList parts;
    const auto &operations = parsed->operations();
    for (auto it = operations.begin(); it != operations.end() && parts.size() < mostPatterns; ++it) {
        QStringList words(it->begin(), it->end());
        words.sort();
        parts.append(tr("%1 on %2").arg(words.join(u", "_s), it.key()));
    }
    if (operations.size() > parts.size())
        parts.append(tr("%n more", int(operations.size() - parts.size())));
    return parts.join(u"; "_s);
}

QList<Field> counterFields(const diagnostics::FrameLog *frames, const diagnostics::ConnectionHistory &history)
{
    const diagnostics::FrameLog::Totals totals = frames ? frames->totals() : diagnostics::FrameLog::Totals();
    return {
        {.name = tr("frames"),
         .value =
             tr("%1 in · %2 out").arg(models::formatCount(totals.framesIn), models::formatCount(totals.framesOut))},
        {.name = tr("bytes"),
         .value = tr("%1 in · %2 out").arg(models::formatBytes(totals.bytesIn), models::formatBytes(totals.bytesOut))},
        {.name = tr("resumed"),
         .value = history.resumesTried() == 0 ? models::nothing()
                                              : tr("%1 of %2").arg(history.resumesDone()).arg(history.resumesTried())},
        {.name = tr("connections"), .value = models::formatCount(history.connections())}};
}

} // namespace gm::connectionpanel
