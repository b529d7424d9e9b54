#include "core/profile/memorystore.h"

namespace gm::profile
{

using base::Result;
using base::Secret;

QFuture<Result<std::optional<Secret>>> MemoryStore::read(const QString &key)
{
    const auto found = m_secrets.constFind(key);
    const auto secret = found == m_secrets.constEnd() ? std::nullopt : std::optional(*found);
    return QtFuture::makeReadyFuture(Result<std::optional<Secret>>(secret));
}

QFuture<Result<void>> MemoryStore::write(const QString &key, const Secret &secret)
{
    m_secrets.insert(key, secret);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> MemoryStore::remove(const QString &key)
{
    m_secrets.remove(key);
    return QtFuture::makeReadyFuture(Result<void>());
}

} // namespace gm::profile
