/// The composition root: builds every service in order, owns it, and hands it on.
#pragma once

#include "app/commandline.h"
#include "core/base/random.h"
#include "core/base/storyclock.h"
#include "core/base/systemclock.h"
#include "core/monitor/monitor.h"
#include "core/monitor/workspace.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtnetworkwatch.h"
#include "core/net/qtwebsocket.h"
#include "core/profile/profilestore.h"
#include "core/sandbox/sandbox.h"

#include <memory>
#include <optional>

namespace gm::app
{

/// Services of one process, in the order they depend on each other. Nothing else in the program creates any.
class Composition
{
public:
    /// @p sandbox tells which story, if any, the process' clock has to follow.
    Composition(const QString &configDir, const sandbox::SandboxOptions &sandbox);
    ~Composition();

    [[nodiscard]] monitor::Services services();
    [[nodiscard]] profile::ProfileStore &profiles() { return m_profiles; }
    [[nodiscard]] base::Clock &clock() { return *m_clock; }

    /// The sandbox, started on the first call.
    [[nodiscard]] base::Result<monitor::SandboxAccess> startSandbox();
    [[nodiscard]] base::Result<sandbox::SandboxAddresses> startSandboxAlone();

    /// Nothing where the environment names none; an Error where it names half of one.
    [[nodiscard]] static base::Result<std::optional<profile::Profile>> profileFromEnvironment();
    /// The profile a command means: by name, from the environment, or the only one stored.
    [[nodiscard]] base::Result<profile::Profile> profileFor(const Source &source) const;
    /// What `watch` and the window on a profile begin with; starts the sandbox where it is meant.
    [[nodiscard]] base::Result<monitor::MonitorOptions> monitorOptionsFor(const Source &source);

private:
    sandbox::SandboxOptions m_sandboxOptions;
    profile::Paths m_paths;
    base::SystemClock m_systemClock;
    std::unique_ptr<base::StoryClock> m_storyClock; ///< Only where the scenario is a story with a time of its own.
    base::Clock *m_clock;
    base::SystemRandom m_random;
    net::QtHttpClient m_http;
    net::QtWebSocketFactory m_sockets;
    net::QtNetworkWatch m_network;
    std::unique_ptr<profile::SecretStore> m_secrets;
    profile::Settings m_settings;
    profile::ProfileStore m_profiles;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::optional<sandbox::SandboxAddresses> m_addresses;
};

} // namespace gm::app
