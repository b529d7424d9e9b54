/// Meaning → word, icon and colour role, for kinds, statuses, severities and states. Colour never comes without the other two.
#pragma once

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include "core/ably/channelstate.h"
#include "core/ably/connectionstate.h"
#include "core/diagnostics/problem.h"
#include "core/genie/eventpayload.h"

#include <QString>

namespace gm::common
{

/// How one meaning is shown.
struct Sign {
    QString word{};
    Icon icon = Icon::Info;
    StateRole role = StateRole::Neutral;
};

/// message, status, stream, complete, other.
[[nodiscard]] Sign signOf(genie::EventKind kind);
/// A status as it came. Words of the wire stay as they are; a value not known is neutral, with the icon `info`.
[[nodiscard]] Sign signOfStatus(const QString &status);
/// error, warning, note.
[[nodiscard]] Sign signOf(diagnostics::Severity severity);
/// The protocol's word in lower case, for tables of transitions.
[[nodiscard]] Sign signOf(ably::ConnectionState state);
[[nodiscard]] Sign signOf(ably::ChannelState state);

/// The connection's state for the status bar: "Connected", "Not connected".
[[nodiscard]] QString connectionWord(ably::ConnectionState state);

/// The short word for a flag of an event: `wrong-shape` → "wrong shape"; warn for those that need a look.
[[nodiscard]] Sign signOfFlag(const QString &flag);

} // namespace gm::common
