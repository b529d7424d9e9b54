/// What a key or token may do: `{"conversation:*": ["subscribe"]}`, by Ably's rules for whole segments.
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

namespace gm::sandbox
{

/// Channel patterns with their operations. A pattern matches segment by segment (`:` between them): `*` stands for one
/// segment, as the last one for any number; `conv*` is literal. Metachannels (`[meta]…`) need a qualifier of their own, or
/// `[*]`.
class Capability
{
public:
    /// Every operation on every channel.
    [[nodiscard]] static Capability everything();
    /// From Ably's JSON text. 40003 when it is no object of lists of texts.
    [[nodiscard]] static base::Result<Capability> parse(const QString &text);

    [[nodiscard]] bool allows(const QString &channel, QLatin1StringView operation) const;
    [[nodiscard]] Capability intersectedWith(const Capability &other) const;
    [[nodiscard]] bool isEmpty() const { return m_operations.isEmpty(); }
    /// Canonical: channels sorted, operations sorted, no spaces.
    [[nodiscard]] QString toText() const;

private:
    QMap<QString, QStringList> m_operations; ///< By pattern; each list sorted, never empty.
};

} // namespace gm::sandbox
