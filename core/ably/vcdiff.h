/// Deltas in the VCDIFF format (RFC 3284), as Ably sends them (PC3): an old text and a delta give the new one.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace gm::ably
{

/// No message is larger; a delta that claims more is refused before memory is taken.
inline constexpr qint64 maxVcdiffBytes = 16LL << 20;

/// Applies @p delta to @p source. Several windows, the checksum and the application header that xdelta3 writes are understood;
/// secondary compression and tables of its own are not. Any other fault is found as well: the error (40018) says which.
/// Memory grows with what has been made so far, never with what the delta promises, and ends at @p maxBytes.
[[nodiscard]] base::Result<QByteArray> applyVcdiff(QByteArrayView source, QByteArrayView delta,
                                                   qint64 maxBytes = maxVcdiffBytes);

} // namespace gm::ably
