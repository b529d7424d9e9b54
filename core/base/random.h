/// Chance as a dependency: jitter, shuffles, nonces.
#pragma once

#include <QByteArray>
#include <QtGlobal>

namespace gm::base
{

/// A source of random numbers. Used from one thread.
class Random
{
public:
    virtual ~Random() = default;
    /// Uniform in [0, 1).
    [[nodiscard]] virtual double uniform() = 0;
    /// Uniform in [0, @p limit); limit ≥ 1.
    [[nodiscard]] virtual quint32 below(quint32 limit) = 0;
    /// @p count bytes fit for secrets.
    [[nodiscard]] virtual QByteArray bytes(int count) = 0;

    /// @p count random bytes as base64url text without padding: for ids and nonces.
    [[nodiscard]] QByteArray token(int count)
    {
        return bytes(count).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }
};

/// The operating system's generator.
class SystemRandom final : public Random
{
public:
    [[nodiscard]] double uniform() override;
    [[nodiscard]] quint32 below(quint32 limit) override;
    [[nodiscard]] QByteArray bytes(int count) override;
};

} // namespace gm::base
