/// Chance without surprises.
#pragma once

#include "core/base/random.h"

#include <utility>

namespace gm::test
{

/// Gives the same number every time; bytes count up, so that two calls differ.
class FixedRandom final : public base::Random
{
public:
    /// @p uniform in [0, 1): 0.5 is the middle of every jitter.
    explicit FixedRandom(double uniform = 0.5)
        : m_uniform(uniform)
    {
    }

    void setUniform(double uniform) { m_uniform = uniform; }
    [[nodiscard]] double uniform() override { return m_uniform; }
    [[nodiscard]] quint32 below(quint32 limit) override { return quint32(m_uniform * double(limit)); }
    [[nodiscard]] QByteArray bytes(int count) override
    {
        QByteArray result(count, char(0));
        for (char &byte : result)
            byte = char(m_nextByte++);
        return result;
    }

private:
    double m_uniform;
    quint8 m_nextByte = 1;
};

} // namespace gm::test
