/// What the subcommands share: lines from standard input, an error on standard error.
#pragma once

#include "app/exitcodes.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <optional>

namespace gm::app
{

/// The next line of standard input without its end; nothing at the end of the input. Waits for it.
[[nodiscard]] std::optional<base::Secret> readLine();
/// The next line; an empty one, or none, is an Error, which calls it @p what.
[[nodiscard]] base::Result<base::Secret> readSecretLine(const QString &what);
[[nodiscard]] base::Result<base::Secret> readPassword();
/// True where somebody sits at standard input and can be asked.
[[nodiscard]] bool canAsk();

/// Prints a line to standard output at once.
void printLine(const QString &line);
/// Asks on standard error; the answer is read with readLine().
void printQuestion(const QString &question);
/// Prints the error, masked, as one line; answers @p code for `return printError(…)`.
int printError(const base::Error &error, ExitCode code);

} // namespace gm::app
