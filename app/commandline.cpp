#include "app/commandline.h"

#include "app/commandoptions.h"
#include "core/base/duration.h"
#include "core/genie/conversationid.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace gm::app
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::CommandLine", text);
}

Error usage(const QString &what, const QString &next = {})
{
    return {.code = 1000, .id = QStringLiteral("GM-USAGE"), .what = what, .next = next};
}

Result<sandbox::SandboxOptions> sandboxOptions(const ParsedOptions &given)
{
    sandbox::SandboxOptions options;
    bool isNumber = true;
    if (const QString port = given.value(QStringLiteral("port")); !port.isEmpty()) {
        const uint number = port.toUInt(&isNumber);
        // The services take this port and the three above it.
        if (!isNumber || number > 65532)
            return usage(tr("The port \"%1\" is not a number from 0 to 65532.").arg(port),
                         tr("Use 0 for any free ports."));
        options.port = quint16(number);
    }
    options.scenario = given.value(QStringLiteral("scenario"));
    if (const QString speed = given.value(QStringLiteral("speed")); !speed.isEmpty()) {
        options.speed = speed.toDouble(&isNumber);
        if (!isNumber || options.speed < 0.01 || options.speed > 1000)
            return usage(tr("The speed \"%1\" is not a number from 0.01 to 1000.").arg(speed), tr("1 is real time."));
    }
    if (const QString seed = given.value(QStringLiteral("seed")); !seed.isEmpty()) {
        options.seed = seed.toUInt(&isNumber);
        if (!isNumber)
            return usage(tr("The seed \"%1\" is not a whole number from 0 on.").arg(seed));
    }
    return options;
}

Result<Source> sourceOf(const ParsedOptions &given)
{
    Source source{.profile = given.value(QStringLiteral("profile")), .isSandbox = given.has(QStringLiteral("sandbox"))};
    if (source.isSandbox && !source.profile.isEmpty())
        return usage(tr("--profile and --sandbox exclude each other."), tr("Choose one of them."));
    const auto options = sandboxOptions(given);
    if (!options)
        return options.error();
    source.sandbox = *options;
    for (const auto &name : {QStringLiteral("scenario"), QStringLiteral("speed"), QStringLiteral("seed")}) {
        if (given.has(name) && !source.isSandbox)
            return usage(tr("--%1 goes with --sandbox only.").arg(name));
    }
    return source;
}

/// `--email E` together with `--password-stdin`, or neither.
Result<std::optional<OneTimeSignIn>> signInOf(const ParsedOptions &given)
{
    const QString email = given.value(QStringLiteral("email"));
    const bool readsPassword = given.has(QStringLiteral("password-stdin"));
    if (email.isEmpty() && !readsPassword)
        return std::optional<OneTimeSignIn>();
    if (email.isEmpty())
        return usage(tr("--password-stdin needs --email."));
    if (!readsPassword) {
        return usage(tr("--email needs --password-stdin."),
                     tr("Give the password on standard input, so that it stands in no process list."));
    }
    return std::optional<OneTimeSignIn>(OneTimeSignIn{email});
}

Result<WatchCommand> watchCommand(const ParsedOptions &given)
{
    WatchCommand command;
    const auto source = sourceOf(given);
    if (!source)
        return source.error();
    command.source = *source;

    const QStringList ids = given.values(QStringLiteral("conversation"));
    for (const QString &text : ids) {
        const auto id = genie::parseConversationId(text);
        if (!id)
            return id.error();
        command.conversations.append(*id);
    }
    command.isAll = given.has(QStringLiteral("all"));
    if (command.isAll == !command.conversations.isEmpty()) {
        return command.isAll ? usage(tr("--all and --conversation exclude each other."))
                             : usage(tr("Nothing to watch was named."), tr("Give --conversation ID, or --all."));
    }

    command.rewind = given.value(QStringLiteral("rewind"));
    static const QRegularExpression rewindForm(QStringLiteral("^[1-9][0-9]{0,5}(s|m)?$"));
    if (given.has(QStringLiteral("rewind")) && !rewindForm.match(command.rewind).hasMatch()) {
        return usage(tr("\"%1\" is not something to rewind by.").arg(command.rewind),
                     tr("Write a count such as 50, or a time such as 30s or 2m."));
    }
    command.filter = given.value(QStringLiteral("filter"));

    const QString format = given.value(QStringLiteral("format"));
    if (format == u"jsonl")
        command.format = OutputFormat::Jsonl;
    else if (given.has(QStringLiteral("format")) && format != u"text")
        return usage(tr("There is no format \"%1\".").arg(format), tr("Write text or jsonl."));

    if (given.has(QStringLiteral("for"))) {
        const auto duration = base::parseDuration(given.value(QStringLiteral("for")));
        if (!duration)
            return duration.error();
        command.duration = *duration;
    }
    if (given.has(QStringLiteral("until"))) {
        if (given.value(QStringLiteral("until")) != u"complete") {
            return usage(tr("--until knows only \"complete\", not \"%1\".").arg(given.value(QStringLiteral("until"))));
        }
        command.isUntilComplete = true;
    }
    command.recordFile = given.value(QStringLiteral("record"));
    if (given.has(QStringLiteral("record")) && command.recordFile.isEmpty())
        return usage(tr("--record needs the name of a file."));

    const auto signIn = signInOf(given);
    if (!signIn)
        return signIn.error();
    command.signIn = *signIn;
    return command;
}

Result<LoginCommand> loginCommand(const ParsedOptions &given)
{
    const auto source = sourceOf(given);
    if (!source)
        return source.error();
    LoginCommand command{.source = *source,
                         .email = given.value(QStringLiteral("email")),
                         .provider = given.value(QStringLiteral("provider")),
                         .isTotpOnStdin = given.has(QStringLiteral("totp-stdin"))};
    const bool isProvider = given.has(QStringLiteral("provider"));
    const bool isCode = given.has(QStringLiteral("code"));
    const bool isPassword = given.has(QStringLiteral("password-stdin"));
    const QString ways = tr("Give --email and --password-stdin, or --provider google, or --code.");
    if (int(isProvider) + int(isCode) + int(isPassword) > 1)
        return usage(tr("--provider, --code and --password-stdin exclude each other."), ways);
    if (isProvider) {
        if (command.provider.isEmpty())
            return usage(tr("--provider needs a name."), tr("For example: --provider google"));
        if (!command.email.isEmpty())
            return usage(tr("--provider takes no --email."), tr("Who signs in is chosen in the browser."));
        command.way = LoginCommand::Way::Provider;
        return command;
    }
    if (isCode) {
        command.way = LoginCommand::Way::EmailCode;
        return command;
    }
    const auto signIn = signInOf(given);
    if (!signIn)
        return signIn.error();
    if (!signIn->has_value())
        return usage(tr("login needs a way to sign in."), ways);
    return command;
}

Result<LogoutCommand> logoutCommand(const ParsedOptions &given)
{
    const auto source = sourceOf(given);
    if (!source)
        return source.error();
    const bool isEverywhere = given.has(QStringLiteral("everywhere"));
    const QString scope = given.value(QStringLiteral("scope"));
    if (isEverywhere && given.has(QStringLiteral("scope")))
        return usage(tr("--everywhere and --scope exclude each other."), tr("--everywhere means --scope global."));
    LogoutCommand command{.source = *source};
    if (isEverywhere || scope == u"global")
        command.scope = supabase::SignOutScope::Global;
    else if (scope == u"others")
        command.scope = supabase::SignOutScope::Others;
    else if (given.has(QStringLiteral("scope")) && scope != u"local")
        return usage(tr("There is no scope \"%1\".").arg(scope), tr("Write local, others or global."));
    return command;
}

std::optional<ProfilesCommand::Action> channelActionOf(const QString &word)
{
    if (word == u"set-key")
        return ProfilesCommand::Action::SetKey;
    if (word == u"remove-key")
        return ProfilesCommand::Action::RemoveKey;
    if (word == u"set-delta")
        return ProfilesCommand::Action::SetDelta;
    return std::nullopt;
}

/// `set-key NAME CHANNEL --key-stdin`, `remove-key NAME CHANNEL`, `set-delta NAME CHANNEL on`.
std::optional<Error> readChannelWords(const ParsedOptions &given, ProfilesCommand::Action action,
                                      ProfilesCommand &command)
{
    const QStringList &words = given.words;
    const bool isDelta = action == ProfilesCommand::Action::SetDelta;
    if (words.size() != (isDelta ? 4 : 3)) {
        return usage(tr("\"profiles %1\" needs a profile and a channel.").arg(words.first()),
                     isDelta ? tr("Write: profiles set-delta NAME CHANNEL on, or off")
                             : tr("Write: profiles %1 NAME CHANNEL").arg(words.first()));
    }
    if (isDelta && words[3] != u"on" && words[3] != u"off")
        return usage(tr("Deltas are \"on\" or \"off\", not \"%1\".").arg(words[3]));
    const bool readsKey = given.has(QStringLiteral("key-stdin"));
    if (readsKey != (action == ProfilesCommand::Action::SetKey)) {
        return readsKey ? usage(tr("--key-stdin goes with \"profiles set-key\" only."))
                        : usage(tr("\"profiles set-key\" needs --key-stdin."),
                                tr("Give the key on standard input, so that it stands in no process list."));
    }
    command.action = action;
    command.name = words[1];
    command.channel = words[2];
    command.isDelta = isDelta && words[3] == u"on";
    return std::nullopt;
}

Result<ProfilesCommand> profilesCommand(const ParsedOptions &given)
{
    ProfilesCommand command;
    const QStringList words = given.words;
    const QString action = words.value(0, QStringLiteral("list"));
    const auto wants = [&words](qsizetype count) { return words.size() == count; };
    if (action == u"list") {
        if (words.size() > 1)
            return usage(tr("\"profiles list\" takes nothing more."));
    } else if (action == u"import") {
        if (!wants(2))
            return usage(tr("\"profiles import\" needs one file."), tr("Write: profiles import FILE.env"));
        command.action = ProfilesCommand::Action::Import;
        command.file = words[1];
        command.name = given.value(QStringLiteral("name"));
    } else if (action == u"add" || action == u"remove") {
        if (!wants(2))
            return usage(tr("\"profiles %1\" needs one name.").arg(action));
        command.action = action == u"add" ? ProfilesCommand::Action::Add : ProfilesCommand::Action::Remove;
        command.name = words[1];
    } else if (const auto channelAction = channelActionOf(action)) {
        if (const auto error = readChannelWords(given, *channelAction, command))
            return *error;
    } else {
        return usage(tr("\"profiles\" cannot \"%1\".").arg(action),
                     tr("Write list, import, add, remove, set-key, remove-key or set-delta."));
    }
    command.supabaseUrl = given.value(QStringLiteral("supabase-url"));
    command.anonKey = given.value(QStringLiteral("anon-key"));
    command.backendUrl = given.value(QStringLiteral("backend-url"));
    command.ablyEndpoint = given.value(QStringLiteral("ably-endpoint"));
    return command;
}

/// Wraps the struct of one subcommand, or passes its usage error on.
template <typename Command>
Result<Invocation> invocationOf(const ParsedOptions &given, Result<Command> command)
{
    if (!command)
        return command.error();
    return Invocation{.configDir = given.value(QStringLiteral("config-dir")),
                      .isVerbose = given.has(QStringLiteral("verbose")),
                      .command = std::move(*command)};
}

} // namespace

Result<Invocation> parseCommandLine(const QStringList &arguments)
{
    const auto parsed = parseOptions(arguments);
    if (!parsed)
        return parsed.error();
    const ParsedOptions &given = *parsed;
    if (given.has(QStringLiteral("help")))
        return invocationOf(given, Result<ShowText>(ShowText{helpFor(given.subcommand)}));
    if (given.has(QStringLiteral("version"))) {
        return invocationOf(given,
                            Result<ShowText>(ShowText{QStringLiteral("genie-monitor ") + QStringLiteral(GM_VERSION)}));
    }
    if (given.has(QStringLiteral("config-dir")) && given.value(QStringLiteral("config-dir")).isEmpty())
        return usage(tr("--config-dir needs the name of a folder."));

    switch (given.subcommand) {
    case Subcommand::Window: {
        const auto source = sourceOf(given);
        if (!source)
            return source.error();
        return invocationOf(given, Result<WindowCommand>(WindowCommand{*source}));
    }
    case Subcommand::Sandbox: {
        const auto options = sandboxOptions(given);
        if (!options)
            return options.error();
        return invocationOf(given, Result<SandboxCommand>(SandboxCommand{*options}));
    }
    case Subcommand::Watch:
        return invocationOf(given, watchCommand(given));
    case Subcommand::Login:
        return invocationOf(given, loginCommand(given));
    case Subcommand::Logout:
        return invocationOf(given, logoutCommand(given));
    case Subcommand::Profiles:
        return invocationOf(given, profilesCommand(given));
    }
    return usage(tr("Nothing to do."));
}

} // namespace gm::app
