/// `genie-monitor profiles`: list, import, add, remove.
#pragma once

#include "app/commandline.h"
#include "app/composition.h"

namespace gm::app
{

[[nodiscard]] int runProfiles(const ProfilesCommand &command, Composition &composition);

} // namespace gm::app
