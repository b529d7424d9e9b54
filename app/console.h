/// What the subcommands share: a password from standard input, an error on standard error.
#pragma once

#include "app/exitcodes.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace gm::app
{

/// The first line of standard input without its end. An empty one is an Error, which calls it @p what.
[[nodiscard]] base::Result<base::Secret> readSecretLine(const QString &what);
[[nodiscard]] base::Result<base::Secret> readPassword();

/// Prints the error, masked, as one line; answers @p code for `return printError(…)`.
int printError(const base::Error &error, ExitCode code);

} // namespace gm::app
