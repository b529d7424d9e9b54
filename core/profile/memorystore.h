/// SecretStore for one process: the sandbox, `--password-stdin`, and machines without a keychain.
#pragma once

#include "core/profile/secretstore.h"

#include <QHash>

namespace gm::profile
{

/// Never fails; forgets everything when it goes.
class MemoryStore final : public SecretStore
{
public:
    [[nodiscard]] QFuture<base::Result<std::optional<base::Secret>>> read(const QString &key) override;
    [[nodiscard]] QFuture<base::Result<void>> write(const QString &key, const base::Secret &secret) override;
    [[nodiscard]] QFuture<base::Result<void>> remove(const QString &key) override;
    [[nodiscard]] StoreAvailability availability() const override { return StoreAvailability::Available; }
    [[nodiscard]] bool isPersistent() const override { return false; }

private:
    QHash<QString, base::Secret> m_secrets;
};

} // namespace gm::profile
