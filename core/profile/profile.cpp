#include "core/profile/profile.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace gm::profile
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr int longestName = 64;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::profile::Profile", text);
}

bool isThisComputer(const QUrl &url)
{
    static const QRegularExpression loopback(u"^127(\\.\\d{1,3}){3}$"_s);
    const QString host = url.host();
    return host == u"localhost" || host == u"::1" || loopback.match(host).hasMatch();
}

Error urlError(const QString &why, const QString &next)
{
    return {.id = u"GM-PROFILE-URL"_s, .what = tr("This is not the address of a service."), .why = why, .next = next};
}

Result<QUrl> readUrl(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QString example = tr("Write it like https://example.com or http://localhost:8000.");
    if (trimmed.isEmpty())
        return urlError(tr("It is empty."), example);
    const QUrl url(trimmed, QUrl::StrictMode);
    const bool isWeb = url.scheme() == u"https" || url.scheme() == u"http";
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return urlError(trimmed.contains(u"://") ? QString() : tr("It does not start with https:// or http://."),
                        example);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return urlError(tr("It holds more than scheme, host, port and path."),
                        tr("Leave out everything after the path."));
    if (url.scheme() == u"http" && !isThisComputer(url)) {
        return Error{.id = u"GM-PROFILE-HTTP"_s,
                     .what = tr("Plain http is used for this computer only."),
                     .why = tr("Tokens sent to %1 could be read on the way.").arg(url.host()),
                     .next = tr("Write the address with https.")};
    }
    return url.adjusted(QUrl::StripTrailingSlash);
}

Result<QString> readName(const QString &text)
{
    const QString name = text.simplified();
    if (!name.isEmpty() && name.size() <= longestName)
        return name;
    return Error{.id = u"GM-PROFILE-NAME"_s,
                 .what = name.isEmpty() ? tr("The profile has no name.")
                                        : tr("The name is longer than %1 characters.").arg(longestName),
                 .next = tr("Give it a short name, for example Staging.")};
}

bool looksLikeAblyKey(const QString &text)
{
    static const QRegularExpression form(u"^[\\w-]+\\.[\\w-]+:[\\w+/=-]+$"_s);
    return form.match(text).hasMatch();
}

Result<QString> readKey(const QString &text)
{
    static const QRegularExpression blank(u"\\s"_s);
    const QString key = text.trimmed();
    if (isServiceKey(key) || looksLikeAblyKey(key)) {
        return Error{.id = u"GM-PROFILE-SECRET"_s,
                     .what = tr("This key is a secret and is not stored."),
                     .why = looksLikeAblyKey(key) ? tr("It is an Ably API key.")
                                                  : tr("It is a service key: it opens the whole Supabase project."),
                     .next = tr("Use the anon or publishable key of the Supabase project.")};
    }
    if (!key.isEmpty() && !key.contains(blank))
        return key;
    return Error{.id = u"GM-PROFILE-KEY"_s,
                 .what = key.isEmpty() ? tr("The public key is missing.") : tr("This is not a public key."),
                 .why = key.isEmpty() ? QString() : tr("It has blanks in it."),
                 .next = tr("Copy the anon or publishable key from Supabase's project settings.")};
}

Result<QString> readEndpoint(const QString &text)
{
    static const QRegularExpression routingName(u"^[a-z0-9-]+$"_s);
    static const QRegularExpression nonprodName(u"^nonprod:[a-z0-9-]+$"_s);
    static const QRegularExpression hostName(u"^(?=.*\\.)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$"_s);
    const QString endpoint = text.trimmed();
    if (endpoint.contains(u"://")) {
        const Result<QUrl> url = readUrl(endpoint);
        if (!url)
            return url.error();
        if (url->path().isEmpty() || url->path() == u"/")
            return url->toString(QUrl::RemovePath);
        return urlError(tr("It has a path."), tr("Write scheme, host and port only."));
    }
    const bool isName = routingName.match(endpoint).hasMatch() || nonprodName.match(endpoint).hasMatch() ||
                        hostName.match(endpoint).hasMatch();
    if (endpoint.isEmpty() || (isName && !endpoint.contains(u"..")))
        return endpoint;
    return Error{.id = u"GM-PROFILE-ENDPOINT"_s,
                 .what = tr("This is not an Ably endpoint."),
                 .next = tr("Write a routing name like main or nonprod:sandbox, a host name, or https://host:port. "
                            "Empty means Ably's own.")};
}

Result<QList<ChannelSetting>> readChannels(const QList<ChannelSetting> &given)
{
    static const QRegularExpression form(u"^(?![:\\[,])[^\\s\\x00-\\x1f]{1,256}$"_s);
    QList<ChannelSetting> channels;
    for (ChannelSetting setting : given) {
        setting.channel = setting.channel.trimmed();
        if (!form.match(setting.channel).hasMatch()) {
            return Error{.id = u"GM-PROFILE-CHANNEL"_s,
                         .what = tr("\"%1\" is not the name of a channel.").arg(setting.channel),
                         .next = tr("Write it like conversation:ID, or conversation:* for all.")};
        }
        channels.append(std::move(setting));
    }
    return channels;
}

} // namespace

ProfileCheck checkProfile(const ProfileDraft &draft)
{
    ProfileCheck check;
    const auto take = [&check](ProfileField field, const auto &result, auto &target) {
        if (result)
            target = *result;
        else
            check.errors.append({field, result.error()});
    };
    take(ProfileField::Name, readName(draft.name), check.profile.name);
    take(ProfileField::SupabaseUrl, readUrl(draft.supabaseUrl), check.profile.supabaseUrl);
    take(ProfileField::AnonKey, readKey(draft.anonKey), check.profile.anonKey);
    take(ProfileField::BackendUrl, readUrl(draft.backendUrl), check.profile.backendUrl);
    take(ProfileField::AblyEndpoint, readEndpoint(draft.ablyEndpoint), check.profile.ablyEndpoint);
    take(ProfileField::Channels, readChannels(draft.channels), check.profile.channels);
    return check;
}

ProfileDraft toDraft(const Profile &profile)
{
    return {.name = profile.name,
            .supabaseUrl = profile.supabaseUrl.toString(),
            .anonKey = profile.anonKey,
            .backendUrl = profile.backendUrl.toString(),
            .ablyEndpoint = profile.ablyEndpoint,
            .channels = profile.channels};
}

bool isServiceKey(const QString &key)
{
    if (key.startsWith(u"sb_secret_"))
        return true;
    const QStringList parts = key.split(u'.');
    if (parts.size() != 3)
        return false;
    const auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const auto payload = base::parseJson(QByteArray::fromBase64(parts[1].toLatin1(), form));
    return payload && payload->toObject().value(u"role").toString() == u"service_role";
}

QString fieldLabel(ProfileField field)
{
    switch (field) {
    case ProfileField::Name:
        return tr("Name");
    case ProfileField::SupabaseUrl:
        return tr("Supabase address");
    case ProfileField::AnonKey:
        return tr("Public key");
    case ProfileField::BackendUrl:
        return tr("Backend address");
    case ProfileField::AblyEndpoint:
        return tr("Ably endpoint");
    case ProfileField::Channels:
        return tr("Channel options");
    }
    return {};
}

} // namespace gm::profile
