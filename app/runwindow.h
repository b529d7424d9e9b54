/// The window: what starts without a subcommand.
#pragma once

#include "app/commandline.h"

namespace gm::app
{

/// Makes the QApplication itself, since only this subcommand needs a display; answers the exit code.
[[nodiscard]] int runWindow(const WindowCommand &command, const Invocation &invocation, int &argc, char **argv);

} // namespace gm::app
