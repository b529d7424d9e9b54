/// The table of subcommands and their options: what may be written, and the help made from it.
#pragma once

#include "core/base/result.h"

#include <QMultiHash>
#include <QStringList>

namespace gm::app
{

enum class Subcommand { Window, Sandbox, Watch, Login, Logout, Profiles };

/// Options and words as they were written, checked against the table, values not yet understood.
struct ParsedOptions {
    Subcommand subcommand = Subcommand::Window;
    QStringList words; ///< What is not an option, without the subcommand's name.
    QMultiHash<QString, QString> options;

    [[nodiscard]] bool has(const QString &name) const { return options.contains(name); }
    /// The last value given; empty for a switch and where nothing was given.
    [[nodiscard]] QString value(const QString &name) const { return options.value(name); }
    /// All values in the order given.
    [[nodiscard]] QStringList values(const QString &name) const;
};

/// Splits the arguments. `--name value` and `--name=value` are the same; `--` ends the options.
[[nodiscard]] base::Result<ParsedOptions> parseOptions(const QStringList &arguments);

/// The whole help of a subcommand; that of Window lists the others too.
[[nodiscard]] QString helpFor(Subcommand subcommand);

} // namespace gm::app
