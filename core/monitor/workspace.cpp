#include "core/monitor/workspace.h"

#include "core/profile/envimport.h"

#include <QFileInfo>

namespace gm::monitor
{

using base::Error;
using base::Result;
using profile::Setting;

namespace
{

/// The first mistake of a draft as an error of its own.
std::optional<Error> firstError(const profile::ProfileCheck &check)
{
    return check.isOk() ? std::nullopt : std::optional(check.errors.first().error);
}

} // namespace

Workspace::Workspace(const Services &services, profile::ProfileStore &profiles, StartSandbox startSandbox,
                     QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_profiles(profiles)
    , m_startSandbox(std::move(startSandbox))
{
}

Workspace::~Workspace() = default;

void Workspace::open(const profile::Profile &profile)
{
    const bool isMsgpack = m_services.settings.value(Setting::WireFormat, profile.name).toString() == u"msgpack";
    replaceMonitor({.profile = profile, .useMsgpack = isMsgpack});
    m_services.settings.setValue(Setting::LastProfile, profile.name);
    m_monitor->start();
    const QStringList ids = m_services.settings.value(Setting::WatchedIds, profile.name).toStringList();
    QList<base::ConversationId> watched;
    for (const QString &id : ids)
        watched.append(base::ConversationId(id));
    if (!watched.isEmpty())
        m_monitor->watch(watched);
}

Result<void> Workspace::openByName(const QString &name)
{
    const auto profile = m_profiles.get(name);
    if (!profile)
        return profile.error();
    open(*profile);
    return {};
}

Result<void> Workspace::openSandbox()
{
    const auto access = m_startSandbox();
    if (!access)
        return access.error();
    MonitorOptions options{.profile = access->profile, .sandboxControl = access->control};
    if (!access->watched.isEmpty())
        options.rewind.clear(); // a story is seen from its beginning; its gaps stay gaps
    replaceMonitor(std::move(options));
    m_monitor->signIn(access->email, access->password, supabase::Persistence::ThisProcessOnly);
    if (access->watched.isEmpty())
        m_monitor->watchAll();
    else
        m_monitor->watch(access->watched);
    return {};
}

Result<QString> Workspace::importEnv(const QString &file, const QString &name)
{
    const auto import = profile::importEnvFile(file);
    if (!import)
        return import.error();
    profile::ProfileDraft draft = import->draft;
    draft.name = name.isEmpty() ? QFileInfo(QFileInfo(file).absolutePath()).fileName() : name;
    const profile::ProfileCheck check = profile::checkProfile(draft);
    if (const auto error = firstError(check))
        return Error{.id = error->id, .what = error->what, .why = import->summary(), .next = error->next};
    if (const auto added = addProfile(check.profile); !added)
        return added.error();
    open(check.profile);
    return import->summary();
}

Result<void> Workspace::addProfile(const profile::Profile &profile)
{
    auto result = m_profiles.add(profile);
    if (result)
        Q_EMIT profilesChanged();
    return result;
}

Result<void> Workspace::removeProfile(const QString &name)
{
    const auto stored = m_profiles.get(name);
    auto result = m_profiles.remove(name);
    if (result) {
        m_services.settings.forgetProfile(name);
        for (const profile::ChannelSetting &setting : stored ? stored->channels : QList<profile::ChannelSetting>()) {
            if (setting.hasKey)
                std::ignore = m_services.secrets.remove(profile::channelKeyName(stored->name, setting.channel));
        }
        Q_EMIT profilesChanged();
    }
    return result;
}

void Workspace::shutDown()
{
    if (!m_monitor) {
        QMetaObject::invokeMethod(this, &Workspace::finished, Qt::QueuedConnection);
        return;
    }
    connect(m_monitor.get(), &Monitor::closed, this, &Workspace::finished);
    m_monitor->shutDown();
}

void Workspace::replaceMonitor(MonitorOptions options)
{
    if (m_monitor) {
        Q_EMIT monitorAboutToChange();
        // The old one says goodbye to Ably while the new one is in use already.
        Monitor *old = m_monitor.release();
        old->setParent(this);
        connect(old, &Monitor::closed, old, &QObject::deleteLater);
        old->shutDown();
    }
    m_monitor = std::make_unique<Monitor>(m_services, std::move(options));
    Q_EMIT monitorChanged(m_monitor.get());
}

} // namespace gm::monitor
