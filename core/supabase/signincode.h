/// Codes a person types: read as they come, with blanks or in groups.
#pragma once

#include "core/base/secret.h"

#include <optional>

namespace gm::supabase
{

/// The digits of @p typed without blanks and hyphens; nothing when there is anything else in it, or another count of digits.
[[nodiscard]] inline std::optional<base::Secret> readCode(const base::Secret &typed, int fewest, int most)
{
    QString digits;
    for (const QChar c : typed.reveal()) {
        if (c.isSpace() || c == u'-')
            continue;
        if (c < u'0' || c > u'9')
            return std::nullopt;
        digits += c;
    }
    const bool isCode = digits.size() >= fewest && digits.size() <= most;
    return isCode ? std::optional(base::Secret(digits)) : std::nullopt;
}

} // namespace gm::supabase
