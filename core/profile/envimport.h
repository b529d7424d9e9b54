/// Profiles from `.env` files and from the environment. Secrets found there are named and refused, never kept.
#pragma once

#include "core/profile/profile.h"

#include <QStringList>

#include <optional>

class QProcessEnvironment;

namespace gm::profile
{

/// What an `.env` file gave.
struct EnvImport {
    ProfileDraft draft{};  ///< Without a name; fields the file did not give are empty.
    QStringList read{};    ///< Names of the variables used.
    QStringList refused{}; ///< Names of the variables that hold secrets.
    QList<int> badLines{}; ///< Lines, counted from 1, that are no assignments.

    /// "Read 3 values. Refused 2 secrets that this program never stores: …".
    [[nodiscard]] QString summary() const;
};

/// Understands `export`, comments, single and double quotes, `\n` and `\"` in double quotes, CRLF and a byte order mark.
/// The first of several names for one field wins by the order of usefulness, not of the file: `SUPABASE_URL` before
/// `VITE_SUPABASE_URL`. Fails with `GM-ENV-EMPTY` when no line is an assignment, so it is another kind of file.
[[nodiscard]] base::Result<EnvImport> importEnv(const QByteArray &text);
/// Reads the file first; `GM-ENV-FILE` when that fails or it is longer than 1 MiB.
[[nodiscard]] base::Result<EnvImport> importEnvFile(const QString &path);

/// The profile of `GENIE_MONITOR_SUPABASE_URL`, `_ANON_KEY`, `_BACKEND_URL` and, optional, `_ABLY_ENDPOINT`; nothing when
/// none is set; an Error naming the variable when some are missing or wrong.
[[nodiscard]] base::Result<std::optional<Profile>> profileFromEnvironment(const QProcessEnvironment &environment);

} // namespace gm::profile
