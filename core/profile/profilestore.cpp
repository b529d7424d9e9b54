#include "core/profile/profilestore.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

namespace gm::profile
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr int fileVersion = 1;
constexpr qint64 longestFile = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::profile::ProfileStore", text);
}

Error damaged(const QString &file, const QString &why)
{
    return {.id = u"GM-PROFILES-DAMAGED"_s,
            .what = tr("The profile file cannot be used."),
            .why = why,
            .next = tr("Correct %1, or move it away and add the profiles again. It is left as it is.")
                        .arg(QDir::toNativeSeparators(file))};
}

Error fileError(const QString &what, const QString &file, const QString &why)
{
    return {.id = u"GM-PROFILES-FILE"_s,
            .what = what,
            .why = why,
            .next = tr("Check that %1 can be read and written.").arg(QDir::toNativeSeparators(file))};
}

QJsonArray toJson(const QList<ChannelSetting> &channels)
{
    QJsonArray array;
    for (const ChannelSetting &setting : channels)
        array.append(
            QJsonObject{{u"channel"_s, setting.channel}, {u"delta"_s, setting.isDelta}, {u"hasKey"_s, setting.hasKey}});
    return array;
}

QList<ChannelSetting> channelsFrom(const QJsonArray &array)
{
    QList<ChannelSetting> channels;
    for (const QJsonValue &entry : array) {
        const base::JsonReader reader(entry.toObject());
        channels.append({.channel = reader.textOr(u"channel"),
                         .isDelta = reader.boolOr(u"delta"),
                         .hasKey = reader.boolOr(u"hasKey")});
    }
    return channels;
}

QJsonObject toJson(const Profile &profile)
{
    const ProfileDraft draft = toDraft(profile);
    QJsonObject object{{u"name"_s, draft.name},
                       {u"supabaseUrl"_s, draft.supabaseUrl},
                       {u"anonKey"_s, draft.anonKey},
                       {u"backendUrl"_s, draft.backendUrl},
                       {u"ablyEndpoint"_s, draft.ablyEndpoint}};
    if (!draft.channels.isEmpty())
        object.insert(u"channelOptions"_s, toJson(draft.channels));
    return object;
}

ProfileCheck fromJson(const QJsonObject &object)
{
    const base::JsonReader reader(object);
    return checkProfile({.name = reader.textOr(u"name"),
                         .supabaseUrl = reader.textOr(u"supabaseUrl"),
                         .anonKey = reader.textOr(u"anonKey"),
                         .backendUrl = reader.textOr(u"backendUrl"),
                         .ablyEndpoint = reader.textOr(u"ablyEndpoint"),
                         .channels = channelsFrom(object[u"channelOptions"].toArray())});
}

auto findByName(const QList<Profile> &profiles, const QString &name)
{
    return std::find_if(profiles.begin(), profiles.end(), [&name](const Profile &profile) {
        return profile.name.compare(name.simplified(), Qt::CaseInsensitive) == 0;
    });
}

Error unknown(const QString &name, const QList<Profile> &profiles)
{
    QStringList names;
    for (const Profile &profile : profiles)
        names.append(profile.name);
    return {.id = u"GM-PROFILE-UNKNOWN"_s,
            .what = tr("There is no profile called \"%1\".").arg(name),
            .why = names.isEmpty() ? tr("There are no profiles yet.") : tr("There are: %1.").arg(names.join(u", "_s)),
            .next = names.isEmpty() ? tr("Import a .env file, add a profile, or try the sandbox.")
                                    : tr("Choose one of these.")};
}

Error exists(const QString &name)
{
    return {.id = u"GM-PROFILE-EXISTS"_s,
            .what = tr("There is a profile called \"%1\" already.").arg(name),
            .next = tr("Choose another name, or remove that profile first.")};
}

} // namespace

ProfileStore::ProfileStore(QString file)
    : m_file(std::move(file))
{
}

Result<QList<Profile>> ProfileStore::list() const
{
    QFile file(m_file);
    if (!file.exists())
        return QList<Profile>();
    if (!file.open(QIODevice::ReadOnly))
        return fileError(tr("The profile file cannot be read."), m_file, file.errorString());
    const QByteArray text = file.read(longestFile + 1);
    if (text.size() > longestFile)
        return damaged(m_file, tr("It is longer than 1 MiB."));
    const Result<QJsonValue> value = base::parseJson(text);
    if (!value)
        return damaged(m_file, value.error().why).causedBy(value.error());
    const base::JsonReader reader(value->toObject());
    if (reader.integerOr(u"version") > fileVersion)
        return damaged(m_file, tr("A newer version of this program wrote it."));
    const auto entries = reader.array(u"profiles");
    if (!entries)
        return damaged(m_file, entries.error().what);
    QList<Profile> result;
    for (const QJsonValue &entry : *entries) {
        const ProfileCheck check = fromJson(entry.toObject());
        if (!check.isOk()) {
            const FieldError &mistake = check.errors.first();
            return damaged(m_file,
                           tr("Profile %1, %2: %3")
                               .arg(QString::number(result.size() + 1), fieldLabel(mistake.field), mistake.error.what))
                .causedBy(mistake.error);
        }
        result.append(check.profile);
    }
    return result;
}

Result<Profile> ProfileStore::get(const QString &name) const
{
    const Result<QList<Profile>> profiles = list();
    if (!profiles)
        return profiles.error();
    const auto found = findByName(*profiles, name);
    if (found == profiles->end())
        return unknown(name, *profiles);
    return *found;
}

Result<void> ProfileStore::add(const Profile &profile)
{
    Result<QList<Profile>> profiles = list();
    if (!profiles)
        return profiles.error();
    if (findByName(*profiles, profile.name) != profiles->cend())
        return exists(profile.name);
    profiles->append(profile);
    return save(*profiles);
}

Result<void> ProfileStore::replace(const QString &name, const Profile &profile)
{
    Result<QList<Profile>> profiles = list();
    if (!profiles)
        return profiles.error();
    const auto old = findByName(*profiles, name);
    if (old == profiles->cend())
        return unknown(name, *profiles);
    const auto other = findByName(*profiles, profile.name);
    if (other != profiles->cend() && other != old)
        return exists(profile.name);
    profiles->replace(old - profiles->cbegin(), profile);
    return save(*profiles);
}

Result<void> ProfileStore::remove(const QString &name)
{
    Result<QList<Profile>> profiles = list();
    if (!profiles)
        return profiles.error();
    const auto found = findByName(*profiles, name);
    if (found == profiles->cend())
        return unknown(name, *profiles);
    profiles->removeAt(found - profiles->cbegin());
    return save(*profiles);
}

Result<void> ProfileStore::save(const QList<Profile> &profiles) const
{
    QJsonArray entries;
    for (const Profile &profile : profiles)
        entries.append(toJson(profile));
    const QJsonObject content{{u"version"_s, fileVersion}, {u"profiles"_s, entries}};
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    const bool isWritten =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(content).toJson()) >= 0 && file.commit();
    if (!isWritten)
        return fileError(tr("The profile could not be saved."), m_file, file.errorString());
    return {};
}

} // namespace gm::profile
