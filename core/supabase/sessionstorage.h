/// Where a session outlives the process. An interface, because this folder knows no keychain: core/monitor implements it
/// on core/profile's SecretStore.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QFuture>

#include <optional>

namespace gm::supabase
{

/// Keeps one session record per profile. Every future finishes, at the latest after the store's own deadline. An error
/// means "no keychain here": the session then lives in memory only.
class SessionStorage
{
public:
    virtual ~SessionStorage() = default;
    /// The record last written, also by another process; nothing when there is none.
    [[nodiscard]] virtual QFuture<base::Result<std::optional<base::Secret>>> read() = 0;
    /// @p userId is part of the key under which the record is kept.
    [[nodiscard]] virtual QFuture<base::Result<void>> write(const QString &userId, const base::Secret &record) = 0;
    /// Removing what is not there is no error.
    [[nodiscard]] virtual QFuture<base::Result<void>> remove() = 0;
};

} // namespace gm::supabase
