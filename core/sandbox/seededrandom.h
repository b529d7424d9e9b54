/// Chance that repeats: the same seed gives the same ids and the same order. Not for secrets.
#pragma once

#include "core/base/random.h"

#include <random>

namespace gm::sandbox
{

class SeededRandom final : public base::Random
{
public:
    explicit SeededRandom(quint32 seed)
        : m_engine(seed)
    {
    }

    [[nodiscard]] double uniform() override { return m_engine() / 4294967296.0; }
    [[nodiscard]] quint32 below(quint32 limit) override { return quint32(uniform() * limit); }
    [[nodiscard]] QByteArray bytes(int count) override
    {
        QByteArray bytes(count, '\0');
        for (char &byte : bytes)
            byte = char(below(256));
        return bytes;
    }

private:
    std::mt19937 m_engine; ///< Its numbers are the same everywhere; those of the standard's distributions are not.
};

} // namespace gm::sandbox
