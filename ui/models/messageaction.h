/// What happened to a message, as a word for people.
#pragma once

#include "core/timeline/event.h"

namespace gm::models
{

/// "changed", "deleted" …; "action 77" for a number Ably has not named yet; empty for a new message.
[[nodiscard]] QString actionText(timeline::EventAction action);

} // namespace gm::models
