/// argv as plain structs, one per subcommand; every usage error is worded here.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/sandbox/sandbox.h"
#include "core/supabase/authclient.h"

#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

namespace gm::app
{

/// Which services to talk to. Neither profile nor sandbox: the environment's profile, or the only one stored.
struct Source {
    QString profile;
    bool isSandbox = false;
    sandbox::SandboxOptions sandbox{};
};

/// Sign-in for one process; nothing of it is stored.
struct OneTimeSignIn {
    QString email;
};

struct WindowCommand {
    Source source;
};

struct SandboxCommand {
    sandbox::SandboxOptions options{};
};

enum class OutputFormat { Text, Jsonl };

struct WatchCommand {
    Source source;
    QList<base::ConversationId> conversations;
    bool isAll = false;
    QString rewind; ///< As Ably takes it: a count, `30s` or `2m`; empty: none.
    QString filter;
    OutputFormat format = OutputFormat::Text;
    std::optional<std::chrono::milliseconds> duration; ///< `--for`, from the start of the process.
    bool isUntilComplete = false;
    QString recordFile;
    std::optional<OneTimeSignIn> signIn;
};

struct LoginCommand {
    enum class Way {
        Password,  ///< From standard input.
        Provider,  ///< In the browser.
        EmailCode, ///< Mailed, and read from standard input.
    };
    Source source;
    Way way = Way::Password;
    QString email;              ///< Empty: that of the last sign-in, with EmailCode; nobody, with Provider.
    QString provider;           ///< `google` …
    bool isTotpOnStdin = false; ///< The second step's code is the next line of standard input.
};

struct LogoutCommand {
    Source source;
    supabase::SignOutScope scope = supabase::SignOutScope::Local;
};

struct ProfilesCommand {
    enum class Action { List, Import, Add, Remove, SetKey, RemoveKey, SetDelta };
    Action action = Action::List;
    QString name;
    QString file;
    QString supabaseUrl;
    QString anonKey;
    QString backendUrl;
    QString ablyEndpoint;
    QString channel; ///< Name or pattern, of SetKey, RemoveKey and SetDelta.
    bool isDelta = false;
};

/// A text for stdout and exit 0: help or version.
struct ShowText {
    QString text;
};

struct Invocation {
    QString configDir; ///< Empty: the standard paths.
    bool isVerbose = false;
    std::variant<WindowCommand, SandboxCommand, WatchCommand, LoginCommand, LogoutCommand, ProfilesCommand, ShowText>
        command;
};

/// @p arguments without the program's name. An Error is a usage error (exit 1).
[[nodiscard]] base::Result<Invocation> parseCommandLine(const QStringList &arguments);

} // namespace gm::app
