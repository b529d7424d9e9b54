/// Ably's serials (`01762437771188-000@e91B…:000`) in a few bytes instead of forty.
#pragma once

#include "core/timeline/stringpool.h"
#include "core/timeline/varint.h"

namespace gm::timeline
{

/// Time and counters as numbers, the series interned; @p nearMs is a time likely close to the serial's. Texts of any other
/// form are written as they are.
void writeSerial(RecordBuffer &buffer, const QString &serial, qint64 nearMs, StringPool &texts);
/// The contrary, to the letter; moves @p at behind it.
[[nodiscard]] QString readSerial(const char *&at, qint64 nearMs, const StringPool &texts);

} // namespace gm::timeline
