/// `genie-monitor login` and `logout`: the stored session of a profile.
#pragma once

#include "app/commandline.h"
#include "app/composition.h"

namespace gm::app
{

[[nodiscard]] int runLogin(const LoginCommand &command, Composition &composition);
[[nodiscard]] int runLogout(const LogoutCommand &command, Composition &composition);

} // namespace gm::app
