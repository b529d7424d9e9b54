/// Where secrets outlive the process, as an interface: the operating system's keychain, or nowhere.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QFuture>

#include <optional>

namespace gm::profile
{

enum class StoreAvailability {
    Unknown, ///< Not tried yet.
    Available,
    Unavailable, ///< The last try failed; secrets live in memory only.
};

/// Futures always finish, in the caller's thread. Every error means "no keychain here: this session only".
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    /// Nothing when there is no such entry.
    [[nodiscard]] virtual QFuture<base::Result<std::optional<base::Secret>>> read(const QString &key) = 0;
    [[nodiscard]] virtual QFuture<base::Result<void>> write(const QString &key, const base::Secret &secret) = 0;
    /// Removing what is not there is no error.
    [[nodiscard]] virtual QFuture<base::Result<void>> remove(const QString &key) = 0;

    /// What the tries so far have shown.
    [[nodiscard]] virtual StoreAvailability availability() const = 0;
    /// True where entries outlive the process.
    [[nodiscard]] virtual bool isPersistent() const = 0;
};

/// The key of a session: program, Supabase project and user, since some keychains know entries by their key alone.
[[nodiscard]] inline QString sessionKey(const QString &project, const QString &userId)
{
    return QStringLiteral("app.genie.Monitor/session/%1/%2").arg(project, userId);
}

/// The key of a channel's encryption key: program, profile, and the channel or pattern of its setting.
[[nodiscard]] inline QString channelKeyName(const QString &profile, const QString &channel)
{
    return QStringLiteral("app.genie.Monitor/channel-key/%1/%2").arg(profile, channel);
}

} // namespace gm::profile
