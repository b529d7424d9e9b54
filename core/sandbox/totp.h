/// Six-digit codes of an authenticator app: RFC 6238 with SHA-1 and steps of 30 s.
#pragma once

#include <QByteArray>
#include <QString>

namespace gm::sandbox
{

/// The code of the step that holds @p wallMs.
[[nodiscard]] QString totpCode(const QByteArray &secret, qint64 wallMs);
/// True for the code of this step, the one before or the one after.
[[nodiscard]] bool isTotpCode(const QByteArray &secret, const QString &code, qint64 wallMs);
/// RFC 4648 base32 without padding, as authenticator apps read secrets.
[[nodiscard]] QString toBase32(const QByteArray &bytes);
/// The bytes of such a text; letters that do not belong there are left out.
[[nodiscard]] QByteArray fromBase32(const QString &text);

} // namespace gm::sandbox
