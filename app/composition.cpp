#include "app/composition.h"

#include "app/browser.h"
#include "core/profile/envimport.h"
#include "core/profile/keychainstore.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

namespace gm::app
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::app::Composition", text);
}

std::unique_ptr<base::StoryClock> makeStoryClock(const sandbox::SandboxOptions &options, base::Clock &real)
{
    const qint64 startMs = sandbox::storyStartMs(options.scenario);
    return startMs == 0 ? nullptr : std::make_unique<base::StoryClock>(real, startMs);
}

} // namespace

Composition::Composition(const QString &configDir, const sandbox::SandboxOptions &sandbox)
    : m_sandboxOptions(sandbox)
    , m_paths(profile::standardPaths(configDir))
    , m_storyClock(makeStoryClock(sandbox, m_systemClock))
    , m_clock(m_storyClock ? static_cast<base::Clock *>(m_storyClock.get()) : &m_systemClock)
    , m_secrets(std::make_unique<profile::KeychainStore>(m_systemClock))
    , m_settings(m_paths.settingsFile())
    , m_profiles(m_paths.profilesFile())
{
}

Composition::~Composition() = default;

monitor::Services Composition::services()
{
    return {.http = m_http,
            .sockets = m_sockets,
            .clock = *m_clock,
            .random = m_random,
            .secrets = *m_secrets,
            .settings = m_settings,
            .paths = m_paths,
            .network = &m_network,
            .openUrl = openInBrowser};
}

Result<sandbox::SandboxAddresses> Composition::startSandboxAlone()
{
    if (m_addresses)
        return *m_addresses;
    m_sandbox = std::make_unique<sandbox::Sandbox>(m_sandboxOptions, *m_clock, m_random, m_storyClock.get());
    auto started = m_sandbox->start();
    if (started)
        m_addresses = *started;
    return started;
}

Result<monitor::SandboxAccess> Composition::startSandbox()
{
    const auto addresses = startSandboxAlone();
    if (!addresses)
        return addresses.error();
    QList<base::ConversationId> watched;
    // A story has a cast; other scenarios are open to conversations that appear later.
    if (addresses->storyClockStartMs != 0) {
        for (const QString &id : addresses->conversations)
            watched.append(base::ConversationId(id));
    }
    return monitor::SandboxAccess{.profile = {.name = tr("Sandbox"),
                                              .supabaseUrl = QUrl(addresses->supabaseUrl),
                                              .anonKey = addresses->anonKey,
                                              .backendUrl = QUrl(addresses->backendUrl),
                                              .ablyEndpoint = addresses->ablyUrl},
                                  .email = addresses->email,
                                  .password = base::Secret(addresses->password),
                                  .control = QUrl(addresses->controlUrl),
                                  .watched = watched};
}

Result<std::optional<profile::Profile>> Composition::profileFromEnvironment()
{
    return profile::profileFromEnvironment(QProcessEnvironment::systemEnvironment());
}

Result<profile::Profile> Composition::profileFor(const Source &source) const
{
    if (!source.profile.isEmpty())
        return m_profiles.get(source.profile);
    const auto fromEnvironment = profileFromEnvironment();
    if (!fromEnvironment)
        return fromEnvironment.error();
    if (*fromEnvironment)
        return **fromEnvironment;
    const auto stored = m_profiles.list();
    if (!stored)
        return stored.error();
    if (stored->size() == 1)
        return stored->first();
    return Error{.code = 1001,
                 .id = QStringLiteral("GM-PROFILE-NONE"),
                 .what = stored->isEmpty() ? tr("There is no profile yet.") : tr("There are several profiles."),
                 .next = stored->isEmpty()
                             ? tr("Give --sandbox, or add a profile: genie-monitor profiles import FILE.env")
                             : tr("Name one with --profile NAME; genie-monitor profiles lists them.")};
}

Result<monitor::MonitorOptions> Composition::monitorOptionsFor(const Source &source)
{
    monitor::MonitorOptions options;
    if (source.isSandbox) {
        const auto access = startSandbox();
        if (!access)
            return access.error();
        options.profile = access->profile;
        options.sandboxControl = access->control;
    } else {
        const auto profile = profileFor(source);
        if (!profile)
            return profile.error();
        options.profile = *profile;
    }
    const QString chosen = qEnvironmentVariable("GENIE_MONITOR_ABLY_FORMAT");
    if (!chosen.isEmpty() && chosen != u"json" && chosen != u"msgpack") {
        return Error{.code = 1002,
                     .id = QStringLiteral("GM-USAGE"),
                     .what = tr("GENIE_MONITOR_ABLY_FORMAT is \"%1\".").arg(chosen),
                     .next = tr("Write json or msgpack.")};
    }
    const QString stored = m_settings.value(profile::Setting::WireFormat, options.profile.name).toString();
    options.useMsgpack = (chosen.isEmpty() ? stored : chosen) == u"msgpack";
    return options;
}

} // namespace gm::app
