#include "ui/models/gapwords.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace gm::models
{

using namespace Qt::StringLiterals;
using timeline::Gap;
using timeline::GapCause;

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GapWords)
};

QString causeText(GapCause cause)
{
    switch (cause) {
    case GapCause::ResumeRefused:
        return Words::tr("connection lost, resume refused");
    case GapCause::Suspended:
        return Words::tr("connection lost for longer than Ably keeps what was missed");
    case GapCause::LostContinuity:
        return Words::tr("channel attached anew, without what came before");
    case GapCause::RateLimited:
        return Words::tr("Ably delivered less than was published");
    case GapCause::Asleep:
        return Words::tr("this computer slept");
    }
    return {};
}

QString effectText(const Gap &gap)
{
    if (gap.isFilled())
        return Words::tr("Rewind has brought what was missed");
    const auto missing = gap.conversations.size() - gap.filled.size();
    return missing == 1 ? Words::tr("Events may be missing in 1 conversation")
                        : Words::tr("Events may be missing in %1 conversations").arg(missing);
}

} // namespace

QString gapTitle(const Gap &gap, qint64 lengthMs)
{
    if (!gap.isOpen())
        return Words::tr("Gap %1").arg(formatDuration(lengthMs));
    // It ticks once a second: tenths would only flicker.
    return Words::tr("Gap, %1 so far")
        .arg(lengthMs < 60'000 ? Words::tr("%1\u00A0s").arg(lengthMs / 1'000) : formatDuration(lengthMs));
}

QString gapText(const Gap &gap)
{
    const QString cause =
        gap.code == 0 ? causeText(gap.cause) : QString(causeText(gap.cause) + u" (" + QString::number(gap.code) + u')');
    return Words::tr("%1. %2", "cause and effect of a gap").arg(cause, effectText(gap));
}

QString reconnectText(const timeline::Reconnect &reconnect)
{
    const QString how = reconnect.isSameConnection ? Words::tr("Connected again, the same connection resumed")
                                                   : Words::tr("Connected again as a new connection");
    return reconnect.channels == 1 ? Words::tr("%1, 1 channel attached").arg(how)
                                   : Words::tr("%1, %2 channels attached").arg(how).arg(reconnect.channels);
}

QString speakGap(const Gap &gap, qint64 lengthMs)
{
    QStringList parts{Words::tr("Gap of %1").arg(speakDuration(lengthMs)), causeText(gap.cause)};
    if (gap.code != 0)
        parts << Words::tr("code %1").arg(gap.code);
    QString effect = effectText(gap);
    effect[0] = effect[0].toLower();
    parts << effect;
    return parts.join(u", "_s);
}

} // namespace gm::models
