/// What is wrong with a server's certificate, in words.
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QSslError>

namespace gm::net
{

/// TlsFailed for the server at @p origin: expired, not valid yet, made by the server itself, by an authority nobody here
/// trusts, or for another name. @p problems are what the handshake found; @p otherwise is told where it found nothing known.
[[nodiscard]] base::Error certificateFault(const QList<QSslError> &problems, const QString &origin,
                                           const QString &otherwise);

} // namespace gm::net
