#include "app/commandoptions.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gm::app
{

using base::Error;
using base::Result;

namespace
{

/// Texts are marked for translation here and translated where they are used.
#define GM_TR(text) QT_TRANSLATE_NOOP("gm::app::CommandOptions", text)

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::CommandOptions", text);
}

struct SubcommandRow {
    Subcommand id;
    const char *name;
    const char *words; ///< What may stand behind the name.
    const char *about;
};

constexpr std::array subcommands{
    SubcommandRow{Subcommand::Window, "", "", GM_TR("Watch Genie's conversations in a window.")},
    SubcommandRow{Subcommand::Watch, "watch", "",
                  GM_TR("Print events as they arrive, without a window. Events go to standard output, connection and "
                        "problems to standard error.\n"
                        "Exit codes: 0 done, 1 usage, 2 sign-in, 3 token or backend, 4 connection failed, 5 channel "
                        "refused, 6 --until complete not met or a run ended in error, 130 interrupted.")},
    SubcommandRow{Subcommand::Sandbox, "sandbox", "",
                  GM_TR("Run the stand-ins for Supabase, the backend and Ably on this computer. The first line on "
                        "standard output is one JSON object with their addresses. Ends on Ctrl+C.")},
    SubcommandRow{
        Subcommand::Login, "login", "",
        GM_TR("Sign in and keep the session in this computer's keychain: with a password, in the browser, or with a "
              "code by email.\n"
              "Exit codes: 0 done, 1 usage, 2 not signed in, or signed in but not kept.")},
    SubcommandRow{Subcommand::Logout, "logout", "",
                  GM_TR("Sign out and remove the session from the keychain.\n"
                        "Exit codes: 0 done, 1 usage, 2 the keychain or Supabase did not answer.")},
    SubcommandRow{
        Subcommand::Profiles, "profiles",
        "[list | import FILE.env | add NAME | remove NAME | set-key NAME CHANNEL | remove-key NAME CHANNEL | "
        "set-delta NAME CHANNEL on|off]",
        GM_TR("List, import, add or remove profiles: where Supabase, the backend and Ably are.\n"
              "set-key keeps the key of an encrypted channel in this computer's keychain; set-delta asks Ably "
              "to send only what changes. CHANNEL is a name such as conversation:ID, or conversation:* for "
              "all.")},
};

/// Which subcommands an option belongs to, as bits.
constexpr unsigned bit(Subcommand subcommand)
{
    return 1U << unsigned(subcommand);
}
constexpr unsigned everywhere = ~0U;
constexpr unsigned withSource = bit(Subcommand::Window) | bit(Subcommand::Watch);
constexpr unsigned withProfile = withSource | bit(Subcommand::Login) | bit(Subcommand::Logout);

struct OptionRow {
    const char *name;
    const char *value; ///< Name of its value in the help; empty for a switch.
    unsigned where;
    const char *about;
};

constexpr std::array options{
    OptionRow{"profile", "NAME", withProfile,
              GM_TR("Use this profile. Without it: GENIE_MONITOR_SUPABASE_URL, "
                    "_ANON_KEY, _BACKEND_URL and _ABLY_ENDPOINT, or the only profile there is.")},
    OptionRow{"sandbox", "", withSource, GM_TR("Use the embedded sandbox; needs no account and no network.")},
    OptionRow{"conversation", "ID", bit(Subcommand::Watch),
              GM_TR("Watch this conversation; may be given several times.")},
    OptionRow{"all", "", bit(Subcommand::Watch), GM_TR("Watch all conversations of the backend's list, new ones too.")},
    OptionRow{"rewind", "2m|50", bit(Subcommand::Watch),
              GM_TR("Begin with the events of that time, or with that many.")},
    OptionRow{"filter", "EXPR", bit(Subcommand::Watch),
              GM_TR("Print only events that match, e.g. 'kind:status -status:error'.")},
    OptionRow{"format", "text|jsonl", bit(Subcommand::Watch), GM_TR("How to print; text when not given.")},
    OptionRow{"for", "30s", bit(Subcommand::Watch), GM_TR("End after this time, counted from the start.")},
    OptionRow{"until", "complete", bit(Subcommand::Watch),
              GM_TR("End when every watched conversation has ended a run.")},
    OptionRow{"record", "FILE", bit(Subcommand::Watch), GM_TR("Also write all lines as JSONL to this file.")},
    OptionRow{"email", "EMAIL", bit(Subcommand::Watch) | bit(Subcommand::Login), GM_TR("Sign in with this email.")},
    OptionRow{"password-stdin", "", bit(Subcommand::Watch) | bit(Subcommand::Login),
              GM_TR("Read the password from the first line of standard input.")},
    OptionRow{
        "provider", "NAME", bit(Subcommand::Login),
        GM_TR("Sign in with google, or another provider of the project, in this computer's browser. The address is "
              "printed where no browser can be opened.")},
    OptionRow{"code", "", bit(Subcommand::Login),
              GM_TR("Mail a code to --email, or to whoever signed in last, and read it from standard input.")},
    OptionRow{
        "totp-stdin", "", bit(Subcommand::Login),
        GM_TR("Read the code of the authenticator app from the next line of standard input. Without it, it is asked "
              "for at a terminal only.")},
    OptionRow{
        "scope", "local|others|global", bit(Subcommand::Logout),
        GM_TR("Which of the user's sessions to end: the one here, all but this one, or all. local when not given.")},
    OptionRow{"everywhere", "", bit(Subcommand::Logout), GM_TR("The same as --scope global.")},
    OptionRow{
        "port", "N", bit(Subcommand::Sandbox),
        GM_TR("Supabase on port N, the backend on N+1, Ably on N+2, control on N+3. 0, the default, takes free ones.")},
    OptionRow{
        "scenario", "NAME", withSource | bit(Subcommand::Sandbox),
        GM_TR("What the sandbox plays: happy, streamed, error, silent, duplicate, lost-publish, late, burst, many, "
              "showcase. A mix when not given.")},
    OptionRow{"speed", "X", withSource | bit(Subcommand::Sandbox),
              GM_TR("How fast the sandbox plays; 1 is real time.")},
    OptionRow{"seed", "N", withSource | bit(Subcommand::Sandbox), GM_TR("Start value of the sandbox's chance.")},
    OptionRow{"name", "NAME", bit(Subcommand::Profiles),
              GM_TR("import: name of the new profile; the file's folder when not given.")},
    OptionRow{"supabase-url", "URL", bit(Subcommand::Profiles), GM_TR("add: the Supabase project.")},
    OptionRow{"anon-key", "KEY", bit(Subcommand::Profiles), GM_TR("add: the project's anon or publishable key.")},
    OptionRow{"backend-url", "URL", bit(Subcommand::Profiles), GM_TR("add: Genie's backend.")},
    OptionRow{"ably-endpoint", "NAME|URL", bit(Subcommand::Profiles),
              GM_TR("add: Ably's endpoint; main when not given.")},
    OptionRow{"key-stdin", "", bit(Subcommand::Profiles),
              GM_TR("set-key: read the key, 16 or 32 bytes as base64, from the first line of standard input.")},
    OptionRow{"config-dir", "DIR", everywhere, GM_TR("Keep everything the program stores in this folder.")},
    OptionRow{"verbose", "", bit(Subcommand::Watch),
              GM_TR("With --format jsonl: all kinds of lines on standard output.")},
    OptionRow{"help", "", everywhere, GM_TR("Show this help.")},
    OptionRow{"version", "", everywhere, GM_TR("Show the version.")},
};

const SubcommandRow &rowOf(Subcommand subcommand)
{
    return *std::find_if(subcommands.begin(), subcommands.end(), [&](const auto &row) { return row.id == subcommand; });
}

const OptionRow *findOption(QStringView name)
{
    const auto *found =
        std::find_if(options.begin(), options.end(), [&](const auto &row) { return QLatin1String(row.name) == name; });
    return found == options.end() ? nullptr : found;
}

Error usage(const QString &what, Subcommand subcommand)
{
    const QString name = QLatin1String(rowOf(subcommand).name);
    const QString help =
        name.isEmpty() ? QStringLiteral("genie-monitor --help") : QStringLiteral("genie-monitor %1 --help").arg(name);
    return {.code = 1000, .id = QStringLiteral("GM-USAGE"), .what = what, .next = tr("See: %1").arg(help)};
}

/// Lines no longer than 80 characters, each after @p indent blanks.
QString wrapped(const QString &text, int indent)
{
    QStringList lines;
    const QStringList paragraphs = text.split(u'\n');
    for (const QString &paragraph : paragraphs) {
        QString line;
        const QStringList words = paragraph.split(u' ');
        for (const QString &word : words) {
            if (!line.isEmpty() && indent + line.size() + 1 + word.size() > 80) {
                lines << line;
                line.clear();
            }
            line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
        }
        lines << line;
    }
    return lines.join(u'\n' + QString(indent, u' '));
}

} // namespace

QStringList ParsedOptions::values(const QString &name) const
{
    QStringList result = options.values(name);
    std::reverse(result.begin(), result.end()); // QMultiHash gives the newest first
    return result;
}

Result<ParsedOptions> parseOptions(const QStringList &arguments)
{
    ParsedOptions parsed;
    QList<const OptionRow *> seen;
    bool areOptionsOver = false;
    bool hasSubcommand = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (areOptionsOver || !argument.startsWith(u'-') || argument == u"-") {
            const auto *row = std::find_if(subcommands.begin(), subcommands.end(), [&](const auto &candidate) {
                return *candidate.name != '\0' && QLatin1String(candidate.name) == argument;
            });
            if (!hasSubcommand && row != subcommands.end()) {
                parsed.subcommand = row->id;
                hasSubcommand = true;
            } else if (!hasSubcommand) {
                return usage(tr("There is no command \"%1\".").arg(argument), Subcommand::Window);
            } else {
                parsed.words << argument;
            }
            continue;
        }
        if (argument == u"--") {
            areOptionsOver = true;
            continue;
        }
        const QString text = argument == u"-h" ? QStringLiteral("--help") : argument;
        const qsizetype equals = text.indexOf(u'=');
        const QString name = text.mid(2, equals < 0 ? -1 : equals - 2);
        const OptionRow *row = text.startsWith(u"--") ? findOption(name) : nullptr;
        if (row == nullptr)
            return usage(tr("There is no option \"%1\".").arg(equals < 0 ? argument : argument.left(equals)),
                         parsed.subcommand);
        QString value;
        if (*row->value != '\0') {
            if (equals < 0 && i + 1 >= arguments.size())
                return usage(tr("--%1 needs a value.").arg(name), parsed.subcommand);
            value = equals < 0 ? arguments[++i] : text.mid(equals + 1);
        } else if (equals >= 0) {
            return usage(tr("--%1 takes no value.").arg(name), parsed.subcommand);
        }
        seen << row;
        parsed.options.insert(name, value);
    }
    for (const OptionRow *row : std::as_const(seen)) {
        if ((row->where & bit(parsed.subcommand)) == 0) {
            const QString command = QLatin1String(rowOf(parsed.subcommand).name);
            return usage(command.isEmpty() ? tr("--%1 needs a command before it.").arg(QLatin1String(row->name))
                                           : tr("\"%1\" has no option --%2.").arg(command, QLatin1String(row->name)),
                         parsed.subcommand);
        }
    }
    if (!parsed.words.isEmpty() && *rowOf(parsed.subcommand).words == '\0') {
        return usage(tr("\"%1\" is one word too many.").arg(parsed.words.first()), parsed.subcommand);
    }
    return parsed;
}

QString helpFor(Subcommand subcommand)
{
    const SubcommandRow &row = rowOf(subcommand);
    QString text = tr("Usage: genie-monitor");
    for (const char *part : {row.name, row.words}) {
        if (*part != '\0')
            text += u' ' + QLatin1String(part);
    }
    text += tr(" [options]") + u"\n\n" + wrapped(tr(row.about), 0) + u'\n';
    if (subcommand == Subcommand::Window) {
        text += u'\n' + tr("Commands:") + u'\n';
        for (const SubcommandRow &other : subcommands) {
            if (*other.name != '\0') {
                const QString about = tr(other.about).section(u'\n', 0, 0);
                text += u"  " + QString(QLatin1String(other.name)).leftJustified(24) + wrapped(about, 26) + u'\n';
            }
        }
    }
    text += u'\n' + tr("Options:") + u'\n';
    for (const OptionRow &option : options) {
        if ((option.where & bit(subcommand)) == 0)
            continue;
        QString name = u"--" + QString(QLatin1String(option.name));
        if (*option.value != '\0')
            name += u' ' + QString(QLatin1String(option.value));
        text += u"  " + name.leftJustified(24) + wrapped(tr(option.about), 26) + u'\n';
    }
    return text;
}

} // namespace gm::app
