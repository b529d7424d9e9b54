#include "app/runchannels.h"

#include "app/console.h"
#include "core/ably/payload.h"
#include "core/base/whendone.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace gm::app
{

using base::Error;
using base::Result;
using Action = ProfilesCommand::Action;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunChannels", text);
}

int done(const QString &line)
{
    std::printf("%s\n", line.toUtf8().constData());
    return Done;
}

/// The setting of @p channel in @p profile, made where there is none.
profile::ChannelSetting &settingOf(profile::Profile &profile, const QString &channel)
{
    const auto found = std::find_if(profile.channels.begin(), profile.channels.end(),
                                    [&](const auto &each) { return each.channel == channel; });
    if (found != profile.channels.end())
        return *found;
    profile.channels.append({.channel = channel});
    return profile.channels.last();
}

/// Checked; a setting that asks for nothing any more is dropped.
Result<profile::Profile> checked(const profile::Profile &profile)
{
    profile::ProfileDraft draft = toDraft(profile);
    draft.channels.removeIf([](const auto &each) { return !each.isDelta && !each.hasKey; });
    const profile::ProfileCheck check = checkProfile(draft);
    if (!check.isOk())
        return check.errors.first().error;
    return check.profile;
}

/// Waits for the keychain; it answers within seconds or says why not.
Result<void> wait(const QFuture<Result<void>> &job)
{
    std::optional<Result<void>> answer;
    base::whenDone(job, qApp, [&answer](const Result<void> &result) {
        answer = result;
        QCoreApplication::exit();
    });
    if (!answer)
        QCoreApplication::exec();
    return *answer;
}

Result<base::Secret> readKey()
{
    auto key = readSecretLine(tr("key"));
    if (key && !ably::CipherKey(*key).isValid()) {
        return Error{.id = QStringLiteral("GM-CHANNEL-KEY"),
                     .what = tr("This is not a key for a channel."),
                     .why = tr("It is not 16 or 32 bytes written as base64."),
                     .next = tr("Take the key the publisher encrypts with, for 128 or 256 bits.")};
    }
    return key;
}

/// Puts the key into the keychain, or takes it out.
Result<void> changeKey(const ProfilesCommand &command, const QString &profile, profile::SecretStore &secrets)
{
    const QString name = profile::channelKeyName(profile, command.channel);
    if (command.action == Action::SetDelta)
        return {};
    if (command.action == Action::RemoveKey)
        return wait(secrets.remove(name));
    const auto key = readKey();
    if (!key)
        return key.error();
    return wait(secrets.write(name, *key));
}

QString report(const ProfilesCommand &command)
{
    if (command.action == Action::SetKey)
        return tr("The key of %1 is in this computer's keychain.").arg(command.channel);
    if (command.action == Action::RemoveKey)
        return tr("The key of %1 is removed.").arg(command.channel);
    return command.isDelta ? tr("Deltas are asked for on %1.").arg(command.channel)
                           : tr("No deltas are asked for on %1.").arg(command.channel);
}

} // namespace

int runChannels(const ProfilesCommand &command, Composition &composition)
{
    const auto stored = composition.profiles().get(command.name);
    if (!stored)
        return printError(stored.error(), UsageError);
    profile::Profile profile = *stored;
    profile::ChannelSetting &setting = settingOf(profile, command.channel);
    if (command.action == Action::SetDelta)
        setting.isDelta = command.isDelta;
    else
        setting.hasKey = command.action == Action::SetKey;
    const auto changed = checked(profile);
    if (!changed)
        return printError(changed.error(), UsageError);

    if (const auto kept = changeKey(command, profile.name, composition.services().secrets); !kept)
        return printError(kept.error(), UsageError);
    if (const auto saved = composition.profiles().replace(profile.name, *changed); !saved)
        return printError(saved.error(), UsageError);
    return done(report(command));
}

void forgetChannelKeys(const profile::Profile &profile, profile::SecretStore &secrets)
{
    for (const profile::ChannelSetting &setting : profile.channels) {
        if (setting.hasKey)
            std::ignore = wait(secrets.remove(profile::channelKeyName(profile.name, setting.channel)));
    }
}

} // namespace gm::app
