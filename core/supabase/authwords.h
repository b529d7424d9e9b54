/// The sentences for Supabase's own codes.
#pragma once

#include "core/base/error.h"

namespace gm::supabase
{

/// Fills what, why and next for `error.id`; @p message is what the service said, shown for codes without words of ours.
void wordRefusal(base::Error &error, const QString &message);

/// A provider's name for people: `google` → Google, `azure` → Microsoft; one that is not known by its id, capitalised.
[[nodiscard]] QString providerName(const QString &provider);

} // namespace gm::supabase
