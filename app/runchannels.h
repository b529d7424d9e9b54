/// `profiles set-key`, `remove-key`, `set-delta`: how the channels of a profile are read.
#pragma once

#include "app/commandline.h"
#include "app/composition.h"

namespace gm::app
{

/// Answers the exit code. A key goes into the keychain and nowhere else: without one nothing is changed.
int runChannels(const ProfilesCommand &command, Composition &composition);

/// Takes the keys of @p profile, which is being removed, out of the keychain.
void forgetChannelKeys(const profile::Profile &profile, profile::SecretStore &secrets);

} // namespace gm::app
