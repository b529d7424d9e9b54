#include "app/runprofiles.h"

#include "app/console.h"
#include "app/exitcodes.h"
#include "app/runchannels.h"
#include "core/profile/envimport.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>

namespace gm::app
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::RunProfiles", text);
}

void print(const QString &line)
{
    std::printf("%s\n", line.toUtf8().constData());
}

int list(const profile::ProfileStore &profiles)
{
    const auto stored = profiles.list();
    if (!stored)
        return printError(stored.error(), UsageError);
    if (stored->isEmpty())
        print(tr("There is no profile yet. Add one: genie-monitor profiles import FILE.env"));
    for (const profile::Profile &profile : *stored) {
        print(QStringLiteral("%1\t%2\t%3\t%4")
                  .arg(profile.name, profile.supabaseUrl.toString(), profile.backendUrl.toString(),
                       profile.ablyEndpoint.isEmpty() ? QStringLiteral("main") : profile.ablyEndpoint));
        for (const profile::ChannelSetting &setting : profile.channels) {
            QStringList facts;
            if (setting.isDelta)
                facts << tr("deltas");
            if (setting.hasKey)
                facts << tr("key in the keychain");
            print(QStringLiteral("\t%1: %2").arg(setting.channel, facts.join(u", ")));
        }
    }
    return Done;
}

int add(const profile::ProfileDraft &draft, profile::ProfileStore &profiles)
{
    const profile::ProfileCheck check = profile::checkProfile(draft);
    for (const profile::FieldError &mistake : check.errors)
        printError(mistake.error, UsageError);
    if (!check.isOk())
        return UsageError;
    if (const auto added = profiles.add(check.profile); !added)
        return printError(added.error(), UsageError);
    print(tr("Added the profile %1.").arg(check.profile.name));
    return Done;
}

int importFile(const ProfilesCommand &command, profile::ProfileStore &profiles)
{
    const auto import = profile::importEnvFile(command.file);
    if (!import)
        return printError(import.error(), UsageError);
    print(import->summary());
    profile::ProfileDraft draft = import->draft;
    draft.name = command.name.isEmpty() ? QFileInfo(QFileInfo(command.file).absolutePath()).fileName() : command.name;
    return add(draft, profiles);
}

} // namespace

int runProfiles(const ProfilesCommand &command, Composition &composition)
{
    profile::ProfileStore &profiles = composition.profiles();
    switch (command.action) {
    case ProfilesCommand::Action::List:
        return list(profiles);
    case ProfilesCommand::Action::Import:
        return importFile(command, profiles);
    case ProfilesCommand::Action::Add:
        return add({.name = command.name,
                    .supabaseUrl = command.supabaseUrl,
                    .anonKey = command.anonKey,
                    .backendUrl = command.backendUrl,
                    .ablyEndpoint = command.ablyEndpoint},
                   profiles);
    case ProfilesCommand::Action::SetKey:
    case ProfilesCommand::Action::RemoveKey:
    case ProfilesCommand::Action::SetDelta:
        return runChannels(command, composition);
    case ProfilesCommand::Action::Remove:
        break;
    }
    const auto stored = profiles.get(command.name);
    if (const auto removed = profiles.remove(command.name); !removed)
        return printError(removed.error(), UsageError);
    composition.services().settings.forgetProfile(command.name);
    if (stored)
        forgetChannelKeys(*stored, composition.services().secrets);
    print(tr("Removed the profile %1.").arg(command.name));
    return Done;
}

} // namespace gm::app
