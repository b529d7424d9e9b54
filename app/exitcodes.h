/// What the process tells its caller.
#pragma once

namespace gm::app
{

enum ExitCode : int {
    Done = 0,
    UsageError = 1,
    SignInFailed = 2,
    TokenFailed = 3, ///< The backend or its token.
    ConnectionFailed = 4,
    ChannelRefused = 5,
    NotComplete = 6, ///< `--until complete` was not met in time, or a run ended in error.
    Interrupted = 130,
};

} // namespace gm::app
