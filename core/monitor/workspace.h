/// The profiles there are and the one being watched: what the window starts from.
#pragma once

#include "core/monitor/monitor.h"
#include "core/profile/profilestore.h"

#include <functional>

namespace gm::monitor
{

/// What a started sandbox gives: a profile on its addresses, its user, and its control API.
struct SandboxAccess {
    profile::Profile profile{};
    QString email{};
    base::Secret password{};
    QUrl control{};
    /// What to watch where the scenario says so; empty: everything the user has.
    QList<base::ConversationId> watched{};
};

/// Owns the one Monitor in use. GUI thread.
class Workspace : public QObject
{
    Q_OBJECT

public:
    /// Starts the embedded sandbox, or gives the running one again. Made by the composition root.
    using StartSandbox = std::function<base::Result<SandboxAccess>()>;

    Workspace(const Services &services, profile::ProfileStore &profiles, StartSandbox startSandbox,
              QObject *parent = nullptr);
    ~Workspace() override;

    /// Null until a profile was opened.
    [[nodiscard]] Monitor *monitor() const { return m_monitor.get(); }
    [[nodiscard]] profile::Settings &settings() const { return m_services.settings; }
    [[nodiscard]] profile::ProfileStore &profileStore() const { return m_profiles; }
    [[nodiscard]] base::Clock &clock() const { return m_services.clock; }
    /// Names in the order they were added; a damaged file is an Error.
    [[nodiscard]] base::Result<QList<profile::Profile>> profiles() const { return m_profiles.list(); }

    /// Watches this profile from now on; the monitor before it is closed in order.
    void open(const profile::Profile &profile);
    base::Result<void> openByName(const QString &name);
    /// Starts the sandbox if need be, signs in as its user and watches all conversations.
    base::Result<void> openSandbox();
    /// Reads a `.env` file into a profile of that name, stores and opens it; the report says what was refused.
    base::Result<QString> importEnv(const QString &file, const QString &name);
    base::Result<void> addProfile(const profile::Profile &profile);
    base::Result<void> removeProfile(const QString &name);

    /// Closes the connection in order; finished() follows.
    void shutDown();

Q_SIGNALS:
    /// The monitor given before is about to go: let go of its models now.
    void monitorAboutToChange();
    void monitorChanged(gm::monitor::Monitor *monitor);
    void profilesChanged();
    void finished();

private:
    void replaceMonitor(MonitorOptions options);

    Services m_services;
    profile::ProfileStore &m_profiles;
    StartSandbox m_startSandbox;
    std::unique_ptr<Monitor> m_monitor;
};

} // namespace gm::monitor
