/// All log categories, one per folder. Switch one on with QT_LOGGING_RULES="gm.ably.debug=true".
#pragma once

#include <QLoggingCategory>

namespace gm::base
{

Q_DECLARE_LOGGING_CATEGORY(lcNet)      ///< gm.net: requests and sockets, URLs without their query
Q_DECLARE_LOGGING_CATEGORY(lcAbly)     ///< gm.ably: connection and channels
Q_DECLARE_LOGGING_CATEGORY(lcSupabase) ///< gm.supabase: sign-in and refresh
Q_DECLARE_LOGGING_CATEGORY(lcGenie)    ///< gm.genie: the backend's API
Q_DECLARE_LOGGING_CATEGORY(lcTimeline) ///< gm.timeline: store, runs, filter
Q_DECLARE_LOGGING_CATEGORY(lcProfile)  ///< gm.profile: profiles, settings, keychain
Q_DECLARE_LOGGING_CATEGORY(lcMonitor)  ///< gm.monitor: what follows what
Q_DECLARE_LOGGING_CATEGORY(lcSandbox)  ///< gm.sandbox: the stand-ins
Q_DECLARE_LOGGING_CATEGORY(lcUi)       ///< gm.ui: the window

/// Installs a message handler that masks secrets in every line (see redact.h) before it reaches stderr.
void installMaskingLogHandler();

} // namespace gm::base
