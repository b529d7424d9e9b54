/// What the Connection panel says about link, token, hosts and counters, as fields; without a widget, for tests.
#pragma once

#include "core/diagnostics/connectionhistory.h"
#include "core/diagnostics/framelog.h"
#include "core/monitor/linkstatus.h"
#include "ui/common/fieldgrid.h"
#include "ui/models/format.h"

namespace gm::connectionpanel
{

/// One cell of the summary line.
struct SummaryCell {
    QString title{};
    QString value{};
    QString note{};
    bool isMono = false;
    bool isWarning = false;
};

/// How continuity stands over all conversations.
struct Continuity {
    int gaps = 0;
    qint64 lengthMs = 0;
};

/// Host, connection id, round trip, heartbeat, channels, continuity. @p connections: ids seen in this session.
[[nodiscard]] QList<SummaryCell> summaryCells(const monitor::LinkStatus &link, const Continuity &continuity,
                                              int connections);
/// "for 1 m 07 s", "next try in 12 s"; empty before the first attempt.
[[nodiscard]] QString sinceWords(const monitor::LinkStatus &link, qint64 nowMs);

/// Issued, expires, may do, client id, key name: what can be told of the token.
[[nodiscard]] QList<common::FieldGrid::Field> tokenFields(const ably::TokenSummary &token, models::Zone zone);
/// "54 m 10 s left", "expired", "lifetime not told".
[[nodiscard]] QString tokenLeftWords(const ably::TokenSummary &token, qint64 nowMs);
/// Part of the lifetime that is left, 0 to 1; negative: it cannot be told.
[[nodiscard]] double tokenLeftFraction(const ably::TokenSummary &token, qint64 nowMs);
/// "subscribe on conversation:*"; the capability's first patterns, then how many more.
[[nodiscard]] QString capabilityWords(const QString &capability);

/// Frames, bytes and resumes. @p frames may be null.
[[nodiscard]] QList<common::FieldGrid::Field> counterFields(const diagnostics::FrameLog *frames,
                                                            const diagnostics::ConnectionHistory &history);

} // namespace gm::connectionpanel
