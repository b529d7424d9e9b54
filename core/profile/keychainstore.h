/// SecretStore on the operating system's keychain.
#pragma once

#include "core/profile/secretstore.h"

namespace gm::base
{
class Clock;
}

namespace gm::profile
{

/// Each job has 5 s of its own: a keychain that waits for a prompt, or hangs, is answered by `GM-KEYCHAIN-TIMEOUT`, and the
/// job is left to finish in peace. `GM-KEYCHAIN-NONE`: there is none. `GM-KEYCHAIN-LOCKED`: it refused. A write is read back;
/// `GM-KEYCHAIN-LOST`: it did not hold what was written.
class KeychainStore final : public SecretStore
{
public:
    explicit KeychainStore(base::Clock &clock);
    ~KeychainStore() override;

    [[nodiscard]] QFuture<base::Result<std::optional<base::Secret>>> read(const QString &key) override;
    [[nodiscard]] QFuture<base::Result<void>> write(const QString &key, const base::Secret &secret) override;
    [[nodiscard]] QFuture<base::Result<void>> remove(const QString &key) override;
    [[nodiscard]] StoreAvailability availability() const override;
    [[nodiscard]] bool isPersistent() const override { return true; }

private:
    class Impl;
    explicit KeychainStore(std::shared_ptr<Impl> impl);

    std::shared_ptr<Impl> m_impl; ///< Shared with jobs under way, which may outlive the store.
};

} // namespace gm::profile
