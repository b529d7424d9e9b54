/// msgpack to and from QCborValue, the sandbox's own: every width, str and bin apart, nil, ext types skipped.
#pragma once

#include <QCborValue>

#include <optional>

namespace gm::sandbox
{

/// One whole value and nothing behind it, or nothing. Ext types become undefined; nesting is limited to 64 levels.
[[nodiscard]] std::optional<QCborValue> unpack(const QByteArray &bytes);
/// The shortest form of each number. Undefined becomes nil.
[[nodiscard]] QByteArray pack(const QCborValue &value);

} // namespace gm::sandbox
