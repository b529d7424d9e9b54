/// What `delta=vcdiff` makes of the messages of one attachment: each as a patch to the one before it, where that is shorter.
#pragma once

#include "core/sandbox/wire.h"

namespace gm::sandbox
{

/// A VCDIFF patch (RFC 3284, default code table, one window): the common beginning and end are copied, the rest is added.
[[nodiscard]] QByteArray vcdiffOf(const QByteArray &source, const QByteArray &target);

/// The stream of one attachment: its first message goes out whole. A value.
class DeltaStream
{
public:
    /// @p message as it goes out now: a delta to the one before, or as it is.
    [[nodiscard]] Message next(const Message &message);

private:
    QString m_lastId;
    std::optional<QByteArray> m_base; ///< The last payload; nothing when there is none to patch.
};

} // namespace gm::sandbox
