#include "core/profile/settings.h"

#include "core/base/logging.h"

#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace gm::profile
{

using namespace Qt::StringLiterals;

namespace
{

const SettingInfo &infoOf(Setting setting)
{
    const auto &rows = Settings::table();
    return *std::find_if(rows.begin(), rows.end(),
                         [setting](const SettingInfo &row) { return row.setting == setting; });
}

QString profileGroup(const QString &profile)
{
    // A name may hold a slash, which would open a group of its own.
    return u"profiles/"_s + QString::fromLatin1(QUrl::toPercentEncoding(profile));
}

QString keyOf(const SettingInfo &info, const QString &profile)
{
    const QString key = QString::fromLatin1(info.key);
    return info.scope == SettingScope::Program ? key : profileGroup(profile) + u'/' + key;
}

/// The stored value in the type of the table; nothing when it makes no sense there.
std::optional<QVariant> understood(const SettingInfo &info, const QVariant &stored)
{
    const QMetaType type = info.fallback.metaType();
    QVariant value = stored;
    if (!info.allowed.isEmpty() && !info.allowed.contains(stored.toString()))
        return std::nullopt;
    if (type.id() == QMetaType::Bool) {
        const QString word = stored.toString();
        if (word != u"true" && word != u"false")
            return std::nullopt;
    }
    if (!value.convert(type))
        return std::nullopt;
    if (type.id() == QMetaType::Int && (value.toInt() <= 0 || (info.most > 0 && value.toInt() > info.most)))
        return std::nullopt;
    return value;
}

} // namespace

const QList<SettingInfo> &Settings::table()
{
    using enum SettingScope;
    static const QList<SettingInfo> rows{
        {Setting::Theme, "window/theme", Program, u"system"_s, {u"system"_s, u"light"_s, u"dark"_s}},
        {Setting::LastProfile, "window/profile", Program, QString(), {}},
        {Setting::WindowGeometry, "window/geometry", Program, QByteArray(), {}},
        {Setting::WindowState, "window/state", Program, QByteArray(), {}},
        {Setting::TimelineColumns, "window/timelineColumns", Program, QByteArray(), {}},
        {Setting::MemoryBudgetMiB, "memory/budgetMiB", Program, 512, {}},
        {Setting::MemoryLimitMiB, "memory/limitMiB", Program, 1024, {}},
        {Setting::ArchiveEnabled, "archive/enabled", Program, false, {}},
        {Setting::ArchiveDays, "archive/days", Program, 14, {}},
        {Setting::Notifications, "notifications/enabled", Program, false, {}},
        {Setting::WireFormat, "wireFormat", Profile, u"json"_s, {u"json"_s, u"msgpack"_s}},
        {Setting::ConnectionsMax, "connections.max", Profile, 4, {}, 20},
        {Setting::Presence, "presence", Profile, true, {}},
        {Setting::SignedInUser, "signedInUser", Profile, QString(), {}},
        {Setting::LastEmail, "lastEmail", Profile, QString(), {}},
        {Setting::WatchedIds, "watchedIds", Profile, QStringList(), {}},
        {Setting::ConversationNames, "conversationNames", Profile, QVariantMap(), {}},
    };
    return rows;
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QVariant Settings::value(Setting setting, const QString &profile) const
{
    const SettingInfo &info = infoOf(setting);
    // Another process may have signed in or out: what it wrote counts, not what was read before.
    if (setting == Setting::SignedInUser)
        m_file->sync();
    const QString key = keyOf(info, profile);
    if (!m_file->contains(key))
        return info.fallback;
    if (const auto value = understood(info, m_file->value(key)))
        return *value;
    qCWarning(base::lcProfile) << "the setting" << key << "is not understood; its default is used";
    return info.fallback;
}

void Settings::setValue(Setting setting, const QVariant &value, const QString &profile)
{
    const SettingInfo &info = infoOf(setting);
    if (this->value(setting, profile) == value)
        return;
    m_file->setValue(keyOf(info, profile), value);
    if (setting == Setting::SignedInUser)
        m_file->sync();
    Q_EMIT changed(setting, info.scope == SettingScope::Profile ? profile : QString());
}

void Settings::reset(Setting setting, const QString &profile)
{
    const SettingInfo &info = infoOf(setting);
    const bool isChange = value(setting, profile) != info.fallback;
    m_file->remove(keyOf(info, profile));
    if (setting == Setting::SignedInUser)
        m_file->sync();
    if (isChange)
        Q_EMIT changed(setting, info.scope == SettingScope::Profile ? profile : QString());
}

void Settings::forgetProfile(const QString &profile)
{
    m_file->remove(profileGroup(profile));
}

} // namespace gm::profile
