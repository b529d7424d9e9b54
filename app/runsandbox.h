/// `genie-monitor sandbox`: the stand-ins alone, for other programs.
#pragma once

#include "app/composition.h"

namespace gm::app
{

/// Prints the addresses as one JSON object, then serves until SIGINT or SIGTERM.
[[nodiscard]] int runSandbox(Composition &composition);

} // namespace gm::app
