/// `genie-monitor watch`: events on standard output, no window.
#pragma once

#include "app/commandline.h"
#include "app/composition.h"

namespace gm::app
{

/// Runs the event loop to the end; answers the exit code.
[[nodiscard]] int runWatch(const WatchCommand &command, const Invocation &invocation, Composition &composition);

} // namespace gm::app
